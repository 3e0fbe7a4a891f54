// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "core/base/blocking.hpp"
#include "core/base/error.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using kith::test::checkProblem;
using kith::test::get;
using kith::test::Latch;
using kith::test::post;
using kith::test::RawClient;
using kith::test::TestServer;
using std::chrono::milliseconds;

namespace {

http::Route waitingAt(Latch& latch) {
    return {.method = http::Method::Get,
            .pattern = "/wait",
            .access = http::Access::None,
            .handler = [&](const http::Request&) {
                latch.pass();
                return http::Response::text(200, "waited");
            }};
}

/// A handler that says that it waits, as everything in the server does that waits.
http::Route sayingThatItWaits(Latch& latch) {
    auto route = waitingAt(latch);
    route.handler = [&](const http::Request&) {
        const base::Blocking waits;
        latch.pass();
        return http::Response::text(200, "waited");
    };
    return route;
}

/// More threads than may ever run at once.
http::ServerSettings manyWorkers() {
    http::ServerSettings settings;
    settings.workers = 2 * std::thread::hardware_concurrency() + 10;
    return settings;
}

std::vector<RawClient> clientsThatWait(TestServer& server, std::size_t count) {
    std::vector<RawClient> clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.push_back(server.connect());
        clients.back().send(get("/wait"));
    }
    return clients;
}

http::ServerSettings impatient() {
    http::ServerSettings settings;
    settings.workers = 2;
    settings.headTimeout = milliseconds(200);
    return settings;
}

}  // namespace

