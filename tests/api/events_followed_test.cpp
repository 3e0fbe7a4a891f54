// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "core/storage/database.hpp"
#include "tests/api/api_server.hpp"
#include "tests/api/feed.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

RawClient waiting(ApiServer& api, const std::string& after, const std::string& wait) {
    auto client = api.connect();
    client.send(ApiServer::bytesOf({.path = "/v1/events?after=" + after + "&wait=" + wait, .key = api.read}));
    return client;
}

RawClient following(ApiServer& api, const std::string& after, const std::string& key,
                    const std::string& seen = "") {
    Call call{.path = "/v1/events?after=" + after, .key = key, .headers = {{"Accept", "text/event-stream"}}};
    if (!seen.empty()) call.headers.emplace_back("Last-Event-ID", seen);
    auto client = api.connect();
    client.send(ApiServer::bytesOf(call));
    return client;
}

/// Where a stream says that it begins.
std::string openingOf(RawClient& client) {
    client.readUntil("id: ");
    auto id = client.readUntil("\n");
    id.pop_back();
    CHECK(client.readUntil("\n\n") == "retry: 1000\n\n");
    return id;
}

/// The next server-sent event of a stream that was opened; comments are passed over.
Json nextEvent(RawClient& client) {
    client.readUntil("id: ");
    const auto id = client.readUntil("\n");
    const auto type = client.readUntil("\ndata: ");
    const auto data = Json::parse(client.readUntil("\n\n"));
    CHECK(id == data["id"].get<std::string>() + "\n");
    CHECK(type == "event: " + data["type"].get<std::string>() + "\ndata: ");
    return data;
}

}  // namespace

TEST_CASE("who has read everything can wait for the next event", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto after = latest(api);
    auto client = waiting(api, after, "60");
    CHECK_FALSE(client.readable(std::chrono::milliseconds(20)));
    const auto created = api.observe(somebody());
    const auto answer = client.read();
    CHECK(answer.status == 200);
    const auto page = Json::parse(answer.body);
    REQUIRE(page["items"].size() == 1);
    CHECK(page["items"][0]["profile_id"] == created["profile_id"]);
    CHECK(page["next_after"] == page["items"][0]["id"]);
    CHECK(api.schema().check("GET", "/v1/events", 200, answer.header("Content-Type"), answer.body).empty());
    // The connection goes on, and what is there is not waited for.
    CHECK(client.call(ApiServer::bytesOf({.path = "/v1/events?wait=60&after=" + after, .key = api.read}))
              .body == answer.body);
}

TEST_CASE("a wait that is over answers an empty page", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto after = latest(api);
    const auto page = api.get("/v1/events?wait=1&after=" + after);
    CHECK(page.status == 200);
    CHECK(page.body == Json{{"items", Json::array()}, {"next_after", after}});
    for (const auto* wait : {"61", "-1", "1.5", "x"}) {
        CHECK(api.get("/v1/events?wait=" + std::string(wait)).errors() == Errors{"?wait invalid_value"});
    }
}

TEST_CASE("who follows the feed is told of each event as it comes, and goes on where the client was cut off",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto after = latest(api);
    auto client = following(api, after, api.read);
    const auto head = client.read();
    CHECK(head.status == 200);
    CHECK(head.header("Content-Type") == "text/event-stream");
    CHECK(openingOf(client) == after);
    std::vector<Json> told;
    for (int i = 0; i < 3; ++i) {
        const auto created = api.observe(somebody());
        told.push_back(nextEvent(client));
        CHECK(told.back()["profile_id"] == created["profile_id"]);
        CHECK(told.back()["type"] == "profile.created");
    }
    auto again = following(api, after, api.read, told[0]["id"]);
    CHECK(again.read().status == 200);
    CHECK(openingOf(again) == told[0]["id"]);
    CHECK(nextEvent(again) == told[1]);
    CHECK(nextEvent(again) == told[2]);
    auto other = following(api, "0", api.read, "x");
    CHECK(Json::parse(other.read().body)["errors"][0]["pointer"] == "?Last-Event-ID");
}

