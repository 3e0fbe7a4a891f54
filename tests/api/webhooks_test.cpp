// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <atomic>
#include <map>
#include <set>

#include "tests/api/api_server.hpp"
#include "tests/api/metric_series.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// Soon again, and to receivers beside it.
std::vector<std::string> local(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"webhooks.allow_private_addresses=true", "webhooks.allow_http=true",
                               "webhooks.first_retry=1ms", "webhooks.longest_retry=2ms"});
    return more;
}

ApiAnswer admin(ApiServer& api, const std::string& method, const std::string& path,
                const Json& body = nullptr) {
    return api.call(
        {.method = method, .path = path, .key = api.admin, .body = body.is_null() ? "" : body.dump()});
}

/// A new webhook, as it was answered.
Json hook(ApiServer& api, const std::string& url, const Json& types = Json::array()) {
    const auto made = admin(api, "POST", "/v1/webhooks", {{"url", url}, {"types", types}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    return made.body;
}

std::string pathOf(const Json& webhook) {
    return "/v1/webhooks/" + webhook["id"].get<std::string>();
}

/// The dead letters, once there are so many.
Json deadLetters(ApiServer& api, const Json& webhook, std::size_t count) {
    Json items;
    REQUIRE(comesTrue([&] {
        items = admin(api, "GET", pathOf(webhook) + "/dead-letters").body["items"];
        return items.size() == count;
    }));
    return items;
}

Json renamed(Json who, const std::string& name) {
    who["fields"] = {{"first_name", name}};
    return who;
}

}  // namespace

TEST_CASE("an event is sent as it stands in the feed, signed and dated", "[api]") {
    ApiServer api(eachEngine(), local());
    WebhookReceiver receiver;
    const auto webhook = hook(api, receiver.url());
    CHECK(webhook["active"] == true);
    const auto created = api.observe(somebody());
    const auto message = receiver.waitFor(1)[0];
    CHECK(message.event()["profile_id"] == created["profile_id"]);
    CHECK(message.event() == api.get("/v1/events").body["items"][0]);
    CHECK(message.header("webhook-id").starts_with("evt_"));
    const auto secret = webhook["secret"].get<std::string>();
    CHECK(isSigned(message, secret));

    // It is shown nowhere else.
    for (const auto& path : {std::string("/v1/webhooks"), pathOf(webhook)})
        CHECK(admin(api, "GET", path).text.find(secret) == std::string::npos);
    CHECK(api.log().find(secret.substr(6)) == std::string::npos);
    CHECK(api.log().find(receiver.url()) == std::string::npos);
}

// As after a backup was restored, when numbers are given again.
TEST_CASE("two events that have one number in two databases are two messages", "[api]") {
    const auto engine = eachEngine();
    WebhookReceiver receiver;
    std::set<std::string> ids, messages;
    for (std::size_t count = 1; count <= 2; ++count) {
        ApiServer api(engine, local());
        static_cast<void>(hook(api, receiver.url()));
        api.observe(somebody());
        const auto message = receiver.waitFor(count).back();
        ids.insert(message.event()["id"]);
        messages.insert(message.header("webhook-id"));
    }
    CHECK(ids.size() == 1);
    CHECK(messages.size() == 2);
}

TEST_CASE("a webhook gets what happens from then on, and only what it wants", "[api]") {
    ApiServer api(eachEngine(), local());
    WebhookReceiver receiver;
    const auto ann = somebody();
    api.observe(ann);
    const auto email = fresh("hook") + "@example.com";
    api.observe(person("email", email));
    const Json wanted = {"profile.merged"};
    CHECK(hook(api, receiver.url(), wanted)["types"] == wanted);
    api.observe(renamed(ann, "Ann"));
    auto both = ann;
    both["identifiers"].push_back({{"type", "email"}, {"value", email}});
    const auto merged = api.observe(both);
    const auto event = receiver.waitFor(1)[0].event();
    CHECK(event["type"] == "profile.merged");
    CHECK(event["absorbed_id"] == merged["absorbed"][0]);
}

TEST_CASE("what a receiver does not take is sent again, and its profile's later events wait", "[api]") {
    ApiServer api(eachEngine(), local({"webhooks.attempts=100", "webhooks.first_retry=500ms",
                                       "webhooks.longest_retry=500ms"}));
    const auto ann = somebody();
    const auto bob = somebody();
    std::atomic<bool> ready = false;
    std::atomic<int> refused = 0;
    std::mutex mutex;
    std::string annId;
    WebhookReceiver receiver([&](const Message& message) {
        const std::scoped_lock lock(mutex);
        if (ready || message.event()["profile_id"] != annId) return http::Response::empty();
        ++refused;
        return http::Response::empty(500);
    });
    {
        const std::scoped_lock lock(mutex);
        annId = api.observe(ann)["profile_id"];
    }
    static_cast<void>(hook(api, receiver.url()));
    api.observe(renamed(ann, "Ann"));
    api.observe(renamed(ann, "Anna"));
    const auto bobId = api.observe(bob)["profile_id"];
    api.observe(renamed(bob, "Bob"));
    // Bob's come, although Ann's first is refused again and again.
    std::size_t count = 0;
    const auto of = [&](const Json& id) {
        std::vector<Message> found;
        const auto messages = receiver.waitFor(count + 1);
        count = messages.size();
        for (const auto& message : messages)
            if (message.event()["profile_id"] == id) found.push_back(message);
        return found;
    };
    while (of(bobId).size() < 2 || refused < 3) {
    }
    const auto tried = of(annId);
    for (const auto& message : tried) {
        CHECK(message.header("webhook-id") == tried[0].header("webhook-id"));
        CHECK(message.body == tried[0].body);
    }
    ready = true;
    std::set<int> versions;
    while (versions.size() < 2) {
        versions.clear();
        for (const auto& message : of(annId)) versions.insert(message.event()["version"].get<int>());
    }
    int last = 0;
    for (const auto& message : receiver.messages()) {
        if (message.event()["profile_id"] != annId) continue;
        CHECK(message.event()["version"] >= last);
        last = message.event()["version"];
    }
    CHECK(admin(api, "GET", "/v1/webhooks").body["items"].size() == 1);
}

TEST_CASE("what is never taken becomes a dead letter, and can be sent again", "[api]") {
    ApiServer api(eachEngine(), local({"webhooks.attempts=3"}));
    std::atomic<int> status = 500;
    WebhookReceiver receiver([&](const Message&) { return http::Response::empty(status); });
    const auto webhook = hook(api, receiver.url());
    const auto ann = somebody();
    api.observe(ann);
    auto letters = deadLetters(api, webhook, 1);
    CHECK(letters[0]["attempts"] == 3);
    CHECK(letters[0]["reason"] == "status_500");
    CHECK(letters[0]["event"]["type"] == "profile.created");
    CHECK(receiver.messages().size() == 3);
    status = 302;
    api.observe(renamed(ann, "Ann"));
    letters = deadLetters(api, webhook, 2);
    CHECK(letters[1]["reason"] == "status_302");
    const auto page = admin(api, "GET", pathOf(webhook) + "/dead-letters?limit=1");
    CHECK(page.body["items"] == Json::array({letters[0]}));
    const auto cursor = page.body["next_cursor"].get<std::string>();
    CHECK(admin(api, "GET", pathOf(webhook) + "/dead-letters?cursor=" + cursor).body["items"] ==
          Json::array({letters[1]}));

    const auto before = receiver.messages().size();
    status = 200;
    CHECK(admin(api, "POST", pathOf(webhook) + "/dead-letters/replay").body == Json{{"replayed", 2}});
    CHECK(admin(api, "POST", pathOf(webhook) + "/dead-letters/replay").body == Json{{"replayed", 0}});
    const auto messages = receiver.waitFor(before + 2);
    CHECK(messages[before].event() == letters[0]["event"]);
    CHECK(messages[before + 1].event() == letters[1]["event"]);
    CHECK(deadLetters(api, webhook, 0).empty());
    // The call that came again sent nothing: what comes next is what happens next.
    CHECK(admin(api, "POST", pathOf(webhook) + "/dead-letters/replay").body == Json{{"replayed", 0}});
    api.observe(renamed(ann, "Anna"));
    const auto next = receiver.waitFor(before + 3)[before + 2].event();
    CHECK(next["version"] > letters[1]["event"]["version"]);
    const auto metrics = api.call({.path = "/metrics", .key = api.read}).text;
    CHECK(metrics.find("kith_webhook_deliveries_total{outcome=\"dead\"} 2") != std::string::npos);
    CHECK(metrics.find("kith_webhook_deliveries_total{outcome=\"failed\"} 4") != std::string::npos);
}

TEST_CASE("a webhook that fails is told of before anything is a dead letter, and so is that it works again",
          "[api]") {
    ApiServer api(eachEngine(), local({"webhooks.attempts=100", "webhooks.first_retry=500ms",
                                       "webhooks.longest_retry=500ms"}));
    std::atomic<int> status = 500;
    WebhookReceiver receiver([&](const Message&) { return http::Response::empty(status); });
    const auto webhook = hook(api, receiver.url());
    const auto failing = [&] {
        const auto metrics = api.call({.path = "/metrics", .key = api.read}).text;
        return series(metrics, "kith_webhooks_failing");
    };
    CHECK(admin(api, "GET", pathOf(webhook)).body["failure"].is_null());
    CHECK(failing() == 0);
    const auto id = webhook["id"].get<std::string>();
    api.observe(somebody());
    REQUIRE(comesTrue([&] { return failing() == 1; }));
    const auto failure = admin(api, "GET", pathOf(webhook)).body["failure"];
    CHECK(failure["reason"] == "status_500");
    CHECK(failure["attempts"] >= 1);
    CHECK(failure["next_attempt"] >= failure["failed_at"]);
    CHECK(api.log().find("level=warning event=webhook_failing webhook=" + id + " reason=status_500") !=
          std::string::npos);
    CHECK(api.log().find(receiver.url()) == std::string::npos);
    status = 200;
    REQUIRE(comesTrue([&] { return failing() == 0; }));
    CHECK(api.log().find("level=info event=webhook_works webhook=" + id) != std::string::npos);
    CHECK(admin(api, "GET", pathOf(webhook)).body["failure"].is_null());
}

TEST_CASE("a webhook whose events are all dead letters fails until it takes something, as everybody is told",
          "[api]") {
    ApiServer api(eachEngine(), local({"webhooks.attempts=2", "webhooks.first_retry=100ms",
                                       "webhooks.longest_retry=100ms"}));
    std::atomic<int> status = 503;
    WebhookReceiver receiver([&](const Message&) { return http::Response::empty(status); });
    const auto webhook = hook(api, receiver.url());
    const auto path = pathOf(webhook);
    const auto failing = [&] {
        return series(api.call({.path = "/metrics", .key = api.read}).text, "kith_webhooks_failing");
    };
    const auto failure = [&] { return admin(api, "GET", path).body["failure"]; };
    api.observe(somebody());
    REQUIRE(comesTrue([&] { return admin(api, "GET", path + "/dead-letters").body["items"].size() == 1; }));
    CHECK(failing() == 1);
    CHECK(failure()["reason"] == "status_503");
    CHECK(failure()["attempts"] == 2);
    CHECK(failure()["next_attempt"].is_null());
    status = 200;
    REQUIRE(admin(api, "POST", path + "/dead-letters/replay").status == 200);
    REQUIRE(comesTrue([&] { return failing() == 0; }));
    CHECK(failure().is_null());
    CHECK(api.log().find("event=webhook_works") != std::string::npos);
}

TEST_CASE("an address that was detached is not sent again", "[api]") {
    ApiServer api(eachEngine(), local({"webhooks.attempts=100", "webhooks.first_retry=100ms",
                                       "webhooks.longest_retry=100ms"}));
    WebhookReceiver receiver([&](const Message&) { return http::Response::empty(500); });
    static_cast<void>(hook(api, receiver.url(), {"endpoint.changed"}));
    const auto email = fresh("detached") + "@example.com";
    auto ann = person("email", email);
    ann["endpoints"] = {{{"type", "email"}, {"value", email}, {"state", "blacklisted"}}};
    const std::string id = api.observe(ann)["profile_id"];
    const auto first = receiver.waitFor(1)[0];
    CHECK(first.event()["identifier"] == Json{{"type", "email"}, {"value", email}});
    const auto path = "/v1/profiles/" + id + "/identifiers/email/" + email;
    const auto detached = api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""});
    INFO(detached.text);
    REQUIRE(detached.status < 300);
    // One may have been on its way.
    const auto last = receiver.waitFor(receiver.messages().size() + 2).back();
    CHECK(last.header("webhook-id") == first.header("webhook-id"));
    CHECK(last.event()["identifier"] == nullptr);
    CHECK(last.event()["after"] == first.event()["after"]);
}

