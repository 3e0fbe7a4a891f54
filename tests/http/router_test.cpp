// SPDX-License-Identifier: Apache-2.0
#include "core/http/router.hpp"

#include <catch2/catch.hpp>

#include "core/base/error.hpp"

using kith::http::Match;
using kith::http::Method;
using kith::http::Request;
using kith::http::Response;
using kith::http::Route;
using kith::http::Router;

namespace {

Route route(Method method, std::string pattern) {
    return {.method = method, .pattern = std::move(pattern), .handler = [](const Request&) {
                return Response::empty();
            }};
}

Match find(const Router& router, Method method, std::vector<std::string> segments) {
    return router.find(method, segments);
}

Router sample() {
    Router router;
    router.add(route(Method::Get, "/v1/profiles/{ref}"));
    router.add(route(Method::Patch, "/v1/profiles/{ref}"));
    router.add(route(Method::Get, "/v1/profiles/{ref}/activity"));
    router.add(route(Method::Post, "/v1/profiles/search"));
    router.add(route(Method::Put, "/v1/profiles/{profile}/identifiers/{type}/{value}"));
    router.add(route(Method::Get, "/"));
    return router;
}

}  // namespace

TEST_CASE("a colliding or malformed route is refused", "[http]") {
    auto router = sample();
    for (const char* pattern : {"", "v1", "/{", "/}", "/{}", "/a{b}", "/{a}b", "/{a b}", "/{a}/{a}"}) {
        CAPTURE(pattern);
        CHECK_THROWS_AS(router.add(route(Method::Get, pattern)), kith::base::Error);
    }
    CHECK_THROWS_AS(router.add(route(Method::Get, "/v1/profiles/{other}")), kith::base::Error);
    CHECK_THROWS_AS(router.add(route(Method::Head, "/x")), kith::base::Error);
    CHECK_THROWS_AS(router.add(route(Method::Options, "/x")), kith::base::Error);
    CHECK(router.routes().size() == 6);
    CHECK(find(router, Method::Get, {"x"}).allow.empty());
}

TEST_CASE("a route without a handler is refused", "[http]") {
    Router router;
    CHECK_THROWS_AS(router.add({.method = Method::Get, .pattern = "/x", .handler = nullptr}),
                    kith::base::Error);
}

TEST_CASE("an unknown path has no route and no methods", "[http]") {
    const auto router = sample();
    for (const auto& segments : std::vector<std::vector<std::string>>{{"v1"},
                                                                      {"v1", "profiles"},
                                                                      {"v1", "profiles", ""},
                                                                      {"v1", "profiles", "a", ""},
                                                                      {"v1", "profiles", "a", "b"},
                                                                      {"V1", "profiles", "a"},
                                                                      {}}) {
        const auto match = find(router, Method::Get, segments);
        CHECK(match.route == nullptr);
        CHECK(match.allow.empty());
    }
}

TEST_CASE("a known path without the method lists those that it has", "[http]") {
    const auto router = sample();
    const auto match = find(router, Method::Delete, {"v1", "profiles", "a"});
    CHECK(match.route == nullptr);
    CHECK(match.allow == "GET, HEAD, PATCH, OPTIONS");
    CHECK(find(router, Method::Options, {"v1", "profiles", "search"}).allow ==
          "GET, HEAD, POST, PATCH, OPTIONS");
    CHECK(router.find(std::nullopt, std::vector<std::string>{""}).allow == "GET, HEAD, OPTIONS");
}

TEST_CASE("parameters are taken from their segments", "[http]") {
    const auto router = sample();
    const auto match = find(router, Method::Put, {"v1", "profiles", "p", "identifiers", "email", "a/b"});
    REQUIRE(match.route != nullptr);
    CHECK(match.route->pattern == "/v1/profiles/{profile}/identifiers/{type}/{value}");
    CHECK(match.params.find("profile") == "p");
    CHECK(match.params.find("type") == "email");
    CHECK(match.params.find("value") == "a/b");
    CHECK(find(router, Method::Head, {""}).route->pattern == "/");
}

TEST_CASE("a literal beats a parameter, but does not hide its methods", "[http]") {
    const auto router = sample();
    CHECK(find(router, Method::Post, {"v1", "profiles", "search"}).route->pattern == "/v1/profiles/search");
    const auto read = find(router, Method::Get, {"v1", "profiles", "search"});
    CHECK(read.route->pattern == "/v1/profiles/{ref}");
    CHECK(read.params.find("ref") == "search");
    const auto deeper = find(router, Method::Get, {"v1", "profiles", "search", "activity"});
    CHECK(deeper.route->pattern == "/v1/profiles/{ref}/activity");
    CHECK(deeper.params.size() == 1);
}

TEST_CASE("all routes are listed in their order", "[http]") {
    const auto router = sample();
    const auto routes = router.routes();
    REQUIRE(routes.size() == 6);
    CHECK(routes.front()->pattern == "/v1/profiles/{ref}");
    CHECK(routes.back()->pattern == "/");
}

TEST_CASE("the rest has one route, which is read only and answers", "[http]") {
    Router router;
    CHECK_THROWS_AS(router.addRest(route(Method::Post, "/")), kith::base::Error);
    CHECK_THROWS_AS(router.addRest({.method = Method::Get, .pattern = "/", .handler = nullptr}),
                    kith::base::Error);
    router.addRest(route(Method::Get, "/"));
    CHECK_THROWS_AS(router.addRest(route(Method::Get, "/")), kith::base::Error);
    CHECK(router.routes().empty());
}

TEST_CASE("what begins like no route goes to the rest, to be read", "[http]") {
    Router router;
    router.add(route(Method::Get, "/v1/profiles/{ref}"));
    CHECK(find(router, Method::Get, {""}).route == nullptr);
    router.addRest(route(Method::Get, "/rest"));
    for (const auto& segments :
         std::vector<std::vector<std::string>>{{}, {"v1"}, {"v1", "profiles"}, {"v1", ""}})
        CHECK(find(router, Method::Get, segments).route == nullptr);
    for (const auto method : {Method::Post, Method::Delete, Method::Options}) {
        CHECK(find(router, method, {"contacts"}).route == nullptr);
        CHECK(find(router, method, {"contacts"}).allow.empty());
    }
    for (const auto& segments :
         std::vector<std::vector<std::string>>{{""}, {"contacts"}, {"", "v1"}, {"V1", "profiles"}}) {
        const auto match = find(router, Method::Get, segments);
        REQUIRE(match.route != nullptr);
        CHECK(match.route->pattern == "/rest");
        CHECK(find(router, Method::Head, segments).route == match.route);
    }
    CHECK(find(router, Method::Get, {"v1", "profiles", "a"}).route->pattern == "/v1/profiles/{ref}");
}
