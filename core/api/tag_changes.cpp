// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/api/idempotency_key.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/segment_json.hpp"
#include "core/api/source_json.hpp"
#include "core/api/writer_of.hpp"
#include "core/base/error.hpp"
#include "core/http/problem.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "core/model/reader.hpp"
#include "core/pipeline/pipeline.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;

constexpr std::size_t kMaxPeople = 1'000;  ///< Of one call, named or of a segment.
constexpr std::size_t kMaxSegment = 200;
constexpr std::string_view kList = "tagged_members";

struct Wanted {
    nlohmann::json tags;
    std::vector<std::string> refs;
    std::optional<std::string> segment;  ///< Whose members are meant instead.
    std::string cursor;                  ///< Behind which of them.
};

std::vector<std::string> readRefs(const nlohmann::json& list, const Where& where, const model::Reader& reader,
                                  model::Findings& findings) {
    std::vector<std::string> refs;
    if (!reader.array(list, where, kMaxPeople)) return refs;
    std::size_t index = 0;
    for (const auto& each : list) {
        const Where at(where, index++);
        const auto* ref = each.get_ptr<const std::string*>();
        if (ref == nullptr || ref->empty() || ref->size() > kMaxRef)
            findings.wrong(at, "wrong_type", "must be a reference to a profile");
        else
            refs.push_back(*ref);
    }
    return refs;
}

Wanted readWanted(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    Wanted wanted;
    if (reader.object(body, top, {"tags", "profiles", "segment"})) {
        const auto* tags = model::memberOf(body, "tags");
        if (tags == nullptr)
            findings.wrong({top, "tags"}, "required", "must be given");
        else
            wanted.tags = *tags;
        const auto* profiles = model::memberOf(body, "profiles");
        if (profiles != nullptr) wanted.refs = readRefs(*profiles, {top, "profiles"}, reader, findings);
        wanted.segment = reader.text(body, top, "segment", kMaxSegment);
        const bool ofSegment = model::memberOf(body, "segment") != nullptr;
        if (profiles == nullptr && !ofSegment)
            findings.wrong({top, "profiles"}, "required", "either `profiles` or `segment` says who is meant");
        if (profiles != nullptr && ofSegment)
            findings.wrong({top, "segment"}, "not_allowed", "`profiles` says already who is meant");
    }
    if (findings.isWrong()) throw findings.takeError();
    return wanted;
}

struct Person {
    std::string ref;
    base::ProfileId home = {};         ///< Zero if the reference is nobody's.
    std::optional<Error> nobody = {};  ///< Why it is nobody's, or not any more.
};

struct People {
    std::vector<Person> each;
    std::string nextCursor;
};

Error nobodyBy(storage::Session& session, const storage::ProfileRef& ref) {
    try {
        storage::throwNoProfile(session, ref);
    } catch (const Error& error) {
        return error;
    }
}

/// The identifier of a reference that is no id. What is neither is nobody's.
std::optional<model::Identifier> readRef(const Services& services, Person& person) {
    try {
        auto ref = parseRef(person.ref, services.catalogue);
        if (auto* identifier = std::get_if<model::Identifier>(&ref)) return std::move(*identifier);
        person.home = std::get<base::ProfileId>(ref);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::NotFound) throw;
        person.nobody = error;
    }
    return std::nullopt;
}

People findNamed(const Services& services, storage::Session& session, const std::vector<std::string>& refs) {
    People people;
    std::vector<model::Identifier> identifiers;
    std::vector<std::size_t> places;
    for (const auto& ref : refs) {
        auto identifier = readRef(services, people.each.emplace_back(Person{ref}));
        if (!identifier) continue;
        identifiers.push_back(*std::move(identifier));
        places.push_back(people.each.size() - 1);
    }
    const auto homes = storage::findHomes(session, identifiers);
    for (std::size_t i = 0; i < homes.size(); ++i) {
        auto& person = people.each[places[i]];
        person.home = homes[i];
        if (!homes[i]) person.nobody = nobodyBy(session, identifiers[i]);
    }
    return people;
}

