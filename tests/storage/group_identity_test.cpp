// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using namespace kith::storage;
using model::Result;
using test::GroupFixture;

TEST_CASE("a merge moves pointers and marks what is current", "[storage]") {
    GroupFixture on;
    const auto a = on.write(
        R"({"observed_at": "2026-11-20T09:00:00Z", "identifiers": [{"type": "email", "value": "a@x.org"}],
                                "fields": {"first_name": "Ann", "nickname": "a"}})");
    const auto b =
        on.write(R"({"observed_at": "2026-11-20T09:01:00Z", "identifiers": [{"type": "phone", "value": "+1"}],
                                "fields": {"first_name": "Bea", "vip": true}})");
    REQUIRE(a.profile != b.profile);
    const auto merged = on.write(
        R"({"identifiers": [{"type": "email", "value": "a@x.org"}, {"type": "phone", "value": "+1"}]})");
    CHECK(merged.result == Result::Merged);
    CHECK(merged.profile == a.profile);
    CHECK(merged.absorbed == std::vector{b.profile});
    CHECK(
        on.rows<base::ProfileId, bool, bool>("SELECT canonical_id, known, listed FROM profile ORDER BY id") ==
        std::vector{std::tuple(a.profile, true, true), std::tuple(a.profile, false, false)});
    CHECK(on.count("field_value", "profile_id <> " + std::to_string(a.profile.value)) == 0);
    CHECK(on.rows<std::string, bool>(
              "SELECT text_value, current FROM field_value WHERE field = 'first_name' ORDER BY 1") ==
          std::vector{std::tuple(std::string{"Ann"}, false), std::tuple(std::string{"Bea"}, true)});
    CHECK(on.rows<base::ProfileId, std::string>("SELECT profile_id, word FROM name_word") ==
          std::vector{std::tuple(a.profile, std::string{"bea"})});
    CHECK(on.rows<std::string>("SELECT sort_name FROM profile WHERE canonical_id = id") ==
          std::vector{std::tuple(std::string{"bea"})});
    CHECK(on.count("merge_record", "rule = 'linking' AND joined_a <> 0 AND choices LIKE '%first_name%'") ==
          1);
    const auto later =
        on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}], "fields": {"vip": false}})");
    CHECK(later.profile == a.profile);
    CHECK(on.count("observation", "home = " + std::to_string(b.profile.value)) == 2);
}

TEST_CASE("a merge by a server whose clock is behind is a later one all the same", "[storage]") {
    GroupFixture on;
    const auto see = [&](std::initializer_list<std::string> identifiers) {
        std::string list;
        for (const auto& each : identifiers) list += (list.empty() ? "" : ", ") + each;
        return on.prepare(R"({"identifiers": [)" + list + "]}");
    };
    const std::string ann = R"({"type": "email", "value": "a@x.org"})";
    const std::string phone = R"({"type": "phone", "value": "+1"})";
    const std::string other = R"({"type": "telegram", "value": "9"})";
    for (const auto& each : {ann, phone, other}) {
        on.clock.advance(std::chrono::seconds{1});
        REQUIRE(on.write({see({each})}).front().result == Result::Created);
    }
    on.clock.advance(std::chrono::hours{1});
    REQUIRE(on.write({see({ann, phone})}).front().result == Result::Merged);
    test::ManualClock behind{test::kNow};
    base::IdGenerator ids(behind, 2);
    GroupWriter second(*on.session, on.catalogue.rules(), ids, behind);
    const std::vector both{see({phone, other})};
    REQUIRE(second.write(both)->front().result == Result::Merged);

    const auto merges = on.rows<base::MergeId>("SELECT id FROM merge_record ORDER BY version");
    REQUIRE(merges.size() == 2);
    REQUIRE(merges[1] < merges[0]);
    const model::Writer by{{7}, true, "console", "staff"};
    const auto undo = [&](base::MergeId merge) {
        return on
            .write(std::vector{
                on.preparer.prepareCommand(model::UndoCommand{merge, "twins"}, "", {}, by, on.clock.now())})
            .front();
    };
    const auto refused = undo(std::get<0>(merges[0]));
    REQUIRE(refused.problem);
    REQUIRE(refused.problem->violations().size() == 1);
    CHECK(refused.problem->violations().front().code == "needed_by_merge");
    CHECK_FALSE(undo(std::get<0>(merges[1])).problem);
    CHECK_FALSE(undo(std::get<0>(merges[0])).problem);
}

