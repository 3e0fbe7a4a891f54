// SPDX-License-Identifier: Apache-2.0
// Keys that stand in web pages and apps, where anybody can read them.
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;

namespace {

const Json kAccepted{{"result", "accepted"}};

Call asPublic(const ApiServer& api, const Json& body) {
    return {.method = "POST", .path = "/v1/observations", .key = api.open, .body = body.dump()};
}

Json claim(const Json& observation, const std::string& cookie) {
    auto claimed = observation;
    claimed["identifiers"].push_back({{"type", "cookie"}, {"value", cookie}});
    return claimed;
}

std::string cookie() {
    return fresh("cookie-0123456789abcdefghij-");
}

}  // namespace

TEST_CASE("a public key reads and administers nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto profile = "/v1/profiles/" + refOf(someone);
    for (const auto& path :
         {std::string("/v1/profiles"), profile, profile + "/activity", profile + "/changes",
          profile + "/identity", std::string("/v1/plugins"), std::string("/v1/channels"),
          std::string("/v1/keys"), std::string("/v1/profiles/external_id:nobody-there")}) {
        const auto answer = api.call({.path = path, .key = api.open});
        CHECK(answer.status == 403);
        CHECK(answer.code() == "forbidden");
        CHECK(api.call({.path = path + "?key=" + api.open}).status == 403);
    }
    for (const auto& [method, path] : {std::pair<std::string, std::string>{"POST", "/v1/profiles"},
                                       {"PATCH", profile},
                                       {"POST", "/v1/keys"},
                                       {"DELETE", "/v1/keys/01JD3W5V9Z8Q1"}}) {
        CHECK(api.call({.method = method, .path = path, .key = api.open, .body = "{}"}).status == 403);
    }
}

TEST_CASE("every accepted item answers the same, whether the person is known or not", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto known = person("email", fresh("known") + "@example.com");
    api.observe(known);
    auto stranger = person("email", fresh("stranger") + "@example.com");
    for (auto* each : {&known, &stranger}) {
        (*each)["id"] = fresh("claim");
        (*each)["fields"] = {{"nickname", "Mallory"}, {"shoe", 42}};
        (*each)["endpoints"] = {
            {{"type", "email"}, {"value", (*each)["identifiers"][0]["value"]}, {"state", "active"}}};
    }
    const auto first = api.call(asPublic(api, known));
    const auto second = api.call(asPublic(api, stranger));
    CHECK(first.body == kAccepted);
    CHECK(first.text == second.text);
    CHECK(first.headers.size() == second.headers.size());
    // Duplicates too.
    CHECK(api.call(asPublic(api, known)).body == kAccepted);
    const auto wrong = Json{{"identifiers", Json::array()}};
    const auto batch = api.call(asPublic(api, Json::array({known, stranger, wrong}))).body["results"];
    CHECK(batch[0] == kAccepted);
    CHECK(batch[1] == kAccepted);
    CHECK(batch[2]["result"] == "rejected");
}

TEST_CASE("what a public key says of a known person is a claim and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto known = person("email", fresh("victim") + "@example.com");
    known["fields"] = {{"nickname", "Ann"}};
    known["subscriptions"] = {{"news", {{"state", "unsubscribed"}, {"by", "person"}}}};
    api.observe(known);
    const auto before = api.profile(refOf(known));
    auto said = claim(known, cookie());
    said["evidence"] = "attested";
    said["fields"] = {{"nickname", "Mallory"}};
    said["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    said["endpoints"] = {
        {{"type", "email"}, {"value", known["identifiers"][0]["value"]}, {"state", "complained"}}};
    CHECK(api.call(asPublic(api, said)).body == kAccepted);
    CHECK(api.profile(refOf(known)) == before);

    const auto stranger = api.profile(refOf({{"identifiers", {said["identifiers"][1]}}}));
    CHECK(stranger["known"] == false);
    CHECK(stranger["fields"]["nickname"] == "Mallory");
    CHECK(stranger["subscriptions"][0]["state"] == "pending");
    for (const auto& listed : stranger["identifiers"])
        CHECK(listed["role"] == (listed["type"] == "cookie" ? "identifying" : "claimed"));
}

TEST_CASE("a public key may stand in the query, and the body may be text", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto beacon = claim({{"identifiers", Json::array()}}, cookie());
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/observations?key=" + api.open,
                                  .body = beacon.dump(),
                                  .type = "text/plain;charset=UTF-8"});
    CHECK(answer.body == kAccepted);
    CHECK(api.profile(refOf(beacon))["known"] == false);
    CHECK(api.call({.method = "POST",
                    .path = "/v1/observations?key=" + api.open,
                    .body = beacon.dump(),
                    .type = ""})
              .body == kAccepted);
}

