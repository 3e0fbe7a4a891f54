// SPDX-License-Identifier: Apache-2.0
// Somebody is erased by a server that does not load a plugin which keeps rows about them.
#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

#include "tests/process/kith_server.hpp"
#include "tests/process/receipts.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using nlohmann::json;

namespace {

const std::vector<std::string> kWithoutPush{
    "plugins.load=[{name: fields}, {name: phone}, {name: email}, {name: telegram}, {name: widget}]"};

/// Until what the core keeps is gone.
void awaitCoreRows(test::ApiClient& client, const std::string& id) {
    const auto deadline = std::chrono::steady_clock::now() + test::Process::kPatience;
    while (!json::parse(client.get("/v1/erasures/" + id).body).at("removed").contains("fields")) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

}  // namespace

TEST_CASE("an erasure waits for a plugin that has rows and is not loaded", "[process]") {
    const test::TestDatabase database(test::eachEngine());
    const json email{{"type", "email"}, {"value", "ann@example.com"}};
    std::string key;
    {
        KithServer server(database.url());
        key = server.key("write");
        auto client = server.client(key);
        const json token{{"app_id", "shop"},
                         {"token", "ann-app-0123456789-0123456789"},
                         {"identifiers", {email}},
                         {"at", "2026-11-20T12:00:03Z"}};
        REQUIRE(client.call("PUT", "/channels/push/tokens", token.dump()).status < 300);
        REQUIRE(
            client.post("/v1/observations", {{"identifiers", {email}}, {"fields", {{"first_name", "Ann"}}}})
                .status == 200);
        REQUIRE(server.stop().code == 0);
    }
    std::string id;
    {
        KithServer server(database.url(), kWithoutPush);
        auto client = server.client(key);
        id = json::parse(client.get("/v1/profiles/email:ann@example.com").body).at("id");
        const json reason{{"reason", "person_request"}};
        REQUIRE(client.post("/v1/profiles/" + id + "/erase", reason).status < 300);
        awaitCoreRows(client, id);
        const auto ended = server.stop();
        CHECK(ended.err.find("level=warning event=plugin_absent plugin=push") != std::string::npos);
    }
    KithServer server(database.url());
    auto client = server.client(key);
    CHECK(test::receiptOf(client, id).at("removed").at("channels.push") == 1);
    CHECK(server.stop().err.find("plugin_absent") == std::string::npos);
}
