// SPDX-License-Identifier: Apache-2.0
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <mutex>
#include <thread>

#include "core/base/error.hpp"
#include "core/http/stream.hpp"
#include "tests/http/certificate.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using http::Piece;
using kith::test::get;
using kith::test::TestServer;

namespace {

/// More than any buffer on the way takes.
constexpr std::size_t kMuch = std::size_t{16} << 20U;

/// What a test says, piece by piece.
class Script final : public http::Stream {
public:
    void say(std::string bytes, bool last = false) {
        const std::scoped_lock lock(mutex_);
        bytes_ += bytes;
        last_ = last;
    }
    void fail() { failing_ = true; }

    [[nodiscard]] Piece next(Piece::Clock::time_point /*now*/, bool ending) override {
        if (failing_) throw base::Error(base::ErrorCode::Storage, "The database failed.");
        const std::scoped_lock lock(mutex_);
        return {.bytes = std::exchange(bytes_, {}), .last = last_ || ending};
    }

private:
    std::mutex mutex_;
    std::string bytes_;
    bool last_ = false;
    std::atomic<bool> failing_ = false;
};

using Scripts = std::vector<std::shared_ptr<Script>>;

/// A stream that the route makes for each request.
using Make = std::function<std::shared_ptr<http::Stream>()>;

/// `GET /stream`, with a key.
TestServer::Routes making(Make make) {
    return [make = std::move(make)](http::Router& router) {
        router.add({.method = http::Method::Get,
                    .pattern = "/stream",
                    .access = http::Access::Read,
                    .handler = [make](const http::Request&) {
                        auto response = http::Response::text(200, "");
                        response.stream = make();
                        return response;
                    }});
    };
}

std::string getWith(const std::string& key) {
    return get("/stream", "Authorization: Bearer " + key + "\r\n");
}

/// `GET /stream/{n}` with the n-th script.
TestServer::Routes telling(const Scripts& scripts) {
    return [&scripts](http::Router& router) {
        router.add({.method = http::Method::Get,
                    .pattern = "/stream/{n}",
                    .access = http::Access::None,
                    .handler = [&scripts](const http::Request& request) {
                        auto response = http::Response::text(200, "");
                        response.stream = scripts.at(std::stoul(std::string(request.param("n"))));
                        return response;
                    }});
    };
}

Scripts scripts(std::size_t count) {
    Scripts made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(std::make_shared<Script>());
    return made;
}

http::ServerSettings oneWorker() {
    http::ServerSettings settings;
    settings.workers = 1;
    return settings;
}

}  // namespace

TEST_CASE("an answer that is whole when it comes is one like any other, and keeps its connection", "[http]") {
    const auto told = scripts(2);
    TestServer server(telling(told));
    auto client = server.connect();
    client.send(get("/stream/0"));
    CHECK_FALSE(client.readable(std::chrono::milliseconds(20)));
    told[0]->say("all of it", true);
    server.server.wakeStreams();
    const auto answer = client.read();
    CHECK(answer.status == 200);
    CHECK(answer.body == "all of it");
    CHECK(answer.header("Content-Length") == "9");
    CHECK(answer.header("Connection") == "keep-alive");
    CHECK(answer.header("Request-Id").size() >= 1);
    CHECK(client.call(get("/hello")).body == "hello");
    told[1]->say("again", true);
    CHECK(client.call(get("/stream/1")).body == "again");
    CHECK(server.observer.waitForRequests(3)[0].status == 200);
}

TEST_CASE("a request that came behind one that waits is answered after it", "[http]") {
    const auto told = scripts(1);
    TestServer server(telling(told));
    auto client = server.connect();
    client.send(get("/stream/0") + get("/hello"));
    client.send(get("/hello"));
    CHECK_FALSE(client.readable(std::chrono::milliseconds(20)));
    told[0]->say("first", true);
    server.server.wakeStreams();
    CHECK(client.read().body == "first");
    CHECK(client.read().body == "hello");
    CHECK(client.read().body == "hello");
}

TEST_CASE("an answer without an end comes piece by piece, and ends with its connection", "[http]") {
    const auto told = scripts(1);
    TestServer server(telling(told));
    auto client = server.connect();
    client.send(get("/stream/0"));
    told[0]->say("one,");
    server.server.wakeStreams();
    const auto answer = client.read();
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Length").empty());
    CHECK(answer.header("Connection") == "close");
    told[0]->say("two", true);
    server.server.wakeStreams();
    CHECK(client.readToEnd() == "one,two");
}

