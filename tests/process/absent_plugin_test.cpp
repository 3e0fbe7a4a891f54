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
        const json blacklisted{{"type", "email"},
                               {"value", "ann@example.com"},
                               {"state", "blacklisted"},
                               {"reason", "Ann Smith"}};
        REQUIRE(client.post("/v1/suppressions", blacklisted).status == 200);
        const auto suppressions = "/v1/suppressions?address=email:ann@example.com";
        const auto listed = json::parse(client.get(suppressions).body).at("items").at(0);
        const json words{{"reason", "Ann Smith rang from +380501112233"}};
        REQUIRE(client.call("DELETE", "/v1/suppressions/" + listed.at("id").get<std::string>(), words.dump())
                    .status == 204);
        const json reason{{"reason", "person_request"}};
        REQUIRE(client.post("/v1/profiles/" + id + "/erase", reason).status < 300);
        awaitCoreRows(client, id);
        const auto lifted = json::parse(client.get("/v1/suppressions?lifted=true").body);
        REQUIRE(lifted.at("items").size() == 1);
        CHECK(lifted.at("items")[0].at("lifted").at("reason") == "by_staff");
        CHECK(lifted.dump().find("Smith") == std::string::npos);
        const auto ended = server.stop();
        CHECK(ended.err.find("level=warning event=plugin_absent plugin=push") != std::string::npos);
    }
    KithServer server(database.url());
    auto client = server.client(key);
    CHECK(test::receiptOf(client, id).at("removed").at("channels.push") == 1);
    CHECK(server.stop().err.find("plugin_absent") == std::string::npos);
}

TEST_CASE("a segment by what a plugin brings that can't be loaded stays as it is", "[process]") {
    const test::TestDatabase database(test::eachEngine());
    const std::string named = "segments=[{id: reached, name: Reached, condition: {identifier: email}}]";
    std::string key;
    {
        KithServer server(database.url(), {named});
        key = server.key("read");
        REQUIRE(server.stop().code == 0);
    }
    const std::string without = "plugins.load=[{name: fields}, {path: /nonexistent/email.so}]";
    const std::string renamed = "segments=[{id: reached, name: Mailed, condition: {identifier: email}}]";
    {
        KithServer server(database.url(), {without, renamed});
        auto client = server.client(key);
        const auto shown = json::parse(client.get("/v1/segments/reached").body);
        CHECK(shown.at("name") == "Reached");
        CHECK(shown.at("managed_by") == "configuration");
        CHECK(client.get("/v1/segments/reached/members").status == 409);
        const auto ended = server.stop();
        CHECK(ended.err.find("level=warning event=left_out what=segment key=reached") != std::string::npos);
    }
    KithServer server(database.url(), {renamed});
    auto client = server.client(key);
    CHECK(json::parse(client.get("/v1/segments/reached").body).at("name") == "Mailed");
    CHECK(client.get("/v1/segments/reached/members").status == 200);
}
