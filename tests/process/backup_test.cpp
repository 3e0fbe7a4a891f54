// SPDX-License-Identifier: Apache-2.0
#include "tests/process/load.hpp"
#include "tests/process/people.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::kFailed;
using kith::test::KithServer;
using kith::test::NumberedObservations;
using kith::test::runKith;
using kith::test::TestDatabase;

namespace {

std::vector<nlohmann::json> shown(const KithServer& server, const std::string& key) {
    std::vector<nlohmann::json> all;
    auto client = server.client(key);
    for (const auto& person : test::everybody(server, key)) {
        const auto path = "/v1/profiles/" + person.profile.at("id").get<std::string>();
        all.push_back({person.profile, person.activities, test::allItems(client, path + "/changes?"),
                       nlohmann::json::parse(client.get(path + "/identity").body)});
    }
    return all;
}

/// Makes people, two of whom become one.
void fill(const KithServer& server, const std::string& key) {
    auto items = nlohmann::json::array();
    for (int number = 0; number < 200; ++number) items.push_back(NumberedObservations::observation(number));
    items.push_back({{"identifiers",
                      {{{"type", "email"}, {"value", "p1@example.org"}},
                       {{"type", "email"}, {"value", "p2@example.org"}}}}});
    REQUIRE(server.client(key).post("/v1/observations", items).status == 200);
}

/// The id of the last event, once there are any after this one and all that was written is told.
std::string waitForEvents(const KithServer& server, const std::string& key, std::string after) {
    auto client = server.client(key);
    auto page = nlohmann::json::parse(client.get("/v1/events?wait=60&after=" + after).body);
    REQUIRE_FALSE(page.at("items").empty());
    while (!page.at("items").empty()) {
        after = page.at("next_after");
        page = nlohmann::json::parse(client.get("/v1/events?wait=1&after=" + after).body);
    }
    return after;
}

std::string lineWith(const std::string& text, const std::string& what) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.substr(at, text.find('\n', at) - at);
}

void paste(const std::string& call) {
    const auto ended = test::run({"/bin/sh", "-c", call});
    INFO(call << "\n" << ended.err);
    REQUIRE(ended.code == 0);
}

}  // namespace

TEST_CASE("a copy made under load is whole, holds what was acknowledged before, and can be served",
          "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const test::TemporaryFolder folder;
    const auto file = (folder.path() / "copy.db").string();
    KithServer server(database.url());
    const auto key = server.key("write");
    NumberedObservations observations;
    std::set<int> before;
    {
        const test::Load load(server, key, observations, 8);
        REQUIRE(observations.waitForAcknowledged(200));
        before = observations.acknowledged();
        const auto ended = runKith({"backup", file, "--set", "database.url=" + database.url()});
        INFO(ended.err);
        REQUIRE(ended.code == 0);
        const auto during = observations.acknowledged().size();
        REQUIRE(observations.waitForAcknowledged(during + 20));
    }
    const KithServer copy("sqlite:" + file);
    NumberedObservations copied;
    const auto there = copied.verify(copy, key);
    CHECK(std::includes(there.begin(), there.end(), before.begin(), before.end()));
}

TEST_CASE("a server that starts from a copy shows the same people", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const test::TemporaryFolder folder;
    const auto file = (folder.path() / "copy.db").string();
    const KithServer server(database.url());
    const auto key = server.key("write");
    fill(server, key);
    REQUIRE(runKith({"backup", file, "--set", "database.url=" + database.url()}).code == 0);
    const KithServer copy("sqlite:" + file);
    const auto original = shown(server, key);
    CHECK(original.size() == NumberedObservations::kPeople - 1);
    CHECK(shown(copy, key) == original);
}

