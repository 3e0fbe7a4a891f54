// SPDX-License-Identifier: Apache-2.0
#include "core/api/life_cycle.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
#include "core/api/source_json.hpp"
#include "core/base/error.hpp"
#include "core/http/conditional.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/database.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/listings.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

constexpr std::string_view kPersonAsked = "person_request";
constexpr std::string_view kOperator = "operator";

struct Found {
    base::ProfileId home;
    std::int64_t version = 0;
    std::optional<storage::RemovedProfile> removed = {};  ///< If it does not live.
};

/// The profile, whether it lives or not.
Found findProfile(const Services& services, std::string_view text) {
    const auto ref = parseRef(text, services.catalogue);
    const bool byId = std::holds_alternative<base::ProfileId>(ref);
    return services.database.read([&](storage::Session& session) {
        const auto removed = storage::findRemoved(session, ref);
        // An identifier may have another holder by now, who is meant then.
        if (!removed || !byId) {
            try {
                const auto live = storage::resolveProfile(session, ref);
                return Found{live.home, live.version};
            } catch (const Error& error) {
                if (error.code() != ErrorCode::NotFound || !removed) throw;
            }
        }
        return Found{removed->home, removed->version, removed};
    });
}

/// At the version that is meant.
model::Address addressOf(const Decider& by, const Found& found) {
    model::Address address{found.home, std::nullopt};
    if (http::requireMatch(by.ifMatch, http::versionTag(found.version)))
        address.expectedVersion = found.version;
    return address;
}

storage::RemovedProfile removalOf(const Services& services, base::ProfileId profile) {
    const auto removed = services.database.read([&](storage::Session& session) {
        const auto found = storage::findRemoved(session, profile);
        // A deletion that comes again: nothing can be restored any more.
        if (found && found->erased) storage::throwNoProfile(session, profile);
        return found;
    });
    if (!removed) throw Error(ErrorCode::Conflict, "What this call did was taken back since.");
    return *removed;
}

nlohmann::json contentOf(std::string_view call, std::string_view ref) {
    return {{"call", call}, {"ref", ref}};
}

Response deleteProfile(const Services& services, const Request& request) {
    Query(request).finish();
    const auto outcome =
        deletePerson(services, deciderOf(request), request.param("ref"), optionalBody(request));
    const auto removed = removalOf(services, outcome.profile);
    JsonWriter json;
    json.beginObject().member("id", removed.profile).member("deleted_at", removed.at);
    json.member("purge_at", removed.at + services.settings.purgeAfter).endObject();
    auto response = Response::renderedJson(200, json.take());
    // By which a restoration or an erasure can say what it means: the profile itself is shown no more.
    response.headers.set("ETag", http::versionTag(removed.version));
    return response;
}

Response restoreProfile(const Services& services, const Request& request) {
    Query(request).finish();
    const auto profile =
        restorePerson(services, deciderOf(request), request.param("ref"), optionalBody(request)).profile;
    // As it stands, so that a call that comes again is answered alike.
    auto shared = services.database.read(
        [&](storage::Session& session) { return storage::sharedWithHolders(session, profile); });
    return showProfile(services, profile, 200, {.shared = std::move(shared)});
}

Response showReceipt(const Services& services, base::ProfileId id, int status) {
    const auto receipt =
        services.database.read([&](storage::Session& session) { return storage::readReceipt(session, id); });
    JsonWriter json;
    json.beginObject()
        .member("profile_id", receipt.profile)
        .member("erased_at", receipt.erasedAt)
        .member("reason", receipt.reason)
        .key("by");
    if (receipt.by) {
        json.beginObject().key("source");
        writeSource(json, {receipt.by->sourceType, receipt.by->sourceName});
        json.member("key_id", receipt.by->key).endObject();
    } else {
        json.null();
    }
    json.member("finished_at", receipt.finishedAt).key("removed").raw(receipt.removed);
    json.endObject();
    auto response = Response::renderedJson(status, json.take());
    if (status == 202) response.headers.set("Location", "/v1/erasures/" + receipt.profile.text());
    return response;
}

/// Free text would be kept for ever beside the receipt.
std::string reasonOfErasure(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    std::string reason(kPersonAsked);
    if (reader.object(body, {}, {"reason"}))
        reason = reader.text(body, {}, "reason", kMaxReason).value_or(reason);
    if (reason != kPersonAsked && reason != kOperator) {
        const model::Where top;
        findings.wrong({top, "reason"}, "invalid_value", "must be `person_request` or `operator`");
    }
    if (findings.isWrong()) throw findings.takeError();
    return reason;
}

Response eraseProfile(const Services& services, const Request& request) {
    Query(request).finish();
    const auto outcome =
        erasePerson(services, deciderOf(request), request.param("ref"), optionalBody(request));
    return showReceipt(services, outcome.profile, 202);
}

Response getErasure(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = base::ProfileId::parse(request.param("id"));
    if (!id) throw Error(ErrorCode::NotFound, "There is no such erasure.");
    return showReceipt(services, *id, 200);
}

}  // namespace

model::Outcome deletePerson(const Services& services, const Decider& by, std::string_view ref,
                            const nlohmann::json& body) {
    requireNothing(body);
    const auto makeCommand = [&] {
        const auto found = findProfile(services, ref);
        if (found.removed) throwRemoved(services, *found.removed);
        return model::DeleteCommand{addressOf(by, found)};
    };
    return carryOut(services, by, makeCommand, contentOf("delete", ref));
}

model::Outcome restorePerson(const Services& services, const Decider& by, std::string_view ref,
                             const nlohmann::json& body) {
    requireNothing(body);
    const auto makeCommand = [&] { return model::RestoreCommand{addressOf(by, findProfile(services, ref))}; };
    return carryOut(services, by, makeCommand, contentOf("restore", ref));
}

model::Outcome erasePerson(const Services& services, const Decider& by, std::string_view ref,
                           const nlohmann::json& body) {
    const auto reason = reasonOfErasure(body);
    auto content = contentOf("erase", ref);
    content["reason"] = reason;
    const auto makeCommand = [&] {
        return model::EraseCommand{addressOf(by, findProfile(services, ref)), reason};
    };
    auto outcome = carryOut(services, by, makeCommand, content);
    services.maintain();
    return outcome;
}

void addLifeCycleRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Delete, "/v1/profiles/{ref}", Access::Write, services, deleteProfile));
    router.add(route(Method::Post, "/v1/profiles/{ref}/restore", Access::Write, services, restoreProfile));
    router.add(route(Method::Post, "/v1/profiles/{ref}/erase", Access::Write, services, eraseProfile));
    router.add(route(Method::Get, "/v1/erasures/{id}", Access::Read, services, getErasure));
}

}  // namespace kith::api
