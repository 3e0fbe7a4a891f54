// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>

#include "plugins/push/identifier.hpp"
#include "plugins/push/receipt.hpp"
#include "plugins/push/registration.hpp"

using nlohmann::json;

namespace {

constexpr auto kAttested = kith::sdk::Evidence::Attested;

/// The example of RFC 8291, appendix A.
const json kSubscription =
    json::parse(R"({"endpoint": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    "expirationTime": null,
    "keys": {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
             "auth": "BTBZMqHH6r4Tts7J_aSIgg"}})");

std::vector<std::string> pointers(const std::function<void()>& read) {
    std::vector<std::string> found;
    try {
        read();
    } catch (const kith::sdk::Failure& failure) {
        for (const auto& each : failure.violations()) found.push_back(each.pointer);
    }
    return found;
}

}  // namespace

TEST_CASE("everything wrong with a registration is told at once", "[push]") {
    CHECK(pointers([] {
              (void)kith::push::readToken({{"token", ""}, {"app_id", ""}}, true);
          }) == std::vector<std::string>{"/token", "/app_id"});
    const json body = {{"token", 5}, {"platform", "symbian"}, {"colour", "red"}};
    CHECK_THAT(pointers([&] { (void)kith::push::readToken(body, true); }),
               Catch::Matchers::UnorderedEquals(
                   std::vector<std::string>{"/token", "/platform", "/colour", "/app_id"}));
}

TEST_CASE("a token's registration is an observation and a device", "[push]") {
    const json body = {
        {"token", "tok-12345678"}, {"app_id", "shop"},
        {"platform", "ios"},       {"model", "iPhone15,2"},
        {"language", "uk"},        {"identifiers", {{{"type", "external_id"}, {"value", "42"}}}}};
    const auto read = kith::push::readToken(body, true);
    CHECK(read.observation["identifiers"].size() == 2);
    CHECK(read.observation["fields"] == json{{"language", "uk"}});
    CHECK(read.observation["endpoints"][0]["reason"] == "double_opt_in");
    CHECK(read.device["model"] == "iPhone15,2");
    CHECK_FALSE(kith::push::readToken(body, false).observation.contains("endpoints"));
}

TEST_CASE("a subscription needs the keys that RFC 8291 asks for", "[push]") {
    json body = {{"subscription", kSubscription}, {"app_id", "site"}};
    CHECK(kith::push::readSubscription(body, false).device["auth"] == "BTBZMqHH6r4Tts7J_aSIgg");
    body["subscription"]["keys"]["auth"] = "BTBZMqHH6r4Tts7J_aSI";
    body["subscription"]["keys"]["p256dh"] = "not base64!";
    body["subscription"].erase("endpoint");
    CHECK(pointers([&] { (void)kith::push::readSubscription(body, false); }) ==
          std::vector<std::string>{"/subscription/endpoint", "/subscription/keys/p256dh",
                                   "/subscription/keys/auth"});
    body["subscription"] = 5;
    CHECK(pointers([&] { (void)kith::push::readSubscription(body, false); }).size() == 3);
}

TEST_CASE("a dropped token is unsubscribed", "[push]") {
    const auto read = kith::push::readDrop({{"endpoint", "https://push.example/x"}}, "web_push");
    CHECK(read.observation["endpoints"][0]["state"] == "unsubscribed");
    CHECK(read.device["dropped"] == true);
    CHECK(pointers([] { (void)kith::push::readDrop({{"token", "x"}}, "web_push"); }).size() == 2);
}

TEST_CASE("receipts become statuses of the send that they name", "[push]") {
    const auto [given, status] = GENERATE(table<std::string, std::string>({{"sent", "sent"},
                                                                           {"delivered", "delivered"},
                                                                           {"opened", "clicked"},
                                                                           {"dismissed", "closed"},
                                                                           {"failed", "undelivered"}}));
    const auto observation = kith::push::observationOf(
        {{"id", "send-1"}, {"token", "tok-12345678"}, {"status", given}}, kAttested, {});
    CHECK(observation["activities"][0]["status"] == status);
    CHECK(observation["activities"][0]["id"] == "send-1");
    CHECK_FALSE(observation.contains("endpoints"));
}

