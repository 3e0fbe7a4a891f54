// SPDX-License-Identifier: Apache-2.0
#include "tests/http/test_server.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace kith::test {
namespace {

constexpr std::chrono::seconds kPatience(30);

http::Router makeRouter(const TestServer::Routes& routes) {
    http::Router router;
    router.add({.method = http::Method::Get,
                .pattern = "/hello",
                .access = http::Access::None,
                .handler = [](const http::Request&) { return http::Response::text(200, "hello"); }});
    router.add(
        {.method = http::Method::Post,
         .pattern = "/echo",
         .access = http::Access::None,
         .handler = [](const http::Request& request) { return http::Response::text(200, request.body); },
         .bodyLimit = 1'000,
         .mediaTypes = {}});
    if (routes) routes(router);
    return router;
}

http::ServerSettings onFreePort(http::ServerSettings settings) {
    settings.listen = "127.0.0.1:0";
    return settings;
}

}  // namespace

void RecordingObserver::requestFinished(std::string_view route, std::string_view method, int status,
                                        double seconds) noexcept {
    const std::scoped_lock lock(mutex_);
    finished_.push_back({std::string(route), std::string(method), status, seconds});
    changed_.notify_all();
}

void RecordingObserver::connectionsChanged(std::size_t open) noexcept {
    const std::scoped_lock lock(mutex_);
    open_ = open;
    changed_.notify_all();
}

void RecordingObserver::queueChanged(std::size_t waiting) noexcept {
    const std::scoped_lock lock(mutex_);
    waiting_ = waiting;
    changed_.notify_all();
}

template <class Condition>
void RecordingObserver::wait(Condition condition) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, condition)) throw std::runtime_error("waited in vain");
}

std::vector<Finished> RecordingObserver::waitForRequests(std::size_t count) {
    wait([&] { return finished_.size() >= count; });
    const std::scoped_lock lock(mutex_);
    return finished_;
}

void RecordingObserver::waitForConnections(std::size_t open) {
    wait([&] { return open_ == open; });
}

std::size_t RecordingObserver::connections() {
    const std::scoped_lock lock(mutex_);
    return open_;
}

void RecordingObserver::waitForQueue(std::size_t waiting) {
    wait([&] { return waiting_ == waiting; });
}

std::optional<http::Caller> KnownKeys::authenticate(std::string_view secret,
                                                    const std::function<void()>& beforeSearch) {
    using http::Caller;
    using http::Right;
    if (secret == "read") return Caller{base::KeyId{1}, "reader", Right::Read, {}};
    if (secret == "write") return Caller{base::KeyId{2}, "writer", Right::Write, {}};
    if (secret == "admin") return Caller{base::KeyId{3}, "admin", Right::Admin, {}};
    if (secret == "shop-key") return Caller{base::KeyId{4}, "shop", Right::Public, {"https://shop.example"}};
    if (secret == "any-key") return Caller{base::KeyId{5}, "app", Right::Public, {"*"}};
    beforeSearch();
    return std::nullopt;
}

std::optional<http::Caller> KnownKeys::authenticateSession(std::string_view token,
                                                           const std::function<void()>& beforeSearch) {
    using http::Right;
    const auto personOf = [&](std::int64_t id, Right right) {
        http::Caller caller;
        caller.key = base::KeyId{id};
        caller.name = token;
        caller.right = right;
        caller.person = http::Person{base::UserId{id}, base::SessionId{id + 100}, "somebody@example.org",
                                     "csrf-" + std::string(token)};
        return caller;
    };
    if (token == "viewer") return personOf(11, Right::Read);
    if (token == "editor") return personOf(12, Right::Write);
    if (token == "administrator") return personOf(13, Right::Admin);
    beforeSearch();
    return std::nullopt;
}

void Latch::open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

void Latch::pass() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait_for(lock, kPatience, [&] { return open_; });
}

void Latch::waitForArrivals(std::size_t count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [&] { return arrived_ >= count; })) {
        throw std::runtime_error("nobody came");
    }
}

TestServer::TestServer(const Routes& routes, http::ServerSettings settings)
    : router(makeRouter(routes)),
      server(onFreePort(std::move(settings)), {router, keys, observer, logger, clock}) {
    server.start();
}

std::string get(std::string_view path, std::string_view headers) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: kith.example\r\n" + std::string(headers) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: kith.example\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

void checkProblem(const Answer& answer, int status) {
    INFO(answer.statusLine << '\n' << answer.body);
    CHECK(answer.status == status);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    REQUIRE(body.is_object());
    CHECK(body.value("status", 0) == status);
    CHECK(body.value("type", "") == "urn:kith:problem:" + body.value("code", "none"));
}

}  // namespace kith::test
