// SPDX-License-Identifier: Apache-2.0
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>

#include <catch2/catch.hpp>
#include <thread>

#include "core/base/error.hpp"
#include "tests/http/certificate.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using kith::test::get;
using kith::test::post;
using kith::test::RawClient;
using kith::test::TestServer;
using std::chrono::milliseconds;

namespace {

http::ServerSettings secure(const test::Certificate& certificate) {
    http::ServerSettings settings;
    settings.tls = http::TlsSettings{certificate.certificateFile(), certificate.keyFile()};
    settings.headTimeout = milliseconds(10'000);
    return settings;
}

RawClient connect(const TestServer& server) {
    const Poco::Net::Context::Ptr context(
        new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", Poco::Net::Context::VERIFY_NONE));
    const Poco::Net::SocketAddress address("127.0.0.1", server.server.port());
    return RawClient(Poco::Net::SecureStreamSocket(address, context));
}

}  // namespace

TEST_CASE("a certificate that can't be used is a wrong configuration", "[http]") {
    const test::Certificate certificate;
    auto settings = secure(certificate);
    settings.tls->keyFile = settings.tls->certificateFile;
    CHECK_THROWS_AS(TestServer({}, settings), base::Error);
    settings.tls->certificateFile = "/nonexistent/certificate.pem";
    CHECK_THROWS_AS(TestServer({}, settings), base::Error);
}

TEST_CASE("requests are answered over TLS", "[http]") {
    const test::Certificate certificate;
    bool tls = false;
    TestServer server(
        [&](http::Router& router) {
            router.add({.method = http::Method::Post,
                        .pattern = "/large",
                        .access = http::Access::None,
                        .handler =
                            [&](const http::Request& request) {
                                tls = request.tls;
                                return http::Response::text(200, request.body);
                            },
                        .bodyLimit = 10'000'000});
        },
        secure(certificate));
    CHECK(server.server.url().starts_with("https://127.0.0.1:"));
    auto client = connect(server);
    CHECK(client.call(get("/hello")).body == "hello");
    client.send(post("/echo", "one") + get("/hello") + "GET /hello HTTP/1.1\r\n");
    CHECK(client.read().body == "one");
    CHECK(client.read().body == "hello");
    CHECK(client.call("Host: a\r\n\r\n").body == "hello");
    const std::string large(3'000'000, 'x');
    CHECK(client.call(post("/large", large)).body == large);
    CHECK(tls);
    CHECK(client.call(get("/nothing", "Connection: close\r\n")).status == 404);
    CHECK(client.closedCleanly());
}

TEST_CASE("clients that don't finish their handshake hold nobody up", "[http]") {
    const test::Certificate certificate;
    auto settings = secure(certificate);
    settings.workers = 1;
    TestServer server({}, settings);
    std::vector<RawClient> crowd;
    for (int i = 0; i < 20; ++i) {
        crowd.push_back(server.connect());
        if (i % 2 == 0) crowd.back().send("\x16\x03\x01");
    }
    CHECK(connect(server).call(get("/hello")).body == "hello");
    auto plain = server.connect();
    plain.send(get("/hello"));
    CHECK(plain.readToEnd().find("HTTP/1.1 200") == std::string::npos);
}

TEST_CASE("a handshake that dribbles is given up at the deadline of the head", "[http]") {
    const test::Certificate certificate;
    auto settings = secure(certificate);
    settings.headTimeout = milliseconds(100);
    TestServer server({}, settings);
    auto client = server.connect();
    client.send("\x16\x03\x01");
    client.readToEnd();
    server.observer.waitForConnections(0);
}

TEST_CASE("an answer over TLS has time as long as some of it is read", "[http]") {
    const test::Certificate certificate;
    auto settings = secure(certificate);
    // Too little for the whole, to a client that first does something else: every piece that leaves earns its
    // time.
    settings.slackTimeout = milliseconds(200);
    settings.minBytesPerSecond = 100'000;
    const std::string large(std::size_t{16} << 20U, 'x');
    TestServer server(
        [&](http::Router& router) {
            router.add({.method = http::Method::Get,
                        .pattern = "/large",
                        .access = http::Access::None,
                        .handler = [&](const http::Request&) { return http::Response::text(200, large); }});
        },
        settings);
    auto client = connect(server);
    client.send(get("/large"));
    // The client is the slow one here: nothing waits for this, and any longer time shows the same.
    std::this_thread::sleep_for(milliseconds(600));
    CHECK(client.read().body == large);
}

TEST_CASE("a server that stops waits for no connection over TLS that has asked for nothing", "[http]") {
    const test::Certificate certificate;
    auto settings = secure(certificate);
    settings.headTimeout = std::chrono::hours(1);
    TestServer server({}, settings);
    auto connected = connect(server);
    server.observer.waitForConnections(1);
    std::thread stopping([&] { server.server.stop(std::chrono::hours(1)); });
    CHECK(connected.closedCleanly());
    stopping.join();
}

TEST_CASE("idle connections over TLS hold no worker", "[http]") {
    const test::Certificate certificate;
    auto settings = secure(certificate);
    settings.workers = 1;
    TestServer server({}, settings);
    std::vector<RawClient> crowd;
    for (int i = 0; i < 20; ++i) {
        crowd.push_back(connect(server));
        CHECK(crowd.back().call(get("/hello")).body == "hello");
    }
    for (auto& client : crowd) CHECK(client.call(post("/echo", "again")).body == "again");
}
