// SPDX-License-Identifier: Apache-2.0
#include "core/api/merges.hpp"

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/api/identity_json.hpp"
#include "core/api/named_pair.hpp"
#include "core/api/profile_json.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/refused_merge.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/writer_of.hpp"
#include "core/base/error.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/database.hpp"
#include "core/storage/merge_list.hpp"
#include "core/storage/profile_view.hpp"
#include "core/storage/prohibition_list.hpp"
#include "core/storage/undecided.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;
using nlohmann::json;

/// One side as it was named.
struct Named {
    storage::ProfileRef ref;
    std::optional<std::int64_t> version;
};

constexpr const char* kOneByNow = "One of the two became one with somebody else meanwhile; ask again.";

struct WantedMerge {
    std::array<Named, 2> sides;
    std::optional<storage::ProfileRef> survivor;
    std::string reason;
};

WantedMerge readMerge(const Services& services, const json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    WantedMerge wanted;
    if (!reader.object(body, top, {"profiles", "survivor", "reason"})) throw findings.takeError();
    const auto named = readPair(body, Versions::Taken, findings);
    const auto survivor = reader.text(body, top, "survivor", kMaxRef);
    wanted.reason = reader.text(body, top, "reason", kMaxReason).value_or("");
    if (findings.isWrong()) throw findings.takeError();
    const auto& catalogue = services.catalogue;
    for (std::size_t i = 0; i < named.size(); ++i) {
        wanted.sides[i] = {namedAt(refAt(i), [&] { return parseRef(named[i].ref, catalogue); }),
                           named[i].version};
    }
    if (survivor) wanted.survivor = namedAt("/survivor", [&] { return parseRef(*survivor, catalogue); });
    return wanted;
}

model::MergeSide sideOf(const Services& services, const WantedMerge& wanted, std::size_t index) {
    const auto& named = wanted.sides[index];
    model::MergeSide side;
    const auto found = namedAt(refAt(index), [&] { return resolve(services, named.ref); });
    side.address = {found.home, named.version};
    if (const auto* identifier = std::get_if<model::Identifier>(&named.ref)) side.named = *identifier;
    return side;
}

model::MergeCommand commandOf(const Services& services, const WantedMerge& wanted) {
    model::MergeCommand command{
        sideOf(services, wanted, 0), sideOf(services, wanted, 1), {}, false, wanted.reason};
    if (wanted.survivor)
        command.survivor = namedAt("/survivor", [&] { return resolve(services, *wanted.survivor); }).home;
    return command;
}

/// Of an archived field a profile shows nothing; the record of a merge tells it.
std::string shownOf(std::string_view choices, const model::Definitions& definitions) {
    auto shown = json::array();
    const auto all = json::parse(choices);
    for (const auto& choice : all) {
        const auto* field = definitions.field(choice.at("key").get_ref<const std::string&>());
        if (field == nullptr || !field->archived) shown.push_back(choice);
    }
    return shown.dump();
}

void writeResult(JsonWriter& json, const Services& services, base::ProfileId survivor,
                 base::ProfileId absorbed, std::string_view choices) {
    json.member("survivor", survivor)
        .member("absorbed", absorbed)
        .key("fields")
        .raw(shownOf(choices, *services.catalogue.definitions()));
}

/// What the profile that comes of it shows besides its fields.
void writeUnited(JsonWriter& json, const Services& services, const model::Decision& decision) {
    const auto united = services.database.read([&](storage::Session& session) {
        session.beginSnapshot();
        for (const auto side : {decision.survivor, decision.other})
            if (storage::resolveProfile(session, side).live != side)
                throw Error(ErrorCode::Conflict, kOneByNow);
        return storage::readUnited(session, decision.survivor, decision.other, services.clock.now());
    });
    writeIdentifiers(json, united, services.catalogue);
    writeSubscriptions(json, united, *services.catalogue.definitions());
}

Response previewMerge(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    const auto wanted = readMerge(services, body);
    const auto outcome = previewOf(services, writerOf(request), commandOf(services, wanted));
    const auto& decision = *outcome.decision;
    JsonWriter json;
    json.beginObject().key("id").null();
    writeResult(json, services, decision.survivor, decision.other, decision.choices);
    json.key("refused");
    writeRefused(json, services, outcome);
    writeUnited(json, services, decision);
    return Response::renderedJson(200, json.endObject().take());
}

/// Of a call that came again, the merge that it made the first time, if it can still be found.
std::optional<base::MergeId> mergeOf(const Services& services, const Decider& by,
                                     const model::Outcome& outcome) {
    if (outcome.decision) return outcome.decision->merge;
    return services.database.read([&](storage::Session& session) {
        return storage::findMerge(session, outcome.profile, by.writer.key, by.id.value_or(""));
    });
}

