// SPDX-License-Identifier: Apache-2.0
// What whoever runs the server looks at.
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "core/api/documents.hpp"
#include "tests/api/api_server.hpp"
#include "tests/api/metric_series.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("the server says that it lives and is ready, to anybody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(api.call({.path = "/healthz"}).body == Json({{"status", "ok"}}));
    CHECK(api.call({.path = "/readyz"}).body == Json({{"status", "ready"}}));
    CHECK(api.call({.path = "/healthz", .headers = {{"Authorization", "Bearer nonsense"}}}).status == 200);
}

TEST_CASE("a server whose database is gone lives, and is not ready", "[api]") {
    ApiServer api(storage::Engine::Postgresql);
    CHECK(api.call({.path = "/readyz"}).status == 200);
    api.dropDatabase();
    const auto answer = api.call({.path = "/readyz"});
    CHECK(answer.status == 503);
    CHECK(answer.text.find("SELECT") == std::string::npos);
    CHECK(api.call({.path = "/healthz"}).status == 200);
    const auto written = api.post("/v1/observations", somebody());
    CHECK(written.status == 503);
    CHECK(written.text.find("database \\\"") == std::string::npos);
}

TEST_CASE("no read fails because PostgreSQL was started again meanwhile", "[api]") {
    ApiServer api(storage::Engine::Postgresql);
    const auto someone = somebody();
    api.observe(someone);
    const auto profile = "/v1/profiles/" + refOf(someone);
    PostgresServer::instance().restart();
    CHECK(api.get(profile).status == 200);
    for (const auto& path : {std::string("/readyz"), std::string("/v1/profiles"), profile,
                             profile + "/activity", profile + "/changes", profile + "/identity"}) {
        CAPTURE(path);
        api.disconnectDatabase();
        CHECK(api.get(path).status == 200);
    }
    api.disconnectDatabase();
    CHECK(api.call({.path = "/v1/keys", .key = api.admin}).status == 200);
}

TEST_CASE("no write fails because PostgreSQL was started again before it", "[api]") {
    ApiServer api(storage::Engine::Postgresql);
    const auto someone = somebody();
    const auto define = [&] {
        return api.call({.method = "PUT",
                         .path = "/channels/widget/definitions/promo",
                         .key = api.write,
                         .body = R"({"name": "Promo"})"});
    };
    PostgresServer::instance().restart();
    for (int i = 0; i < 4; ++i) CHECK(api.post("/v1/observations", someone).status == 200);
    for (int i = 0; i < 4; ++i) {
        api.disconnectDatabase();
        CHECK(api.post("/v1/observations", someone).status == 200);
        api.disconnectDatabase();
        CHECK(define().status == 200);
        CHECK(api.call({.path = "/channels/widget/widget.js"}).status == 200);
    }
    CHECK(api.makeKey("read").size() > 10);
}

TEST_CASE("what is asked while PostgreSQL starts again is done, or asked for again, and never fails",
          "[api]") {
    ApiServer api(storage::Engine::Postgresql);
    const auto someone = somebody();
    api.observe(someone);
    const std::vector<Call> calls{
        {.path = "/v1/profiles/" + refOf(someone), .key = api.read},
        {.path = "/v1/profiles/" + refOf(someone) + "/activity", .key = api.read},
        {.method = "POST", .path = "/v1/observations", .key = api.write, .body = someone.dump()},
        {.method = "PUT",
         .path = "/channels/widget/definitions/promo",
         .key = api.write,
         .body = R"({"name": "Promo"})"},
        {.path = "/channels/widget/widget.js"},
        {.method = "POST",
         .path = "/v1/keys",
         .key = api.admin,
         .body = R"({"name": "a", "right": "read"})"}};
    std::atomic<bool> over{false};
    std::vector<std::set<int>> statuses(calls.size());
    std::vector<std::atomic<int>> answered(calls.size());
    std::atomic<int> withoutRetry{0};
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        callers.emplace_back([&, i] {
            // An exception here would end the program; a status of 0 fails the test.
            try {
                while (!over) {
                    const auto answer = api.connect().call(ApiServer::bytesOf(calls[i]));
                    statuses[i].insert(answer.status / 100 == 2 ? 200 : answer.status);
                    if (answer.status == 503 && answer.header("Retry-After").empty()) ++withoutRetry;
                    if (answer.status / 100 == 2) ++answered[i];
                }
            } catch (const std::exception&) {
                statuses[i].insert(0);
            }
        });
    }
    const auto allAnswered = [&](int more) {
        std::vector<int> before;
        for (const auto& each : answered) before.push_back(each);
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        for (std::size_t i = 0; i < calls.size(); ++i) {
            while (answered[i] < before[i] + more) {
                if (std::chrono::steady_clock::now() > deadline) return false;
                std::this_thread::yield();
            }
        }
        return true;
    };
    bool goesOn = allAnswered(5);
    for (int round = 0; round < 3 && goesOn; ++round) {
        PostgresServer::instance().restart();
        goesOn = allAnswered(5);
    }
    over = true;
    callers.clear();
    CHECK(goesOn);
    CHECK(withoutRetry == 0);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        CAPTURE(calls[i].method, calls[i].path);
        statuses[i].erase(503);
        CHECK(statuses[i] == std::set<int>{200});
    }
}

