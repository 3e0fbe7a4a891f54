// SPDX-License-Identifier: Apache-2.0
#include "core/api/must_not_links.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/api/identity_json.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/database.hpp"
#include "core/storage/prohibition_list.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;

enum class State { Standing, Lifted };
constexpr model::Names<State, 2> kStates{{"standing", "lifted"}};

Response listMustNotLinks(const Services& services, const Request& request) {
    Query query(request);
    const auto profile = query.ref("profile");
    storage::ProhibitionQuery wanted;
    wanted.lifted = query.choice("state", kStates) == State::Lifted;
    wanted.limit = query.limit();
    wanted.cursor = query.cursor();
    query.finish();
    if (profile) wanted.of = parseRef(*profile, services.catalogue);
    const auto page = readListOf(services, wanted.of, [&](storage::Session& session) {
        return storage::listProhibitions(session, wanted);
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& each : page.items) {
        json.beginObject().member("id", each.id);
        writePair(json, "profiles", each.liveA, each.liveB);
        writePair(json, "between", each.a, each.b);
        json.member("reason", each.reason).member("at", each.at);
        writeDecision(json, "lifted", each.lifted);
        json.key("observation");
        writeProvenance(json, each.by);
        json.endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

struct WantedProhibition {
    std::array<storage::ProfileRef, 2> profiles;
    std::string reason;
};

WantedProhibition readProhibition(const Services& services, const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    WantedProhibition wanted;
    std::string_view first;
    std::string_view second;
    if (reader.object(body, top, {"profiles", "reason"})) {
        const auto* profiles = model::memberOf(body, "profiles");
        const auto isRef = [](const nlohmann::json& each) {
            const auto* ref = each.get_ptr<const std::string*>();
            return ref != nullptr && !ref->empty() && ref->size() <= kMaxRef;
        };
        if (profiles == nullptr || !profiles->is_array() || profiles->size() != 2 ||
            !std::ranges::all_of(*profiles, isRef)) {
            findings.wrong({top, "profiles"}, "wrong_type",
                           R"(must be an array of two references, as ["external_id:42", "external_id:43"])");
        } else {
            first = (*profiles)[0].get_ref<const std::string&>();
            second = (*profiles)[1].get_ref<const std::string&>();
        }
        wanted.reason = reader.requiredText(body, top, "reason", kMaxReason).value_or("");
    }
    if (findings.isWrong()) throw findings.takeError();
    wanted.profiles = {parseRef(first, services.catalogue), parseRef(second, services.catalogue)};
    return wanted;
}

Response postMustNotLink(const Services& services, const Request& request) {
    Query(request).finish();
    const auto made = forbidMerge(services, deciderOf(request), model::parseJson(request.body));
    if (!made.prohibition) throw Error(ErrorCode::Conflict, kNotFoundAgain);
    JsonWriter json;
    json.beginObject().member("id", *made.prohibition).endObject();
    auto response = Response::renderedJson(201, json.take());
    response.headers.set("Location", "/v1/must-not-links/" + made.prohibition->text());
    return response;
}

Response deleteMustNotLink(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = model::ProhibitionId::parse(request.param("id"));
    if (!id) throw Error(ErrorCode::NotFound, "There is no such prohibition.");
    const auto reason = readReason(optionalBody(request));
    nlohmann::json content{{"call", "allow"}, {"id", id->text()}};
    if (!reason.empty()) content["reason"] = reason;
    static_cast<void>(carryOut(services, deciderOf(request), model::AllowCommand{*id, reason}, content));
    return Response::empty();
}

/// Of a call that came again, the one that it made the first time, if it can still be found.
std::optional<model::ProhibitionId> prohibitionOf(const Services& services, const Decider& by,
                                                  const model::Outcome& outcome) {
    if (outcome.decision) return outcome.decision->prohibition;
    return services.database.read([&](storage::Session& session) {
        return storage::findProhibition(session, outcome.profile, by.writer.key, by.id.value_or(""));
    });
}

}  // namespace

MadeProhibition forbidMerge(const Services& services, const Decider& by, const nlohmann::json& body) {
    const auto wanted = readProhibition(services, body);
    const auto makeCommand = [&] {
        const auto& [first, second] = wanted.profiles;
        return model::ForbidCommand{resolve(services, first).home, resolve(services, second).home,
                                    wanted.reason};
    };
    MadeProhibition made;
    made.outcome = carryOut(services, by, makeCommand, {{"call", "forbid"}, {"body", body}});
    made.prohibition = prohibitionOf(services, by, made.outcome);
    return made;
}

void addMustNotLinkRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/must-not-links", Access::Read, services, listMustNotLinks));
    router.add(route(Method::Post, "/v1/must-not-links", Access::Write, services, postMustNotLink));
    router.add(route(Method::Delete, "/v1/must-not-links/{id}", Access::Write, services, deleteMustNotLink));
}

}  // namespace kith::api
