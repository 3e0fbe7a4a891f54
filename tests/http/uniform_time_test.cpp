// SPDX-License-Identifier: Apache-2.0
#include "core/http/uniform_time.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "tests/http/test_server.hpp"

using namespace std::chrono_literals;
using namespace kith;
using http::kUniformStep;
using http::restOfStep;
using test::get;
using test::RawClient;
using test::TestServer;

TEST_CASE("whatever takes less than a step takes one", "[http]") {
    using Nanoseconds = std::chrono::nanoseconds;
    for (const auto worked :
         {Nanoseconds(0), Nanoseconds(1), Nanoseconds(7ms), kUniformStep - 1ns, kUniformStep}) {
        CHECK(worked + restOfStep(worked) == kUniformStep);
    }
    CHECK(restOfStep(kUniformStep + 1ns) == kUniformStep - 1ns);
    CHECK(restOfStep(7 * kUniformStep) == 0ns);
}

TEST_CASE("work that takes longer than a step is answered at the end of another, and not when it is done",
          "[http]") {
    TestServer server([](http::Router& router) {
        router.add({.method = http::Method::Get,
                    .pattern = "/works",
                    .access = http::Access::Public,
                    .handler = [](const http::Request&) {
                        const auto done = std::chrono::steady_clock::now() + kUniformStep + 1ns;
                        while (std::chrono::steady_clock::now() < done) std::this_thread::yield();
                        return http::Response::text(200, "accepted");
                    }});
    });
    auto client = server.connect();
    const auto began = std::chrono::steady_clock::now();
    CHECK(client.call(get("/works?key=any-key")).body == "accepted");
    CHECK(std::chrono::steady_clock::now() - began >= 2 * kUniformStep);
}

TEST_CASE("a server that stops sends the answers that it holds, and no worker held them", "[http]") {
    http::ServerSettings settings;
    settings.workers = 1;
    TestServer server(
        [&](http::Router& router) {
            router.add(
                {.method = http::Method::Get,
                 .pattern = "/counts",
                 .access = http::Access::Public,
                 .handler = [](const http::Request&) { return http::Response::text(200, "accepted"); }});
        },
        settings);
    std::vector<RawClient> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(server.connect());
        clients.back().send(get("/counts?key=any-key"));
    }
    server.observer.waitForRequests(clients.size());
    server.server.stop(30s);
    for (auto& client : clients) CHECK(client.read().body == "accepted");
}

TEST_CASE("no answer of a handler leaves before a step is over, if the key is public", "[http]") {
    TestServer server([](http::Router& router) {
        const auto add = [&](const char* pattern, http::Handler handler) {
            router.add({.method = http::Method::Get,
                        .pattern = pattern,
                        .access = http::Access::Public,
                        .handler = std::move(handler)});
        };
        add("/answers", [](const http::Request&) { return http::Response::text(200, "accepted"); });
        add("/fails", [](const http::Request&) -> http::Response {
            throw base::Error(base::ErrorCode::Overloaded, "Too much.");
        });
    });
    auto client = server.connect();
    for (const char* path : {"/answers", "/fails"}) {
        CAPTURE(path);
        const auto began = std::chrono::steady_clock::now();
        CHECK(client.call(get(std::string(path) + "?key=any-key")).status >= 200);
        CHECK(std::chrono::steady_clock::now() - began >= kUniformStep);
    }
}
