// SPDX-License-Identifier: Apache-2.0
#include "core/http/gate.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using kith::http::Access;
using kith::http::Right;
using kith::test::get;
using kith::test::post;
using kith::test::TestServer;

namespace {

constexpr std::array kAll{Access::None, Access::Optional, Access::Public,
                          Access::Read, Access::Write,    Access::Admin};

/// `GET` and `POST` of `/none`, `/optional`, `/public`, `/read`, `/write`, `/admin`, which answer the
/// caller's name.
void addRoutes(http::Router& router) {
    for (const auto access : kAll) {
        const auto who = [](const http::Request& request) {
            return http::Response::text(200, request.caller ? request.caller->name : "nobody");
        };
        const auto pattern = "/" + std::string(http::accessName(access));
        router.add({.method = http::Method::Get, .pattern = pattern, .access = access, .handler = who});
        router.add({.method = http::Method::Post, .pattern = pattern, .access = access, .handler = who});
    }
}

std::string bearer(const std::string& key) {
    return "Authorization: Bearer " + key + "\r\n";
}

}  // namespace

TEST_CASE("without a valid key there is nothing but 401", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    for (const std::string& headers : std::initializer_list<std::string>{
             std::string(), bearer("wrong"), bearer(""), std::string("Authorization: read\r\n"),
             std::string("Authorization: Digest read\r\n"), std::string("Authorization: Basic cmVhZ\r\n"),
             std::string("Authorization: Basic !!!!\r\n"),
             std::string("Authorization: Basic OnJlYWQ=\r\n")}) {
        CAPTURE(headers);
        const auto answer = client.call(get("/read", headers));
        CHECK(answer.status == 401);
        CHECK(answer.header("WWW-Authenticate") == "Bearer realm=\"kith\"");
        CHECK(nlohmann::json::parse(answer.body)["code"] == "unauthorized");
    }
}

TEST_CASE("a key that is no public one is not taken from the URL", "[http]") {
    TestServer server(addRoutes);
    CHECK(server.call(get("/read?key=read")).status == 401);
    CHECK(server.call(get("/public?key=admin")).status == 401);
    CHECK(server.call(get("/public?key=any-key")).body == "app");
    // The header wins: what is in the URL is not looked at.
    CHECK(server.call(get("/public?key=any-key", bearer("wrong"))).status == 401);
}

TEST_CASE("every right opens what it covers and nothing else", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const std::map<std::string, std::vector<int>> expected{// in the order of kAll
                                                           {"any-key", {200, 200, 200, 403, 403, 403}},
                                                           {"read", {200, 200, 403, 200, 403, 403}},
                                                           {"write", {200, 200, 200, 200, 200, 403}},
                                                           {"admin", {200, 200, 200, 200, 200, 200}}};
    for (const auto& [key, statuses] : expected) {
        for (std::size_t i = 0; i < kAll.size(); ++i) {
            const auto path = "/" + std::string(http::accessName(kAll[i]));
            CAPTURE(key, path);
            CHECK(client.call(get(path, bearer(key))).status == statuses[i]);
        }
    }
}

TEST_CASE("a route with an optional key refuses a wrong one", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    CHECK(client.call(get("/optional", bearer("wrong"))).status == 401);
    CHECK(client.call(get("/optional?key=admin")).status == 401);
    CHECK(client.call(get("/optional")).body == "nobody");
    CHECK(client.call(get("/optional", bearer("write"))).body == "writer");
}

TEST_CASE("a key comes as a bearer token or as a user name", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    CHECK(client.call(get("/read", bearer("read"))).body == "reader");
    CHECK(client.call(get("/read", "authorization: bEaReR   read\r\n")).body == "reader");
    CHECK(client.call(get("/read", "Authorization: Basic cmVhZDo=\r\n")).body == "reader");
    CHECK(client.call(get("/read", "Authorization: Basic cmVhZDphbnl0aGluZw==\r\n")).body == "reader");
    CHECK(client.call(get("/read", "Authorization: Basic cmVhZA==\r\n")).body == "reader");
    CHECK(client.call(get("/none", bearer("wrong"))).body == "nobody");
    CHECK(server.log.text().find("key=" + base::KeyId{1}.text()) != std::string::npos);
}

