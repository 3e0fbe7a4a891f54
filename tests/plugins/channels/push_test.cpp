// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/push_app.hpp"

using namespace kith;
using namespace kith::test;

namespace {

const Json kAccepted{{"result", "accepted"}};

/// A known person with a registered phone; the reference to them.
std::string somebodyWith(ApiServer& api, const std::string& token) {
    const auto person = fresh("push-person-");
    const auto answer = put(api, "tokens",
                            {{"token", token},
                             {"app_id", "shop"},
                             {"platform", "ios"},
                             {"app_version", "3.1"},
                             {"os_version", "17.4"},
                             {"model", "iPhone15,2"},
                             {"language", "uk"},
                             {"identifiers", {{{"type", "external_id"}, {"value", person}}}},
                             {"at", "2026-01-02T03:04:05Z"}});
    REQUIRE(answer.status == 200);
    CHECK(answer.body["result"] == "created");
    return "external_id:" + person;
}

Json endpointOf(ApiServer& api, const std::string& ref, const std::string& token) {
    return identifierOf(api.profile(ref), "push_token", token);
}

}  // namespace

TEST_CASE("a registered token is an application of the profile", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    const auto profile = api.profile(ref);
    CHECK(profile["channels"]["push"]["applications"] ==
          Json::array({{{"type", "push_token"},
                        {"token", phone},
                        {"app_id", "shop"},
                        {"platform", "ios"},
                        {"app_version", "3.1"},
                        {"os_version", "17.4"},
                        {"model", "iPhone15,2"},
                        {"registered_at", "2026-01-02T03:04:05.000Z"},
                        {"last_seen", "2026-01-02T03:04:05.000Z"},
                        {"dropped_at", nullptr}}}));
    CHECK(profile["fields"]["language"] == "uk");
    CHECK(identifierOf(profile, "push_token", phone)["endpoint"]["state"] == "active");

    put(api, "tokens",
        {{"token", phone}, {"app_id", "shop"}, {"app_version", "3.2"}, {"at", "2026-02-02T03:04:05Z"}});
    // Told late, it is not news.
    put(api, "tokens",
        {{"token", phone}, {"app_id", "old"}, {"app_version", "3.0"}, {"at", "2025-12-01T00:00:00Z"}});
    const auto device = api.profile(ref)["channels"]["push"]["applications"][0];
    CHECK(device["app_version"] == "3.2");
    CHECK(device["app_id"] == "shop");
    CHECK(device["model"] == "iPhone15,2");
}

TEST_CASE("what is said of one token at once leaves what its newest registration says", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    std::vector<Call> calls;
    for (int i = 1; i <= 9; ++i) {
        const Json body{{"token", phone},
                        {"app_id", "shop"},
                        {"app_version", std::to_string(i)},
                        {"at", "2026-01-0" + std::to_string(i) + "T00:00:00Z"}};
        calls.push_back(
            {.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = body.dump()});
    }
    std::rotate(calls.begin(), calls.begin() + 5, calls.end());
    CHECK(sendAtOnce(api, calls) == std::vector<int>(calls.size(), 200));
    const auto device = api.profile("push_token:" + phone)["channels"]["push"]["applications"];
    REQUIRE(device.size() == 1);
    CHECK(device[0]["app_version"] == "9");
    CHECK(device[0]["registered_at"] == "2026-01-01T00:00:00.000Z");
    CHECK(device[0]["last_seen"] == "2026-01-09T00:00:00.000Z");
}

TEST_CASE("a browser's subscription is an application whose keys nobody is shown", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto endpoint = "https://push.example.net/" + token();
    const auto person = fresh("push-browser-");
    CHECK(put(api, "subscriptions",
              {{"subscription", subscription(endpoint)},
               {"app_id", "site"},
               {"identifiers", {{{"type", "external_id"}, {"value", person}}}}})
              .status == 200);
    const auto profile = api.profile("external_id:" + person);
    const auto& application = profile["channels"]["push"]["applications"][0];
    CHECK(application["type"] == "web_push");
    CHECK(application["token"] == endpoint);
    CHECK(profile.dump().find("BTBZMqHH6r4Tts7J_aSIgg") == std::string::npos);

    CHECK(send(api, "DELETE", "subscriptions", {{"endpoint", endpoint}}, api.write).status == 200);
    const auto dropped = api.profile("external_id:" + person);
    CHECK(identifierOf(dropped, "web_push", endpoint)["endpoint"]["state"] == "unsubscribed");
    CHECK(dropped["channels"]["push"]["applications"][0]["dropped_at"].is_string());
}

