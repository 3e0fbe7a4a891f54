// SPDX-License-Identifier: Apache-2.0
// What is kept from the first day on because it can't be found out later: who said what and when, who was who
// before a merge, what was refused because of what, and what people agreed to.
#include <set>

#include "tests/storage/group_fixture.hpp"

using namespace kith;
using base::ProfileId;
using model::Result;
using test::GroupFixture;
using Text = std::string;

namespace {

std::string listOf(std::initializer_list<ProfileId> ids) {
    std::string text;
    for (const auto id : ids) text += (text.empty() ? "[" : ",") + std::to_string(id.value);
    return text + "]";
}

/// Everything that stands under a home, to be compared before and after a merge.
std::multiset<std::string> standingUnder(GroupFixture& on, ProfileId home) {
    std::multiset<std::string> rows;
    const auto id = std::to_string(home.value);
    for (const auto& [table, columns] : std::initializer_list<std::pair<const char*, const char*>>{
             {"profile_identifier",
              "CAST(identifier_id AS text) || ' ' || given || ' ' || CAST(role AS text)"},
             {"observation", "CAST(id AS text)"},
             {"field_value",
              "field || ' ' || element || ' ' || COALESCE(text_value, '') || CAST(at AS text)"},
             {"field_change", "CAST(id AS text)"},
             {"consent", "CAST(id AS text)"},
             {"activity", "CAST(id AS text) || ' ' || CAST(COALESCE(status, 0) AS text)"},
             {"activity_counter", "channel || CAST(status AS text) || CAST(count AS text)"},
             {"refusal", "CAST(code AS text) || ' ' || identifier_value"}}) {
        for (const auto& [row] :
             on.rows<Text>("SELECT " + Text(columns) + " FROM " + table + " WHERE home = " + id)) {
            rows.insert(Text(table) + " " + row);
        }
    }
    return rows;
}

constexpr std::string_view kAnn = R"({"id": "ann", "observed_at": "2026-11-20T09:00:00Z",
    "identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-1"}],
    "fields": {"first_name": "Ann", "tags": ["a"]},
    "subscriptions": {"news": {"state": "subscribed", "by": "person", "text": "v3", "ip": "192.0.2.7"}},
    "endpoints": [{"type": "email", "value": "ann@x.org", "state": "blacklisted", "reason": "dead", "detail": "550"}],
    "activities": [{"id": "m-1", "channel": "email", "status": "sent"}]})";
constexpr std::string_view kBea = R"({"id": "bea", "observed_at": "2026-11-20T09:01:00Z",
    "identifiers": [{"type": "phone", "value": "+1"}],
    "fields": {"first_name": "Bea", "vip": true},
    "activities": [{"channel": "web", "event": "seen"}]})";
constexpr std::string_view kBoth =
    R"({"id": "both", "identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "phone", "value": "+1"}]})";

}  // namespace

TEST_CASE("a merge leaves every row where it stands, and says who was who before", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(kAnn).profile;
    const auto bea = on.write(kBea).profile;
    const auto first = standingUnder(on, ann);
    const auto second = standingUnder(on, bea);
    CHECK(first.size() == 10);
    CHECK(second.size() == 8);
    REQUIRE(on.write(kBoth).result == Result::Merged);

    auto after = standingUnder(on, ann);
    for (const auto& row : first) after.erase(after.find(row));
    CHECK(after.size() == 1);  // The observation that merged them.
    CHECK(standingUnder(on, bea) == second);
    // A third side, so that one of the two has had two homes.
    const auto cid = on.write(R"({"identifiers": [{"type": "telegram", "value": "7"}]})").profile;
    REQUIRE(
        on.write(R"({"identifiers": [{"type": "telegram", "value": "7"}, {"type": "phone", "value": "+1"}]})")
            .result == Result::Merged);
    CHECK(on.rows<ProfileId, ProfileId, Text, Text>(
              "SELECT survivor, absorbed, survivor_homes, absorbed_homes FROM merge_record ORDER BY id") ==
          std::vector{std::tuple(ann, bea, listOf({ann}), listOf({bea})),
                      std::tuple(ann, cid, listOf({ann, bea}), listOf({cid}))});
    CHECK(on.rows<Text, Text, Text, std::int64_t, bool>(
              "SELECT a.value, b.value, o.given_id, o.key_id, o.attested FROM merge_record m"
              " CROSS JOIN identifier a CROSS JOIN identifier b CROSS JOIN observation o"
              " WHERE a.id = m.joined_a AND b.id = m.joined_b AND o.id = m.observation_id AND m.absorbed = " +
              std::to_string(bea.value)) ==
          std::vector{std::tuple(Text{"ann@x.org"}, Text{"+1"}, Text{"both"}, std::int64_t{7}, true)});
    CHECK(on.rows<ProfileId>("SELECT canonical_id FROM profile") ==
          std::vector{std::tuple(ann), std::tuple(ann), std::tuple(ann)});
}