TEST_CASE("streams hold no worker, and slow readers don't either", "[http]") {
    const auto told = scripts(5);
    TestServer server(telling(told), oneWorker());
    std::vector<test::RawClient> clients;
    for (std::size_t i = 0; i < told.size(); ++i) {
        clients.push_back(server.connect());
        clients.back().send(get("/stream/" + std::to_string(i)));
        told[i]->say(std::string(kMuch, 'x'));
    }
    server.server.wakeStreams();
    for (auto& client : clients) REQUIRE(client.readable(std::chrono::seconds(30)));
    CHECK(server.call(get("/hello")).body == "hello");
    for (const auto& each : told) each->say("end", true);
    server.server.wakeStreams();
    CHECK(clients[4].read().status == 200);
    CHECK(clients[4].readToEnd().size() == kMuch + 3);
}

TEST_CASE("a long stream over TLS arrives as it was sent", "[http]") {
    // Before the connection, which is given up if it asks for nothing while all of this is written.
    std::string sent;
    for (std::size_t i = 0; sent.size() < kMuch; ++i) sent += std::to_string(i) + ',';
    const test::Certificate certificate;
    http::ServerSettings settings;
    settings.tls = http::TlsSettings{certificate.certificateFile(), certificate.keyFile()};
    const auto told = scripts(1);
    TestServer server(telling(told), settings);
    const Poco::Net::Context::Ptr context(
        new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", Poco::Net::Context::VERIFY_NONE));
    test::RawClient client(
        Poco::Net::SecureStreamSocket(Poco::Net::SocketAddress("127.0.0.1", server.server.port()), context));
    client.send(get("/stream/0"));
    told[0]->say(sent);
    server.server.wakeStreams();
    CHECK(client.read().status == 200);
    told[0]->say("end", true);
    server.server.wakeStreams();
    // Not for Catch to print: it takes minutes over so many bytes.
    CHECK((client.readToEnd() == sent + "end"));
}

TEST_CASE("a client that takes nothing is given up", "[http]") {
    const auto told = scripts(1);
    http::ServerSettings settings;
    settings.slackTimeout = std::chrono::milliseconds(100);
    settings.minBytesPerSecond = std::size_t{1} << 30U;
    TestServer server(telling(told), settings);
    auto client = server.connect();
    client.send(get("/stream/0"));
    server.observer.waitForConnections(1);
    told[0]->say(std::string(kMuch, 'x'));
    server.server.wakeStreams();
    server.observer.waitForConnections(0);
}

TEST_CASE("a client that goes away leaves nothing behind", "[http]") {
    const auto told = scripts(1);
    http::ServerSettings settings;
    settings.maxStreams = 1;
    TestServer server(telling(told), settings);
    {
        auto client = server.connect();
        client.send(get("/stream/0"));
        client.finishSending();
        CHECK(client.closedCleanly());
    }
    server.observer.waitForConnections(0);
    told[0]->say("there is room again", true);
    CHECK(server.call(get("/stream/0")).status == 200);
}

TEST_CASE("streams over the limit are told to come again", "[http]") {
    const auto told = scripts(2);
    http::ServerSettings settings;
    settings.maxStreams = 1;
    TestServer server(telling(told), settings);
    auto first = server.connect();
    first.send(get("/stream/0"));
    told[0]->say("begun");
    server.server.wakeStreams();
    CHECK(first.read().status == 200);
    auto second = server.connect();
    const auto refused = second.call(get("/stream/1"));
    test::checkProblem(refused, 503);
    CHECK(refused.header("Retry-After") == "1");
    CHECK(second.call(get("/hello")).body == "hello");
    told[0]->say("", true);
    server.server.wakeStreams();
    CHECK(first.readToEnd() == "begun");
    server.observer.waitForConnections(1);
    told[1]->say("now", true);
    CHECK(second.call(get("/stream/1")).body == "now");
}

TEST_CASE("no key takes all streams", "[http]") {
    http::ServerSettings settings;
    settings.maxStreams = 3;
    settings.maxStreamsPerKey = 2;
    TestServer server(making([] { return std::make_shared<Script>(); }), settings);
    std::vector<test::RawClient> clients;
    for (int i = 0; i < 2; ++i) {
        clients.push_back(server.connect());
        clients.back().send(getWith("read"));
        CHECK_FALSE(clients.back().readable(std::chrono::milliseconds(20)));
    }
    auto third = server.connect();
    const auto refused = third.call(getWith("read"));
    test::checkProblem(refused, 429);
    CHECK(refused.header("Retry-After") == "1");
    auto other = server.connect();
    other.send(getWith("write"));
    CHECK_FALSE(other.readable(std::chrono::milliseconds(20)));
    test::checkProblem(third.call(getWith("admin")), 503);
    clients.pop_back();
    server.observer.waitForConnections(3);
    third.send(getWith("read"));
    CHECK_FALSE(third.readable(std::chrono::milliseconds(20)));
}

TEST_CASE("a client that leaves before its answer has begun is told of in the log", "[http]") {
    TestServer server(making([] { return std::make_shared<Script>(); }));
    {
        auto client = server.connect();
        client.send(getWith("read"));
        CHECK_FALSE(client.readable(std::chrono::milliseconds(20)));
    }
    const auto finished = server.observer.waitForRequests(1);
    CHECK(finished[0].route == "/stream");
    CHECK(finished[0].status == 499);
    server.observer.waitForConnections(0);
    CHECK(server.log.text().find("event=request route=/stream method=GET status=499") != std::string::npos);
}

TEST_CASE("a connection counts until nothing is left of its stream", "[http]") {
    class Clinging final : public http::Stream {
    public:
        explicit Clinging(test::Latch& latch) : latch_(latch) {}
        ~Clinging() override { latch_.pass(); }
        Clinging(const Clinging&) = delete;
        Clinging& operator=(const Clinging&) = delete;
        [[nodiscard]] Piece next(Piece::Clock::time_point /*now*/, bool /*ending*/) override { return {}; }

    private:
        test::Latch& latch_;
    };
    test::Latch latch;
    TestServer server(making([&] { return std::make_shared<Clinging>(latch); }));
    {
        auto client = server.connect();
        client.send(getWith("read"));
        server.observer.waitForConnections(1);
        CHECK_FALSE(client.readable(std::chrono::milliseconds(20)));
    }
    latch.waitForArrivals(1);
    CHECK(server.observer.connections() == 1);
    latch.open();
    server.observer.waitForConnections(0);
}

TEST_CASE("a server that has to stop asks no more streams", "[http]") {
    constexpr int kStreams = 50;
    /// Each takes its time, from when the server ends.
    class Slow final : public http::Stream {
    public:
        explicit Slow(std::atomic<int>& asked) : asked_(asked) {}
        [[nodiscard]] Piece next(Piece::Clock::time_point /*now*/, bool ending) override {
            if (!ending) return {};
            ++asked_;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            return {};
        }

    private:
        std::atomic<int>& asked_;
    };
    std::atomic<int> made = 0;
    std::atomic<int> asked = 0;
    TestServer server(making([&] {
        ++made;
        return std::make_shared<Slow>(asked);
    }));
    std::vector<test::RawClient> clients;
    for (int i = 0; i < kStreams; ++i) {
        clients.push_back(server.connect());
        clients.back().send(getWith("read"));
        CHECK_FALSE(clients.back().readable(std::chrono::milliseconds(1)));
    }
    while (made < kStreams) std::this_thread::yield();
    server.server.stop(std::chrono::milliseconds(0));
    CHECK(asked < kStreams / 2);
}

TEST_CASE("a stream that fails before it has begun is refused, and one that has begun is cut off", "[http]") {
    const auto told = scripts(2);
    TestServer server(telling(told));
    auto first = server.connect();
    first.send(get("/stream/0"));
    auto second = server.connect();
    second.send(get("/stream/1"));
    told[1]->say("begun");
    server.server.wakeStreams();
    CHECK(second.read().status == 200);
    for (const auto& each : told) each->fail();
    server.server.wakeStreams();
    test::checkProblem(first.read(), 503);
    CHECK(second.readToEnd() == "begun");
    CHECK(server.log.text().find("event=request_failed route=/stream/{n}") != std::string::npos);
}

TEST_CASE("a HEAD request of a stream waits for nothing", "[http]") {
    const auto told = scripts(1);
    TestServer server(telling(told));
    auto client = server.connect();
    client.send("HEAD /stream/0 HTTP/1.1\r\nHost: kith.example\r\n\r\n");
    CHECK(client.read(true).status == 200);
}

TEST_CASE("a server that stops ends its streams at once", "[http]") {
    const auto told = scripts(3);
    TestServer server(telling(told));
    std::vector<test::RawClient> clients;
    for (std::size_t i = 0; i < told.size(); ++i) {
        clients.push_back(server.connect());
        clients.back().send(get("/stream/" + std::to_string(i)));
    }
    told[0]->say("begun");
    told[1]->say(std::string(kMuch, 'x'));
    server.server.wakeStreams();
    REQUIRE(clients[0].read().status == 200);
    REQUIRE(clients[1].readable(std::chrono::seconds(30)));
    // Nobody reads the second, the third has nothing yet: none of them holds up the end for its grace.
    CHECK(server.server.stop(std::chrono::hours(1)) == 0);
    CHECK(clients[0].readToEnd() == "begun");
    const auto last = clients[2].read();
    CHECK(last.status == 200);
    CHECK(last.header("Connection") == "close");
}
