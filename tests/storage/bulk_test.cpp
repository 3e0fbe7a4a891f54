// SPDX-License-Identifier: Apache-2.0
#include "core/storage/bulk_sql.hpp"
#include "core/storage/session.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::TestDatabase;

namespace {

constexpr std::string_view kInsert = "INSERT INTO thing {insert id bigint, name text, size bigint}";

struct Things {
    Things() : fresh(eachEngine()), database(fresh.settings()), session(database.openWriter()) {
        session->runOnce("CREATE TABLE thing (id bigint NOT NULL PRIMARY KEY, name text, size smallint)");
    }
    TestDatabase fresh;
    Database database;
    std::unique_ptr<Session> session;
};

}  // namespace

TEST_CASE_METHOD(Things, "a bulk statement that fails leaves nothing for the next one", "[storage]") {
    auto first = session->bulk(kInsert);
    const auto fill = [&] {
        first.add(std::int64_t{1}, "a", 1);
        first.add(std::int64_t{1}, "b", 1);
        first.run();
    };
    {
        Transaction lost(*session);
        CHECK_THROWS_AS(fill(), base::Error);
        CHECK(session->lastFault().kind == Fault::Kind::Unique);
    }
    auto second = session->bulk(kInsert);
    second.add(std::int64_t{1}, "c", 1);
    CHECK(second.run() == 1);
    CHECK(second.run() == 0);
}

TEST_CASE_METHOD(Things, "rows come back as they were given, whatever they hold", "[storage]") {
    const std::vector<std::string> names{"",
                                         "plain",
                                         "with \"quotes\" and 'these'",
                                         "back\\slash",
                                         "{a,b}",
                                         "NULL",
                                         "two\nlines",
                                         "\xF0\x9F\x90\x98",
                                         ":name"};
    auto insert = session->bulk(kInsert);
    std::int64_t id = 0;
    for (const auto& name : names) insert.add(++id, name, std::optional<int>{7});
    insert.add(std::numeric_limits<std::int64_t>::max(), std::optional<std::string_view>{},
               std::optional<int>{});
    insert.add(std::numeric_limits<std::int64_t>::min(), std::string_view{"least"}, 1);
    CHECK(insert.run() == static_cast<std::int64_t>(names.size() + 2));

    std::vector<std::string> found;
    auto lookup = session->lookup<std::int64_t, std::string>(
        "SELECT thing.id, thing.name FROM {rows id bigint} CROSS JOIN thing WHERE thing.id = given.id ORDER "
        "BY 1",
        [&](std::int64_t, std::string name) { found.push_back(std::move(name)); });
    for (std::int64_t i = 1; i <= id; ++i) lookup.add(i);
    lookup.add(std::int64_t{999});
    lookup.run();
    CHECK(found == names);
    CHECK(session->first<std::int64_t, std::optional<std::string>>(
              "SELECT id, name FROM thing WHERE size IS NULL") ==
          std::tuple(std::numeric_limits<std::int64_t>::max(), std::optional<std::string>{}));
}

TEST_CASE_METHOD(Things, "many rows are changed, deleted and put in place at once", "[storage]") {
    auto insert = session->bulk(kInsert);
    for (std::int64_t id = 1; id <= 10; ++id) insert.add(id, "before", 0);
    insert.run();
    auto update = session->bulk(
        "UPDATE thing SET name = given.name FROM {rows id bigint, name text} WHERE thing.id = given.id");
    update.add(std::int64_t{3}, "after");
    update.add(std::int64_t{4}, "after");
    CHECK(update.run() == 2);
    auto remove = session->bulk("DELETE FROM thing WHERE id IN (SELECT id FROM {rows id bigint})");
    remove.add(std::int64_t{4});
    remove.add(std::int64_t{5});
    CHECK(remove.run() == 2);
    auto upsert = session->bulk(
        "INSERT INTO thing {insert id bigint, name text, size bigint}"
        " ON CONFLICT (id) DO UPDATE SET size = thing.size + excluded.size");
    upsert.add(std::int64_t{3}, "new", 5);
    upsert.add(std::int64_t{11}, "new", 5);
    upsert.run();
    CHECK(session->first<std::string, std::int64_t>("SELECT name, size FROM thing WHERE id = 3") ==
          std::tuple(std::string{"after"}, std::int64_t{5}));
    CHECK(std::get<0>(*session->first<std::int64_t>("SELECT count(*) FROM thing")) == 9);
}

TEST_CASE("the marks of a statement say what each engine needs", "[storage]") {
    const auto& sqlite = Dialect::of(Engine::Sqlite);
    const auto& postgresql = Dialect::of(Engine::Postgresql);
    constexpr std::string_view kQuery = "SELECT 1 FROM {rows id bigint,\n  name text} {lock t}";
    CHECK(expandSql(sqlite, kQuery).text == "SELECT 1 FROM (SELECT :id AS id, :name AS name) AS given ");
    CHECK(expandSql(postgresql, kQuery).text ==
          "SELECT 1 FROM unnest(CAST(:id AS bigint[]), CAST(:name AS text[])) AS given(id, name)  FOR UPDATE "
          "OF t");
    CHECK(expandSql(sqlite, "SELECT a FROM t ORDER BY a {binary}").text == "SELECT a FROM t ORDER BY a ");
    CHECK(expandSql(postgresql, "SELECT a FROM t ORDER BY a {binary}").text ==
          R"(SELECT a FROM t ORDER BY a  COLLATE "C")");
    CHECK(expandSql(sqlite, "INSERT INTO t {insert id bigint}").text == "INSERT INTO t (id) VALUES (:id)");
    CHECK(expandSql(sqlite, "SELECT 1").columns.empty());
}
