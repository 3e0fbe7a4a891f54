// SPDX-License-Identifier: Apache-2.0
#include "core/storage/migrate.hpp"
#include "core/model/hash.hpp"
#include "core/storage/erasure/unkept_identifiers.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <tuple>
#include <vector>

#include "core/storage/check/check.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using namespace kith::storage;
using base::Error;
using base::ErrorCode;
using test::eachEngine;
using test::TestDatabase;

namespace {

Error errorOf(Session& session, const MigrationSet& set) {
    try {
        migrate(session, set, base::Time{});
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was refused");
    return {ErrorCode::Internal, {}};
}

bool canRead(Session& session, std::string_view table) {
    try {
        (void)session.first<std::int64_t>("SELECT count(*) FROM " + std::string{table});
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// Makes the core's tables as a program that knew this version did, and fills them.
void fillAt(int version, Session& session, Engine engine, std::initializer_list<std::string> rows) {
    auto set = coreMigrations(engine);
    std::erase_if(set.migrations, [&](const Migration& each) { return each.version > version; });
    migrate(session, set, base::Time{});
    for (const auto& insert : rows) session.runOnce("INSERT INTO " + insert);
}

/// A profile's row, for fillAt.
std::string profile(int id, int live, const std::string& removedLive = "NULL") {
    return "profile (id, canonical_id, removed_live, version, created_at, source_type, source_name, "
           "updated_at, known, listed, merge_count, sort_name) VALUES (" +
           std::to_string(id) + ", " + std::to_string(live) + ", " + removedLive +
           ", 1, 0, 'api', 'shop', 0, 1, 1, 0, '')";
}

template <class... Columns>
std::vector<std::tuple<Columns...>> rowsOf(Session& session, std::string_view sql) {
    std::vector<std::tuple<Columns...>> rows;
    session.each<Columns...>(sql, [&](Columns... columns) { rows.emplace_back(std::move(columns)...); });
    return rows;
}

}  // namespace

TEST_CASE("a database newer than the program is refused", "[storage]") {
    const TestDatabase fresh(eachEngine());
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    migrate(*session,
            {"widget", {{1, "CREATE TABLE widget_a (id bigint)"}, {2, "CREATE TABLE widget_b (id bigint)"}}},
            base::Time{});
    const auto error = errorOf(*session, {"widget", {{1, "CREATE TABLE widget_a (id bigint)"}}});
    CHECK(error.code() == ErrorCode::Storage);
    CHECK(error.detail() ==
          "The database is newer than this program: widget is at version 2, and this program knows "
          "1. Start a newer one.");
    CHECK(schemaVersion(*session, "widget") == 2);
}

TEST_CASE("a migration that fails changes nothing", "[storage]") {
    const TestDatabase fresh(eachEngine());
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    migrate(*session, {"widget", {}}, base::Time{});
    const auto error =
        errorOf(*session,
                {"widget",
                 {{1, "CREATE TABLE widget_a (id bigint); INSERT INTO nowhere VALUES ('ann@example.com')"}}});
    CHECK(error.code() == ErrorCode::Storage);
    CHECK((error.detail() + error.context()).find("ann") == std::string::npos);
    CHECK_FALSE(canRead(*session, "widget_a"));
    CHECK(schemaVersion(*session, "widget") == 0);
}

TEST_CASE("a plugin's migration may only make what bears its name", "[storage]") {
    const TestDatabase fresh(eachEngine());
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    CHECK(errorOf(*session, {"widget", {{1, "CREATE TABLE gadget (id bigint)"}}}).code() ==
          ErrorCode::Plugin);
    CHECK_FALSE(canRead(*session, "gadget"));
    CHECK(errorOf(*session, {"widget", {{2, "CREATE TABLE widget_a (id bigint)"}}}).code() ==
          ErrorCode::Internal);
}

TEST_CASE("the core's migrations run once, and again do nothing", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    const auto set = coreMigrations(engine);
    CHECK(migrate(*session, set, base::Time{}) == set.migrations.size());
    CHECK(migrate(*session, set, base::Time{}) == 0);
    CHECK(schemaVersion(*session, "core") == set.migrations.back().version);
    CHECK(canRead(*session, "profile"));
}

TEST_CASE("a plugin's tables have versions of their own", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    migrate(*session, coreMigrations(engine), base::Time{});
    const Migration first{
        1, "CREATE TABLE widget_a (id {id} NOT NULL PRIMARY KEY, word text {binary}) {clustered};"};
    CHECK(migrate(*session, {"widget", {first}}, base::Time{}) == 1);
    const Migration second{
        2, "CREATE INDEX widget_a_word ON widget_a (word); -- one more\nCREATE TABLE widget_b (x text)"};
    CHECK(migrate(*session, {"widget", {first, second}}, base::Time{}) == 1);
    CHECK(schemaVersion(*session, "widget") == 2);
    CHECK(canRead(*session, "widget_b"));
}

TEST_CASE("a migration takes longer than any other statement may", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    auto settings = fresh.settings();
    settings.statementTimeout = std::chrono::milliseconds{200};
    const Database database(settings);
    const auto session = database.openWriter();
    migrate(*session, coreMigrations(Engine::Postgresql), base::Time{});
    CHECK(migrate(*session, {"widget", {{1, "CREATE TABLE widget_a (x bigint); SELECT pg_sleep(0.5)"}}},
                  base::Time{}) == 1);
    CHECK_THROWS_AS(session->runOnce("SELECT pg_sleep(0.5)"), base::Error);
}

TEST_CASE(
    "what was written to an address is named although a claim of it lapsed once or is a deleted person's",
    "[storage]") {
    const auto engine = eachEngine();
    const int version = GENERATE(7, 15);
    CAPTURE(version);
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    const std::string listed =
        "_identifier (home, identifier_id, role, given, normalizer_version, first_seen, last_seen) VALUES ";
    fillAt(
        version, *session, engine,
        {"profile (id, canonical_id, removed_live, version, created_at, source_type, source_name, updated_at,"
         " known, listed, merge_count, sort_name) VALUES (1, 1, NULL, 1, 0, 'api', 'shop', 0, 1, 1, 0, ''),"
         " (2, 0, 2, 1, 0, 'api', 'shop', 0, 0, 0, 0, '')",
         "removal (profile_id, at, erased, observation_id) VALUES (2, 100, 0, 11)",
         "observation (id, home, key_id, source_type, source_name, given_id, content_hash, observed_at,"
         " received_at, attested) VALUES (10, 1, 7, 'api', 'shop', '', '0', 100, 100, 1),"
         " (11, 2, 7, 'api', 'shop', '', '0', 100, 100, 1), (12, 1, 8, 'api', 'shop', '', '0', 100, 100, 0)",
         "identifier (id, type, value) VALUES (20, 'email', 'again@x.org'), (21, 'email', 'deleted@x.org'),"
         " (22, 'email', 'lapsed@x.org'), (23, 'email', 'claimed@x.org')",
         "profile" + listed + "(1, 20, 2, '', 1, 100, 100), (1, 23, 2, '', 1, 100, 100)",
         "removed" + listed + "(2, 21, 2, '', 1, 100, 100)",
         "named_identifier (home, identifier_id, " + std::string(version < 8 ? "keeps" : "kept_until") +
             ") VALUES (1, 20, 0), (1, 22, 0)",
         "activity (home, at, id, channel, activity_key, kind, endpoint_id, observation_id, facts_at) VALUES"
         " (1, 500, 30, 'email', 'm-1', 0, 20, 10, 500), (2, 600, 31, 'email', 'm-2', 0, 21, 11, 600),"
         " (1, 700, 32, 'email', 'm-3', 0, 22, 10, 700), (1, 800, 33, 'email', 'm-4', 0, 23, 12, 800)"});
    migrate(*session, coreMigrations(engine), base::Time{});
    using Naming = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
    CHECK(rowsOf<std::int64_t, std::int64_t, std::int64_t>(
              *session,
              "SELECT home, identifier_id, kept_until FROM named_identifier ORDER BY identifier_id") ==
          std::vector<Naming>{{1, 20, 500}, {2, 21, 600}, {1, 22, 700}});
}

TEST_CASE("what was let go of before that was written down is known by its hash, and when it was",
          "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    fillAt(5, *session, engine,
           {"identifier (id, type, value, released_at) VALUES (20, 'email', 'detached@x.org', 500),"
            " (21, 'email', 'lapsed@x.org', NULL)"});
    migrate(*session, coreMigrations(engine), base::Time{});
    CHECK(rowsOf<std::int64_t>(*session, "SELECT id FROM identifier") ==
          std::vector<std::tuple<std::int64_t>>{20});
    const model::IdentifierRules rules;
    const auto broken = check::run(
        *session, {rules}, [](const check::Finding& /*found*/) {}, [](std::string_view, std::int64_t) {});
    CHECK(broken.empty());
    for (Unkept step; !step.isOver;) {
        Transaction transaction(*session);
        step = forgetUnkept(*session, {}, base::Time::max(), step.last, 10);
        transaction.commit();
    }
    CHECK(rowsOf<std::int64_t>(*session, "SELECT id FROM identifier").empty());
    CHECK(rowsOf<std::int64_t>(*session, "SELECT released_at FROM forgotten_identifier") ==
          std::vector<std::tuple<std::int64_t>>{500});
}

TEST_CASE("fields that had values before there was a catalogue keep their types", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    fillAt(21, *session, engine,
           {"field_value (home, field, element, present, kind, text_value, number_value, observation_id, at,"
            " profile_id, current) VALUES (1, 'tier', '', 1, 0, 'gold', NULL, 10, 100, 1, 1),"
            " (2, 'tier', '', 1, 0, 'gold', NULL, 11, 100, 2, 1), (2, 'shoe', '', 0, 0, NULL, NULL, 11, 100, "
            "2, 1)",
            "api_key (id, name, right_name, hash, origins, created_at) VALUES (5, 'shop', 'write', 'h', "
            "'[]', 0)"});
    migrate(*session, coreMigrations(engine), base::Time{});
    CHECK(rowsOf<std::string>(*session, "SELECT field FROM field_in_use ORDER BY field") ==
          std::vector<std::tuple<std::string>>{"shoe", "tier"});
    CHECK(rowsOf<std::int64_t>(*session, "SELECT strict FROM api_key") ==
          std::vector<std::tuple<std::int64_t>>{0});
}

TEST_CASE("what was forbidden and lifted by an older program waits again", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    const auto conflict = [](int id, int a, int b) {
        return "conflict (id, a, b, code, observations, first_at, last_at, observation_id, state) VALUES (" +
               std::to_string(id) + ", " + std::to_string(a) + ", " + std::to_string(b) +
               ", 1, 1, 100, 100, 10, 2)";
    };
    fillAt(20, *session, engine,
           {profile(1, 1), profile(2, 2), profile(3, 3), profile(4, 4), profile(5, 4), conflict(1, 1, 2),
            conflict(2, 1, 3), conflict(3, 3, 4),
            "must_not_link (id, a, b, at, observation_id, reason, lifted_at) VALUES"
            " (1, 1, 2, 100, 10, '', 200), (2, 1, 3, 100, 10, '', NULL), (3, 5, 3, 100, 10, '', NULL)"});
    migrate(*session, coreMigrations(engine), base::Time{});
    CHECK(rowsOf<std::int64_t, std::int64_t>(*session, "SELECT id, state FROM conflict ORDER BY id") ==
          std::vector<std::tuple<std::int64_t, std::int64_t>>{{1, 0}, {2, 2}, {3, 2}});
}

TEST_CASE("conflicts of an older program stand where what is shown of them places them", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    // 3 became 1 and 4 became 2; 5 is deleted, with 6.
    fillAt(
        28, *session, engine,
        {profile(1, 1), profile(2, 2), profile(3, 1), profile(4, 2), profile(5, 0, "5"), profile(6, 0, "5"),
         profile(7, 7), "removal (profile_id, at, erased, observation_id) VALUES (5, 100, 0, 10)",
         "conflict (id, a, b, code, observations, first_at, last_at, observation_id, state) VALUES"
         " (1, 1, 2, 1, 2, 10, 20, 10, 0), (2, 2, 3, 1, 3, 5, 15, 10, 0),"
         " (3, 1, 4, 1, 4, 8, 18, 10, 0), (4, 1, 3, 1, 9, 30, 40, 10, 1),"
         " (5, 5, 7, 1, 1, 10, 20, 10, 0), (6, 6, 7, 1, 2, 30, 40, 10, 3),"
         " (7, 1, 7, 1, 6, 10, 20, 10, 2), (8, 3, 7, 1, 7, 5, 15, 10, 2),"
         " (9, 2, 7, 1, 8, 10, 20, 10, 0)"});
    migrate(*session, coreMigrations(engine), base::Time{});
    using Shown = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
    CHECK(rowsOf<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
              *session,
              "SELECT id, shown_observations, shown_first_at, shown_last_at FROM conflict"
              " WHERE shown_observations IS NOT NULL ORDER BY id") ==
          std::vector<Shown>{{3, 9, 5, 20}, {4, 9, 30, 40}, {6, 2, 30, 40}, {8, 13, 5, 20}, {9, 8, 10, 20}});
    CHECK(rowsOf<std::int64_t>(
              *session,
              "SELECT id FROM conflict WHERE shown_observations IS NULL AND shown_first_at IS NULL"
              " AND shown_last_at IS NULL ORDER BY id") == std::vector<std::tuple<std::int64_t>>{1, 2, 5, 7});
}

TEST_CASE("what an older program wrote is counted as what is written from now on", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    const auto session = database.openWriter();
    const std::string state =
        "endpoint_state (identifier_id, id, kind, state, reason, detail, until_at, observation_id, at, "
        "current)"
        " VALUES ";
    const std::string hash = "'" + std::string(2 * std::tuple_size_v<model::Hash>, '0') + "'";
    fillAt(
        31, *session, engine,
        {profile(1, 1), profile(2, 1), profile(3, 3), profile(4, 0, "4"),
         "observation (id, home, key_id, source_type, source_name, given_id, content_hash, observed_at,"
         " received_at, attested) VALUES (10, 1, 7, 'api', 'shop', '', " +
             hash + ", 0, 0, 1), (11, 1, 7, 'console', 'Eve', '', " + hash +
             ", 0, 0, 1), (12, 1, 7, 'form', 'x', '', " + hash + ", 0, 0, 0)",
         "identifier (id, type, value) VALUES (20, 'email', 'a@x.org'), (21, 'email', 'b@x.org'),"
         " (22, 'phone', '+1'), (23, 'email', 'c@x.org')",
         // Complained, lifted by an opt-in; blacklisted, and that only an api said it is active; unconfirmed.
         state +
             "(20, 1, 0, 0, 'spam', '', NULL, 10, 100, 1), (20, 2, 1, 5, '', '', NULL, 10, 200, 1),"
             " (20, 3, 0, 1, 'Ann told us', '', NULL, 11, 100, 1), (20, 4, 0, 5, 'ok', '', NULL, 10, 300, 1),"
             " (20, 5, 0, 4, '', '', NULL, 10, 400, 1)",
         // Two failures since the delivery, and a block that ends earlier.
         state + "(21, 6, 0, 3, 'old', '', NULL, 10, 100, 0), (21, 7, 2, 5, '', '', NULL, 10, 200, 1),"
                 " (21, 8, 0, 3, 'full', '', NULL, 10, 300, 1), (21, 9, 0, 3, 'greylisted', '', NULL, 10, "
                 "400, 1),"
                 " (21, 10, 0, 3, 'asked', '', 500, 10, 350, 1)",
         // A delivery that came after, and a claim that came later still.
         state +
             "(22, 11, 0, 3, 'full', '', NULL, 10, 100, 1), (22, 12, 2, 5, '', '', NULL, 10, 200, 1),"
             " (23, 13, 0, 2, 'one_click', '', NULL, 10, 100, 1), (23, 14, 1, 5, '', '', NULL, 12, 300, 1)",
         "activity (home, at, id, channel, activity_key, kind, status, observation_id, facts_at) VALUES"
         " (1, -1, 30, 'email', 'm-1', 0, 6, 10, 0), (3, 0, 31, 'web', 'w-1', 1, NULL, 10, 0)",
         "conflict (id, a, b, code, observations, first_at, last_at, observation_id, state) VALUES"
         " (1, 1, 3, 1, 1, 86400000, 86400000, 10, 0)"});
    migrate(*session, coreMigrations(engine), base::Time{});
    using Row = std::tuple<std::int64_t, std::int64_t, std::string, std::string, std::int64_t, std::int64_t>;
    const auto counted =
        rowsOf<std::int64_t, std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
            *session,
            "SELECT subject, period, name, detail, code, count FROM counter"
            " ORDER BY subject, period, name, detail, code");
    CHECK(counted == std::vector<Row>{{1, 0, "", "", 1, 2},
                                      {2, 0, "api", "shop", 1, 2},
                                      {3, 0, "api", "", 1, 2},
                                      {4, -1, "email", "", 6, 1},
                                      {4, 0, "web", "", 0, 1},
                                      {5, 0, "email", "", 4, 1},
                                      {5, 0, "email", "by_staff", 1, 1},
                                      {5, 0, "email", "one_click", 2, 1},
                                      {6, 48, "email", "greylisted", 3, 1},
                                      {7, 1, "", "", 0, 1}});
    session->runOnce("UPDATE profile SET first_observation_id = 10");
    const model::IdentifierRules rules;
    for (const auto& broken : check::run(
             *session, {rules}, [](const check::Finding& /*found*/) {},
             [](std::string_view, std::int64_t) {}))
        CHECK(broken.table != "counter");
}