Response postMerge(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    MadeMerge made;
    try {
        made = mergeByHand(services, deciderOf(request), body);
    } catch (const Error& error) {
        if (!isForbidden(error)) throw;
        return refusedMerge(services, writerOf(request), commandOf(services, readMerge(services, body)),
                            error);
    }
    if (!made.merge) throw Error(ErrorCode::Conflict, kNotFoundAgain);
    const auto merge = services.database.read(
        [&](storage::Session& session) { return storage::readMerge(session, *made.merge); });
    JsonWriter json;
    json.beginObject().member("id", merge.id);
    writeResult(json, services, merge.survivor, merge.absorbed, merge.choices);
    json.key("refused").beginArray().endArray();
    auto response = Response::renderedJson(201, json.endObject().take());
    response.headers.set("Location", "/v1/merges/" + merge.id.text());
    return response;
}

base::MergeId mergeIdOf(std::string_view text) {
    const auto id = base::MergeId::parse(text);
    if (!id) throw Error(ErrorCode::NotFound, "There is no such merge.");
    return *id;
}

void writeUndecided(JsonWriter& json, const storage::Undecided& undecided) {
    json.key("undecided").beginArray();
    for (const auto& each : undecided.items) {
        json.beginObject()
            .member("kind", "observation")
            .member("id", each.by.observation)
            .member("why", "It carried " + each.a.type + " of the one and " + each.b.type +
                               " of the other; what it says stays with " + each.stays.text() + '.')
            .key("observation");
        writeProvenance(json, each.by);
        json.endObject();
    }
    json.endArray().member("undecided_truncated", undecided.truncated);
}

Response postUndo(const Services& services, const Request& request) {
    Query(request).finish();
    const auto undone = undoMerge(services, deciderOf(request), request.param("id"), optionalBody(request));
    return services.database.read([&](storage::Session& session) {
        const auto merge = storage::readMerge(session, undone.merge);
        // Of a call that came again, one of the two may have ended since.
        const auto first = storage::standingFor(session, merge.survivor).profile;
        const auto second = storage::standingFor(session, merge.absorbed).profile;
        JsonWriter json;
        json.beginObject().key("profiles").beginArray().text(first.text()).text(second.text()).endArray();
        writeUndecided(json, storage::readUndecided(session, first, second));
        json.member("must_not_link", undone.prohibition);
        return Response::renderedJson(200, json.endObject().take());
    });
}

Response listMerges(const Services& services, const Request& request) {
    Query query(request);
    const auto profile = query.ref("profile");
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    std::optional<storage::ProfileRef> of;
    if (profile) of = parseRef(*profile, services.catalogue);
    const auto page = readListOf(services, of, [&](storage::Session& session) {
        return storage::listMerges(session, of, cursor, limit);
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& merge : page.items) writeMerge(json, merge);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response getMerge(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = mergeIdOf(request.param("id"));
    const auto merge =
        services.database.read([&](storage::Session& session) { return storage::readMerge(session, id); });
    JsonWriter json;
    writeMerge(json, merge);
    return Response::renderedJson(200, json.take());
}

/// Of a call that came again, the prohibition that stayed the first time.
std::optional<model::ProhibitionId> prohibitionOf(const Services& services, const Decider& by,
                                                  base::MergeId id, const model::Outcome& outcome) {
    if (outcome.decision) return outcome.decision->prohibition;
    return services.database.read([&](storage::Session& session) {
        const auto survivor = storage::findSurvivor(session, id);
        return survivor ? storage::findProhibition(session, *survivor, by.writer.key, by.id.value_or(""))
                        : std::nullopt;
    });
}

}  // namespace

MadeMerge mergeByHand(const Services& services, const Decider& by, const json& body) {
    const auto wanted = readMerge(services, body);
    const auto makeCommand = [&] { return commandOf(services, wanted); };
    MadeMerge made;
    made.outcome = carryOut(services, by, makeCommand, {{"call", "merge"}, {"body", body}});
    made.merge = mergeOf(services, by, made.outcome);
    return made;
}

UndoneMerge undoMerge(const Services& services, const Decider& by, std::string_view merge, const json& body) {
    UndoneMerge undone;
    undone.merge = mergeIdOf(merge);
    const auto reason = readReason(body);
    undone.outcome = carryOut(services, by, model::UndoCommand{undone.merge, reason},
                              {{"call", "undo"}, {"merge", undone.merge.text()}, {"reason", reason}});
    undone.prohibition = prohibitionOf(services, by, undone.merge, undone.outcome);
    return undone;
}

void addMergeRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/merges", Access::Read, services, listMerges));
    router.add(route(Method::Post, "/v1/merges", Access::Write, services, postMerge));
    auto preview = route(Method::Post, "/v1/merges/preview", Access::Write, services, previewMerge);
    preview.told = http::Told::Never;
    router.add(std::move(preview));
    router.add(route(Method::Get, "/v1/merges/{id}", Access::Read, services, getMerge));
    router.add(route(Method::Post, "/v1/merges/{id}/undo", Access::Write, services, postUndo));
}

}  // namespace kith::api