TEST_CASE("a receiver that is too slow has not taken it", "[api]") {
    ApiServer api(eachEngine(), local({"webhooks.attempts=1", "webhooks.timeout=50ms"}));
    Latch latch;
    WebhookReceiver receiver([&](const Message&) {
        latch.pass();
        return http::Response::empty();
    });
    const auto webhook = hook(api, receiver.url());
    api.observe(somebody());
    CHECK(deadLetters(api, webhook, 1)[0]["reason"] == "timeout");
    latch.open();
}

TEST_CASE("a paused webhook gets what it missed once it is active again, and a removed one nothing",
          "[api]") {
    ApiServer api(eachEngine(), local());
    WebhookReceiver receiver;
    const auto webhook = hook(api, receiver.url());
    const auto paused = admin(api, "PATCH", pathOf(webhook), {{"active", false}});
    CHECK(paused.status == 200);
    CHECK(paused.body["active"] == false);
    const auto other = hook(api, receiver.url());
    const auto created = api.observe(somebody());
    CHECK(receiver.waitFor(1).size() == 1);
    CHECK(admin(api, "DELETE", pathOf(other)).status == 204);
    CHECK(admin(api, "PATCH", pathOf(webhook), {{"active", true}}).body["active"] == true);
    CHECK(receiver.waitFor(2)[1].event()["profile_id"] == created["profile_id"]);
    const auto next = api.observe(somebody());
    const auto messages = receiver.waitFor(3);
    CHECK(messages.back().event()["profile_id"] == next["profile_id"]);
    for (const auto* method : {"GET", "DELETE"}) CHECK(admin(api, method, pathOf(other)).status == 404);
}

