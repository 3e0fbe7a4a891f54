// SPDX-License-Identifier: Apache-2.0
#include "core/storage/duplicate_list.hpp"

#include <limits>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "core/storage/dismissed_duplicates.hpp"
#include "core/storage/duplicate_pairs.hpp"
#include "core/storage/match_backlog.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

std::string seen(const std::string& email, const std::string& more = {}) {
    return R"({"identifiers": [{"type": "email", "value": ")" + email + R"("}])" + more + "}";
}

std::vector<std::pair<base::ProfileId, base::ProfileId>> pairsOf(GroupFixture& on, std::size_t limit) {
    const auto session = on.database->read();
    std::vector<std::pair<base::ProfileId, base::ProfileId>> pairs;
    storage::DuplicateQuery query;
    query.limit = limit;
    do {
        const auto page = storage::listDuplicates(*session, query, {});
        CHECK(page.items.size() <= limit);
        for (const auto& each : page.items) pairs.emplace_back(each.a.summary.id, each.b.summary.id);
        query.cursor = page.nextCursor;
    } while (!query.cursor.empty());
    return pairs;
}

using Row = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
std::vector<Row> keysIn(GroupFixture& on) {
    return on.rows<std::int64_t, std::int64_t, std::int64_t>(
        "SELECT profile_id, agreement, value FROM match_key ORDER BY profile_id, agreement, value");
}
std::vector<Row> groupsIn(GroupFixture& on) {
    return on.rows<std::int64_t, std::int64_t, std::int64_t>(
        "SELECT agreement, value, holders FROM match_group ORDER BY agreement, value");
}

std::optional<std::size_t> matchBacklog(GroupFixture& on, std::size_t most) {
    storage::Transaction transaction(*on.session);
    const auto matched =
        storage::matchBacklog(*on.session, on.catalogue.rules(), on.ids, on.clock.now(), {}, most);
    transaction.commit();
    return matched;
}

}  // namespace

TEST_CASE("keys are counted over everybody who has them, and go with the last one", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen("a.nn@x.org"));
    CHECK(on.count("match_key") == 1);
    on.write(seen("an.n@x.org"));
    on.write(seen("ann+1@x.org"));
    CHECK(on.count("match_group", "holders = 3") == 1);
    // Two of one person are one holder, and so are two who become one.
    on.write(
        R"({"identifiers": [{"type": "email", "value": "a.nn@x.org"}, {"type": "email", "value": "a.n.n@x.org"}]})");
    CHECK(on.count("match_group", "holders = 3") == 1);
    on.write(
        R"({"identifiers": [{"type": "email", "value": "a.nn@x.org"}, {"type": "email", "value": "an.n@x.org"}]})");
    CHECK(on.count("match_group", "holders = 2") == 1);
    CHECK(on.count("match_key", "profile_id = " + std::to_string(ann.profile.value)) == 1);
    on.write(
        R"({"identifiers": [{"type": "email", "value": "a.nn@x.org"}, {"type": "email", "value": "ann+1@x.org"}]})");
    CHECK(on.count("match_group", "holders = 1") == 1);
    CHECK(on.count("match_group") == 1);
}

TEST_CASE("a preview and what is refused write no keys", "[storage]") {
    GroupFixture on;
    const auto a = on.write(seen("a.nn@x.org"));
    const auto b = on.write(seen("an.n@x.org"));
    const auto keys = keysIn(on);
    const auto groups = groupsIn(on);
    const model::Writer by{{7}, true, "console", "staff"};
    const auto preview = on.preparer.prepareCommand(
        model::MergeCommand{{{a.profile, {}}, {}}, {{b.profile, {}}, {}}, {}, true}, "", {}, by,
        on.clock.now());
    REQUIRE_FALSE(on.write(std::vector{preview}).front().problem);
    CHECK(keysIn(on) == keys);
    CHECK(groupsIn(on) == groups);
    // Seen again, with nothing new.
    on.clock.advance(std::chrono::hours{1});
    on.write(seen("a.nn@x.org", R"(, "fields": {"nickname": "A"})"));
    CHECK(keysIn(on) == keys);
    CHECK(groupsIn(on) == groups);
}

TEST_CASE("pages of any size show all pairs of many groups", "[storage]") {
    GroupFixture on;
    std::vector<model::Observation> crowd;
    // 120 groups of 2, 3 or 4 people, which make 1, 3 or 6 pairs.
    for (int group = 0; group < 120; ++group) {
        for (int i = 0; i < 2 + group % 3; ++i)
            crowd.push_back(
                on.prepare(seen("g" + std::to_string(group) + "+" + std::to_string(i) + "@x.org")));
    }
    for (const auto& outcome : on.write(crowd)) REQUIRE_FALSE(outcome.problem);
    const auto all = pairsOf(on, 500);
    CHECK(all.size() == 40 * (1 + 3 + 6));
    CHECK(std::set(all.begin(), all.end()).size() == all.size());
    CHECK(pairsOf(on, 7) == all);
}

