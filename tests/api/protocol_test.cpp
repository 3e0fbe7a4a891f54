// SPDX-License-Identifier: Apache-2.0
// What holds for every path of the running program.
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("a path that is not there answers 404, a method that it does not know 405 with Allow", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const char* path : {"/", "/v1", "/v1/", "/v1/profile", "/v1/profiles/x/y/z", "/V1/profiles",
                             "//healthz", "/healthz/", "/v1/../healthz", "/channels/pigeon/events"}) {
        CHECK(api.call({.path = path, .key = api.admin}).status == 404);
    }
    const std::vector<std::tuple<std::string, std::string, std::string>> refused = {
        {"DELETE", "/v1/observations", "POST, OPTIONS"},
        {"GET", "/v1/observations", "POST, OPTIONS"},
        {"PUT", "/v1/profiles", "GET, HEAD, POST, OPTIONS"},
        {"PUT", "/v1/profiles/x", "GET, HEAD, PATCH, DELETE, OPTIONS"},
        {"POST", "/healthz", "GET, HEAD, OPTIONS"},
        {"GET", "/v1/keys/01JD3W5V9Z8Q1", "DELETE, OPTIONS"},
        {"BREW", "/metrics", "GET, HEAD, OPTIONS"},
    };
    for (const auto& [method, path, allow] : refused) {
        const auto answer = api.call({.method = method, .path = path, .key = api.admin});
        CHECK(answer.status == 405);
        CHECK(answer.code() == "method_not_allowed");
        CHECK(answer.header("Allow") == allow);
    }
    auto client = api.connect();
    const auto options = client.call(ApiServer::bytesOf({.method = "OPTIONS", .path = "/v1/profiles"}));
    CHECK(options.status == 204);
    CHECK(options.header("Allow") == "GET, HEAD, POST, OPTIONS");
}

TEST_CASE("HEAD answers what GET does, without the body", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    for (const auto& path : {std::string("/v1/profiles?limit=1"), "/v1/profiles/" + refOf(someone),
                             std::string("/v1/channels"), std::string("/healthz"), std::string("/docs"),
                             std::string("/nowhere"), std::string("/v1/profiles/external_id:nobody")}) {
        const auto got = api.call({.path = path, .key = api.read});
        const auto head = api.call({.method = "HEAD", .path = path, .key = api.read});
        CHECK(head.status == got.status);
        CHECK(head.header("Content-Length") == std::to_string(got.text.size()));
        CHECK(head.header("ETag") == got.header("ETag"));
    }
    CHECK(api.call({.method = "HEAD", .path = "/v1/profiles"}).status == 401);
    CHECK(api.call({.method = "HEAD", .path = "/v1/observations", .key = api.write}).status == 405);
}

TEST_CASE("every answer names its request, by the caller's own id if that is one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(api.call({.path = "/healthz", .headers = {{"Request-Id", "abc-123_X"}}}).header("Request-Id") ==
          "abc-123_X");
    for (const char* bad : {"a b", "<script>", "\xC3\xA4", "x;y=\"z\""}) {
        CHECK(api.call({.path = "/nowhere", .headers = {{"Request-Id", bad}}}).header("Request-Id") != bad);
    }
    CHECK(api.call({.path = "/healthz"}).header("Request-Id") !=
          api.call({.path = "/healthz"}).header("Request-Id"));
}

TEST_CASE("what is no request answers a problem", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& [bytes, status] : std::vector<std::pair<std::string, int>>{
             {"NONSENSE\r\n\r\n", 400},
             {"GET /healthz HTTP/1.1\r\n\r\n", 400},
             {"GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n", 505},
             {"POST /v1/observations HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: "
              "chunked\r\n\r\n",
              400},
             {"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n", 431}}) {
        auto client = api.connect();
        const auto answer = client.call(bytes);
        CHECK(answer.status == status);
        CHECK(answer.header("Content-Type") == "application/problem+json");
        CHECK(answer.header("Request-Id").size() >= 1);
        CHECK(api.schema()
                  .validate(Json::parse(answer.body), {{"$ref", "#/components/schemas/Problem"}})
                  .empty());
    }
}

TEST_CASE("the log names the route and the request, and holds nobody's data", "[api]") {
    ApiServer api(eachEngine(), {"log.level=debug"});
    const std::string secret = "Zebulon";
    auto someone = person("email", secret + "@example.com");
    someone["identifiers"].push_back({{"type", "external_id"}, {"value", secret}});
    someone["id"] = secret;
    someone["source"] = {{"type", "form"}, {"name", secret}};
    someone["fields"] = {{"first_name", secret}, {secret, secret}};
    someone["activities"] = {
        {{"id", secret}, {"channel", "web"}, {"event", secret}, {"properties", {{secret, secret}}}}};
    CHECK(api.post("/v1/observations", someone).status == 200);
    someone["fields"]["first_name"] = "x";
    CHECK(api.post("/v1/observations", someone).status == 409);
    CHECK(api.post("/v1/observations", {{secret, secret}}).status == 400);
    CHECK(api.call({.method = "POST", .path = "/v1/observations", .key = api.write, .body = "{" + secret})
              .status == 400);
    for (const auto& path :
         {"/v1/profiles/external_id:" + secret, "/v1/profiles?q=" + secret, "/v1/profiles?" + secret + "=1",
          "/" + secret, "/v1/profiles/email:" + secret + "@example.com/activity?event=" + secret,
          "/v1/profiles/email:" + secret + "@example.com/changes", "/v1/profiles?tag=" + secret}) {
        static_cast<void>(api.call({.path = path, .key = api.read}));
    }
    static_cast<void>(
        api.patch("/v1/profiles/external_id:" + secret, {{"fields", {{"first_name", secret}, {secret, 1}}}}));
    static_cast<void>(api.call(
        {.method = secret, .path = "/healthz", .headers = {{"User-Agent", secret}, {"Referer", secret}}}));
    static_cast<void>(
        api.call({.path = "/v1/profiles", .headers = {{"Authorization", "Bearer kith_" + secret}}}));
    static_cast<void>(
        api.call({.path = "/healthz", .headers = {{"Request-Id", "the-request-of-this-test"}}}));
    api.stop();
    const auto log = api.log();
    CHECK(log.find("/v1/profiles/{ref}/activity") != std::string::npos);
    CHECK(log.find("the-request-of-this-test") != std::string::npos);
    const auto at = log.find(secret);
    CHECK(at == std::string::npos);
    if (at != std::string::npos) CHECK(log.substr(at > 300 ? at - 300 : 0, 600).empty());
    for (const auto& key : {api.admin, api.write, api.read}) CHECK(log.find(key) == std::string::npos);
}

TEST_CASE("a connection serves call after call, refused ones included", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto client = api.connect();
    for (int i = 0; i < 20; ++i) {
        const auto body = somebody().dump();
        CHECK(client
                  .call(ApiServer::bytesOf(
                      {.method = "POST", .path = "/v1/observations", .key = api.write, .body = body}))
                  .status == 200);
        CHECK(client
                  .call(ApiServer::bytesOf(
                      {.method = "POST", .path = "/v1/observations", .key = api.read, .body = body}))
                  .status == 403);
        CHECK(client.call(ApiServer::bytesOf({.path = "/v1/profiles?limit=x", .key = api.read})).status ==
              400);
    }
}
