// SPDX-License-Identifier: Apache-2.0
#include "core/storage/migrate.hpp"

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
