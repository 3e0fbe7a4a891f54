// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/push_app.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("what is no registration and no receipt is refused with a pointer", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(put(api, "tokens", {{"token", 5}, {"app~id/", 1}}).errors() ==
          std::vector<std::string>{"/app~0id~1 unknown_member", "/token invalid", "/app_id missing"});
    CHECK(put(api, "receipts", {{"id", std::string("a\0b", 3)}, {"token", token()}, {"status", "sent"}})
              .body["results"][0]["problem"]["errors"][0]["pointer"] == "/id");
    const auto deep = std::string(7'000, '[') + std::string(7'000, ']');
    for (const auto& body : {std::string("{"), std::string("[]"), std::string("null"), deep,
                             R"({"token": "tok-12345678", "app_id": "x", "identifiers": )" + deep + "}"}) {
        CHECK(api.call({.method = "POST", .path = "/channels/push/tokens", .key = api.open, .body = body})
                  .status == 400);
    }
    const auto deeper =
        R"({"receipts": [{"message": )" + std::string(500'000, '[') + std::string(500'000, ']') + "}]}";
    CHECK(api.call({.method = "POST", .path = "/channels/push/receipts", .key = api.open, .body = deeper})
              .status == 400);
    CHECK(put(api, "tokens", {{"token", std::string(17'000, 'x')}, {"app_id", "x"}}).status == 413);
    CHECK(put(api, "receipts", {{"id", std::string(1024UL * 1024, 'x')}}).status == 413);

    const auto phone = token();
    const auto mixed = put(api, "receipts",
                           {{"receipts",
                             {5,
                              {{"id", fresh("send-")}, {"token", phone}, {"status", "eaten"}},
                              {{"id", fresh("send-")}, {"token", phone}, {"status", "delivered"}}}}});
    CHECK(mixed.status == 200);
    CHECK(mixed.body["results"][0]["problem"]["status"] == 400);
    CHECK(mixed.body["results"][1]["problem"]["errors"][0]["pointer"] == "/status");
    CHECK(mixed.body["results"][2]["result"] == "created");
}

TEST_CASE("a registration whose address can't be one is refused, whoever else it names", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto device = fresh("device-0123456789abcdefghij-");
    const Json beside{{{"type", "device_id"}, {"value", device}}};
    const auto key = GENERATE_REF(as<std::string>{}, api.write, api.open);
    const auto method = key == api.open ? "POST" : "PUT";
    CHECK(send(api, method, "tokens",
               {{"token", "with white space"}, {"app_id", "shop"}, {"identifiers", beside}}, key)
              .errors() == std::vector<std::string>{"/token not_a_token"});
    CHECK(send(api, method, "subscriptions",
               {{"subscription", subscription("http://push.example.net/1")},
                {"app_id", "x"},
                {"identifiers", beside}},
               key)
              .errors() == std::vector<std::string>{"/subscription/endpoint not_an_endpoint"});
    CHECK(api.get("/v1/profiles/device_id:" + device).status == 404);
    CHECK(send(api, "DELETE", "subscriptions", {{"endpoint", "nowhere"}}, api.write).errors() ==
          std::vector<std::string>{"/endpoint not_an_endpoint"});
    CHECK(put(api, "receipts", {{"id", fresh("send-")}, {"token", "short"}, {"status", "sent"}})
              .body["results"][0]["problem"]["errors"][0]["pointer"] == "/token");
}

TEST_CASE("what is wrong or left out is pointed at where the app wrote it", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const Json body{{"token", token()}, {"app_id", "shop"}};
    const auto with = [&](const char* member, const Json& value) {
        auto changed = body;
        changed[member] = value;
        return changed;
    };
    const Json good{{"type", "external_id"}, {"value", fresh("push-person-")}};
    for (const auto& [wrong, pointer] :
         {std::pair<Json, std::string>{with("at", "yesterday"), "/at"},
          {with("at", "2999-01-01T00:00:00Z"), "/at"},
          {with("identifiers", {good, {{"type", "email"}}}), "/identifiers/1/value"},
          {with("identifiers", {{{"type", "email"}, {"value", std::string("a\0@b", 4)}}}),
           "/identifiers/0/value"}}) {
        const auto answer = put(api, "tokens", wrong);
        CHECK(answer.status == 400);
        REQUIRE(answer.errors().size() == 1);
        CHECK(answer.errors()[0].starts_with(pointer + ' '));
    }
    const auto warned =
        put(api, "tokens", with("identifiers", {good, {{"type", "email"}, {"value", "nobody"}}}));
    CHECK(warned.status == 200);
    REQUIRE(warned.body["warnings"].size() == 1);
    CHECK(warned.body["warnings"][0]["pointer"] == "/identifiers/1/value");

    const auto receipt =
        put(api, "receipts",
            {{"id", fresh("send-")}, {"token", token()}, {"status", "sent"}, {"message", {{"id", 5}}}});
    CHECK(receipt.body["results"][0]["problem"]["errors"][0]["pointer"] == "/message/id");
}