TEST_CASE("an authenticator that fails is a problem, not an open door", "[http]") {
    struct Failing final : http::Authenticator {
        std::optional<http::Caller> authenticate(std::string_view, const std::function<void()>&) override {
            throw base::Error(base::ErrorCode::Storage, "The database failed.");
        }
    };
    TestServer other(addRoutes);
    Failing failing;
    http::ServerSettings settings;
    settings.listen = "127.0.0.1:0";
    http::Server server(settings, {other.router, failing, other.observer, other.logger, other.clock});
    server.start();
    test::RawClient client(server.port());
    CHECK(client.call(get("/read", bearer("read"))).status == 503);
    CHECK(client.call(get("/read")).status == 401);
}

TEST_CASE("a public key is held to its origins", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    for (const std::string& origin : std::initializer_list<std::string>{
             "https://evil.example", "null", "http://shop.example", "https://shop.example.evil.example"}) {
        CAPTURE(origin);
        const auto answer = client.call(post("/public?key=shop-key", "{}", "Origin: " + origin + "\r\n"));
        CHECK(answer.status == 403);
        CHECK(answer.header("Access-Control-Allow-Origin").empty());
    }
    const auto answer = client.call(post("/public?key=shop-key", "{}", "Origin: https://shop.example\r\n"));
    CHECK(answer.status == 200);
    CHECK(answer.header("Access-Control-Allow-Origin") == "https://shop.example");
    CHECK(answer.header("Vary") == "Origin");
    CHECK(answer.header("Access-Control-Expose-Headers").find("Request-Id") != std::string::npos);
    CHECK(client.call(post("/public?key=any-key", "{}", "Origin: null\r\n"))
              .header("Access-Control-Allow-Origin") == "null");
    CHECK(client.call(post("/public?key=shop-key", "{}")).status == 200);
}

TEST_CASE("a preflight is answered for public routes only", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const auto preflight = [&](const std::string& path, const std::string& origin,
                               const std::string& method) {
        return client.call("OPTIONS " + path + " HTTP/1.1\r\nHost: a\r\nOrigin: " + origin +
                           "\r\nAccess-Control-Request-Method: " + method + "\r\n\r\n");
    };
    const auto allowed = [](const test::Answer& answer) {
        return answer.header("Access-Control-Allow-Origin");
    };
    CHECK(allowed(preflight("/write", "https://shop.example", "POST")).empty());
    CHECK(allowed(preflight("/none", "https://shop.example", "POST")).empty());
    CHECK(allowed(preflight("/public", "https://shop.example", "DELETE")).empty());
    CHECK(allowed(preflight("/public", "https://shop.example", "BREW")).empty());
    CHECK(allowed(preflight("/public?key=shop-key", "https://evil.example", "POST")).empty());
    CHECK(preflight("/nothing", "https://shop.example", "POST").status == 404);

    const auto open = preflight("/public", "https://shop.example", "POST");
    CHECK(open.status == 204);
    CHECK(allowed(open) == "https://shop.example");
    CHECK(open.header("Access-Control-Allow-Methods") == "POST");
    CHECK(open.header("Access-Control-Allow-Headers").find("Content-Type") != std::string::npos);
    CHECK(open.header("Vary") == "Origin");
    CHECK(allowed(preflight("/public?key=shop-key", "https://shop.example", "POST")) ==
          "https://shop.example");
}

TEST_CASE("an answer can be read by a page only on public routes with a public key", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const std::string origin = "Origin: https://shop.example\r\n";
    CHECK(client.call(get("/read", bearer("read") + origin)).header("Access-Control-Allow-Origin").empty());
    CHECK(
        client.call(get("/public", bearer("write") + origin)).header("Access-Control-Allow-Origin").empty());
    const auto refused = client.call(get("/public", bearer("wrong") + origin));
    CHECK(refused.status == 401);
    CHECK(refused.header("Access-Control-Allow-Origin") == "https://shop.example");
}