TEST_CASE("the evidence of a pair stays bounded", "[storage]") {
    GroupFixture on;
    std::vector<model::Observation> group;
    for (int i = 0; i < 25; ++i) {
        on.clock.advance(std::chrono::seconds{1});
        group.push_back(on.prepare(
            R"({"identifiers": [{"type": "email", "value": "a@x.org"}, {"type": "phone", "value": "+1"}]})"));
    }
    (void)on.write(std::vector(group.begin(), group.begin() + 15));
    CHECK(on.count("evidence") == 10);
    for (int i = 15; i < 20; ++i) (void)on.write(std::vector{group[static_cast<std::size_t>(i)]});
    (void)on.write(std::vector(group.begin() + 20, group.end()));
    CHECK(on.count("evidence") == 10);
    const auto oldest = base::toMillis(group[15].origin->observedAt);
    CHECK(on.count("evidence", "at >= " + std::to_string(oldest)) == 10);

    // However often somebody claims it, what was attested stays.
    std::vector<model::Observation> claims;
    for (int i = 0; i < 12; ++i) {
        on.clock.advance(std::chrono::seconds{1});
        claims.push_back(on.prepare(
            R"({"identifiers": [{"type": "email", "value": "a@x.org"}, {"type": "phone", "value": "+1"}]})",
            {8}, false));
    }
    const auto last = std::move(claims.back());
    claims.pop_back();
    (void)on.write(std::move(claims));
    (void)on.write(std::vector{last});
    CHECK(on.count("evidence", "attested = 1 AND at >= " + std::to_string(oldest)) == 10);
    CHECK(on.count("evidence", "attested = 0") == 10);
}

TEST_CASE("refusals are counted", "[storage]") {
    GroupFixture on;
    (void)on.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "email", "value": "a@x.org"}]})");
    constexpr std::string_view kConflict =
        R"({"identifiers": [{"type": "external_id", "value": "2"}, {"type": "email", "value": "a@x.org"},
                            {"type": "phone", "value": "null"}]})";
    const auto group = on.write({kConflict, kConflict});
    REQUIRE(group[0].refused.size() == 2);
    on.clock.advance(std::chrono::hours{1});
    (void)on.write(kConflict);
    CHECK(on.rows<int, std::int64_t>("SELECT code, count FROM refusal ORDER BY code") ==
          std::vector{std::tuple(0, std::int64_t{3}), std::tuple(3, std::int64_t{3})});
    CHECK(on.count("refusal", "last_at = first_at + 3600000") == 2);
    CHECK(on.count("profile_identifier", "role = 1") == 1);
}

TEST_CASE("of a decision that the rules forbid what refused it is all that is written", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(R"({"identifiers": [{"type": "external_id", "value": "1"}]})");
    const auto bob = on.write(R"({"identifiers": [{"type": "external_id", "value": "2"}]})");
    const auto profiles = on.rows<base::ProfileId, std::int64_t, base::Time>(
        "SELECT id, version, updated_at FROM profile ORDER BY id");
    const std::vector<std::string> untouched{"event", "seen_observation", "conflict", "identifier",
                                             "evidence"};
    std::vector<std::int64_t> before;
    for (const auto& table : untouched) before.push_back(on.count(table));
    on.clock.advance(std::chrono::hours{1});
    const auto refuse = [&](model::Command command) {
        const auto observation = on.preparer.prepareCommand(std::move(command), "once", {},
                                                            {{7}, true, "console", "staff"}, on.clock.now());
        bool tookPart = false;
        const auto outcomes = on.writer.write(
            std::vector{observation},
            [&](storage::Session& /*session*/, const storage::WrittenGroup& /*group*/) { tookPart = true; });
        REQUIRE(outcomes);
        CHECK_FALSE(outcomes->front().forbidden.empty());
        CHECK_FALSE(tookPart);
    };
    const model::MergeCommand merge{{{ann.profile, {}}, {}}, {{bob.profile, {}}, {}}, {}, false};
    refuse(merge);
    refuse(merge);
    refuse(model::AttachCommand{{ann.profile, {}}, {"external_id", "3"}, "3", false});

    using Row = std::tuple<base::ProfileId, std::string, base::ProfileId, std::int64_t, bool>;
    CHECK(on.rows<base::ProfileId, std::string, base::ProfileId, std::int64_t, bool>(
              "SELECT home, identifier_value, other, count, by_decision FROM refusal"
              " ORDER BY identifier_value") == std::vector{Row{ann.profile, "1", bob.profile, 2, true},
                                                           Row{bob.profile, "2", ann.profile, 2, true},
                                                           Row{ann.profile, "3", {}, 1, true}});
    // Each stands by an observation under its own home.
    CHECK(on.count("refusal r JOIN observation o ON o.id = r.observation_id",
                   "o.home = r.home AND o.given_id = '' AND o.source_name = 'staff'") == 3);
    CHECK(on.rows<base::ProfileId, std::int64_t, base::Time>(
              "SELECT id, version, updated_at FROM profile ORDER BY id") == profiles);
    for (std::size_t i = 0; i < untouched.size(); ++i) {
        INFO(untouched[i]);
        CHECK(on.count(untouched[i]) == before[i]);
    }
}