TEST_CASE("many who wait and follow leave the workers to others", "[api]") {
    ApiServer api(eachEngine(), {"http.workers=1", "http.max_streams=20"});
    std::vector<RawClient> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(waiting(api, "0", "60"));
        clients.push_back(following(api, "0", api.read));
        CHECK(clients.back().read().status == 200);
        CHECK(openingOf(clients.back()) == "0");
    }
    const auto refused = api.get("/v1/events?wait=60");
    CHECK(refused.status == 503);
    const auto created = api.observe(somebody());
    for (std::size_t i = 0; i < clients.size(); i += 2) {
        CHECK(Json::parse(clients[i].read().body)["items"][0]["profile_id"] == created["profile_id"]);
        CHECK(nextEvent(clients[i + 1])["profile_id"] == created["profile_id"]);
    }
}

TEST_CASE("who follows hears something when nothing happens", "[api]") {
    ApiServer api(eachEngine(), {"events.heartbeat=20ms"});
    auto client = following(api, "latest", api.read);
    CHECK(client.read().status == 200);
    client.readUntil(": still here\n\n");
    client.readUntil(": still here\n\n");
}

TEST_CASE("who waits or follows does so as long as the key is good", "[api]") {
    ApiServer api(eachEngine(), {"events.heartbeat=1h"});
    const auto issued = api.call({.method = "POST",
                                  .path = "/v1/keys",
                                  .key = api.admin,
                                  .body = Json{{"name", "follower"}, {"right", "read"}}.dump()});
    const std::string key = issued.body["key"];
    auto follows = following(api, "latest", key);
    CHECK(follows.read().status == 200);
    auto waits = api.connect();
    waits.send(ApiServer::bytesOf({.path = "/v1/events?after=latest&wait=60", .key = key}));
    CHECK_FALSE(waits.readable(std::chrono::milliseconds(20)));
    const auto id = issued.body["id"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = "/v1/keys/" + id, .key = api.admin}).status == 204);
    follows.readToEnd();
    const auto answer = waits.read();
    CHECK(answer.status == 401);
    CHECK(answer.header("WWW-Authenticate") == "Bearer realm=\"kith\"");
    CHECK(api.schema().check("GET", "/v1/events", 401, answer.header("Content-Type"), answer.body).empty());
}

TEST_CASE("who waits or follows goes on to when the database does not answer for a while", "[api]") {
    ApiServer api(storage::Engine::Postgresql, {"database.statement_timeout=100ms"});
    const auto after = latest(api);
    auto follows = following(api, after, api.read);
    CHECK(follows.read().status == 200);
    CHECK(openingOf(follows) == after);
    auto waits = waiting(api, after, "60");
    CHECK_FALSE(waits.readable(std::chrono::milliseconds(20)));
    {
        // What is known of the key has to be read again.
        storage::Database database(api.database());
        const auto other = database.openWriter();
        other->beginWrite();
        other->runOnce("LOCK TABLE api_key IN ACCESS EXCLUSIVE MODE");
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        while (api.log().find("event=events_unread") == std::string::npos) {
            REQUIRE(std::chrono::steady_clock::now() < deadline);
            std::this_thread::yield();
        }
        other->rollback();
    }
    const auto created = api.observe(somebody());
    CHECK(nextEvent(follows)["profile_id"] == created["profile_id"]);
    CHECK(Json::parse(waits.read().body)["items"][0]["profile_id"] == created["profile_id"]);
}

TEST_CASE("a server that stops sends those who wait and follow on their way", "[api]") {
    ApiServer api(eachEngine(), {"shutdown.deadline=1h"});
    auto waits = waiting(api, "0", "60");
    auto follows = following(api, "0", api.read);
    CHECK(follows.read().status == 200);
    api.stop();
    const auto answer = waits.read();
    CHECK(answer.status == 200);
    CHECK(Json::parse(answer.body)["items"].empty());
    CHECK(follows.readToEnd() == "id: 0\nretry: 1000\n\n");
}