TEST_CASE("the metrics count requests, outcomes, refusals, groups and plugin calls", "[api]") {
    ApiServer api(eachEngine());
    auto someone = somebody();
    someone["identifiers"].push_back({{"type", "email"}, {"value", "guest"}});
    someone["id"] = fresh("once");
    api.observe(someone);
    api.observe(someone);
    // A second external id is one too many for whoever has that address.
    const Json known{{"type", "email"}, {"value", fresh("ann") + "@example.com"}};
    api.observe({{"identifiers", {known, somebody()["identifiers"][0]}}});
    CHECK(api.observe({{"identifiers", {known, somebody()["identifiers"][0]}}})["refused"].size() == 1);
    CHECK(api.get("/v1/profiles/" + refOf(someone)).status == 200);
    CHECK(api.get("/v1/profiles/external_id:not-of-4711").status == 404);
    CHECK(api.get("/nowhere").status == 404);
    // The line of a request is counted after its answer was sent: the next one may come first.
    const auto counted = [&](const std::string& name, double wanted) {
        double value = -1;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (value != wanted && std::chrono::steady_clock::now() < deadline)
            value = series(api.get("/metrics").text, name);
        return value;
    };
    CHECK(counted(R"(kith_http_requests_total{method="GET",route="/v1/profiles/{ref}",status="200"})", 1) ==
          1);
    CHECK(counted(R"(kith_http_requests_total{method="GET",route="/v1/profiles/{ref}",status="404"})", 1) ==
          1);
    CHECK(counted(R"(kith_http_requests_total{method="GET",route="unmatched",status="404"})", 1) == 1);
    const auto text = api.get("/metrics").text;
    INFO(text);
    CHECK(series(text, R"(kith_outcomes_total{result="created"})") >= 2);
    CHECK(series(text, R"(kith_outcomes_total{result="duplicate"})") == 1);
    CHECK(series(text, R"(kith_refusals_total{code="unique_conflict"})") == 1);
    CHECK(series(text, "kith_pipeline_depth") == 0);
    CHECK(series(text, "kith_pipeline_group_size_count") >= 2);
    CHECK(series(text, "kith_pipeline_group_size_sum") == 4);
    CHECK(series(text, "kith_pipeline_commit_duration_seconds_count") >= 2);
    CHECK(series(text, R"(kith_plugin_calls_total{call="panel",plugin="email",result="ok"})") == 1);
    CHECK(text.find("not-of-4711") == std::string::npos);
    CHECK(api.get("/metrics").header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    // Without a key, counts that move would tell whether a claim was of a known person.
    CHECK(api.call({.path = "/metrics"}).status == 401);
    CHECK(api.call({.path = "/metrics", .key = api.open}).status == 403);
}

TEST_CASE("the plugins are listed with what they bring", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto items = api.get("/v1/plugins").body["items"];
    std::set<std::string> names;
    for (const auto& plugin : items) {
        names.insert(plugin["name"]);
        CHECK(plugin["state"] == "running");
        CHECK(plugin["reasons"].empty());
        CHECK(plugin["version"].is_string());
    }
    CHECK(names == std::set<std::string>{"fields", "phone", "email", "push", "telegram", "widget"});
    const auto push =
        *std::find_if(items.begin(), items.end(), [](const auto& each) { return each["name"] == "push"; });
    CHECK(push["channel"] == "push");
    CHECK(push["identifier_types"] == Json({"push_token", "web_push", "device_id"}));
    const Json route{{"method", "POST"}, {"path", "/channels/push/tokens"}};
    CHECK(std::count(push["routes"].begin(), push["routes"].end(), route) == 1);
}

TEST_CASE("what a plugin hands in bears the key id that the plugin is listed with", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = fresh("bounced") + "@example.com";
    api.observe(person("email", email));
    const Json bounce{{"notificationType", "Bounce"},
                      {"bounce",
                       {{"bounceType", "Permanent"},
                        {"bounceSubType", "General"},
                        {"timestamp", "2026-01-02T00:00:00.000Z"},
                        {"feedbackId", fresh("f")},
                        {"bouncedRecipients", {{{"emailAddress", email}, {"status", "5.1.1"}}}}}},
                      {"mail",
                       {{"timestamp", "2026-01-02T00:00:00.000Z"},
                        {"messageId", fresh("m")},
                        {"source", "shop@example.org"},
                        {"destination", {email}}}}};
    REQUIRE(api.post("/channels/email/ses", bounce).status < 300);
    const auto items = api.get("/v1/plugins").body["items"];
    const auto plugin =
        *std::find_if(items.begin(), items.end(), [](const auto& each) { return each["name"] == "email"; });
    const auto changes = api.get("/v1/profiles/email:" + email + "/changes").body["items"];
    const auto change = std::find_if(changes.begin(), changes.end(),
                                     [](const auto& each) { return each["kind"] == "endpoint"; });
    REQUIRE(change != changes.end());
    CHECK((*change)["observation"]["key_id"] == plugin["key_id"]);
    std::set<std::string> keys;
    for (const auto& each : items) keys.insert(each["key_id"].get<std::string>());
    CHECK(keys.size() == items.size());
}

TEST_CASE("a plugin that could not be loaded is listed with the reason", "[api]") {
    const auto engine = eachEngine();
    ApiServer api(engine, {"plugins.load=[{name: fields}, {path: /nowhere/at-all.so}]", "identity.types={}",
                           "fields=[]"});
    const auto items = api.get("/v1/plugins").body["items"];
    REQUIRE(items.size() == 2);
    CHECK(items[1]["state"] == "failed");
    CHECK(items[1]["version"].is_null());
    CHECK(items[1]["key_id"].is_null());
    CHECK(items[1]["reasons"].size() >= 1);
}

TEST_CASE("the channels are listed with what they reach", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    std::map<std::string, Json> reached;
    const auto page = api.get("/v1/channels").body;
    for (const auto& channel : page["items"]) reached[channel["name"]] = channel["endpoint_types"];
    CHECK(reached == std::map<std::string, Json>{{"email", {"email"}},
                                                 {"push", {"push_token", "web_push"}},
                                                 {"telegram", {"telegram"}},
                                                 {"widget", Json::array()}});
}

TEST_CASE("the lists of plugins and channels have pages too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::string path = GENERATE("/v1/plugins", "/v1/channels");
    const auto whole = api.get(path).body["items"];
    const auto first = api.get(path + "?limit=1").body;
    CHECK(first["items"] == Json::array({whole[0]}));
    const auto rest = api.get(path + "?cursor=" + first["next_cursor"].get<std::string>()).body;
    CHECK(rest["next_cursor"].is_null());
    CHECK(rest["items"].size() == whole.size() - 1);
    CHECK(rest["items"][0] == whole[1]);
}

TEST_CASE("the description is served to anybody, and so is its page, which needs nothing else", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto described = api.call({.path = "/openapi.json"});
    CHECK(described.body["openapi"] == "3.1.0");
    const auto core = Json::parse(api::openapiJson());
    CHECK(described.body["components"] == core["components"]);
    for (const auto& [path, item] : core["paths"].items()) CHECK(described.body["paths"][path] == item);
    const auto page = api.call({.path = "/docs"});
    CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(api.connect().call(ApiServer::bytesOf({.path = "/docs/"})).body == page.text);
    CHECK(page.header("Content-Security-Policy").find("default-src 'none'") != std::string::npos);
    CHECK(page.text.find("src=\"http") == std::string::npos);
    CHECK(page.text.find("/openapi.json") != std::string::npos);
    for (const char* path : {"/openapi.json", "/docs"}) {
        const auto tag = api.call({.path = path}).header("ETag");
        CHECK(api.call({.path = path, .headers = {{"If-None-Match", tag}}}).status == 304);
        CHECK(api.call({.path = path, .headers = {{"If-None-Match", "\"another\""}}}).status == 200);
    }
}