TEST_CASE("whoever read events that the backup does not hold is told so by a server that starts from it",
          "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const test::TemporaryFolder folder;
    const auto file = (folder.path() / "copy.db").string();
    const KithServer server(database.url());
    const auto key = server.key("write");
    fill(server, key);
    const auto seen = waitForEvents(server, key, "0");
    REQUIRE(runKith({"backup", file, "--set", "database.url=" + database.url()}).code == 0);
    const nlohmann::json later{{"identifiers", {{{"type", "email"}, {"value", "later@example.org"}}}}};
    REQUIRE(server.client(key).post("/v1/observations", later).status == 200);
    const auto lost = waitForEvents(server, key, seen);
    const KithServer copy("sqlite:" + file);
    auto client = copy.client(key);
    CHECK(client.get("/v1/events?after=" + seen).status == 200);
    CHECK(client.get("/v1/events?wait=60&after=" + lost).status == 409);
}

TEST_CASE("a backup of nothing is a failure that leaves nothing behind", "[process]") {
    const test::TemporaryFolder folder;
    const auto database = folder.path() / "missing.db";
    const auto copy = folder.path() / "copy.db";
    const auto ended =
        runKith({"backup", copy.string(), "--set", "database.url=sqlite:" + database.string()});
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find(database.string()) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(database));
    CHECK_FALSE(std::filesystem::exists(copy));
}

TEST_CASE("a copy that finds no room says which, what to do, and leaves nothing behind", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const test::TemporaryFolder folder;
    const auto file = (folder.path() / "copy.db").string();
    REQUIRE(runKith({"migrate", "--set", "database.url=" + database.url()}).code == 0);
    // No file may have more than 64 KiB, and who writes more is told so.
    const auto ended = test::run({"/bin/sh", "-c", "trap '' XFSZ; ulimit -f 128; exec \"$@\"", "sh",
                                  KITH_PROGRAM, "backup", file, "--set", "database.url=" + database.url()});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("the copy " + file + " can't be written") != std::string::npos);
    CHECK(ended.err.find("room") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("on PostgreSQL a backup names the calls, which copy and bring back when pasted", "[process]") {
    const TestDatabase database(storage::Engine::Postgresql);
    const TestDatabase empty(storage::Engine::Postgresql);
    const test::TemporaryFolder folder;
    const auto file = (folder.path() / "it's a copy.dump").string();
    const KithServer server(database.url());
    const auto key = server.key("write");
    fill(server, key);
    const auto ended = runKith({"backup", file, "--set", "database.url=" + database.url()});
    CHECK(ended.code == kFailed);
    CHECK(ended.out.empty());
    CHECK_FALSE(std::filesystem::exists(file));
    paste(lineWith(ended.err, "  pg_dump "));
    auto restore = lineWith(ended.err, "  pg_restore ");
    const auto at = restore.find(database.url());
    REQUIRE(at != std::string::npos);
    paste(restore.replace(at, database.url().size(), empty.url()));

    const KithServer copy(empty.url());
    const auto original = shown(server, key);
    CHECK(original.size() == NumberedObservations::kPeople - 1);
    CHECK(shown(copy, key) == original);
}

TEST_CASE("the pg_dump call holds no password", "[process]") {
    for (const auto* url :
         {"postgresql://kith:hunter2@127.0.0.1:1/kith", "postgresql://127.0.0.1:1/kith?password=hunter2",
          "postgresql://127.0.0.1:1/kith?connect_timeout=1&password=hunter2&user=kith",
          "postgresql://kith:a?hunter2@127.0.0.1:1/kith", "postgresql://kith:a@hunter2@127.0.0.1:1/kith",
          "postgresql://127.0.0.1:1/kith?sslpassword=hunter2&password=hunter2",
          "postgresql://kith:hunter2@127.0.0.1:1?application_name=a@b"}) {
        const auto ended = runKith({"backup", "copy.dump", "--set", std::string("database.url=") + url});
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find("pg_dump") != std::string::npos);
        CHECK(ended.err.find("hunter2") == std::string::npos);
    }
}
