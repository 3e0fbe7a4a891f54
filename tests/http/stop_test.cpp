// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <thread>

#include "tests/http/test_server.hpp"

using namespace kith;
using kith::test::get;
using kith::test::Latch;
using kith::test::post;
using kith::test::TestServer;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

TestServer::Routes waitingAt(Latch& latch) {
    return [&](http::Router& router) {
        router.add({.method = http::Method::Get,
                    .pattern = "/wait",
                    .access = http::Access::None,
                    .handler = [&](const http::Request&) {
                        latch.pass();
                        return http::Response::text(200, "waited");
                    }});
    };
}

}  // namespace

TEST_CASE("a server that stops answers what is in flight", "[http]") {
    Latch latch;
    http::ServerSettings settings;
    settings.workers = 1;
    TestServer server(waitingAt(latch), settings);
    auto idle = server.connect();
    CHECK(idle.call(get("/hello")).status == 200);
    auto running = server.connect();
    running.send(get("/wait"));
    latch.waitForArrivals(1);
    auto queued = server.connect();
    queued.send(get("/hello"));
    server.observer.waitForQueue(1);

    std::thread stopping([&] { server.server.stop(seconds(30)); });
    CHECK(idle.closedCleanly());
    CHECK_THROWS_AS(server.connect().call(get("/hello")), std::exception);
    latch.open();
    const auto answer = running.read();
    CHECK(answer.body == "waited");
    CHECK(answer.header("Connection") == "close");
    CHECK(queued.read().body == "hello");
    stopping.join();
}

TEST_CASE("a request whose head had begun when the server stopped is answered", "[http]") {
    Latch latch;
    TestServer server(waitingAt(latch));
    auto idle = server.connect();
    CHECK(idle.call(get("/hello")).status == 200);
    auto running = server.connect();
    running.send(get("/wait"));
    latch.waitForArrivals(1);
    auto begun = server.connect();
    begun.send(get("/hello") + "GET /hello HTTP/1.1\r\nHo");
    CHECK(begun.read().status == 200);

    std::thread stopping([&] { server.server.stop(seconds(30)); });
    CHECK(idle.closedCleanly());
    begun.send("st: a\r\n\r\n");
    const auto answer = begun.read();
    CHECK(answer.body == "hello");
    CHECK(answer.header("Connection") == "close");
    latch.open();
    CHECK(running.read().status == 200);
    stopping.join();
}

TEST_CASE("a server whose grace is over cuts off what is left", "[http]") {
    http::ServerSettings settings;
    settings.slackTimeout = seconds(3'600);
    settings.workers = 2;
    TestServer server({}, settings);
    auto halfBody = server.connect();
    halfBody.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    auto halfHead = server.connect();
    halfHead.send("GET /hello HTTP/1.1\r\nHo");
    server.observer.waitForConnections(2);
    server.server.stop(milliseconds(50));
    server.observer.waitForConnections(0);
    halfBody.readToEnd();
    CHECK(halfHead.readToEnd().empty());
}

TEST_CASE("a server that was never started stops", "[http]") {
    TestServer other;
    http::ServerSettings settings;
    settings.listen = "127.0.0.1:0";
    http::Server server(settings, {other.router, other.keys, other.observer, other.logger, other.clock});
    server.stop(seconds(30));
    server.stop(seconds(30));
}