TEST_CASE("a webhook that can't be made is refused with pointers", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto errors = [&](const Json& body) { return admin(api, "POST", "/v1/webhooks", body).errors(); };
    CHECK(errors(Json::object()) == Errors{"/url required"});
    for (const auto* url : {"crm", "http://crm.example.com/", "https://127.0.0.1/", "https://localhost/"})
        CHECK(errors({{"url", url}}) == Errors{"/url invalid_value"});
    const auto url = "https://crm.example.com/kith";
    CHECK(errors({{"url", url}, {"types", {"profile.seen"}}}) == Errors{"/types/0 invalid_value"});
    CHECK(errors({{"url", url}, {"types", "all"}}) == Errors{"/types wrong_type"});
    CHECK(errors({{"url", url}, {"secret", "guess"}}) == Errors{"/secret invalid_value"});
    CHECK(errors({{"url", url}, {"active", true}}) == Errors{"/active unknown_member"});
    const auto patch = [&](const Json& body) {
        return admin(api, "PATCH", "/v1/webhooks/01JD3W5V9Z8Q1", body);
    };
    CHECK(patch(Json::object()).errors() == Errors{"/active required"});
    CHECK(patch({{"active", 1}}).errors() == Errors{"/active wrong_type"});
    CHECK(patch({{"active", true}}).status == 404);
    CHECK(admin(api, "POST", "/v1/webhooks/01JD3W5V9Z8Q1/dead-letters/replay").status == 404);
    CHECK(admin(api, "GET", "/v1/webhooks/01JD3W5V9Z8Q1/dead-letters").status == 404);
    for (const auto& key : {api.read, api.write, api.open}) {
        CHECK(api.call({.path = "/v1/webhooks", .key = key}).status == 403);
        CHECK(api.call({.method = "POST", .path = "/v1/webhooks", .key = key, .body = "{}"}).status == 403);
    }
}

