// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <thread>

#include "tests/process/load.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::kFailed;
using kith::test::KithServer;
using kith::test::kWrongUse;
using kith::test::NumberedObservations;
using kith::test::runKith;
using kith::test::TestDatabase;

namespace {

test::Ended check(const TestDatabase& database, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"check", "--set", "database.url=" + database.url()});
    return runKith(std::move(options));
}

/// With five people, each with an address and a cookie.
void fill(const TestDatabase& database) {
    KithServer server(database.url());
    auto client = server.client(server.key("write"));
    auto items = nlohmann::json::array();
    for (int number = 0; number < 5; ++number) items.push_back(NumberedObservations::observation(number));
    REQUIRE(client.post("/v1/observations", items).status == 200);
    server.stop();
}

}  // namespace

TEST_CASE("what is no database of kith's is not checked", "[process]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "missing.db";
    const auto missing = runKith({"check", "--set", "database.url=sqlite:" + file.string()});
    CHECK(missing.code == kFailed);
    CHECK(missing.err.find(file.string()) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(file));
    const TestDatabase empty(test::eachEngine());
    { const storage::Database made(empty.settings()); }
    const auto ended = check(empty);
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("kith migrate") != std::string::npos);
    CHECK(check(empty, {"--limit", "-1"}).code == kWrongUse);
    CHECK(check(empty, {"--limit", "few"}).code == kWrongUse);
    CHECK(check(empty, {"--fix"}).code == kWrongUse);
}

TEST_CASE("a database is checked while a server writes to it", "[process]") {
    const TestDatabase database(test::eachEngine());
    KithServer server(database.url());
    const auto key = server.key("write");
    NumberedObservations observations;
    const test::Load load(server, key, observations, 8);
    for (std::size_t round = 1; round <= 3; ++round) {
        REQUIRE(observations.waitForAcknowledged(round * 100));
        const auto ended = check(database);
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
        CHECK(ended.out.empty());
        CHECK(ended.err.find("the database is sound") != std::string::npos);
    }
    REQUIRE(observations.waitForAcknowledged(observations.acknowledged().size() + 20));
}

TEST_CASE("what a check finds stands on lines of its own, so many of each kind, and ends it with 1",
          "[process]") {
    const TestDatabase database(test::eachEngine());
    fill(database);
    storage::Database(database.settings()).openWriter()->execute("UPDATE profile SET merge_count = 7");
    const auto all = check(database);
    CHECK(all.code == kFailed);
    CHECK(std::count(all.out.begin(), all.out.end(), '\n') == 5);
    CHECK(all.out.starts_with("profile\tid="));
    CHECK(all.out.find("\tmerge_count is not the number of profiles that it absorbed\n") !=
          std::string::npos);
    CHECK(all.err.find("5 violations") != std::string::npos);
    const auto two = check(database, {"--limit", "2"});
    CHECK(two.code == kFailed);
    CHECK(std::count(two.out.begin(), two.out.end(), '\n') == 2);
    CHECK(two.err.find("3 more") != std::string::npos);
    CHECK(two.err.find("5 violations") != std::string::npos);
    CHECK(check(database, {"--limit", "0"}).out.empty());
}

TEST_CASE("a suppression that was lost when its address came again is found", "[process]") {
    const TestDatabase database(test::eachEngine());
    {
        KithServer server(database.url());
        auto client = server.client(server.key("write"));
        const nlohmann::json suppression{{"type", "email"},
                                         {"value", "gone@example.com"},
                                         {"state", "complained"},
                                         {"reason", "import_test"}};
        REQUIRE(client.post("/v1/suppressions", suppression).status == 200);
        server.stop();
    }
    CHECK(check(database).code == 0);
    storage::Database(database.settings())
        .openWriter()
        ->runOnce("INSERT INTO identifier (id, type, value) VALUES (5, 'email', 'gone@example.com')");
    const auto lost = check(database);
    CHECK(lost.code == kFailed);
    CHECK(lost.out.find("identifier\tid=5\tis known again, and what is kept of it by its hash does not "
                        "count\n") != std::string::npos);
    storage::Database(database.settings())
        .openWriter()
        ->runOnce("DELETE FROM setting WHERE name = 'address_hash_key'");
    const auto blind = check(database);
    CHECK(blind.code == kFailed);
    CHECK(blind.err.find("address_hash_key") != std::string::npos);
}

TEST_CASE("what is over a cap that may have been higher once is named, and the database is sound",
          "[process]") {
    const TestDatabase database(test::eachEngine());
    fill(database);
    CHECK(check(database, {"--set", "identity.max_identifiers=2"}).out.empty());
    const auto lowered = check(database, {"--set", "identity.max_identifiers=1"});
    INFO(lowered.out << lowered.err);
    CHECK(lowered.code == 0);
    CHECK(std::count(lowered.out.begin(), lowered.out.end(), '\n') == 5);
    CHECK(lowered.out.find("\tlists more identifiers than the cap, which may have been higher then\n") !=
          std::string::npos);
    CHECK(lowered.err.find("the database is sound") != std::string::npos);
    CHECK(lowered.err.find("maintenance has yet to come there: 5") != std::string::npos);
}

TEST_CASE("a change of class counts for those who are there already, once a server has started with it",
          "[process]") {
    const TestDatabase database(test::eachEngine());
    fill(database);
    const std::string moving = "identity.types={email: {class: moving}}";
    const std::string unique = "identity.types={email: {class: unique, limit: 1}}";
    const auto before = check(database, {"--set", moving});
    INFO(before.out << before.err);
    CHECK(before.code == 0);
    CHECK(std::count(before.out.begin(), before.out.end(), '\n') == 5);
    CHECK(before.out.find("\tknown is not yet what its identifiers say") != std::string::npos);
    CHECK(check(database, {"--set", unique}).out.empty());
    KithServer server(database.url(), {moving});
    auto client = server.client(server.key("read"));
    const auto deadline = std::chrono::steady_clock::now() + test::Process::kPatience;
    const auto unknown = [&] {
        return nlohmann::json::parse(client.get("/v1/profiles?known=false").body).at("items").size();
    };
    while (unknown() < 5) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::yield();
    }
    const auto ended = server.stop();
    CHECK(ended.err.find("event=identifier_class_changed type=email") != std::string::npos);
    const auto after = check(database, {"--set", moving});
    INFO(after.out << after.err);
    CHECK(after.code == 0);
    CHECK(after.out.empty());
}
