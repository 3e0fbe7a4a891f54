// SPDX-License-Identifier: Apache-2.0
#include "core/storage/session.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <thread>

#include "core/storage/node_lease.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"

using namespace kith;
using namespace kith::storage;
using base::Error;
using base::ErrorCode;
using test::eachEngine;
using test::TestDatabase;

namespace {

template <class Work>
Error errorOf(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return {ErrorCode::Internal, {}};
}

void createTable(Session& session) {
    session.runOnce("CREATE TABLE thing (id bigint NOT NULL PRIMARY KEY, name text)");
}

std::int64_t countOf(Session& session) {
    return std::get<0>(*session.first<std::int64_t>("SELECT count(*) FROM thing"));
}

}  // namespace

TEST_CASE("a URL of another form is refused without repeating it", "[storage]") {
    for (const char* url :
         {"", "kith.db", "mysql://secret@host/db", "sqlite:", "sqlite::memory:", "sqlite:a\"b"}) {
        DatabaseSettings settings;
        settings.url = url;
        const auto error = errorOf([&] { Database{settings}; });
        CHECK(error.code() == ErrorCode::Configuration);
        CHECK(error.detail().find("secret") == std::string::npos);
    }
}

TEST_CASE("a database that can't be reached is an error without its password", "[storage]") {
    DatabaseSettings settings;
    settings.url = "postgresql://kith:hunter2@127.0.0.1:1/kith?connect_timeout=2";
    const auto error = errorOf([&] { Database{settings}; });
    CHECK(error.code() == ErrorCode::Storage);
    CHECK((error.detail() + error.context()).find("hunter2") == std::string::npos);
}

TEST_CASE("a refused statement tells neither its SQL nor its values", "[storage]") {
    const TestDatabase fresh(eachEngine());
    Database database(fresh.settings());
    const auto session = database.openWriter();
    createTable(*session);
    constexpr std::string_view kInsert = "INSERT INTO thing (id, name) VALUES (:id, :name)";
    session->execute(kInsert, 1, "ann@example.com");
    const auto error = errorOf([&] { session->execute(kInsert, 1, "ann@example.com"); });
    CHECK(error.code() == ErrorCode::Storage);
    CHECK(session->lastFault().kind == Fault::Kind::Unique);
    CHECK((error.detail() + error.context()).find("ann") == std::string::npos);
    CHECK((error.detail() + error.context()).find("INSERT") == std::string::npos);
    session->execute(kInsert, 2, "ben@example.com");
    CHECK(countOf(*session) == 2);
}

TEST_CASE("values come back as they were given", "[storage]") {
    const TestDatabase fresh(eachEngine());
    Database database(fresh.settings());
    const auto session = database.openWriter();
    createTable(*session);
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    session->execute("INSERT INTO thing (id, name) VALUES (:id, :name)", kMost, std::optional<std::string>{});
    session->execute("INSERT INTO thing (id, name) VALUES (:id, :name)", base::ProfileId{7},
                     "it's \xF0\x9F\x90\x98");
    const auto null = session->first<std::int64_t, std::optional<std::string>>(
        "SELECT id, name FROM thing WHERE name IS NULL");
    CHECK(null == std::tuple(kMost, std::optional<std::string>{}));
    const auto text =
        session->first<base::ProfileId, std::string>("SELECT id, name FROM thing WHERE id = :id", 7);
    CHECK(text == std::tuple(base::ProfileId{7}, std::string{"it's \xF0\x9F\x90\x98"}));
    CHECK_FALSE(session->first<std::int64_t>("SELECT id FROM thing WHERE id = :id", 8));
    CHECK_THROWS_AS((session->first<std::string>("SELECT name FROM thing WHERE name IS NULL")), Error);
}

TEST_CASE("a repeated parameter is bound everywhere", "[storage]") {
    const TestDatabase fresh(eachEngine());
    Database database(fresh.settings());
    const auto session = database.openWriter();
    createTable(*session);
    session->execute(
        "INSERT INTO thing (id, name) VALUES (CAST(:id AS bigint), 'x'), (CAST(:id AS bigint) + CAST(:step "
        "AS bigint), 'y')",
        5, 2);
    CHECK(session->first<std::int64_t>("SELECT max(id) FROM thing") == std::tuple(std::int64_t{7}));
    CHECK(session->execute("DELETE FROM thing WHERE id >= :id", 5) == 2);
}

TEST_CASE("a transaction that is left is rolled back", "[storage]") {
    const TestDatabase fresh(eachEngine());
    Database database(fresh.settings());
    const auto session = database.openWriter();
    createTable(*session);
    {
        Transaction left(*session);
        session->execute("INSERT INTO thing (id) VALUES (1)");
    }
    CHECK_FALSE(session->inTransaction());
    CHECK(countOf(*session) == 0);
    Transaction kept(*session);
    session->execute("INSERT INTO thing (id) VALUES (1)");
    kept.commit();
    CHECK(countOf(*session) == 1);
}