TEST_CASE("a call that is made again makes no second webhook", "[api]") {
    ApiServer api(eachEngine());
    const Json wanted{{"url", "https://crm.example.com/kith"},
                      {"secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}};
    const auto make = [&](const Json& body, const std::string& once) {
        return api.call({.method = "POST",
                         .path = "/v1/webhooks",
                         .key = api.admin,
                         .body = body.dump(),
                         .headers = {{"Idempotency-Key", once}}});
    };
    const auto first = make(wanted, "1");
    CHECK(first.status == 201);
    CHECK(first.body["secret"] == wanted["secret"]);
    CHECK(make(wanted, "1").body == first.body);
    CHECK(make({{"url", "https://other.example.com/"}}, "1").code() == "id_reused");
    CHECK(make(wanted, "2").body["id"] != first.body["id"]);
    CHECK(admin(api, "GET", "/v1/webhooks").body["items"].size() == 2);
}

TEST_CASE("there can't be any number of webhooks", "[api]") {
    ApiServer api(eachEngine());
    const Json wanted{{"url", "https://crm.example.com/kith"}};
    for (int i = 0; i < 100; ++i) REQUIRE(admin(api, "POST", "/v1/webhooks", wanted).status == 201);
    CHECK(admin(api, "POST", "/v1/webhooks", wanted).status == 409);
    const auto page = admin(api, "GET", "/v1/webhooks?limit=60");
    CHECK(page.body["items"].size() == 60);
    const auto cursor = page.body["next_cursor"].get<std::string>();
    CHECK(admin(api, "GET", "/v1/webhooks?cursor=" + cursor).body["items"].size() == 40);
}
