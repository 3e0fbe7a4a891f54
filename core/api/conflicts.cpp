// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/identity_json.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/base/error.hpp"
#include "core/model/names.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::ConflictState;

constexpr model::Names<ConflictState, 4> kStates{{"open", "merged", "forbidden", "dismissed"}};
constexpr model::Names<storage::ConflictSort, 2> kSorts{{"-last_at", "-observations"}};
constexpr model::Names<ConflictState, 3, static_cast<int>(ConflictState::Merged)> kVerdicts{
    {"merge", "forbid", "dismiss"}};

/// What happened, for people: which identifiers would have joined the two, and why they did not.
std::string wordsOf(const storage::ConflictView& conflict) {
    std::string words = conflict.observations == 1 ? "One observation"
                                                   : std::to_string(conflict.observations) + " observations";
    words += " would have joined these two";
    std::string types;
    for (const auto& refusal : conflict.refused)
        if (types.find(refusal.identifier.type) == std::string::npos)
            types += (types.empty() ? "" : " and ") + refusal.identifier.type;
    if (!types.empty()) words += " by " + types;
    words += ". ";
    return words + (conflict.refused.empty() ? "A rule kept them apart." : conflict.refused.front().detail);
}

void write(JsonWriter& json, const storage::ConflictView& conflict) {
    json.beginObject()
        .member("id", conflict.id)
        .member("state", kStates.of(conflict.state))
        .key("profiles")
        .beginArray()
        .text(conflict.a.text())
        .text(conflict.b.text())
        .endArray()
        .member("code", model::refusalCodeName(conflict.code))
        .member("detail", wordsOf(conflict))
        .member("observations", conflict.observations)
        .member("first_at", conflict.firstAt)
        .member("last_at", conflict.lastAt)
        .key("refused")
        .beginArray();
    for (const auto& refusal : conflict.refused) writeRefusal(json, refusal);
    json.endArray().key("observation");
    writeProvenance(json, conflict.last);
    json.endObject();
}

Response listConflicts(const Services& services, const Request& request) {
    Query query(request);
    storage::ConflictQuery wanted;
    wanted.state = query.choice("state", kStates).value_or(wanted.state);
    wanted.sort = query.choice("sort", kSorts).value_or(wanted.sort);
    wanted.limit = query.limit();
    wanted.cursor = query.cursor();
    query.finish();
    const auto page = services.database.read(
        [&](storage::Session& session) { return storage::listConflicts(session, wanted); });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& conflict : page.items) write(json, conflict);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response decideConflict(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = model::ConflictId::parse(request.param("id"));
    const auto verdict = kVerdicts.find(request.param("verdict"));
    if (!id || !verdict) throw Error(ErrorCode::NotFound, "There is no such conflict, or no such decision.");
    const auto reason = readReason(request);
    const auto outcome = carryOut(services, request, model::ConflictCommand{*id, *verdict, reason},
                                  {{"call", kVerdicts.of(*verdict)}, {"id", id->text()}, {"reason", reason}});
    const auto& decision = outcome.decision;
    JsonWriter json;
    json.beginObject()
        .member("id", *id)
        .member("state", kStates.of(*verdict))
        .member("merge", decision && decision->merge ? std::optional(decision->merge) : std::nullopt)
        .member("must_not_link",
                decision && decision->prohibition ? std::optional(decision->prohibition) : std::nullopt);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addConflictRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/conflicts", Access::Read, services, listConflicts));
    router.add(route(Method::Post, "/v1/conflicts/{id}/{verdict}", Access::Write, services, decideConflict));
}

}  // namespace kith::api