TEST_CASE("a reading session can't write", "[storage]") {
    const TestDatabase fresh(eachEngine());
    Database database(fresh.settings());
    createTable(*database.openWriter());
    const auto lease = database.read();
    CHECK_THROWS_AS(lease->execute("INSERT INTO thing (id) VALUES (1)"), Error);
}

TEST_CASE("a session given back inside a transaction comes back clean", "[storage]") {
    const TestDatabase fresh(eachEngine());
    auto settings = fresh.settings();
    settings.readers = 1;
    Database database(settings);
    const auto writer = database.openWriter();
    createTable(*writer);
    {
        const auto lease = database.read();
        lease->beginRead();
        CHECK(countOf(*lease) == 0);
        writer->execute("INSERT INTO thing (id) VALUES (1)");
    }
    CHECK(countOf(*database.read()) == 1);
}

TEST_CASE("a closed SQLite database keeps no file open", "[storage]") {
    const TestDatabase fresh(Engine::Sqlite);
    std::string path;
    const auto handles = [&] {
        return std::ranges::count_if(
            std::filesystem::directory_iterator("/proc/self/fd"), [&](const auto& handle) {
                std::error_code gone;  // The listing's own handle is.
                return std::filesystem::read_symlink(handle, gone).string().starts_with(path);
            });
    };
    {
        Database database(fresh.settings());
        path = database.path();
        const auto writer = database.openWriter();
        createTable(*writer);
        CHECK(countOf(*writer) == 0);
        CHECK(countOf(*database.read()) == 0);
        CHECK(handles() > 0);
    }
    CHECK(handles() == 0);
}

TEST_CASE("on SQLite all reads of a lease see one state", "[storage]") {
    const TestDatabase fresh(Engine::Sqlite);
    Database database(fresh.settings());
    const auto writer = database.openWriter();
    createTable(*writer);
    const auto lease = database.read();
    CHECK(countOf(*lease) == 0);
    writer->execute("INSERT INTO thing (id) VALUES (1)");
    CHECK(countOf(*lease) == 0);
    CHECK(countOf(*database.read()) == 1);
}

TEST_CASE("waiting for a reading session is bounded", "[storage]") {
    const TestDatabase fresh(eachEngine());
    auto settings = fresh.settings();
    settings.readers = 1;
    settings.readWait = std::chrono::milliseconds{1};
    Database database(settings);
    const auto lease = database.read();
    CHECK(errorOf([&] { (void)database.read(); }).code() == ErrorCode::Timeout);
}

TEST_CASE("writing waits for the other writer instead of failing", "[storage]") {
    const TestDatabase fresh(Engine::Sqlite);
    Database database(fresh.settings());
    const auto first = database.openWriter();
    createTable(*first);
    first->beginWrite();
    first->execute("INSERT INTO thing (id) VALUES (1)");
    std::thread other([&] {
        const auto second = database.openWriter();
        Transaction transaction(*second);
        second->execute("INSERT INTO thing (id) VALUES (2)");
        transaction.commit();
    });
    first->commit();
    other.join();
    CHECK(countOf(*first) == 2);
}

TEST_CASE("a lost connection is an error once and then repaired", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database database(fresh.settings());
    createTable(*database.openWriter());
    {
        const auto lease = database.read();
        CHECK(countOf(*lease) == 0);
        test::PostgresServer::instance().disconnectAll(fresh.url());
        CHECK_THROWS_AS(countOf(*lease), Error);
        CHECK(lease->lastFault().kind == Fault::Kind::Lost);
    }
    const auto again = database.read();
    CHECK(countOf(*again) == 0);
}

TEST_CASE("a reader whose connection was lost does its work on a new one", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    auto settings = fresh.settings();
    settings.readers = 1;
    Database database(settings);
    createTable(*database.openWriter());
    REQUIRE(database.read(countOf) == 0);
    test::PostgresServer::instance().restart();
    CHECK(database.read(countOf) == 0);

    int tried = 0;
    CHECK(database.read([&](Session& session) {
        if (++tried == 1) test::PostgresServer::instance().disconnectAll(fresh.url());
        return countOf(session);
    }) == 0);
    CHECK(tried == 2);
}

