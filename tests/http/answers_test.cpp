// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/error.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using kith::test::get;
using kith::test::post;
using kith::test::TestServer;
using nlohmann::json;

namespace {

http::Route open(std::string pattern, http::Handler handler) {
    return {.method = http::Method::Get,
            .pattern = std::move(pattern),
            .access = http::Access::None,
            .handler = std::move(handler)};
}

}  // namespace

TEST_CASE("a handler that throws is a problem, and its connection goes on", "[http]") {
    const TestServer server([](http::Router& router) {
        router.add(open("/std", [](const http::Request&) -> http::Response {
            throw std::runtime_error("ann@example.com is not welcome");
        }));
        router.add(open("/other", [](const http::Request&) -> http::Response { throw 42; }));
        router.add(open("/known", [](const http::Request&) -> http::Response {
            throw base::Error(base::ErrorCode::Conflict, "Somebody else has it.", "row 7");
        }));
        router.add(open("/storage", [](const http::Request&) -> http::Response {
            throw base::Error(base::ErrorCode::Storage, "The database failed.", "sqlstate 53300");
        }));
    });
    auto client = server.connect();
    for (const char* path : {"/std", "/other"}) {
        const auto answer = client.call(get(path));
        CHECK(answer.status == 500);
        CHECK(answer.header("Content-Type") == "application/problem+json");
        CHECK(json::parse(answer.body)["code"] == "internal");
        CHECK(answer.header("Connection") == "keep-alive");
    }
    CHECK(client.call(get("/known")).status == 409);
    const auto storage = client.call(get("/storage"));
    CHECK(storage.status == 503);
    CHECK(storage.header("Retry-After") == "1");
    CHECK(client.call(get("/hello")).body == "hello");
    const auto log = server.log.text();
    CHECK(log.find("ann@") == std::string::npos);
    CHECK(log.find("event=request_failed route=/storage code=storage context=\"sqlstate 53300\"") !=
          std::string::npos);
    CHECK(log.find("row 7") == std::string::npos);
}

TEST_CASE("a handler that sends nothing is a problem", "[http]") {
    const TestServer server([](http::Router& router) {
        router.add(open("/nothing", [](const http::Request&) { return http::Response{}; }));
        router.add(open("/odd", [](const http::Request&) { return http::Response::empty(101); }));
    });
    auto client = server.connect();
    CHECK(client.call(get("/nothing")).status == 500);
    CHECK(client.call(get("/odd")).status == 500);
    CHECK(client.call(get("/hello")).status == 200);
}

TEST_CASE("a handler can't be made to write headers of others", "[http]") {
    const TestServer server([](http::Router& router) {
        router.add(open("/to", [](const http::Request& request) {
            auto response = http::Response::empty(303);
            response.headers.set("Location", std::string(request.query.find("url").value_or("")));
            return response;
        }));
    });
    CHECK(server.call(get("/to?url=%0d%0aSet-Cookie:%20a")).status == 500);
    CHECK(server.call(get("/to?url=/x")).header("Location") == "/x");
}