TEST_CASE("public keys are limited by key and by address", "[http]") {
    http::ServerSettings settings;
    settings.addressRate = {.perSecond = 0.1, .burst = 3};
    settings.keyRate = {.perSecond = 0.1, .burst = 5};
    settings.trustedProxies = {"127.0.0.1"};
    TestServer server(addRoutes, settings);
    auto client = server.connect();
    const auto from = [&](const std::string& address, const std::string& key = "any-key") {
        return client.call(post("/public?key=" + key, "{}",
                                "X-Forwarded-For: " + address + "\r\nOrigin: https://shop.example\r\n"));
    };
    for (int i = 0; i < 3; ++i) CHECK(from("192.0.2.1").status == 200);
    const auto refused = from("192.0.2.1");
    CHECK(refused.status == 429);
    CHECK(refused.header("Retry-After") == "10");
    CHECK(refused.header("Access-Control-Allow-Origin") == "https://shop.example");
    CHECK(nlohmann::json::parse(refused.body)["code"] == "rate_limited");
    for (int i = 0; i < 2; ++i) CHECK(from("192.0.2.2").status == 200);
    CHECK(from("192.0.2.3").status == 429);
    CHECK(from("192.0.2.3", "shop-key").status == 200);
    for (int i = 0; i < 20; ++i) CHECK(client.call(get("/read", bearer("read"))).status == 200);
    server.clock.advance(std::chrono::seconds(10));
    CHECK(from("192.0.2.1").status == 200);
}

TEST_CASE("a limited route without a key takes from what the address has for public keys", "[http]") {
    http::ServerSettings settings;
    settings.addressRate = {.perSecond = 0.1, .burst = 3};
    settings.trustedProxies = {"127.0.0.1"};
    const auto addLimited = [](http::Router& router) {
        addRoutes(router);
        http::Route route;
        route.pattern = "/limited";
        route.access = Access::None;
        route.isLimited = true;
        route.handler = [](const http::Request&) { return http::Response::text(200, "page"); };
        router.add(std::move(route));
    };
    TestServer server(addLimited, settings);
    auto client = server.connect();
    const auto from = [&](const std::string& path, const std::string& address) {
        return client.call(get(path, "X-Forwarded-For: " + address + "\r\n"));
    };
    for (int i = 0; i < 2; ++i) CHECK(from("/limited", "192.0.2.1").status == 200);
    CHECK(from("/public?key=any-key", "192.0.2.1").status == 200);
    const auto refused = from("/limited", "192.0.2.1");
    CHECK(refused.status == 429);
    CHECK(refused.header("Retry-After") == "10");
    CHECK(from("/public?key=any-key", "192.0.2.1").status == 429);
    CHECK(from("/none", "192.0.2.1").status == 200);
    CHECK(from("/limited", "192.0.2.2").status == 200);
    server.clock.advance(std::chrono::seconds(10));
    CHECK(from("/limited", "192.0.2.1").status == 200);
}

TEST_CASE("an address that comes with too many unknown keys is told to wait, and no valid key is", "[http]") {
    http::ServerSettings settings;
    settings.trustedProxies = {"127.0.0.1"};
    TestServer server(addRoutes, settings);
    auto client = server.connect();
    const auto from = [&](const std::string& address, const std::string& key) {
        return client.call(get("/read", bearer(key) + "X-Forwarded-For: " + address + "\r\n")).status;
    };
    int refused = 0;
    while (from("192.0.2.1", "wrong") == 401 && refused < 1'000) ++refused;
    CHECK(refused == 200);
    CHECK(from("192.0.2.1", "wrong") == 429);
    CHECK(client.call(get("/public?key=wrong", "X-Forwarded-For: 192.0.2.1\r\n")).status == 429);
    CHECK(client
              .call("OPTIONS /public?key=wrong HTTP/1.1\r\nHost: a\r\nOrigin: https://shop.example\r\n"
                    "Access-Control-Request-Method: POST\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n")
              .status == 429);
    CHECK(from("192.0.2.1", "read") == 200);
    CHECK(from("192.0.2.2", "wrong") == 401);
    server.clock.advance(std::chrono::seconds(1));
    CHECK(from("192.0.2.1", "wrong") == 401);
}

TEST_CASE("a public key may send its JSON as plain text", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const std::string plain = "Content-Type: text/plain;charset=UTF-8\r\n";
    CHECK(client.call(post("/public?key=any-key", "{}", plain)).status == 200);
    CHECK(client.call(post("/public", "{}", plain + bearer("write"))).status == 415);
}