TEST_CASE("one request looks at a bounded number of pairs, and the next one goes on", "[storage]") {
    GroupFixture on;
    std::vector<model::Observation> crowd;
    // 30 groups of 10: 1,350 pairs, more than are looked at.
    for (int group = 0; group < 30; ++group) {
        for (int i = 0; i < 10; ++i)
            crowd.push_back(
                on.prepare(seen("g" + std::to_string(group) + "+" + std::to_string(i) + "@x.org")));
    }
    const auto outcomes = on.write(crowd);
    constexpr identity::MatchKey kFirst{identity::Agreement::Mailbox,
                                        std::numeric_limits<std::int64_t>::min()};
    const auto first = storage::readPairs(*on.session, {kFirst, {}, {}});
    CHECK(first.pairs.size() == storage::kMaxPairs);
    CHECK_FALSE(first.isLast);
    const auto rest = storage::readPairs(*on.session, first.end);
    CHECK(first.pairs.size() + rest.pairs.size() == 30 * 45);
    CHECK(rest.isLast);
    CHECK(pairsOf(on, 500).size() == 30 * 45);
    // All but the last were decided about.
    std::int64_t id = 1;
    {
        storage::Transaction transaction(*on.session);
        for (const auto& [a, b] : pairsOf(on, 500)) {
            if (id == 30 * 45) break;
            on.session->execute(
                "INSERT INTO must_not_link (id, a, b, at, observation_id, reason)"
                " VALUES (:id, :a, :b, 1, 1, '')",
                id++, a, b);
        }
        transaction.commit();
    }
    CHECK(pairsOf(on, 500).size() == 1);
    storage::DuplicateQuery query;
    const auto page = storage::listDuplicates(*on.database->read(), query, {});
    CHECK(page.items.empty());
    CHECK_FALSE(page.nextCursor.empty());
    query.profile = outcomes.front().profile;
    CHECK(storage::listDuplicates(*on.database->read(), query, {}).items.size() <= 1);
}

TEST_CASE("a pair that several put aside at once, by whatever ids, is put aside once", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen("a.nn@x.org")).profile;
    const auto old = on.write(seen("old@x.org")).profile;
    const auto twin = on.write(seen("an.n@x.org")).profile;
    on.write(
        R"({"identifiers": [{"type": "email", "value": "a.nn@x.org"}, {"type": "email", "value": "old@x.org"}]})");
    const auto now = on.clock.now();
    std::vector<std::optional<storage::DismissedPair>> answers(8);
    std::vector<std::thread> callers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        callers.emplace_back([&, i] {
            const auto one = i % 3 == 0 ? old : ann;
            const storage::LivePair named{i % 2 == 0 ? one : twin, i % 2 == 0 ? twin : one};
            try {
                answers[i] = storage::dismissDuplicate(*on.database, named,
                                                       {now, std::to_string(i), {"api", "shop"}, {7}});
            } catch (const base::Error&) {
                // It has no answer then, which is told below.
            }
        });
    }
    for (auto& caller : callers) caller.join();
    CHECK(on.count("dismissed_duplicate") == 1);
    for (const auto& answer : answers) {
        REQUIRE(answer);
        CHECK(answer->live == storage::LivePair{ann, twin});
        CHECK(answer->dismissal.reason == answers.front()->dismissal.reason);
    }
    CHECK(pairsOf(on, 500).empty());
}

TEST_CASE("profiles of an older database get their keys, so many at once, and then nothing is left to do",
          "[storage]") {
    GroupFixture on;
    for (const char* email : {"a.nn@x.org", "an.n@x.org", "b.ob@x.org", "bob@x.org", "eve@x.org"})
        on.write(seen(email, R"(, "fields": {"first_name": "Ann Lee"})"));
    on.write(
        R"({"identifiers": [{"type": "email", "value": "b.ob@x.org"}, {"type": "email", "value": "eve@x.org"}]})");
    const auto keys = keysIn(on);
    const auto groups = groupsIn(on);
    on.session->runOnce("DELETE FROM match_key");
    on.session->runOnce("DELETE FROM match_group");
    on.session->runOnce("INSERT INTO match_backlog (profile_id) SELECT id FROM profile");
    // One that was written to before it was its turn.
    on.write(
        R"({"identifiers": [{"type": "email", "value": "bob@x.org"}, {"type": "email", "value": "b.o.b@x.org"}]})");
    CHECK(matchBacklog(on, 2) == 2);
    CHECK(matchBacklog(on, 2) == 2);
    CHECK(matchBacklog(on, 2) == 1);
    CHECK(matchBacklog(on, 2) == 0);
    CHECK(keysIn(on) == keys);
    CHECK(groupsIn(on) == groups);
}