TEST_CASE("a connection lost under a plugin's own statements is found out too", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database database(fresh.settings());
    int tried = 0;
    database.read([&](Session& session) {
        if (++tried == 1) test::PostgresServer::instance().disconnectAll(fresh.url());
        session.withRaw([](soci::session& raw) {
            try {
                raw << "SELECT 1";
            } catch (const soci::soci_error&) {
                throw Error(ErrorCode::Storage, "A plugin's work failed.");
            }
        });
    });
    CHECK(tried == 2);
}

TEST_CASE("what spoiled a transaction is known, whoever ran the statement and whatever he made of it",
          "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database database(fresh.settings());
    const auto session = database.openWriter();
    const bool tells = GENERATE(true, false);
    const auto fails = [&](const std::string& state) {
        const Transaction transaction(*session);
        const auto work = [&](soci::session& raw) {
            try {
                raw << "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '" + state + "'; END $$";
            } catch (const soci::soci_error&) {
                // As a plugin that asks once more, and may or may not say that it failed.
                CHECK_THROWS_AS(raw << "SELECT 1", soci::soci_error);
                if (tells) throw Error(ErrorCode::Plugin, "A plugin's work failed.");
            }
        };
        const auto error = errorOf([&] {
            session->withRaw(work);
            session->commit();
        });
        return std::pair(session->lastFault().kind, error.code());
    };
    const auto own = tells ? ErrorCode::Plugin : ErrorCode::Storage;
    CHECK(fails("40P01") == std::pair(Fault::Kind::Deadlock, ErrorCode::Storage));
    CHECK(fails("40001") == std::pair(Fault::Kind::Deadlock, ErrorCode::Storage));
    CHECK(fails("57014") == std::pair(Fault::Kind::Timeout, tells ? ErrorCode::Timeout : own));
    CHECK(fails("23505") == std::pair(Fault::Kind::Unique, own));
    CHECK(fails("22012") == std::pair(Fault::Kind::Other, own));
}

TEST_CASE("a statement after the one that spoiled the transaction is no other fault", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database database(fresh.settings());
    const auto session = database.openWriter();
    const Transaction transaction(*session);
    session->withRaw([](soci::session& raw) {
        CHECK_THROWS(raw << "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$");
    });
    CHECK_THROWS_AS(session->runOnce("SELECT 1"), Error);
    CHECK(session->lastFault().kind == Fault::Kind::Deadlock);
}

TEST_CASE("a reader tries again once, and only for a lost connection", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database database(fresh.settings());
    createTable(*database.openWriter());
    int tried = 0;
    const auto reading = [&](const std::function<void(Session&)>& trouble) {
        tried = 0;
        return errorOf([&] {
            database.read([&](Session& session) {
                ++tried;
                trouble(session);
                (void)countOf(session);
            });
        });
    };
    CHECK(reading([](Session& session) { session.runOnce("SELECT nothing FROM nowhere"); }).code() ==
          ErrorCode::Storage);
    CHECK(tried == 1);
    CHECK(reading([](Session&) { throw Error(ErrorCode::NotFound, "no such thing"); }).code() ==
          ErrorCode::NotFound);
    CHECK(tried == 1);
    CHECK(reading([&](Session&) { test::PostgresServer::instance().disconnectAll(fresh.url()); }).code() ==
          ErrorCode::Storage);
    CHECK(tried == 2);
    CHECK(database.read(countOf) == 0);
}

TEST_CASE("no two processes get the same node", "[storage]") {
    const auto engine = eachEngine();
    const TestDatabase fresh(engine);
    const Database database(fresh.settings());
    auto first = NodeLease::take(database);
    CHECK(first->node() == 0);
    if (engine == Engine::Sqlite)
        CHECK_THROWS_AS(NodeLease::take(database), Error);
    else
        CHECK(NodeLease::take(database)->node() == 1);
    first.reset();
    CHECK(NodeLease::take(database)->node() == 0);
}

TEST_CASE("a node whose connection was lost is taken again, or another one", "[storage]") {
    test::MigratedDatabase database(Engine::Postgresql);
    const test::ManualClock clock(base::fromMillis(1'795'000'000'000));
    base::IdGenerator firstIds(clock);
    base::IdGenerator secondIds(clock);
    const auto first = NodeLease::take(*database);
    const auto nodeOfFirst = [&] {
        first->renew(firstIds, clock.now());
        CHECK(firstIds.room().node == first->node());
        return first->node();
    };
    CHECK(nodeOfFirst() == 0);
    test::PostgresServer::instance().disconnectAll(database.url());
    const auto second = NodeLease::take(*database);
    CHECK(second->node() == 0);
    CHECK(nodeOfFirst() == 1);
    test::PostgresServer::instance().disconnectAll(database.url());
    CHECK(nodeOfFirst() == 1);
    second->renew(secondIds, clock.now());
    CHECK(second->node() == 0);
}