People findMembers(const Services& services, storage::Session& session, const Wanted& wanted) {
    const SegmentAsked asked(services, session, *wanted.segment);
    const auto after = wanted.cursor.empty() ? 0 : storage::readCursor(wanted.cursor, kList, 1).numbers[0];
    auto ids = storage::listMembers(session, asked.question(), base::ProfileId{after}, kMaxPeople + 1);
    People people;
    if (ids.size() > kMaxPeople) {
        ids.pop_back();
        people.nextCursor = storage::writeCursor({std::string(kList), {ids.back().value}, {}});
    }
    for (const auto id : ids) people.each.push_back({id.text(), id});
    return people;
}

/// One edit per person. Whom nobody finds is left to the writer, which knows a call that came before,
/// whatever became of those whom it named.
std::vector<model::Observation> prepareAll(const Services& services, const Request& request,
                                           const Wanted& wanted, const model::TagChange& change,
                                           const std::vector<Person>& people) {
    const auto once = idempotencyKey(request);
    const auto writer = writerOf(request);
    const auto now = services.clock.now();
    std::vector<model::Observation> edits;
    edits.reserve(people.size());
    for (std::size_t place = 0; place < people.size(); ++place) {
        const auto& person = people[place];
        // Who is a member, and in which place, is another thing when a call comes again.
        const auto item = wanted.segment ? person.ref : std::to_string(place);
        const auto id = once ? std::string(*once) + '#' + item : std::string{};
        const nlohmann::json content{{"call", "change_tags"}, {"ref", person.ref}, {"tags", wanted.tags}};
        edits.push_back(
            services.preparer.prepareTags(change, {person.home, std::nullopt}, {id, content}, writer, now));
    }
    return edits;
}

bool isGone(const model::Outcome& outcome) {
    return outcome.problem && outcome.problem->code() == ErrorCode::Gone;
}

/// The writer knows neither when they were removed nor how to restore them.
void tellRemoved(const Services& services, std::vector<Person>& people,
                 const std::vector<model::Outcome>& outcomes) {
    std::vector<base::ProfileId> gone;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (isGone(outcomes[i])) gone.push_back(people[i].home);
    if (gone.empty()) return;
    const auto removed = services.database.read(
        [&](storage::Session& session) { return storage::findAllRemoved(session, gone); });
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!isGone(outcomes[i])) continue;
        const auto found = removed.find(people[i].home);
        if (found != removed.end()) people[i].nobody = removedError(services, found->second);
    }
}

void writeResult(JsonWriter& json, const Person& person, const model::Outcome& outcome) {
    json.beginObject().member("ref", person.ref).member("result", model::resultName(outcome.result));
    if (outcome.problem) {
        const auto problem = http::problemJson(person.nobody ? *person.nobody : *outcome.problem);
        json.key("problem").raw(problem.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
        json.member("profile_id", outcome.profile);
    }
    json.endObject();
}

Response changeTags(const Services& services, const Request& request) {
    Query query(request);
    auto wanted = readWanted(model::parseJson(request.body));
    wanted.cursor = query.cursor();
    if (!wanted.segment && !wanted.cursor.empty())
        query.wrong("cursor", "not_allowed", "goes with a `segment`");
    query.finish();
    const auto change = services.preparer.readTags(wanted.tags);
    auto people = services.database.read([&](storage::Session& session) {
        return wanted.segment ? findMembers(services, session, wanted)
                              : findNamed(services, session, wanted.refs);
    });
    auto edits = prepareAll(services, request, wanted, change, people.each);
    const auto outcomes =
        edits.empty() ? std::vector<model::Outcome>{} : services.writer.submit(std::move(edits));
    tellRemoved(services, people.each, outcomes);
    JsonWriter json;
    json.beginObject().key("results").beginArray();
    for (std::size_t i = 0; i < outcomes.size(); ++i) writeResult(json, people.each[i], outcomes[i]);
    json.endArray();
    writeNextCursor(json, people.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addTagChangeRoutes(http::Router& router, const Services& services) {
    auto post = route(http::Method::Post, "/v1/tags/changes", http::Access::Write, services, changeTags);
    post.bodyLimit = services.settings.maxBody;
    router.add(std::move(post));
}

}  // namespace kith::api
