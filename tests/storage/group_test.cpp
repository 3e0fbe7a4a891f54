// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using namespace kith::storage;
using base::ErrorCode;
using model::Result;
using test::GroupFixture;

namespace {

constexpr std::string_view kRich = R"({
  "id": "order-1001", "observed_at": "2026-11-20T09:20:00Z",
  "source": {"type": "order", "name": "shop"},
  "identifiers": [{"type": "external_id", "value": "42"}, {"type": "email", "value": "Ann@Example.com"},
                  {"type": "cookie", "value": "c-0123456789"}],
  "fields": {"first_name": "Ann", "age_limit": 12, "vip": true, "tags": ["new", "eu"], "nickname": null},
  "subscriptions": {"news": {"state": "subscribed", "by": "person", "text": "news-v3", "ip": "192.0.2.7"}},
  "endpoints": [{"type": "email", "value": "Ann@Example.com", "state": "active", "reason": "double_opt_in"}],
  "activities": [{"id": "ses-1", "channel": "email", "message": {"id": "m-77", "name": "Welcome"}, "status": "delivered",
                  "endpoint": {"type": "email", "value": "Ann@Example.com"}, "properties": {"n": 1}},
                 {"channel": "web", "event": "page_viewed"}]})";

/// What no preparer lets through: two values of a unique type.
model::Observation contradicting(GroupFixture& on, const std::string& id) {
    auto observation =
        on.prepare(R"({"id": ")" + id + R"(", "identifiers": [{"type": "external_id", "value": "8"}]})");
    auto other = on.prepare(R"({"identifiers": [{"type": "external_id", "value": "9"}]})");
    observation.identifiers.push_back(other.identifiers.front());
    return observation;
}

}  // namespace

TEST_CASE("an observation that can't be resolved is rejected alone", "[storage]") {
    GroupFixture on;
    const auto outcomes = on.write(std::vector{
        on.prepare(R"({"identifiers": [{"type": "external_id", "value": "1"}]})"), contradicting(on, "x")});
    CHECK(outcomes[0].result == Result::Created);
    CHECK(outcomes[1].result == Result::Rejected);
    CHECK(outcomes[1].problem->code() == ErrorCode::InvalidInput);
    CHECK(on.count("observation") == 1);
    CHECK(on.count("identifier") == 1);
    CHECK(on.count("profile") == 1);
}