TEST_CASE("which identifiers were seen together is kept with the grade of who said so", "[storage]") {
    GroupFixture on;
    (void)on.write(kAnn);
    (void)on.write(std::vector{on.prepare(
        R"({"id": "form", "identifiers": [{"type": "phone", "value": "+9"}, {"type": "cookie", "value": "c-1"}]})",
        {8}, false)});
    CHECK(on.rows<Text, std::int64_t, bool, bool>(
              "SELECT o.given_id, o.key_id, e.attested, o.attested FROM evidence e CROSS JOIN observation o"
              " WHERE o.id = e.observation_id ORDER BY 1") ==
          std::vector{std::tuple(Text{"ann"}, std::int64_t{7}, true, true),
                      std::tuple(Text{"form"}, std::int64_t{8}, false, false)});
}

TEST_CASE("what people agreed to and what befell an address is kept word by word, by whom and when",
          "[storage]") {
    GroupFixture on;
    (void)on.write(kAnn);
    on.clock.advance(std::chrono::hours{1});
    (void)on.write(
        R"({"observed_at": "2026-11-20T09:10:00Z", "identifiers": [{"type": "email", "value": "ann@x.org"}],
        "subscriptions": {"news": {"state": "unsubscribed", "by": "person", "reason": "too_many"}},
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "active", "reason": "asked"}]})");
    CHECK(
        on.rows<bool, Text, Text, std::optional<Text>, std::int64_t, base::Time, base::Time>(
            "SELECT c.subscribed, c.wording, c.ip, c.reason, o.key_id, c.at, o.received_at"
            " FROM consent c CROSS JOIN observation o WHERE o.id = c.observation_id ORDER BY c.id") ==
        std::vector<std::tuple<bool, Text, Text, std::optional<Text>, std::int64_t, base::Time, base::Time>>{
            {true, "v3", "192.0.2.7", {}, 7, *base::parseRfc3339("2026-11-20T09:00:00Z"), test::kNow},
            {false, "", "", "too_many", 7, *base::parseRfc3339("2026-11-20T09:10:00Z"),
             test::kNow + std::chrono::hours{1}}});
    CHECK(on.rows<int, Text, Text>(
              "SELECT state, reason, detail FROM endpoint_state WHERE kind = 0 ORDER BY id") ==
          std::vector{std::tuple(1, Text{"dead"}, Text{"550"}), std::tuple(5, Text{"asked"}, Text{})});
}

TEST_CASE("a prohibition between any two ids keeps those apart who have them, and its refusal names both",
          "[storage]") {
    GroupFixture on;
    const auto ann = on.write(kAnn).profile;
    const auto bea = on.write(kBea).profile;
    const auto cid = on.write(R"({"identifiers": [{"type": "telegram", "value": "7"}]})").profile;
    on.session->execute(
        "INSERT INTO must_not_link (id, a, b, at, observation_id, reason) VALUES (3, :a, :b, 5, 7, 'two "
        "people')",
        bea, cid);
    REQUIRE(on.write(kBoth).result == Result::Merged);
    const auto kept = on.write(
        R"({"id": "again", "identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "telegram", "value": "7"}]})");
    REQUIRE(kept.refused.size() == 1);
    CHECK(kept.refused.front().code == model::RefusalCode::MustNotLink);
    CHECK(on.count("merge_record") == 1);
    CHECK(on.rows<ProfileId, ProfileId, Text, Text>(
              "SELECT r.home, r.other, r.identifier_value, o.given_id FROM refusal r CROSS JOIN observation o"
              " WHERE o.id = r.observation_id") ==
          std::vector{std::tuple(ann, cid, Text{"7"}, Text{"again"})});
}
