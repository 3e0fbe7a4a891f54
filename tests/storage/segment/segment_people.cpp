// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/segment/segment_people.hpp"

#include <algorithm>
#include <utility>

#include "core/storage/segment/person_segments.hpp"

namespace kith::test {
namespace {

/// The segment of the condition that is asked.
const std::string kAsked = "asked now";
constexpr std::int64_t kAskedId = 1'000'000;

}  // namespace

SegmentPeople::SegmentPeople(storage::Engine engine, std::string_view now, model::Catalogue known)
    : database(engine),
      clock(base::parseRfc3339(now).value()),
      ids(clock, 1),
      catalogue(std::move(known)),
      preparer(catalogue, ids, {}),
      session(database->openWriter()),
      writer(*session, catalogue.rules(), ids, clock) {}

void SegmentPeople::observe(const std::vector<std::string>& names, const std::string& said,
                            std::string_view at, bool attested) {
    auto observation = nlohmann::json::parse(said);
    observation["observed_at"] = at;
    for (const auto& name : names) {
        observation["identifiers"].push_back({{"type", "email"}, {"value", name + "@example.com"}});
    }
    const model::Writer by{base::KeyId{7}, attested, "api", "shop"};
    std::vector<model::Observation> group;
    group.push_back(prepared(preparer, observation.dump(), by, clock.now()));
    const auto outcomes = writer.write(group);
    REQUIRE(outcomes);
    REQUIRE_FALSE(outcomes->front().problem);
    for (const auto& name : names) people_.try_emplace(name, outcomes->front().profile);
}

model::Decision SegmentPeople::decide(model::Command command) {
    const model::Writer by{base::KeyId{7}, true, "console", "staff"};
    std::vector<model::Observation> group;
    group.push_back(preparer.prepareCommand(std::move(command), "", {}, by, clock.now()));
    const auto outcomes = writer.write(group);
    REQUIRE(outcomes);
    REQUIRE_FALSE(outcomes->front().problem);
    return outcomes->front().decision.value_or(model::Decision{});
}

storage::SegmentId SegmentPeople::define(const std::string& key, const std::string& condition) {
    storage::SegmentContent content{{static_cast<std::int64_t>(book.size()) + 1}, {}};
    if (!condition.empty()) content.condition = model::parseCondition(condition, catalogue);
    return (book[key] = std::move(content)).id;
}

void SegmentPeople::list(storage::SegmentId segment, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        session->execute(
            "INSERT INTO segment_member (segment_id, home, added_at) VALUES (:segment, :home, 0)", segment,
            idOf(name));
    }
}

void SegmentPeople::field(const std::string& name, std::string_view field, std::string_view json) {
    observe({name}, R"({"fields": {")" + std::string(field) + "\": " + std::string(json) + "}}");
}

base::ProfileId SegmentPeople::idOf(const std::string& name) {
    return std::get<0>(*session->first<base::ProfileId>("SELECT canonical_id FROM profile WHERE id = :id",
                                                        people_.at(name)));
}

std::vector<base::ProfileId> SegmentPeople::homesOf(base::ProfileId profile) {
    std::vector<base::ProfileId> homes{profile};
    session->each<base::ProfileId>(
        "SELECT id FROM profile WHERE canonical_id = :id AND id <> :id",
        [&](base::ProfileId home) { homes.push_back(home); }, profile);
    return homes;
}

std::set<std::string> SegmentPeople::members(const std::string& text) {
    const auto condition = model::parseCondition(text, catalogue);
    const storage::SegmentQuestion question{condition, book, clock.now()};
    const auto reader = database->read();
    const auto listed = storage::listMembers(*reader, question, {}, 1'000);
    const auto sample = storage::sampleMembers(*reader, question, 1'000);
    CHECK(sample.first == listed);
    CHECK(sample.count == static_cast<std::int64_t>(listed.size()));
    CHECK(storage::countMembers(*reader, question) == sample.count);
    const storage::MemberPlace start{-1, {}, {}};
    const auto places = storage::walkMembers(*reader, question, {"created_at", false, false}, start, 1'000);
    std::vector<base::ProfileId> walked;
    for (const auto& place : places) walked.push_back(place.id);
    std::ranges::sort(walked);
    CHECK(walked == listed);

    auto withIt = book;
    withIt[kAsked] = {storage::SegmentId{kAskedId}, condition};
    std::vector<base::ProfileId> everybody;
    std::set<std::string> names;
    for (const auto& [name, unused] : people_) {
        const auto id = idOf(name);
        const bool isMember = std::ranges::find(listed, id) != listed.end();
        if (isMember) names.insert(name);
        // Of one person each is asked once, and of nobody nothing.
        if (!id || std::ranges::find(everybody, id) != everybody.end()) continue;
        everybody.push_back(id);
        INFO(name);
        const auto homes = homesOf(id);
        CHECK(storage::whyMember(*reader, question, homes).holds == isMember);
        const auto segments = storage::segmentsOf(*reader, withIt, homes, clock.now());
        CHECK(segments.complete);
        CHECK((std::ranges::count(segments.keys, kAsked) == 1) == isMember);
    }
    CHECK(storage::membersAmong(*reader, question, everybody).size() == listed.size());
    return names;
}

}  // namespace kith::test
