// SPDX-License-Identifier: Apache-2.0
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/encoded_database.hpp"

using namespace kith;
using kith::test::eachEngine;
using kith::test::kFailed;
using kith::test::KithServer;
using kith::test::runKith;
using kith::test::TestDatabase;

namespace {

std::string loading(const std::string& file, const std::string& more) {
    return "plugins.load=[{path: '" + file + "', " + more + "}]";
}

test::Ended serveToItsEnd(const std::string& url, const std::vector<std::string>& settings = {}) {
    return test::run(test::serving(url, settings));
}

std::string contentOf(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

struct Migrated {
    int version = 0;
    int applied = 0;
};

/// What `kith migrate` says of each component.
std::map<std::string, Migrated> migrate(const std::string& url) {
    const auto ended = runKith({"migrate", "--set", "database.url=" + url});
    INFO(ended.err);
    REQUIRE(ended.code == 0);
    std::map<std::string, Migrated> all;
    std::istringstream lines(ended.out);
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        std::smatch parts;
        REQUIRE(std::regex_match(line, parts, std::regex(R"((\w+): version (\d+), (\d+) applied)")));
        all[parts[1]] = {std::stoi(parts[2]), std::stoi(parts[3])};
    }
    return all;
}

}  // namespace

TEST_CASE("serve says where it listens, alone on standard output, and logs to standard error", "[process]") {
    const TestDatabase database(eachEngine());
    KithServer server(database.url());
    CHECK(server.client("").get("/readyz").status == 200);
    const auto port = std::to_string(server.port());
    const auto ended = server.stop();
    CHECK(ended.code == 0);
    CHECK(ended.out == "listening on http://127.0.0.1:" + port + "\n");
    std::istringstream lines(ended.err);
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.starts_with("time="));
    }
}

TEST_CASE("an address that is taken is a failure that names it", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const TestDatabase other(storage::Engine::Sqlite);
    const KithServer server(database.url());
    const auto address = "127.0.0.1:" + std::to_string(server.port());
    const auto ended = serveToItsEnd(other.url(), {"http.listen=" + address});
    CHECK(ended.code == kFailed);
    CHECK(ended.out.empty());
    CHECK(ended.err.find("Can't listen on " + address + ": another program does.") != std::string::npos);
}

TEST_CASE("one SQLite file has one server", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const KithServer server(database.url());
    const auto ended = serveToItsEnd(database.url());
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("Another kith process serves this database file") != std::string::npos);
}

TEST_CASE("migrate makes the tables of the core and of each plugin, and then there is nothing to do",
          "[process]") {
    const TestDatabase fresh(eachEngine());
    const auto first = migrate(fresh.url());
    const auto second = migrate(fresh.url());
    std::vector<std::string> components;
    for (const auto& [component, migrated] : first) {
        CAPTURE(component);
        components.push_back(component);
        CHECK(migrated.applied > 0);
        CHECK(migrated.version == migrated.applied);
        REQUIRE(second.contains(component));
        CHECK(second.at(component).version == migrated.version);
        CHECK(second.at(component).applied == 0);
    }
    CHECK(components == std::vector<std::string>{"core", "email", "push", "telegram", "widget"});
    CHECK(second.size() == first.size());

    storage::Database database(fresh.settings());
    const auto session = database.read();
    for (const std::string table :
         {"profile", "email_send", "push_device", "telegram_chat", "widget_display"}) {
        CAPTURE(table);
        CHECK(session->first<std::int64_t>("SELECT count(*) FROM " + table) == std::tuple(std::int64_t{0}));
    }
}

TEST_CASE("a database newer than the program is refused by every command", "[process]") {
    const TestDatabase fresh(eachEngine());
    const auto set = "database.url=" + fresh.url();
    REQUIRE(runKith({"migrate", "--set", set}).code == 0);
    storage::Database database(fresh.settings());
    database.openWriter()->execute("UPDATE schema_version SET version = 9999 WHERE component = 'core'");
    const auto commands = std::vector<std::vector<std::string>>{
        {"migrate"}, {"key", "list"}, {"serve", "--set", "http.listen=127.0.0.1:0"}};
    for (auto words : commands) {
        words.insert(words.end(), {"--set", set});
        const auto ended = runKith(words);
        CAPTURE(words[0], ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find("The database is newer than this program: core is at version 9999") !=
              std::string::npos);
    }
}