TEST_CASE("a dropped token is unsubscribed until a server registers it again", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    CHECK(
        send(api, "DELETE", "tokens", {{"token", phone}, {"at", "2026-03-01T00:00:00Z"}}, api.write).status ==
        200);
    const auto state = stateOf(endpointOf(api, ref, phone), "unsubscribed");
    CHECK(state["reason"] == "dropped");
    CHECK(state["since"] == "2026-03-01T00:00:00.000Z");
    const auto device = api.profile(ref)["channels"]["push"]["applications"][0];
    CHECK(device["dropped_at"] == "2026-03-01T00:00:00.000Z");
    CHECK(device["app_id"] == "shop");

    CHECK(claim(api, "tokens", {{"token", phone}, {"app_id", "shop"}}).body == kAccepted);
    CHECK(endpointOf(api, ref, phone)["endpoint"]["state"] == "unsubscribed");
    CHECK(api.profile(ref)["channels"]["push"]["applications"][0] == device);

    CHECK(put(api, "tokens", {{"token", phone}, {"app_id", "shop"}}).status == 200);
    CHECK(endpointOf(api, ref, phone)["endpoint"]["state"] == "active");
    CHECK(api.profile(ref)["channels"]["push"]["applications"][0]["dropped_at"].is_null());
}

TEST_CASE("an app with a public key registers a device of somebody unknown", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto device = fresh("device-0123456789abcdefghij-");
    const Json body{{"token", phone},
                    {"app_id", "shop"},
                    {"platform", "android"},
                    {"identifiers", {{{"type", "device_id"}, {"value", device}}}}};
    CHECK(claim(api, "tokens", body).body == kAccepted);
    const auto profile = api.profile("device_id:" + device);
    CHECK(profile["known"] == false);
    CHECK(profile["channels"]["push"]["applications"][0]["platform"] == "android");
    CHECK(identifierOf(profile, "push_token", phone)["role"] == "identifying");
    // What only apps have said so far, they may say anew.
    auto newer = body;
    newer["app_version"] = "9";
    CHECK(claim(api, "tokens", newer).body == kAccepted);
    CHECK(api.profile("device_id:" + device)["channels"]["push"]["applications"][0]["app_version"] == "9");
}

TEST_CASE("what is said with a public key changes nothing of a known person and their devices", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    const auto stranger = token();
    const auto before = api.profile(ref);
    const std::string at = GENERATE("2025-05-01T00:00:00Z", "2026-05-01T00:00:00Z");

    // Known token or not, the answer is the same.
    for (const auto& each : {phone, stranger}) {
        const auto answer =
            claim(api, "tokens",
                  {{"token", each},
                   {"app_id", "evil"},
                   {"model", "none"},
                   {"language", "en"},
                   {"identifiers", {{{"type", "email"}, {"value", fresh("mallory") + "@example.com"}}}},
                   {"at", at}});
        CHECK(answer.status == 200);
        CHECK(answer.body == kAccepted);
        const auto receipt = claim(
            api, "receipts",
            {{"id", fresh("claimed-")}, {"token", each}, {"status", "failed"}, {"error", "UNREGISTERED"}});
        CHECK(receipt.body == Json{{"results", {kAccepted}}});
    }
    for (const auto& key : {api.open, api.read, std::string()}) {
        const int refused = key.empty() ? 401 : 403;
        CHECK(send(api, "DELETE", "tokens", {{"token", phone}}, key).status == refused);
        CHECK(send(api, "PUT", "tokens", {{"token", phone}, {"app_id", "x"}}, key).status == refused);
        CHECK(send(api, "PUT", "receipts", {{"id", "x"}, {"token", phone}, {"status", "sent"}}, key).status ==
              refused);
    }

    const auto after = api.profile(ref);
    CHECK(after["fields"] == before["fields"]);
    CHECK(after["channels"]["push"] == before["channels"]["push"]);
    const auto endpoint = identifierOf(after, "push_token", phone);
    CHECK(endpoint["endpoint"] == identifierOf(before, "push_token", phone)["endpoint"]);
    for (const auto& each : after["identifiers"]) {
        if (each["type"] == "email") CHECK(each["role"] == "claimed");
    }
}

