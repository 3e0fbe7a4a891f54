// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/maintenance.hpp"
#include "core/storage/profile_list.hpp"
#include "tests/storage/reads/people.hpp"
#include "tests/storage/reads/query_plans.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;
using test::sqliteStatements;

namespace {

const base::Time kNow = base::fromMillis(1'000'000);
const base::Time kLater = kNow + std::chrono::days{1'000};

/// How the session runs the statement that this is part of.
std::string planOf(Session& session, Engine engine, const std::string& part) {
    std::string plan;
    if (engine == Engine::Sqlite) {
        for (const auto& statement : sqliteStatements(session)) {
            if (statement.find(part) == std::string::npos) continue;
            soci::rowset<soci::row> steps = (session.raw().prepare << "EXPLAIN QUERY PLAN " + statement);
            for (const auto& step : steps) plan += step.get<std::string>(3) + '\n';
        }
        return plan;
    }
    // Otherwise it may not be worth the while to look anything up in so small a table.
    session.runOnce("SET enable_seqscan = off");
    const auto name = std::get<0>(*session.first<std::string>(
        "SELECT name FROM pg_prepared_statements WHERE position(:part IN statement) > 0"
        " AND statement NOT LIKE '%pg_prepared_statements%'",
        part));
    soci::rowset<std::string> steps =
        (session.raw().prepare << "EXPLAIN EXECUTE \"" + name + "\"(NULL, NULL, NULL)");
    for (const auto& step : steps) plan += step + '\n';
    return plan;
}

/// Their erasure is to be done; there is no word of what they listed.
void erasePerson(People& people, base::ProfileId id) {
    auto& session = people.writer();
    session.execute("UPDATE profile SET canonical_id = 0, removed_live = id WHERE id = :id", id);
    session.execute("INSERT INTO removal (profile_id, at, erased, observation_id) VALUES (:id, 100, 1, :by)",
                    id, people.observation(id));
    session.execute(
        "INSERT INTO erasure (profile_id, at, reason, removed) VALUES (:id, 100, 'person_request', '{}')",
        id);
}

}  // namespace

TEST_CASE("what the erased were seen with is looked up by both ends, however many others were seen with one",
          "[storage]") {
    const auto engine = eachEngine();
    People people(engine);
    auto& session = people.writer();
    const auto bob = people.profile();
    const auto gone = people.profile({.known = false, .listed = false});
    erasePerson(people, gone);
    const auto email = people.list(bob, "email", "ann@example.com");
    const auto phone = people.list(bob, "phone", "+380501112233");
    for (const auto identifier : {email, phone}) {
        session.execute(
            "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version,"
            " first_seen, last_seen) VALUES (:home, :identifier, 0, '', 1, 100, 100)",
            gone, identifier);
    }
    people.evidence(email, phone, people.observation(gone), 100);
    // Others of the one are greater, and of the other lesser.
    const std::string step =
        "WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 1000)";
    const std::string insert =
        "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested) " + step;
    session.execute(insert + " SELECT CAST(:email AS bigint), 1000000 + n, 0, 1, 1 FROM step", email);
    session.execute(insert + " SELECT -n, CAST(:phone AS bigint), 0, 1, 1 FROM step", phone);
    session.runOnce("ANALYZE evidence");
    {
        const Transaction undone(session);
        const auto did = eraseSome(session, {}, kNow, 100, {});
        REQUIRE(did);
        CHECK(did->removed == 1);
    }
    const auto plan = planOf(session, engine, "evidence AS own");
    CAPTURE(plan);
    if (engine == Engine::Sqlite) {
        CHECK(plan.find("identifier_a=?") != std::string::npos);
        CHECK(plan.find("identifier_b=?") != std::string::npos);
    } else {
        CHECK(plan.find("Index Cond: ((identifier_a = given.identifier_a) AND (identifier_b = "
                        "given.identifier_b))") != std::string::npos);
    }
}

TEST_CASE("what is forgotten, and counters that came to nothing, are looked up by their whole keys on SQLite",
          "[storage]") {
    People people(Engine::Sqlite);
    auto& session = people.writer();
    {
        Transaction transaction(session);
        CHECK(forgetObservations(session, kLater, 5) == 0);
        Counts counts;
        for (const int by : {1, -1}) {
            counts.addProfile({true, "form", "shop", kNow}, by);
            counts.write(session);
        }
        session.runOnce(
            "INSERT INTO counter (subject, period, name, detail, code, stripe, count)"
            " VALUES (2, 0, 'form', 'shop', 1, 0, 2), (2, 0, 'form', 'shop', 1, 7, -2)");
        CHECK(foldCounters(session, 5) == 1);
        transaction.commit();
    }
    CHECK(std::get<0>(session.first<std::int64_t>("SELECT count(*) FROM counter").value()) == 0);
    const auto forgets = planOf(session, Engine::Sqlite, "DELETE FROM seen_observation");
    CHECK(forgets.find("(key_id=? AND id_hash=?)") != std::string::npos);
    const auto removes = planOf(session, Engine::Sqlite, "DELETE FROM counter");
    CAPTURE(removes);
    CHECK(removes.find("detail=? AND code=? AND stripe=?)") != std::string::npos);
    CHECK(removes.find("period=?)") == std::string::npos);
}

TEST_CASE("what stands under the erased is looked up by its whole keys on SQLite", "[storage]") {
    People people(Engine::Sqlite);
    auto& session = people.writer();
    const auto gone = people.profile({.known = false, .listed = false});
    erasePerson(people, gone);
    const auto email = people.list(gone, "email", "ann@example.com");
    session.execute("DELETE FROM profile_identifier WHERE home = :home", gone);
    session.execute(
        "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version, first_seen,"
        " last_seen) VALUES (:home, :identifier, 0, '', 1, 100, 100)",
        gone, email);
    {
        const Transaction undone(session);
        while (const auto did = eraseSome(session, {}, kNow, 100, {}))
            if (did->removed == 0) break;
    }
    const auto plan = [&](const std::string& table) {
        return planOf(session, Engine::Sqlite, "DELETE FROM " + table + '\n');
    };
    CHECK(plan("field_value").find("(home=? AND field=? AND element=?)") != std::string::npos);
    CHECK(plan("name_word").find("(profile_id=? AND word=?)") != std::string::npos);
    CHECK(plan("activity_counter").find("(home=? AND channel=? AND kind=? AND status=?)") !=
          std::string::npos);
    const auto refusals = plan("refusal");
    CAPTURE(refusals);
    CHECK(refusals.find("AND other=?)") != std::string::npos);
    CHECK(refusals.find("PRIMARY KEY (home=? AND code=?)") == std::string::npos);
}

TEST_CASE("where a page begins among many of one name or time is looked up on SQLite", "[storage]") {
    People people(Engine::Sqlite);
    people.profile();
    const auto session = people.read();
    for (std::size_t sort = 0; sort < kProfileSorts; ++sort) {
        ProfileQuery query;
        query.sort = static_cast<ProfileSort>(sort);
        CHECK(listProfiles(*session, query, kNow).items.size() == 1);
    }
    session->rollback();
    std::size_t walks = 0;
    for (const auto& statement : sqliteStatements(*session)) {
        const auto isWalk = [&](const char* part) { return statement.find(part) != std::string::npos; };
        if (!isWalk(":scanned") && !isWalk(":skipped")) continue;
        const auto plan = planOf(*session, Engine::Sqlite, statement);
        CAPTURE(statement, plan);
        CHECK(plan.find(",canonical_id)") != std::string::npos);
        ++walks;
    }
    CHECK(walks == 2 * kProfileSorts);
}
