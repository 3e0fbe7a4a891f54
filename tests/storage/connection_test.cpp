// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <map>

#include "tests/support/databases.hpp"
#include "tests/support/encoded_database.hpp"

using namespace kith;
using namespace kith::storage;
using base::Error;
using test::TestDatabase;

namespace {

/// A port that takes connections and never says anything.
class SilentServer {
public:
    SilentServer() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(socket_, any, size) == 0);
        REQUIRE(::listen(socket_, 4) == 0);
        REQUIRE(::getsockname(socket_, any, &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    ~SilentServer() { close(); }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;

    [[nodiscard]] int port() const noexcept { return port_; }
    /// Whoever still waits is refused.
    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int port_ = 0;
};

PGconn* connectionOf(Session& session) {
    return static_cast<soci::postgresql_session_backend*>(session.raw().get_backend())->conn_;
}

/// What libpq made of the URL.
std::map<std::string, std::string> optionsOf(Session& session) {
    auto* const connection = connectionOf(session);
    std::map<std::string, std::string> options;
    auto* const all = PQconninfo(connection);
    for (const auto* each = all; each->keyword != nullptr; ++each) {
        if (each->val != nullptr) options[each->keyword] = each->val;
    }
    PQconninfoFree(all);
    return options;
}

}  // namespace

TEST_CASE("a server that takes connections and says nothing is given up", "[storage]") {
    SilentServer server;
    DatabaseSettings settings;
    settings.url = "postgresql://kith@127.0.0.1:" + std::to_string(server.port()) + "/kith?sslmode=disable";
    settings.connectTimeout = std::chrono::seconds{2};
    auto trying = std::async(std::launch::async, [&] {
        try {
            const Database never(settings);
            return std::string("connected");
        } catch (const Error& error) {
            return error.context();
        }
    });
    const bool gaveUp = trying.wait_for(std::chrono::seconds{20}) == std::future_status::ready;
    server.close();
    CHECK(gaveUp);
    CHECK_THAT(trying.get(), Catch::Matchers::Contains("timeout expired"));
}

TEST_CASE("a connection to which nothing can be sent any more is lost, whatever the server said at its end",
          "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    const Database database(fresh.settings());
    const auto writer = database.openWriter();
    // The server says why it ends the connection; then sending fails, as once a probe was answered that it is
    // gone.
    test::PostgresServer::instance().restart();
    REQUIRE(::shutdown(PQsocket(connectionOf(*writer)), SHUT_WR) == 0);
    CHECK_THROWS_AS(Transaction(*writer), Error);
    CHECK(writer->lastFault().kind == Fault::Kind::Lost);
    CHECK(writer->lastFault().beforeBegin);
    // Who relies on the connection, as a lease does, asks before it is another one.
    CHECK_FALSE(writer->isQuiet());
    Transaction(*writer).commit();
    CHECK(writer->isQuiet());
}

TEST_CASE("a database of PostgreSQL that is not in UTF-8 is not opened, and hears what would be",
          "[storage]") {
    for (const auto* encoding : {"LATIN1", "SQL_ASCII"}) {
        CAPTURE(encoding);
        DatabaseSettings settings;
        settings.url = test::createDatabaseIn(encoding);
        try {
            const Database never(settings);
            FAIL("it was opened");
        } catch (const Error& error) {
            CHECK(error.code() == base::ErrorCode::Storage);
            CHECK_THAT(error.detail(), Catch::Matchers::Contains("The database is in " +
                                                                 std::string(encoding) + ", and kith's"));
            CHECK_THAT(error.detail(), Catch::Matchers::Contains("createdb --encoding=UTF8"));
        }
    }
}

TEST_CASE("a connection notices that its server is gone, and the URL may say how soon", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    auto settings = fresh.settings();
    const auto options = optionsOf(*Database(settings).openWriter());
    CHECK(options.at("connect_timeout") == "10");
    CHECK(options.at("keepalives_idle") == "30");
    CHECK(options.at("keepalives_interval") == "10");
    CHECK(options.at("keepalives_count") == "3");
    CHECK(options.at("tcp_user_timeout") == "30000");

    const auto separator = settings.url.find('?') == std::string::npos ? "?" : "&";
    settings.url += separator + std::string("connect_timeout=7&tcp_user_timeout=1234");
    const auto own = optionsOf(*Database(settings).openWriter());
    CHECK(own.at("connect_timeout") == "7");
    CHECK(own.at("tcp_user_timeout") == "1234");
    CHECK(own.at("keepalives_idle") == "30");
}

TEST_CASE("a password in the URL is what it stands for percent-encoded", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    auto settings = fresh.settings();
    const std::string user = "//kith";
    const auto behind = settings.url.find(user) + user.size();
    settings.url.insert(behind, ":a%2Fb%40c%3Fd%2541%3A%3D%26connect_timeout%3D%20");
    const auto options = optionsOf(*Database(settings).openWriter());
    CHECK(options.at("password") == "a/b@c?d%41:=&connect_timeout= ");
    CHECK(options.at("connect_timeout") == "10");
}

TEST_CASE("no connection of ours is ended for being idle", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database(fresh.settings())
        .openWriter()
        ->runOnce(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET idle_session_timeout = 3600000',"
            " current_database()); END $$");
    Database database(fresh.settings());
    constexpr std::string_view kAsk = "SELECT current_setting('idle_session_timeout')";
    CHECK(database.openWriter()->first<std::string>(kAsk) == std::tuple(std::string("0")));
    CHECK(database.read()->first<std::string>(kAsk) == std::tuple(std::string("0")));
}

TEST_CASE("the tests' PostgreSQL has the order and the capitals of a language", "[storage]") {
    // Those of bytes would hide every statement that leaves them to the database.
    const TestDatabase fresh(Engine::Postgresql);
    const Database database(fresh.settings());
    CHECK(database.openWriter()->first<std::int64_t>(
              "SELECT CASE WHEN 'a' < 'B' AND 'ı' < 'i' AND lower('I') = 'ı' THEN 1 ELSE 0 END") ==
          std::tuple(std::int64_t{1}));
}

TEST_CASE("what a writer commits on PostgreSQL is on the disk, whatever the database says", "[storage]") {
    const TestDatabase fresh(Engine::Postgresql);
    Database(fresh.settings())
        .openWriter()
        ->runOnce(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',"
            " current_database()); END $$");
    Database database(fresh.settings());
    constexpr std::string_view kAsk = "SELECT current_setting('synchronous_commit')";
    CHECK(database.openWriter()->first<std::string>(kAsk) == std::tuple(std::string("on")));
}

TEST_CASE("a SQLite file that can have no write-ahead log is not opened", "[storage]") {
    const TestDatabase fresh(Engine::Sqlite);
    const auto path = parseDatabaseUrl(fresh.url()).path;
    const auto role = GENERATE(SessionRole::Reader, SessionRole::Writer);
    // A file system of SQLite's own that has no shared memory.
    const ConnectionSettings settings{"db=\"file:" + path + "?vfs=unix-dotfile\""};
    const auto open = [&] { Session(Dialect::of(Engine::Sqlite), settings, role); };
    try {
        open();
        FAIL("it was opened");
    } catch (const Error& error) {
        CHECK(error.code() == base::ErrorCode::Storage);
        CHECK_THAT(error.context(), Catch::Matchers::Contains(path));
        CHECK_THAT(error.context(), Catch::Matchers::Contains("'delete'"));
        CHECK_THAT(error.context(), Catch::Matchers::Contains("shared memory"));
    }
}

TEST_CASE("what a writer commits on SQLite is on the disk, and what it deletes is wiped", "[storage]") {
    const TestDatabase fresh(Engine::Sqlite);
    Database database(fresh.settings());
    const auto writer = database.openWriter();
    constexpr std::int64_t kFull = 2;
    constexpr std::int64_t kOn = 1;
    CHECK(writer->first<std::int64_t>("PRAGMA synchronous") == std::tuple(kFull));
    CHECK(writer->first<std::int64_t>("PRAGMA secure_delete") == std::tuple(kOn));
    CHECK(writer->first<std::string>("PRAGMA journal_mode") == std::tuple(std::string("wal")));
}