TEST_CASE("an unknown path, method or encoding is a problem", "[http]") {
    const TestServer server;
    auto client = server.connect();
    const auto nothing = client.call(get("/nothing"));
    CHECK(nothing.status == 404);
    CHECK(json::parse(nothing.body)["code"] == "not_found");
    for (const char* method : {"DELETE", "BREW"}) {
        const auto refused = client.call(std::string(method) + " /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(refused.status == 405);
        CHECK(refused.header("Allow") == "GET, HEAD, OPTIONS");
    }
    CHECK(client.call(get("/hello%")).status == 400);
    CHECK(client.call(get("/%ff")).status == 400);
    CHECK(client.call(get("/hello?a=%00")).status == 400);
    CHECK(client.call(get("/hello/")).status == 404);
    CHECK(client.call(get("/hello")).status == 200);
}

TEST_CASE("a slash at the end of a page changes nothing, and elsewhere makes another path", "[http]") {
    const TestServer server([](http::Router& router) {
        auto page = open("/page", [](const http::Request&) { return http::Response::text(200, "page"); });
        page.isPage = true;
        router.add(std::move(page));
    });
    CHECK(server.call(get("/page/")).body == "page");
    for (const char* path : {"/hello/", "/page//", "/page/x/", "//page/", "/page%2F"}) {
        INFO(path);
        CHECK(server.call(get(path)).status == 404);
    }
    CHECK(server.call(post("/page/", "{}", "Content-Type: application/json\r\n")).status == 404);
}

TEST_CASE("OPTIONS lists the methods of a path", "[http]") {
    const TestServer server;
    const auto answer = server.call("OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.status == 204);
    CHECK(answer.header("Allow") == "POST, OPTIONS");
    CHECK(answer.header("Content-Length").empty());
    CHECK(server.call("OPTIONS /nothing HTTP/1.1\r\nHost: a\r\n\r\n").status == 404);
}

TEST_CASE("HEAD answers as GET would, without the body", "[http]") {
    const TestServer server;
    auto client = server.connect();
    client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = client.read(true);
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Length") == "5");
    CHECK(client.call(get("/hello")).body == "hello");
}

TEST_CASE("every answer carries the headers of the house", "[http]") {
    const TestServer server([](http::Router& router) {
        router.add(open("/cached", [](const http::Request&) {
            auto response = http::Response::text(200, "x");
            response.headers.set("Cache-Control", "max-age=60");
            response.headers.set("Content-Length", "7");
            response.headers.set("Connection", "close");
            response.headers.set("Transfer-Encoding", "chunked");
            return response;
        }));
    });
    auto client = server.connect();
    for (const char* path : {"/hello", "/nothing", "/%"}) {
        const auto answer = client.call(get(path));
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        CHECK(answer.header("Cache-Control") == "no-store");
        CHECK_FALSE(answer.header("Request-Id").empty());
        CHECK(answer.header("Date") == "Mon, 23 Nov 2026 09:10:00 GMT");
    }
    const auto cached = client.call(get("/cached"));
    CHECK(cached.header("Cache-Control") == "max-age=60");
    CHECK(cached.header("Content-Length") == "1");
    CHECK(cached.header("Transfer-Encoding").empty());
    CHECK(cached.header("Connection") == "keep-alive");
}

TEST_CASE("a sane Request-Id is taken over, another one replaced", "[http]") {
    const TestServer server;
    auto client = server.connect();
    CHECK(client.call(get("/hello", "Request-Id: aZ09_-\r\n")).header("Request-Id") == "aZ09_-");
    const std::string longest(64, 'a');
    CHECK(client.call(get("/hello", "Request-Id: " + longest + "\r\n")).header("Request-Id") == longest);
    std::string previous;
    for (const std::string& bad : std::initializer_list<std::string>{std::string(65, 'a'), std::string("a b"),
                                                                     std::string("a\"b"), std::string()}) {
        const auto id = client.call(get("/hello", "Request-Id: " + bad + "\r\n")).header("Request-Id");
        CHECK(id != bad);
        CHECK(id != previous);
        CHECK_FALSE(id.empty());
        previous = id;
    }
}

TEST_CASE("a handler sees the request as it was meant", "[http]") {
    http::Request seen;
    const TestServer server([&](http::Router& router) {
        router.add({.method = http::Method::Put,
                    .pattern = "/v1/profiles/{ref}/identifiers/{type}",
                    .access = http::Access::None,
                    .handler = [&](const http::Request& request) {
                        seen = request;
                        return http::Response::empty();
                    }});
    });
    const std::string body = "{\"a\": 1}";
    CHECK(server
              .call("PUT /v1/profiles/email%3Aann%40example.com%2Fx/identifiers/phone?move=true&a=1&a=2 "
                    "HTTP/1.1\r\nHost: a\r\n"
                    "Content-Type: Application/JSON; charset=utf-8\r\nContent-Length: 8\r\n\r\n" +
                    body)
              .status == 204);
    CHECK(seen.method == http::Method::Put);
    CHECK(seen.route == "/v1/profiles/{ref}/identifiers/{type}");
    CHECK(seen.param("ref") == "email:ann@example.com/x");
    CHECK(seen.param("type") == "phone");
    CHECK_THROWS_AS(seen.param("none"), base::Error);
    CHECK(seen.query.find("move") == "true");
    CHECK(seen.query.all("a").size() == 2);
    CHECK(seen.mediaType() == "application/json");
    CHECK(seen.body == body);
    CHECK(seen.client == "127.0.0.1");
    CHECK_FALSE(seen.tls);
    CHECK_FALSE(seen.caller);
}

TEST_CASE("a GET or HEAD whose tag the client has is not sent again, if it may be kept", "[http]") {
    const TestServer server([](http::Router& router) {
        const auto tagged = [](const http::Request&) {
            auto response = http::Response::text(200, "body");
            response.headers.set("ETag", "\"7\"");
            return response;
        };
        router.add(open("/version", tagged));
        router.add(open("/kept", [](const http::Request& request) {
            auto response = http::Response::text(200, std::string(request.query.find("text").value_or("")));
            response.headers.set("Cache-Control", "max-age=60");
            return response;
        }));
        router.add(open("/tagged", [tagged](const http::Request& request) {
            auto response = tagged(request);
            response.headers.set("Cache-Control", "private, max-age=60");
            return response;
        }));
    });
    auto client = server.connect();
    CHECK(client.call(get("/tagged", "If-None-Match: \"6\"\r\n")).status == 200);
    const auto unchanged = client.call(get("/tagged", "If-None-Match: \"7\"\r\n"));
    CHECK(unchanged.status == 304);
    CHECK(unchanged.header("ETag") == "\"7\"");
    CHECK(unchanged.header("Content-Length").empty());
    client.send("HEAD /tagged HTTP/1.1\r\nHost: kith\r\nIf-None-Match: \"7\"\r\n\r\n");
    CHECK(client.read(true).status == 304);
    CHECK(client.call(get("/version", "If-None-Match: \"7\"\r\n")).body == "body");
    CHECK(client.call(get("/hello")).body == "hello");
    const auto kept = client.call(get("/kept?text=a"));
    CHECK(client.call(get("/kept?text=a", "If-None-Match: " + kept.header("ETag") + "\r\n")).status == 304);
    CHECK(client.call(get("/kept?text=b", "If-None-Match: " + kept.header("ETag") + "\r\n")).body == "b");
}

TEST_CASE("a large answer arrives whole", "[http]") {
    std::string large;
    for (int i = 0; i < 1'000'000; ++i) large += std::to_string(i);
    const TestServer server([&](http::Router& router) {
        router.add(open("/large", [&](const http::Request&) { return http::Response::text(200, large); }));
    });
    auto client = server.connect();
    CHECK((client.call(get("/large")).body == large));
    CHECK(client.call(get("/hello")).body == "hello");
}

TEST_CASE("a client that does not read its answer is let go", "[http]") {
    http::ServerSettings settings;
    settings.slackTimeout = std::chrono::milliseconds(100);
    settings.minBytesPerSecond = 1'000'000'000;
    TestServer server(
        [](http::Router& router) {
            router.add(open("/huge", [](const http::Request&) {
                return http::Response::text(200, std::string(std::size_t{64} << 20U, 'x'));
            }));
        },
        settings);
    auto client = server.connect();
    client.send(get("/huge"));
    server.observer.waitForRequests(1);
    server.observer.waitForConnections(0);
}

TEST_CASE("the access log names the route and nothing of the request", "[http]") {
    TestServer server([](http::Router& router) {
        router.add(open("/v1/profiles/{ref}",
                        [](const http::Request&) { return http::Response::text(200, "secret-body"); }));
    });
    auto client = server.connect();
    client.call(get("/v1/profiles/email:ann@example.com?q=secret-query",
                    "Authorization: Bearer secret-key\r\nX-A: secret-header\r\nRequest-Id: my-id\r\n"));
    client.call(get("/ann@example.com/secret-path"));
    CHECK(server.call("A@N /secret-target HTTP/1.1\r\nHost: secret-host\r\n\r\n").status == 400);
    client.call("ANN /secret-target HTTP/1.1\r\nHost: secret-host\r\n\r\n");
    const auto finished = server.observer.waitForRequests(4);
    CHECK(finished[0].route == "/v1/profiles/{ref}");
    CHECK(finished[0].method == "GET");
    CHECK(finished[0].status == 200);
    CHECK(finished[0].seconds >= 0);
    CHECK(finished[1].route == "unmatched");
    CHECK(finished[3].method == "OTHER");
    const auto log = server.log.text();
    CHECK(log.find("event=request route=/v1/profiles/{ref} method=GET status=200 duration_ms=") !=
          std::string::npos);
    CHECK(log.find("bytes=11 request_id=my-id key=-\n") != std::string::npos);
    for (const char* hidden : {"secret", "ann@", "ANN"}) CHECK(log.find(hidden) == std::string::npos);
}