TEST_CASE("a database that can't be used is a failure with a sentence", "[process]") {
    const test::TemporaryFolder folder;
    const auto file = folder.write("text.db", std::string(5'000, 'x')).string();
    for (const auto& url : {"sqlite:" + file, "sqlite:" + folder.path().string(),
                            std::string("sqlite:/nonexistent/folder/kith.db"),
                            std::string("postgresql://kith:hunter2@127.0.0.1:1/kith")}) {
        const auto ended = serveToItsEnd(url);
        CAPTURE(url, ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.out.empty());
        CHECK(ended.err.find("kith: ") != std::string::npos);
        CHECK(ended.err.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("no command takes a database of PostgreSQL that is not in UTF-8", "[process]") {
    const auto set = "database.url=" + test::createDatabaseIn("LATIN1");
    const auto commands =
        std::vector<std::vector<std::string>>{{"migrate"},
                                              {"check"},
                                              {"key", "list"},
                                              {"user", "list"},
                                              {"serve", "--set", "http.listen=127.0.0.1:0"}};
    for (auto words : commands) {
        words.insert(words.end(), {"--set", set});
        const auto ended = runKith(words);
        CAPTURE(words[0], ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find("kith: The database is in LATIN1, and kith's has to be in UTF-8") !=
              std::string::npos);
    }
}

TEST_CASE("variables set what the configuration says, and arguments set it over them", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const std::map<std::string, std::string> variables{{"KITH_DATABASE_URL", database.url()},
                                                       {"KITH_HTTP_LISTEN", "127.0.0.1:0"},
                                                       {"KITH_PLUGINS_LOAD", "[]"},
                                                       {"KITH_FIELDS", "[]"},
                                                       {"KITH_LOG_LEVEL", "error"}};
    REQUIRE(runKith({"migrate"}, variables).code == 0);
    const auto created = runKith({"key", "create", "--name", "a", "--right", "admin"}, variables);
    REQUIRE(created.code == 0);
    test::Process serving(test::program({"serve", "--set", "log.level=warning"}), variables);
    const std::string start = "listening on http://127.0.0.1:";
    const auto line = serving.line(start);
    REQUIRE(line);
    const auto port = static_cast<std::uint16_t>(std::stoi(line->substr(start.size())));
    const auto key = created.out.substr(0, created.out.size() - 1);
    const auto plugins = test::ApiClient(port, key).get("/v1/plugins");
    CHECK(plugins.status == 200);
    CHECK(nlohmann::json::parse(plugins.body).at("items").empty());
    serving.send(SIGINT);
    const auto ended = serving.wait();
    CHECK(ended.code == 0);
    CHECK(ended.err.find("level=info") == std::string::npos);
    CHECK(ended.err.find("field_left_out") != std::string::npos);
}

TEST_CASE("a plugin that fails is shown, and the rest runs", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const bool loaded = GENERATE(false, true);
    KithServer server(database.url(), {loaded ? loading(KITH_FIRST_PLUGIN, "options: {in: fail}")
                                              : loading("/nonexistent/first.so", "required: false"),
                                       "fields=[]"});
    const auto plugins = server.client(server.key("admin")).get("/v1/plugins");
    CHECK(plugins.status == 200);
    const auto plugin = nlohmann::json::parse(plugins.body).at("items").at(0);
    CHECK(plugin.at("state") == "failed");
    CHECK(plugin.at("reasons").size() == 1);
    CHECK(server.client("").get("/channels/first/urls").status == (loaded ? 503 : 404));
    CHECK(server.client("").get("/readyz").status == 200);
    CHECK(server.stop().code == 0);
}

TEST_CASE("plugins that could not be read have pages too, with files of one name", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    KithServer server(
        database.url(),
        {"plugins.load=[{path: /nonexistent/a/first.so}, {path: /nonexistent/b/first.so}]", "fields=[]"});
    auto client = server.client(server.key("admin"));
    const auto page = [&](const std::string& cursor) {
        return nlohmann::json::parse(client.get("/v1/plugins?limit=1" + cursor).body);
    };
    const auto first = page("");
    const auto second = page("&cursor=" + first.at("next_cursor").get<std::string>());
    CHECK(first.at("items").at(0).at("reasons") != second.at("items").at(0).at("reasons"));
    CHECK(second.at("next_cursor").is_null());
    CHECK(server.stop().code == 0);
}

TEST_CASE("a required plugin that fails stops the start", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    for (const auto& plugin : {loading(KITH_FIRST_PLUGIN, "required: true, options: {in: fail}"),
                               loading("/nonexistent/first.so", "required: true")}) {
        const auto ended = serveToItsEnd(database.url(), {plugin, "fields=[]"});
        CAPTURE(ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.out.empty());
        CHECK(ended.err.find("The plugin first is required and failed:") != std::string::npos);
    }
}

TEST_CASE("plugins are told where the outside reaches them: as configured, else where kith listens",
          "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const auto first = loading(KITH_FIRST_PLUGIN, "options: {}");
    const KithServer server(database.url(), {first, "fields=[]"});
    const auto own = "http://127.0.0.1:" + std::to_string(server.port());
    CHECK(server.client("").get("/channels/first/urls").body == own + " " + own + "/channels/first");

    const TestDatabase other(storage::Engine::Sqlite);
    const std::string outside = "https://kith.example.org/people";
    const KithServer behind(other.url(), {first, "fields=[]", "http.base_url=" + outside});
    CHECK(behind.client("").get("/channels/first/urls").body == outside + " " + outside + "/channels/first");
}

TEST_CASE("a SQLite file of somebody else is refused and left as it is", "[process]") {
    const test::TemporaryFolder folder;
    const auto file = (folder.path() / "shop.db").string();
    {
        soci::session shop(soci::sqlite3, "db=" + file);
        const std::string table = GENERATE("CREATE TABLE orders (id integer PRIMARY KEY)",
                                           "CREATE TABLE schema_version (version integer)");
        shop << table;
    }
    const auto before = contentOf(file);
    for (auto words :
         std::vector<std::vector<std::string>>{{"serve", "--set", "http.listen=127.0.0.1:0"},
                                               {"migrate"},
                                               {"key", "list"},
                                               {"backup", (folder.path() / "copy.db").string()}}) {
        words.insert(words.end(), {"--set", "database.url=sqlite:" + file});
        const auto ended = runKith(words);
        CAPTURE(words, ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find("has tables, but none of kith's") != std::string::npos);
        CHECK(contentOf(file) == before);
    }
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
