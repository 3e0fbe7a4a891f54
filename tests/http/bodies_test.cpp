// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "tests/http/gzip_of.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using kith::test::checkProblem;
using kith::test::get;
using kith::test::gzipOf;
using kith::test::post;
using kith::test::TestServer;
using std::chrono::milliseconds;

namespace {

/// Routes whose handlers never look at the body, and one that takes more of it.
void addRoutes(http::Router& router) {
    const auto add = [&](std::string pattern, http::Access access, std::size_t limit, int status) {
        router.add({.method = http::Method::Post,
                    .pattern = std::move(pattern),
                    .access = access,
                    .handler =
                        [=](const http::Request& request) {
                            return http::Response::text(status, std::to_string(request.body.size()));
                        },
                    .bodyLimit = limit});
    };
    add("/large", http::Access::None, 10'000'000, 200);
    add("/keyed", http::Access::Write, 1'000, 200);
    add("/failing", http::Access::None, 1'000, 500);
}

const std::string kSmuggled = get("/smuggled");

std::string chunked(std::string_view path, std::string_view body, std::string_view headers = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

/// Goes on sending after it was refused, for twice as long as the server would wait for a silent client.
/// Nothing if the machine made it be silent for too long. Else what it reads then.
std::optional<int> statusAfterSendingOn(const TestServer& server, std::chrono::milliseconds linger) {
    using Clock = std::chrono::steady_clock;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
    const auto start = Clock::now();
    for (auto last = start; last < start + 2 * linger; last = Clock::now()) {
        client.send(std::string(100, 'x'));
        // The pace of a slow client. One that the machine made slower still is tried again.
        std::this_thread::sleep_for(linger / 20);
        if (Clock::now() - last > linger / 2) return std::nullopt;
    }
    return client.read().status;
}

}  // namespace

TEST_CASE("a client that is refused and goes on sending can still read why", "[http]") {
    http::ServerSettings settings;
    settings.lingerTimeout = std::chrono::milliseconds(200);
    const TestServer server({}, settings);
    std::optional<int> status;
    for (int tries = 0; !status && tries < 50; ++tries) {
        status = statusAfterSendingOn(server, settings.lingerTimeout);
    }
    CHECK(status == 413);
}

TEST_CASE("an unread body is never taken for the next request", "[http]") {
    TestServer server(addRoutes);
    // A short one that came with its head is dropped.
    for (const char* path : {"/nothing", "/keyed", "/hello"}) {
        auto client = server.connect();
        const auto answer = client.call(post(path, kSmuggled));
        CHECK(answer.status >= 400);
        CHECK(answer.header("Connection") == "keep-alive");
        CHECK(client.call(get("/hello")).body == "hello");
    }
    // One that is still coming ends the connection, as do chunks.
    for (const auto& request :
         {"POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + kSmuggled,
          chunked("/keyed", kSmuggled)}) {
        auto client = server.connect();
        const auto answer = client.call(request);
        CHECK(answer.status >= 400);
        CHECK(answer.header("Connection") == "close");
        client.send(kSmuggled);
        CHECK(client.closedCleanly());
    }
    CHECK(server.log.text().find("status=200") != std::string::npos);
}

TEST_CASE("a body that its handler ignores is read all the same", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    CHECK(client.call(post("/failing", kSmuggled)).status == 500);
    CHECK(client
              .call("GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kSmuggled.size()) +
                    "\r\n\r\n" + kSmuggled)
              .body == "hello");
    CHECK(client.call(get("/hello")).body == "hello");
}

TEST_CASE("a body over the limit is refused before it is read", "[http]") {
    TestServer server;
    auto client = server.connect();
    const auto answer = client.call("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
    checkProblem(answer, 413);
    CHECK(nlohmann::json::parse(answer.body)["code"] == "too_large");
    CHECK(answer.header("Connection") == "close");
    client.send(std::string(1'001, 'x'));
    CHECK(client.closedCleanly());

    auto huge = server.connect();
    checkProblem(huge.call("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n"),
                 413);
    auto pieces = server.connect();
    checkProblem(pieces.call(chunked("/echo", "3e8\r\n" + std::string(1'000, 'x') + "\r\n1\r\n")), 413);
    CHECK(server.call(post("/echo", std::string(1'000, 'x'))).body.size() == 1'000);
}

TEST_CASE("the client reads why its large body was refused", "[http]") {
    TestServer server;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
    client.send(std::string(500'000, 'x'));
    checkProblem(client.read(), 413);
}

TEST_CASE("a dribbled body is given up when it falls behind its rate", "[http]") {
    http::ServerSettings settings;
    settings.slackTimeout = milliseconds(200);
    settings.minBytesPerSecond = 1'000'000;
    TestServer server(addRoutes, settings);
    for (const auto& head :
         {std::string("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"),
          chunked("/large", "fffff\r\n")}) {
        auto client = server.connect();
        client.send(head);
        client.dribble(std::string(100'000, 'x'));
        const auto answer = client.read();
        checkProblem(answer, 408);
        CHECK(answer.header("Connection") == "close");
    }
}

TEST_CASE("a body that keeps its rate is given up at the total deadline", "[http]") {
    http::ServerSettings settings;
    settings.minBytesPerSecond = 1;
    settings.slackTimeout = std::chrono::hours(1);
    settings.bodyTimeout = milliseconds(200);
    TestServer server(addRoutes, settings);
    auto client = server.connect();
    client.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    client.dribble(std::string(100'000, 'x'));
    checkProblem(client.read(), 408);
}

TEST_CASE("a body that ends early is refused", "[http]") {
    TestServer server;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    client.finishSending();
    checkProblem(client.read(), 400);
    CHECK(client.closedCleanly());
}

TEST_CASE("a body arrives whole, however it is cut", "[http]") {
    TestServer server;
    auto client = server.connect();
    const std::string fixed = post("/echo", "0123456789");
    const std::string pieces = chunked("/echo", "3\r\n012\r\n7;a=b\r\n3456789\r\n0\r\nTrailer: x\r\n\r\n");
    for (const auto& request : {fixed, pieces}) {
        for (std::size_t cut = 1; cut < request.size(); cut += 2) {
            client.send(request.substr(0, cut));
            client.send(request.substr(cut));
            CHECK(client.read().body == "0123456789");
        }
    }
}

TEST_CASE("large bodies arrive whole", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const std::string large(9'999'999, 'x');
    CHECK(client.call(post("/large", large)).body == "9999999");
    CHECK(client.call(chunked("/large", "98967f\r\n" + large + "\r\n0\r\n\r\n")).body == "9999999");
}

TEST_CASE("ambiguous framing is refused and ends the connection", "[http]") {
    TestServer server(addRoutes);
    const std::string start = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    for (const auto& request :
         {start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
          start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
          start + "Content-Length : 5\r\n\r\nabcde", start + "X: a\r\n Content-Length: 5\r\n\r\nabcde",
          start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
          start + "Transfer-Encoding:\x0b"
                  "chunked\r\n\r\n0\r\n\r\n",
          start + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n",
          start + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
          start + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefg\r\n0\r\n\r\n",
          start + "Transfer-Encoding: chunked\r\n\r\n5\nabcde\n0\n\n",
          start + "Content-Length: +5\r\n\r\nabcde"}) {
        CAPTURE(request);
        auto client = server.connect();
        const auto answer = client.call(request + kSmuggled);
        CHECK((answer.status == 400 || answer.status == 501));
        CHECK(answer.header("Connection") == "close");
        CHECK(client.closedCleanly());
    }
}

TEST_CASE("a client that waits for leave to send its body gets it, or a refusal", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const std::string headers = "HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    CHECK(client.call("POST /echo " + headers).status == 100);
    CHECK(client.call("abcde").body == "abcde");
    client.send("POST /echo " + headers + "abcde");
    CHECK(client.read().body == "abcde");
    CHECK(client.call("POST /keyed " + headers).status == 401);
    CHECK(client.closedCleanly());
}

TEST_CASE("a media type or coding that the route does not take is refused", "[http]") {
    TestServer server(addRoutes);
    const auto type =
        server.call(post("/large", "a=b", "Content-Type: application/x-www-form-urlencoded\r\n"));
    CHECK(type.status == 415);
    CHECK(type.header("Accept") == "application/json");
    const auto coding = server.call(post("/large", "a=b", "Content-Encoding: br\r\n"));
    CHECK(coding.status == 415);
    CHECK(coding.header("Accept-Encoding") == "gzip");
    CHECK(server.call(post("/large", "{}", "Content-Type: application/JSON;charset=utf-8\r\n")).status ==
          200);
    CHECK(server.call(post("/large", "{}", "Content-Encoding: identity\r\n")).body == "2");
    CHECK(server.call(post("/large", "{}")).status == 200);
}

TEST_CASE("a gzip body is inflated within the limit of its route", "[http]") {
    TestServer server(addRoutes);
    auto client = server.connect();
    const std::string gzip = "Content-Encoding: gzip\r\n";
    const auto bomb = client.call(post("/large", gzipOf(std::string(50'000'000, 'a')), gzip));
    checkProblem(bomb, 413);
    checkProblem(client.call(post("/echo", "not gzip", gzip)), 400);
    CHECK(client.call(post("/echo", gzipOf("packed"), gzip)).body == "packed");
    CHECK(client.call(post("/echo", gzipOf(std::string(1'000, 'a')), "Content-Encoding: GZIP\r\n"))
              .body.size() == 1'000);
    const auto packed = gzipOf("abc");
    std::string pieces;
    for (const char c : packed) pieces += std::string("1\r\n") + c + "\r\n";
    CHECK(client.call(chunked("/echo", pieces + "0\r\n\r\n", gzip)).body == "abc");
}