TEST_CASE("a shared identifier resolves only while one profile lists it", "[storage]") {
    GroupFixture on;
    std::vector<std::string> emails;
    std::string five;
    for (int i = 0; i < 5; ++i)
        five += R"({"type": "email", "value": "e)" + std::to_string(i) + R"(@x.org"},)";
    (void)on.write(R"({"identifiers": [{"type": "external_id", "value": "1"},)" + five +
                   R"({"type": "email", "value": "over@x.org"}]})");
    REQUIRE(on.count("profile_identifier", "role = 1") == 1);
    const auto first = on.write(R"({"identifiers": [{"type": "external_id", "value": "1"}]})");
    const auto found = on.write(
        R"({"identifiers": [{"type": "cookie", "value": "c"}, {"type": "email", "value": "over@x.org"}]})");
    CHECK(found.profile == first.profile);
}

TEST_CASE("a moved identifier leaves its holder", "[storage]") {
    GroupFixture on;
    const auto a = on.write(R"({"observed_at": "2026-11-20T09:00:00Z",
        "identifiers": [{"type": "external_id", "value": "1"}, {"type": "device_id", "value": "d"}]})");
    const auto b = on.write(R"({"observed_at": "2026-11-20T09:05:00Z",
        "identifiers": [{"type": "external_id", "value": "2"}, {"type": "device_id", "value": "d"}]})");
    CHECK(on.rows<base::ProfileId>(
              "SELECT home FROM profile_identifier AS entry CROSS JOIN identifier"
              " WHERE identifier.id = entry.identifier_id AND identifier.type = 'device_id'") ==
          std::vector{std::tuple(b.profile)});
    CHECK(on.count("profile_identifier", "claim_at IS NOT NULL") == 1);
    const auto stale = on.write(R"({"observed_at": "2026-11-20T09:02:00Z",
        "identifiers": [{"type": "external_id", "value": "1"}, {"type": "device_id", "value": "d"}]})");
    CHECK(stale.profile == a.profile);
    CHECK(on.write(R"({"identifiers": [{"type": "device_id", "value": "d"}]})").profile == b.profile);
}

TEST_CASE("a status of somebody else's message moves the version of that profile", "[storage]") {
    GroupFixture on;
    const auto a = on.write(R"({"observed_at": "2026-11-20T09:00:00Z",
        "identifiers": [{"type": "external_id", "value": "1"}, {"type": "cookie", "value": "c"}],
        "activities": [{"id": "w-1", "channel": "widget", "status": "delivered"}]})");
    const auto b = on.write(R"({"observed_at": "2026-11-20T09:05:00Z",
        "identifiers": [{"type": "external_id", "value": "2"}, {"type": "cookie", "value": "c"}]})");
    REQUIRE(on.count("profile", "version = 2 AND id = " + std::to_string(a.profile.value)) == 1);
    on.clock.advance(std::chrono::hours{1});
    const auto clicked = on.write(R"({"identifiers": [{"type": "cookie", "value": "c"}],
        "activities": [{"id": "w-1", "channel": "widget", "status": "clicked"}]})");
    CHECK(clicked.result == Result::Updated);
    CHECK(clicked.profile == b.profile);
    CHECK(clicked.version == b.version);
    const auto now = std::to_string(base::toMillis(on.clock.now()));
    CHECK(on.count("profile", "version = 3 AND updated_at = " + now +
                                  " AND id = " + std::to_string(a.profile.value)) == 1);
}

TEST_CASE("claims find the profile that claims them", "[storage]") {
    GroupFixture on;
    const auto claim = [&](std::string_view json) {
        return on.write(std::vector{on.prepare(json, base::KeyId{9}, false)}).front();
    };
    const auto first =
        claim(R"({"identifiers": [{"type": "email", "value": "a@x.org"}], "fields": {"first_name": "Ann"}})");
    const auto again = claim(R"({"identifiers": [{"type": "email", "value": "a@x.org"}]})");
    CHECK(again.profile == first.profile);
    const auto attested = on.write(R"({"identifiers": [{"type": "email", "value": "a@x.org"}]})");
    CHECK(attested.profile != first.profile);
    CHECK(on.count("profile_identifier", "role = 2") == 1);
}

TEST_CASE("what somebody else's observation says of an activity shows in its own profile", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "activities": [{"id": "m-1", "channel": "email", "status": "sent"}]})");
    const auto other = on.write(R"({"identifiers": [{"type": "email", "value": "relay@x.org"}],
        "activities": [{"id": "m-1", "channel": "email", "status": "delivered"}]})");
    CHECK(other.result == Result::Created);
    CHECK(other.profile != ann.profile);
    CHECK(on.count("activity") == 1);
    CHECK(on.rows<std::int64_t>("SELECT version FROM profile ORDER BY id") ==
          std::vector{std::tuple(ann.version + 1), std::tuple(other.version)});
}