TEST_CASE("a key that is not public is refused in a query, where logs and histories keep it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& key : {api.read, api.write, api.admin}) {
        CHECK(api.call({.path = "/v1/profiles?key=" + key}).status == 401);
        CHECK(api.call({.method = "POST", .path = "/v1/observations?key=" + key, .body = somebody().dump()})
                  .status == 401);
    }
}

TEST_CASE("a public key serves the pages of its origins and no others", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = api.makeKey("public", {"https://shop.example", "http://localhost:3000"});
    auto call = asPublic(api, claim({{"identifiers", Json::array()}}, cookie()));
    call.key = key;
    SECTION("its own") {
        call.headers = {{"Origin", "https://shop.example"}};
        const auto answer = api.call(call);
        CHECK(answer.body == kAccepted);
        CHECK(answer.header("Access-Control-Allow-Origin") == "https://shop.example");
        CHECK(answer.header("Vary") == "Origin");
        call.body = "{";
        const auto wrong = api.call(call);
        CHECK(wrong.status == 400);
        CHECK(wrong.header("Access-Control-Allow-Origin") == "https://shop.example");
    }
    SECTION("another") {
        for (const char* origin :
             {"https://evil.example", "http://shop.example", "https://shop.example.evil.example",
              "https://shop.example:8443", "null"}) {
            call.headers = {{"Origin", origin}};
            const auto answer = api.call(call);
            CHECK(answer.status == 403);
            CHECK(answer.header("Access-Control-Allow-Origin").empty());
        }
    }
    SECTION("none: it is no browser that calls") {
        CHECK(api.call(call).status == 200);
    }
}

TEST_CASE("a key of the organisation is not for browsers", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/observations",
                                  .key = api.write,
                                  .body = somebody().dump(),
                                  .headers = {{"Origin", "https://shop.example"}}});
    CHECK(answer.status == 200);
    CHECK(answer.header("Access-Control-Allow-Origin").empty());
}

TEST_CASE("a preflight is answered for what public keys may do, by the key's origins", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = api.makeKey("public", {"https://shop.example"});
    const auto preflight = [&api](const std::string& path, const std::string& origin,
                                  const std::string& method) {
        auto client = api.connect();
        return client.call(
            ApiServer::bytesOf({.method = "OPTIONS",
                                .path = path,
                                .headers = {{"Origin", origin}, {"Access-Control-Request-Method", method}}}));
    };
    const auto good = preflight("/v1/observations?key=" + key, "https://shop.example", "POST");
    CHECK(good.status == 204);
    CHECK(good.header("Access-Control-Allow-Origin") == "https://shop.example");
    CHECK(good.header("Access-Control-Allow-Methods") == "POST");
    CHECK(good.header("Access-Control-Allow-Headers").find("Content-Type") != std::string::npos);
    // The key comes with the call itself.
    CHECK(
        preflight("/v1/observations", "https://any.example", "POST").header("Access-Control-Allow-Origin") ==
        "https://any.example");
    CHECK(preflight("/v1/observations?key=" + key, "https://evil.example", "POST")
              .header("Access-Control-Allow-Origin")
              .empty());
    CHECK(preflight("/v1/profiles", "https://shop.example", "GET")
              .header("Access-Control-Allow-Origin")
              .empty());
    CHECK(
        preflight("/v1/keys", "https://shop.example", "POST").header("Access-Control-Allow-Origin").empty());
}

TEST_CASE("public calls are counted by address and by key, and refused with a time to wait", "[api]") {
    const auto engine = eachEngine();
    const std::string which = GENERATE("address", "key");
    ApiServer api(engine, {"http.public_limits." + which + ".per_second=1",
                           "http.public_limits." + which + ".burst=2"});
    const auto call = asPublic(api, person("cookie", cookie()));
    CHECK(api.call(call).status == 200);
    CHECK(api.call(call).status == 200);
    // The bucket may have been refilled by one on a slow machine, not by as many as these.
    ApiAnswer refused;
    for (int i = 0; i < 50 && refused.status != 429; ++i) refused = api.call(call);
    CHECK(refused.status == 429);
    CHECK(refused.code() == "rate_limited");
    CHECK(std::stoi(refused.header("Retry-After")) >= 1);
    for (int i = 0; i < 5; ++i) CHECK(api.post("/v1/observations", somebody()).status == 200);
}

TEST_CASE("what an app says of itself through a channel's public route answers the same too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto call =
        asPublic(api, {{"token", fresh("token-of-a-device-")}, {"app_id", "shop"}, {"platform", "ios"}});
    call.path = "/channels/push/tokens";
    CHECK(api.call(call).body == kAccepted);
    CHECK(api.call(call).body == kAccepted);
}