TEST_CASE("a group of nothing but rejected observations writes nothing", "[storage]") {
    GroupFixture on;
    CHECK(on.write(std::vector{contradicting(on, "x")}).front().result == Result::Rejected);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("an edit of nobody, or of a profile that moved on, is rejected alone", "[storage]") {
    GroupFixture on;
    const auto person = on.write(R"({"identifiers": [{"type": "external_id", "value": "1"}]})");
    const auto edit = [&](base::ProfileId home, std::optional<std::int64_t> version) {
        const model::Writer by{{7}, true, "console", "ann"};
        return on.preparer.prepareEdit(model::parseJson(R"({"fields": {"first_name": "Ann"}})"),
                                       {home, version}, by, on.clock.now());
    };
    const auto outcomes = on.write(std::vector{edit({12345}, {}), edit(person.profile, 7),
                                               edit(person.profile, 1), edit(person.profile, 1)});
    CHECK(outcomes[0].problem->code() == ErrorCode::NotFound);
    CHECK(outcomes[1].problem->code() == ErrorCode::PreconditionFailed);
    CHECK(outcomes[2].result == Result::Updated);
    CHECK(outcomes[2].version == 2);
    CHECK(outcomes[3].problem->code() == ErrorCode::PreconditionFailed);
    CHECK(on.count("field_value") == 1);
    CHECK(on.count("observation") == 2);
}

TEST_CASE("an id used for other content is rejected, in one group and in the next", "[storage]") {
    GroupFixture on;
    constexpr std::string_view kFirst =
        R"({"id": "x", "identifiers": [{"type": "external_id", "value": "1"}]})";
    constexpr std::string_view kOther =
        R"({"id": "x", "identifiers": [{"type": "external_id", "value": "2"}]})";
    const auto group = on.write({kFirst, kOther});
    CHECK(group[0].result == Result::Created);
    CHECK(group[1].problem->code() == ErrorCode::IdReused);
    CHECK(on.write(kOther).problem->code() == ErrorCode::IdReused);
    CHECK(on.count("identifier") == 1);
    const auto otherKey = on.write(std::vector{on.prepare(kOther, base::KeyId{8})});
    CHECK(otherKey.front().result == Result::Created);
}

TEST_CASE("an observation seen before changes nothing", "[storage]") {
    GroupFixture on;
    const auto first = on.write(kRich);
    CHECK(first.result == Result::Created);
    CHECK(first.version == 1);
    const auto before = on.rows<std::int64_t, base::Time>("SELECT version, updated_at FROM profile");
    on.clock.advance(std::chrono::hours{1});
    const auto again = on.write({kRich, kRich});
    for (const auto& outcome : again) {
        CHECK(outcome.result == Result::Duplicate);
        CHECK(outcome.profile == first.profile);
        CHECK(outcome.version == 1);
    }
    CHECK(on.rows<std::int64_t, base::Time>("SELECT version, updated_at FROM profile") == before);
    CHECK(on.count("observation") == 1);
}

TEST_CASE("an id that was rejected is free again", "[storage]") {
    GroupFixture on;
    constexpr std::string_view kGood =
        R"({"id": "x", "identifiers": [{"type": "external_id", "value": "1"}]})";
    const auto group = on.write(std::vector{contradicting(on, "x"), on.prepare(kGood), on.prepare(kGood)});
    CHECK(group[0].result == Result::Rejected);
    CHECK(group[1].result == Result::Created);
    CHECK(group[2].result == Result::Duplicate);
}

TEST_CASE("everything that an observation says is stored", "[storage]") {
    GroupFixture on;
    const auto outcome = on.write(kRich);
    REQUIRE(outcome.result == Result::Created);
    using base::ProfileId;
    using Text = std::optional<std::string>;
    const auto home = outcome.profile;
    CHECK(on.rows<ProfileId, ProfileId, std::int64_t, std::string, std::string, bool, bool, std::string>(
              "SELECT id, canonical_id, version, source_type, source_name, known, listed, sort_name FROM "
              "profile") == std::vector{std::tuple(home, home, std::int64_t{1}, std::string{"order"},
                                                   std::string{"shop"}, true, true, std::string{"ann"})});
    CHECK(on.rows<std::string, std::string, std::string, int, int>(
              "SELECT identifier.type, identifier.value, entry.given, entry.normalizer_version, entry.role"
              " FROM profile_identifier AS entry CROSS JOIN identifier"
              " WHERE identifier.id = entry.identifier_id ORDER BY 1") ==
          std::vector<std::tuple<std::string, std::string, std::string, int, int>>{
              {"cookie", "c-0123456789", "c-0123456789", 1, 0},
              {"email", "ann@example.com", "Ann@Example.com", 3, 0},
              {"external_id", "42", "42", 1, 0}});
    CHECK(on.rows<std::string, std::string, bool, Text, std::optional<std::int64_t>, bool>(
              "SELECT field, element, present, text_value, number_value, current FROM field_value ORDER BY "
              "1, 2") ==
          std::vector<std::tuple<std::string, std::string, bool, Text, std::optional<std::int64_t>, bool>>{
              {"age_limit", "", true, {}, 12, true},
              {"first_name", "", true, "Ann", {}, true},
              {"nickname", "", false, {}, {}, true},
              {"tags", "eu", true, "eu", {}, true},
              {"tags", "new", true, "new", {}, true},
              {"vip", "", true, {}, 1, true}});
    CHECK(on.count("field_change") == 5);
    CHECK(on.count("consent",
                   "given_by = 'person' AND wording = 'news-v3' AND ip = '192.0.2.7' AND current = 1") == 1);
    CHECK(on.count("endpoint_state", "kind = 0 AND state = 5 AND reason = 'double_opt_in'") == 1);
    CHECK(on.rows<std::string, Text, std::optional<int>, Text>(
              "SELECT channel, message_id, status, properties FROM activity ORDER BY 1") ==
          std::vector<std::tuple<std::string, Text, std::optional<int>, Text>>{
              {"email", "m-77", 6, "{\"n\":1}"}, {"web", {}, {}, {}}});
    CHECK(on.count("activity", "endpoint_id = (SELECT id FROM identifier WHERE type = 'email')") == 1);
    CHECK(on.count("activity_status", "status = 6 AND machine = ''") == 1);
    CHECK(on.rows<std::string, int, int>("SELECT channel, status, count FROM activity_counter ORDER BY 1") ==
          std::vector{std::tuple(std::string{"email"}, 6, 1), std::tuple(std::string{"web"}, 0, 1)});
    CHECK(on.count("evidence", "identifier_a < identifier_b AND attested = 1") == 2);
    CHECK(on.count("observation", "source_type = 'order' AND given_id = 'order-1001' AND attested = 1") == 1);
    CHECK(on.count("seen_observation", "key_id = 7 AND result = 0") == 1);
    CHECK(on.rows<ProfileId, std::string>("SELECT profile_id, word FROM name_word") ==
          std::vector{std::tuple(home, std::string{"ann"})});
}

TEST_CASE("what is stored is folded with, not written over", "[storage]") {
    GroupFixture on;
    (void)on.write(kRich);
    const auto older = on.write(R"({"observed_at": "2026-11-20T09:10:00Z",
        "identifiers": [{"type": "email", "value": "ann@example.com"}],
        "fields": {"first_name": "Anna", "tags": {"remove": ["eu"]}},
        "activities": [{"id": "ses-1", "channel": "email", "status": "sent", "at": "2026-11-20T09:05:00Z"}]})");
    CHECK(older.result == Result::Updated);
    const auto newer = on.write(R"({"observed_at": "2026-11-20T09:25:00Z",
        "identifiers": [{"type": "email", "value": "ann@example.com"}],
        "fields": {"first_name": "Annette", "age_limit": null, "tags": {"remove": ["eu"]}},
        "subscriptions": {"news": "unsubscribed"},
        "activities": [{"id": "ses-1", "channel": "email", "status": "read"}]})");
    CHECK(newer.result == Result::Updated);
    CHECK(newer.version == 3);
    CHECK(on.rows<std::string>("SELECT text_value FROM field_value WHERE field = 'first_name'") ==
          std::vector{std::tuple(std::string{"Annette"})});
    CHECK(on.count("field_value",
                   "field = 'age_limit' AND present = 0 AND text_value IS NULL AND number_value IS NULL") ==
          1);
    CHECK(on.count("field_value", "field = 'tags' AND element = 'eu' AND present = 0") == 1);
    CHECK(on.rows<std::string>("SELECT word FROM name_word") ==
          std::vector{std::tuple(std::string{"annette"})});
    CHECK(
        on.rows<int, int>("SELECT status, count FROM activity_counter WHERE channel = 'email' ORDER BY 1") ==
        std::vector{std::tuple(6, 0), std::tuple(10 - 1, 1)});
    CHECK(on.count("activity_status") == 3);
    CHECK(on.count("activity",
                   "channel = 'email' AND at = 1795165500000 AND message_id = 'm-77'"
                   " AND endpoint_id IS NOT NULL AND older_members IS NOT NULL") == 1);
    CHECK(on.count("consent") == 2);
}