TEST_CASE("receipts become the statuses of the send that they name, in any order", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    const auto opened = fresh("send-");
    const auto dismissed = fresh("send-");
    const auto receipt = [&](const std::string& id, const std::string& status, const std::string& at) {
        return Json{{"id", id},
                    {"token", phone},
                    {"status", status},
                    {"at", at},
                    {"message", {{"id", "m-1"}, {"name", "Sale"}}}};
    };
    const auto answer = put(
        api, "receipts",
        {{"receipts",
          {receipt(opened, "opened", "2026-01-03T00:00:03Z"), receipt(opened, "sent", "2026-01-03T00:00:01Z"),
           receipt(opened, "delivered", "2026-01-03T00:00:02Z"),
           receipt(dismissed, "delivered", "2026-01-03T00:00:02Z"),
           receipt(dismissed, "dismissed", "2026-01-03T00:00:04Z")}}});
    CHECK(answer.status == 200);
    for (const auto& each : answer.body["results"]) CHECK(each["result"] != "rejected");
    const auto activities = timeline(api, ref, "?channel=push");
    CHECK(happenings(activities) == std::vector<std::string>{"clicked", "closed"});
    for (const auto& each : activities) {
        CHECK(each["message"] == Json{{"id", "m-1"}, {"name", "Sale"}});
        CHECK(each["endpoint"] == Json{{"type", "push_token"}, {"value", phone}});
    }
}

TEST_CASE("a receipt that comes again is a duplicate", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    Json receipt{{"id", fresh("send-")}, {"token", phone}, {"status", "delivered"}};
    if (GENERATE(true, false)) receipt["at"] = "2026-01-03T00:00:02Z";
    CHECK(put(api, "receipts", receipt).body["results"][0]["result"] == "updated");
    const auto profile = api.profile(ref);
    CHECK(put(api, "receipts", receipt).body["results"][0]["result"] == "duplicate");
    CHECK(api.profile(ref) == profile);
    CHECK(timeline(api, ref).size() == 1);
}

TEST_CASE("a claimed receipt doesn't keep the sender's from counting", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    const auto id = fresh("send-");
    CHECK(claim(api, "receipts",
                {{"id", id}, {"token", phone}, {"status", "opened"}, {"at", "2026-01-01T00:00:00Z"}})
              .body["results"][0] == kAccepted);
    const auto told =
        put(api, "receipts",
            {{"id", id}, {"token", phone}, {"status", "opened"}, {"at", "2026-01-03T00:00:00Z"}});
    CHECK(told.body["results"][0]["result"] != "rejected");
    const auto activities = timeline(api, ref);
    REQUIRE(activities.size() == 1);
    CHECK(activities[0]["status_history"][0]["last_at"] == "2026-01-03T00:00:00.000Z");
}

TEST_CASE("a token that the provider calls dead is blacklisted, with reason and date", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto phone = token();
    const auto ref = somebodyWith(api, phone);
    const auto failed = [&](const std::string& error) {
        return put(api, "receipts",
                   {{"id", fresh("send-")},
                    {"token", phone},
                    {"status", "failed"},
                    {"error", error},
                    {"at", "2026-01-04T00:00:00Z"}});
    };
    CHECK(failed("INTERNAL").body["results"][0]["result"] == "updated");
    CHECK(endpointOf(api, ref, phone)["endpoint"]["state"] == "active");
    CHECK(failed("UNREGISTERED").body["results"][0]["result"] == "updated");
    const auto endpoint = endpointOf(api, ref, phone);
    CHECK(endpoint["endpoint"]["state"] == "blacklisted");
    const auto state = stateOf(endpoint, "blacklisted");
    CHECK(state["reason"] == "dead_token");
    CHECK(state["detail"] == "UNREGISTERED");
    CHECK(state["since"] == "2026-01-04T00:00:00.000Z");
    CHECK(happenings(timeline(api, ref)) == std::vector<std::string>{"undelivered", "undelivered"});
}

TEST_CASE("the devices of two people who become one are shown together", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto first = token();
    const auto second = token();
    const auto mail = fresh("push") + "@example.com";
    for (const auto& each : {first, second}) {
        const auto address = each == first ? mail : "other-" + mail;
        put(api, "tokens",
            {{"token", each}, {"app_id", each}, {"identifiers", {{{"type", "email"}, {"value", address}}}}});
    }
    auto both = person("email", mail);
    both["identifiers"].push_back({{"type", "email"}, {"value", "other-" + mail}});
    CHECK(api.observe(both)["result"] == "merged");
    CHECK(api.profile("email:" + mail)["channels"]["push"]["applications"].size() == 2);
}