TEST_CASE("a token that the provider calls dead is blacklisted with reason and date", "[push]") {
    const json receipt = {{"id", "send-1"},
                          {"token", "tok-12345678"},
                          {"status", "failed"},
                          {"error", "UNREGISTERED"},
                          {"at", "2026-11-01T00:00:00Z"}};
    const auto observation = kith::push::observationOf(receipt, kAttested, {"UNREGISTERED"});
    CHECK(observation["observed_at"] == "2026-11-01T00:00:00Z");
    const auto& state = observation["endpoints"][0];
    CHECK(state["state"] == "blacklisted");
    CHECK(state["reason"] == "dead_token");
    CHECK_FALSE(kith::push::observationOf(receipt, kAttested, {"404"}).contains("endpoints"));
}

TEST_CASE("a claimed receipt has another id than the sender's", "[push]") {
    const json receipt = {{"id", "send-1"}, {"token", "tok-12345678"}, {"status", "delivered"}};
    const auto claimed = kith::push::observationOf(receipt, kith::sdk::Evidence::Claimed, {});
    const auto attested = kith::push::observationOf(receipt, kAttested, {});
    CHECK(claimed["id"] != attested["id"]);
    CHECK(claimed["activities"] == attested["activities"]);
}

TEST_CASE("the id of the longest send fits, and a longer one is refused", "[push]") {
    json receipt = {{"id", std::string(180, 'x')}, {"token", "tok-12345678"}, {"status", "dismissed"}};
    const auto id = kith::push::observationOf(receipt, kAttested, {})["id"].get<std::string>();
    CHECK(id.size() <= 200);
    CHECK(id.find(std::string(180, 'x')) != std::string::npos);
    receipt["id"] = std::string(181, 'x');
    CHECK_FALSE(pointers([&] { (void)kith::push::observationOf(receipt, kAttested, {}); }).empty());
}

TEST_CASE("a body that nests too deep is refused before anything walks it", "[push]") {
    const auto deep = R"({"id": )" + std::string(500'000, '[') + std::string(500'000, ']') + "}";
    CHECK_THROWS_AS(kith::push::parseBody(deep), kith::sdk::Failure);
}

TEST_CASE("a receipt names exactly one address, a send and a status", "[push]") {
    const auto wrong = [](const json& receipt) {
        return pointers([&] { (void)kith::push::observationOf(receipt, kAttested, {}); });
    };
    CHECK(wrong({{"token", "a"}, {"endpoint", "b"}, {"status", "eaten"}}) ==
          std::vector<std::string>{"/id", "/token", "/status"});
    CHECK(wrong({{"id", ""}, {"token", "tok-12345678"}, {"status", ""}}) ==
          std::vector<std::string>{"/id", "/status"});
    CHECK(wrong(json::array()) == std::vector<std::string>{""});
    CHECK(wrong({{"id", ""}, {"token", ""}, {"endpoint", ""}, {"status", ""}}) ==
          std::vector<std::string>{"/id", "/status", "/token"});
    CHECK(pointers([] {
              (void)kith::push::receiptsOf({{"receipts", json::array()}, {"id", "x"}});
          }).size() == 1);
}

TEST_CASE("an endpoint is an https URL with a path", "[push]") {
    const kith::push::WebPushSource source;
    CHECK(std::get<std::string>(source.normalize(" https://Push.Example/AbC ")) ==
          "https://push.example/AbC");
    const auto bad = GENERATE(as<std::string>{}, "", "http://push.example/x", "https://push.example",
                              "https:///x", "https://push.example/", "https://user@push.example/x",
                              "https://push.example/a b", "https://push.example/\x01");
    CHECK(std::holds_alternative<kith::sdk::Rejection>(source.normalize(bad)));
}

TEST_CASE("a device id carries at least 128 bits", "[push]") {
    const kith::push::OpaqueSource source(22);
    CHECK(std::holds_alternative<kith::sdk::Rejection>(source.normalize("short")));
    CHECK(std::get<std::string>(source.normalize("AbCdEfGhIjKlMnOpQrStUv")) == "AbCdEfGhIjKlMnOpQrStUv");
}