TEST_CASE("a text too long for an index is still an element and an identifier", "[storage]") {
    GroupFixture on;
    const std::string longest(2'000, 'x');
    const std::string element(20'000, 'y');
    const auto json = R"({"identifiers": [{"type": "cookie", "value": ")" + longest +
                      R"("}], "fields": {"first_name": ")" + element + R"(", "tags": [")" + element +
                      R"("]}})";
    const auto first = on.write(json);
    REQUIRE(first.result == Result::Created);
    on.clock.advance(std::chrono::seconds{1});
    CHECK(on.write(json).result == Result::Unchanged);
    CHECK(on.count("field_value", "field = 'tags'") == 1);
}

TEST_CASE("an error of the database names nobody", "[storage]") {
    GroupFixture on;
    on.session->runOnce("DROP TABLE evidence");
    const std::vector group{on.prepare(R"({"identifiers": [{"type": "email", "value": "ann@example.com"},
                                                           {"type": "phone", "value": "+4912345"}]})")};
    try {
        (void)on.writer.write(group);
        FAIL("nothing was thrown");
    } catch (const base::Error& error) {
        CHECK((error.detail() + error.context()).find("ann") == std::string::npos);
        CHECK((error.detail() + error.context()).find("4912345") == std::string::npos);
    }
    CHECK(on.count("profile") == 0);
}

TEST_CASE("who takes part in the transaction can undo it", "[storage]") {
    GroupFixture on;
    const std::vector group{on.prepare(R"({"identifiers": [{"type": "email", "value": "a@x.org"}]})")};
    CHECK_THROWS_AS(on.writer.write(group,
                                    [](Session&, const WrittenGroup& written) {
                                        REQUIRE(written.accepted.size() == 1);
                                        throw base::Error(ErrorCode::Plugin, "no");
                                    }),
                    base::Error);
    CHECK(on.count("profile") == 0);
    CHECK(on.write(group).front().result == Result::Created);
}
