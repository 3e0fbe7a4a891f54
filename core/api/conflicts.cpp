// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/idempotency_key.hpp"
#include "core/api/identity_json.hpp"
#include "core/api/named_pair.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/refused_merge.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/writer_of.hpp"
#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/model/names.hpp"
#include "core/model/reader.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/database.hpp"
#include "core/storage/merge_list.hpp"
#include "core/storage/prohibition_list.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::ConflictState;

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
        if (refusal.identifier && types.find(refusal.identifier->type) == std::string::npos)
            types += (types.empty() ? "" : " and ") + refusal.identifier->type;
    if (!types.empty()) words += " by " + types;
    words += ". ";
    if (conflict.refused.empty()) return words + "A rule kept them apart.";
    const auto& last = conflict.refused.front();
    const bool isLifted =
        conflict.state == ConflictState::Open && last.code == model::RefusalCode::MustNotLink;
    return words + (isLifted ? "A prohibition kept them apart then, and does no longer." : last.detail);
}

void write(JsonWriter& json, const storage::ConflictView& conflict) {
    json.beginObject().member("id", conflict.id).member("state", kConflictStates.of(conflict.state));
    writePair(json, "profiles", conflict.a, conflict.b);
    writePair(json, "between", conflict.namedA, conflict.namedB);
    json.member("code", model::refusalCodeName(conflict.code))
        .member("detail", wordsOf(conflict))
        .member("observations", conflict.observations)
        .member("first_at", conflict.firstAt)
        .member("last_at", conflict.lastAt)
        .key("refused")
        .beginArray();
    for (const auto& refusal : conflict.refused) writeRefusal(json, refusal);
    json.endArray();
    writeDecision(json, "decided", conflict.decided);
    writeDecision(json, "undone", conflict.undone);
    json.key("observation");
    writeProvenance(json, conflict.last);
    json.endObject();
}

Response listConflicts(const Services& services, const Request& request) {
    Query query(request);
    storage::ConflictQuery wanted;
    wanted.state = query.choice("state", kConflictStates).value_or(wanted.state);
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

model::ConflictId conflictIdIn(const Request& request) {
    const auto id = model::ConflictId::parse(request.param("id"));
    if (!id) throw Error(ErrorCode::NotFound, "There is no such conflict.");
    return *id;
}

Response getConflict(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = conflictIdIn(request);
    const auto conflict =
        services.database.read([&](storage::Session& session) { return storage::readConflict(session, id); });
    JsonWriter json;
    write(json, conflict);
    return Response::renderedJson(200, json.take());
}

/// What decided a conflict: what the call made, now or when it came first, or what stood already.
struct Decided {
    std::optional<base::MergeId> merge;
    std::optional<model::ProhibitionId> prohibition;
};

Decided decidedBy(const Services& services, const Request& request, const model::Outcome& outcome,
                  model::ConflictId id, ConflictState verdict) {
    const auto once = idempotencyKey(request).value_or("");
    const auto key = request.caller->key;
    const auto& decision = outcome.decision;
    return services.database.read([&](storage::Session& session) {
        Decided decided;
        if (verdict == ConflictState::Merged)
            decided.merge =
                decision ? decision->merge : storage::findMerge(session, outcome.profile, key, once);
        if (verdict != ConflictState::Forbidden) return decided;
        if (decision && decision->prohibition) {
            decided.prohibition = decision->prohibition;
        } else if (!decision) {
            decided.prohibition = storage::findProhibition(session, outcome.profile, key, once);
        }
        if (!decided.prohibition) {
            const auto [a, b] = storage::conflictProfiles(session, id);
            if (const auto standing = storage::readStanding(session, a, b))
                decided.prohibition = standing->id;
        }
        return decided;
    });
}

/// The merge that the verdict asks for.
model::MergeCommand mergeOf(const Services& services, model::ConflictId id) {
    const auto [a, b] = services.database.read(
        [&](storage::Session& session) { return storage::conflictProfiles(session, id); });
    return {{{a, {}}, {}}, {{b, {}}, {}}, {}, false};
}

/// What a verdict comes with.
struct Grounds {
    std::string reason;
    std::optional<NamedPair> seen;  ///< Of a merge, if the caller says what was looked at.
};

Grounds readGrounds(ConflictState verdict, const nlohmann::json& body) {
    if (verdict != ConflictState::Merged || model::memberOf(body, "profiles") == nullptr)
        return {readReason(body), {}};
    model::Findings findings;
    const model::Reader reader(findings, {});
    Grounds grounds;
    if (reader.object(body, {}, {"reason", "profiles"}))
        grounds.reason = reader.text(body, {}, "reason", kMaxReason).value_or("");
    grounds.seen = readPair(body, Versions::Taken, findings);
    if (findings.isWrong()) throw findings.takeError();
    return grounds;
}

model::ConflictCommand commandOf(const Services& services, model::ConflictId id, ConflictState verdict,
                                 const Grounds& grounds) {
    model::ConflictCommand command{id, verdict, grounds.reason};
    if (!grounds.seen) return command;
    for (std::size_t i = 0; i < grounds.seen->size(); ++i) {
        const auto& named = (*grounds.seen)[i];
        const auto found =
            namedAt(refAt(i), [&] { return resolve(services, parseRef(named.ref, services.catalogue)); });
        command.seen.push_back({found.home, named.version});
    }
    return command;
}

Response decideConflict(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = conflictIdIn(request);
    const auto verdict = kVerdicts.find(request.param("verdict"));
    if (!verdict) throw Error(ErrorCode::NotFound, "There is no such decision.");
    const auto body = optionalBody(request);
    const auto grounds = readGrounds(*verdict, body);
    const auto makeCommand = [&] { return commandOf(services, id, *verdict, grounds); };
    nlohmann::json content{{"call", kVerdicts.of(*verdict)}, {"id", id.text()}, {"reason", grounds.reason}};
    if (grounds.seen) content["profiles"] = body.at("profiles");
    model::Outcome outcome;
    try {
        outcome = carryOut(services, deciderOf(request), makeCommand, content);
    } catch (const Error& error) {
        if (*verdict != ConflictState::Merged || !isForbidden(error)) throw;
        return refusedMerge(services, writerOf(request), mergeOf(services, id), error);
    }
    const auto decided = decidedBy(services, request, outcome, id, *verdict);
    JsonWriter json;
    json.beginObject()
        .member("id", id)
        .member("state", kConflictStates.of(*verdict))
        .member("merge", decided.merge)
        .member("must_not_link", decided.prohibition);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addConflictRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/conflicts", Access::Read, services, listConflicts));
    router.add(route(Method::Get, "/v1/conflicts/{id}", Access::Read, services, getConflict));
    router.add(route(Method::Post, "/v1/conflicts/{id}/{verdict}", Access::Write, services, decideConflict));
}

}  // namespace kith::api