TEST_CASE("a dribbled head is given up at one deadline for the whole of it", "[http]") {
    TestServer server({}, impatient());
    auto client = server.connect();
    client.dribble("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x'));
    const auto answer = client.read();
    checkProblem(answer, 408);
    CHECK(answer.header("Connection") == "close");
    CHECK(client.closedCleanly());
    CHECK(server.observer.waitForRequests(1)[0].route == "unmatched");
}

TEST_CASE("a head over the limit is refused, whether it ends or not", "[http]") {
    TestServer server;
    for (const char* end : {"", "\r\n\r\n"}) {
        auto client = server.connect();
        client.send("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(32 * 1024, 'x') + end);
        const auto answer = client.read();
        checkProblem(answer, 431);
        CHECK(answer.header("Connection") == "close");
        CHECK(client.closedCleanly());
    }
    CHECK(server.call(get("/hello", "X: " + std::string(31 * 1024, 'x') + "\r\n")).status == 200);
}

TEST_CASE("a bare line feed is refused at once", "[http]") {
    TestServer server;
    checkProblem(server.call("GET /hello HTTP/1.1\nHost: a\n\n"), 400);
}

TEST_CASE("an idle connection is closed without a word", "[http]") {
    auto settings = impatient();
    settings.idleTimeout = milliseconds(100);
    TestServer server({}, settings);
    auto fresh = server.connect();
    auto used = server.connect();
    CHECK(used.call(get("/hello")).status == 200);
    CHECK(fresh.closedCleanly());
    CHECK(used.closedCleanly());
    server.observer.waitForConnections(0);
}

TEST_CASE("a connection serves one request after the other", "[http]") {
    TestServer server;
    auto client = server.connect();
    for (int i = 0; i < 100; ++i) {
        CHECK(client.call(get("/hello")).body == "hello");
        CHECK(client.call(post("/echo", std::to_string(i))).body == std::to_string(i));
    }
    server.observer.waitForConnections(1);
}

TEST_CASE("two requests in one segment are both answered", "[http]") {
    TestServer server;
    auto client = server.connect();
    client.send(post("/echo", "one") + get("/hello"));
    CHECK(client.read().body == "one");
    CHECK(client.read().body == "hello");
    client.send("\r\n" + get("/hello") + "\r\n" + post("/echo", "two"));
    CHECK(client.read().body == "hello");
    CHECK(client.read().body == "two");
}

TEST_CASE("a request and a half in one segment are both answered", "[http]") {
    TestServer server;
    const auto second = post("/echo", "second");
    for (std::size_t cut = 1; cut < second.size(); cut += 3) {
        auto client = server.connect();
        client.send(get("/hello") + second.substr(0, cut));
        CHECK(client.read().body == "hello");
        client.send(second.substr(cut));
        CHECK(client.read().body == "second");
    }
}

TEST_CASE("pipelined requests are answered in their order", "[http]") {
    TestServer server({}, impatient());
    auto client = server.connect();
    std::string all;
    for (int i = 0; i < 500; ++i) all += post("/echo", std::to_string(i));
    client.send(all);
    for (int i = 0; i < 500; ++i) CHECK(client.read().body == std::to_string(i));
}

TEST_CASE("a connection is closed when the client asks for it", "[http]") {
    TestServer server;
    auto client = server.connect();
    CHECK(client.call(get("/hello", "Connection: close\r\n")).header("Connection") == "close");
    CHECK(client.closedCleanly());
    auto old = server.connect();
    CHECK(old.call("GET /hello HTTP/1.0\r\n\r\n").statusLine == "HTTP/1.1 200 OK");
    CHECK(old.closedCleanly());
    auto kept = server.connect();
    CHECK(kept.call("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection") ==
          "keep-alive");
    CHECK(kept.call("GET /hello HTTP/1.0\r\n\r\n").body == "hello");
}

TEST_CASE("a client that sends its last request and closes its side is answered", "[http]") {
    TestServer server;
    auto client = server.connect();
    client.send(get("/hello"));
    client.finishSending();
    CHECK(client.read().body == "hello");
    CHECK(client.closedCleanly());
}

TEST_CASE("idle and dribbling connections hold no worker", "[http]") {
    auto settings = impatient();
    settings.headTimeout = milliseconds(60'000);
    TestServer server({}, settings);
    std::vector<RawClient> crowd;
    for (int i = 0; i < 500; ++i) {
        crowd.push_back(server.connect());
        if (i % 5 == 0) crowd.back().send("GET /hello HT");
        if (i % 5 == 1) CHECK(crowd.back().call(get("/hello")).status == 200);
    }
    server.observer.waitForConnections(500);
    for (int i = 0; i < 50; ++i) CHECK(server.call(get("/hello")).body == "hello");
    crowd[0].send("TP/1.1\r\nHost: a\r\n\r\n");
    CHECK(crowd[0].read().body == "hello");
    CHECK(crowd[1].call(get("/hello")).body == "hello");
}

TEST_CASE("requests beyond the queue are answered 503, not dropped", "[http]") {
    Latch latch;
    auto settings = impatient();
    settings.maxQueued = 2;
    settings.headTimeout = milliseconds(60'000);
    TestServer server([&](http::Router& router) { router.add(waitingAt(latch)); }, settings);
    std::vector<RawClient> waiting;
    for (int i = 0; i < 2; ++i) {
        waiting.push_back(server.connect());
        waiting.back().send(get("/wait"));
    }
    latch.waitForArrivals(2);
    for (int i = 0; i < 2; ++i) {
        waiting.push_back(server.connect());
        waiting.back().send(get("/wait"));
    }
    server.observer.waitForQueue(2);
    auto refused = server.connect();
    const auto answer = refused.call(get("/hello"));
    checkProblem(answer, 503);
    CHECK(answer.header("Retry-After") == "1");
    CHECK(nlohmann::json::parse(answer.body)["code"] == "overloaded");
    CHECK(refused.closedCleanly());
    latch.open();
    for (auto& client : waiting) CHECK(client.read().body == "waited");
    CHECK(server.call(get("/hello")).status == 200);
}

TEST_CASE("requests that wait leave the processors to others, up to the last worker", "[http]") {
    Latch latch;
    const auto settings = manyWorkers();
    TestServer server([&](http::Router& router) { router.add(sayingThatItWaits(latch)); }, settings);
    auto clients = clientsThatWait(server, settings.workers - 1);
    latch.waitForArrivals(clients.size());
    CHECK(server.call(get("/hello")).status == 200);
    latch.open();
    for (auto& client : clients) CHECK(client.read().body == "waited");
}

TEST_CASE("requests that don't say that they wait run a few at once, and all in the end", "[http]") {
    Latch latch;
    const auto settings = manyWorkers();
    TestServer server([&](http::Router& router) { router.add(waitingAt(latch)); }, settings);
    auto clients = clientsThatWait(server, settings.workers);
    const std::size_t atOnce = std::max(std::thread::hardware_concurrency(), 2U) + 2;
    latch.waitForArrivals(atOnce);
    server.observer.waitForQueue(clients.size() - atOnce);
    latch.open();
    for (auto& client : clients) CHECK(client.read().body == "waited");
}

TEST_CASE("connections are accepted while all processors are kept busy, whoever was called in between",
          "[http]") {
    const std::size_t atOnce = std::max(std::thread::hardware_concurrency(), 2U) + 2;
    Latch busy;
    Latch first;
    TestServer server(
        [&](http::Router& router) {
            router.add(waitingAt(busy));
            auto route = waitingAt(first);
            route.pattern = "/first";
            route.handler = [&](const http::Request&) {
                first.pass();
                const base::Blocking waits;
                busy.pass();
                return http::Response::text(200, "waited");
            };
            router.add(std::move(route));
        },
        manyWorkers());
    auto clients = clientsThatWait(server, atOnce - 1);
    clients.push_back(server.connect());
    clients.back().send(get("/first"));
    busy.waitForArrivals(atOnce - 1);
    first.waitForArrivals(1);
    // Only who stands by takes this one in, and nobody may serve it.
    clients.push_back(server.connect());
    clients.back().send(get("/wait"));
    server.observer.waitForQueue(1);
    // Now one waits, so it is served, and again all are busy.
    first.open();
    busy.waitForArrivals(atOnce + 1);
    const auto another = server.connect();
    server.observer.waitForConnections(atOnce + 2);
    CHECK(server.observer.waitForRequests(0).empty());
    busy.open();
    for (auto& client : clients) CHECK(client.read().body == "waited");
}

TEST_CASE("the longest idle connection makes room for a new one", "[http]") {
    auto settings = impatient();
    settings.maxConnections = 3;
    TestServer server({}, settings);
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(server.connect());
        CHECK(clients.back().call(get("/hello")).status == 200);
    }
    // A connection is idle a little after its answer has come: the others are used until the first surely is.
    for (int i = 0; i < 100; ++i)
        CHECK(clients[static_cast<std::size_t>(1 + i % 2)].call(get("/hello")).status == 200);
    clients.push_back(server.connect());
    CHECK(clients.back().call(get("/hello")).status == 200);
    CHECK(clients[0].closedCleanly());
    for (int i = 1; i < 4; ++i) CHECK(clients[static_cast<std::size_t>(i)].call(get("/hello")).status == 200);
}

TEST_CASE("when no connection is idle, new ones wait until one is", "[http]") {
    Latch latch;
    auto settings = impatient();
    settings.maxConnections = 2;
    TestServer server([&](http::Router& router) { router.add(waitingAt(latch)); }, settings);
    auto first = server.connect();
    auto second = server.connect();
    first.send(get("/wait"));
    second.send(get("/wait"));
    latch.waitForArrivals(2);
    auto third = server.connect();
    third.send(get("/hello"));
    CHECK_FALSE(third.readable(milliseconds(100)));
    latch.open();
    CHECK(first.read().body == "waited");
    CHECK(third.read().body == "hello");
}

TEST_CASE("an address that can't be listened on is a wrong configuration", "[http]") {
    TestServer server;
    for (const std::string& address : std::initializer_list<std::string>{
             "127.0.0.1:" + std::to_string(server.server.port()), std::string("nonsense"),
             std::string("192.0.2.1:0"), std::string("127.0.0.1:99999")}) {
        CAPTURE(address);
        http::ServerSettings settings;
        settings.listen = address;
        CHECK_THROWS_AS(http::Server(settings, {server.router, server.keys, server.observer, server.logger,
                                                server.clock}),
                        base::Error);
    }
    CHECK(server.server.url() == "http://127.0.0.1:" + std::to_string(server.server.port()));
}
