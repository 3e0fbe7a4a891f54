// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
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

/// The profile of the path, whether it lives or not.
Found findProfile(const Services& services, const Request& request) {
    const auto ref = parseRef(request.param("ref"), services.catalogue);
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

/// At the version that If-Match names.
model::Address addressOf(const Request& request, const Found& found) {
    model::Address address{found.home, std::nullopt};
    if (http::requireMatch(request, http::versionTag(found.version))) address.expectedVersion = found.version;
    return address;
}

model::Address profileIn(const Services& services, const Request& request) {
    return addressOf(request, findProfile(services, request));
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

/// A body would be a misunderstanding.
void requireNoBody(const Request& request) {
    if (request.body.empty()) return;
    const auto body = model::parseJson(request.body);
    model::Findings findings;
    static_cast<void>(model::Reader(findings, {}).object(body, {}, {}));
    if (findings.isWrong()) throw findings.takeError();
}

nlohmann::json contentOf(std::string_view call, const Request& request) {
    return {{"call", call}, {"ref", request.param("ref")}};
}

Response deleteProfile(const Services& services, const Request& request) {
    Query(request).finish();
    requireNoBody(request);
    const auto end = [&] {
        const auto found = findProfile(services, request);
        if (found.removed) throwRemoved(services, *found.removed);
        return model::DeleteCommand{addressOf(request, found)};
    };
    const auto outcome = carryOut(services, request, end, contentOf("delete", request));
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
    requireNoBody(request);
    const auto revive = [&] { return model::RestoreCommand{profileIn(services, request)}; };
    const auto profile = carryOut(services, request, revive, contentOf("restore", request)).profile;
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
        .member("finished_at", receipt.finishedAt)
        .key("removed")
        .raw(receipt.removed);
    json.endObject();
    auto response = Response::renderedJson(status, json.take());
    if (status == 202) response.headers.set("Location", "/v1/erasures/" + receipt.profile.text());
    return response;
}

/// Free text would be kept for ever beside the receipt.
std::string reasonOfErasure(const Request& request) {
    if (request.body.empty()) return std::string(kPersonAsked);
    const auto body = model::parseJson(request.body);
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
    const auto reason = reasonOfErasure(request);
    auto content = contentOf("erase", request);
    content["reason"] = reason;
    const auto end = [&] { return model::EraseCommand{profileIn(services, request), reason}; };
    const auto outcome = carryOut(services, request, end, content);
    services.maintain();
    return showReceipt(services, outcome.profile, 202);
}

Response getErasure(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = base::ProfileId::parse(request.param("id"));
    if (!id) throw Error(ErrorCode::NotFound, "There is no such erasure.");
    return showReceipt(services, *id, 200);
}

}  // namespace

void addLifeCycleRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Delete, "/v1/profiles/{ref}", Access::Write, services, deleteProfile));
    router.add(route(Method::Post, "/v1/profiles/{ref}/restore", Access::Write, services, restoreProfile));
    router.add(route(Method::Post, "/v1/profiles/{ref}/erase", Access::Write, services, eraseProfile));
    router.add(route(Method::Get, "/v1/erasures/{id}", Access::Read, services, getErasure));
}

}  // namespace kith::api
