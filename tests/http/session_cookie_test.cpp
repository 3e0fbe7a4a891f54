// SPDX-License-Identifier: Apache-2.0
#include "core/http/session_cookie.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace kith::http;

namespace {

std::string cookieIn(const std::string& header, std::string_view name = kSessionCookie) {
    Headers headers;
    headers.add("cookie", header);
    return std::string(cookieOf(headers, name).value_or("none"));
}

Response answered(bool secure) {
    auto response = Response::empty();
    setSessionCookie(response, "abc", std::chrono::hours(1), secure);
    return response;
}

}  // namespace

TEST_CASE("what is no cookie of that name is none", "[http]") {
    for (const std::string header : {"", ";", "kith_session", "KITH_SESSION=a", "xkith_session=a",
                                     "kith_session2=a", "a=kith_session", "a=b; ;c", "=a"}) {
        CAPTURE(header);
        CHECK(cookieIn(header) == "none");
    }
    CHECK_FALSE(cookieOf(Headers(), kSessionCookie));
}

TEST_CASE("two cookies of one name and different values are none: one may be planted", "[http]") {
    CHECK(cookieIn("kith_session=a; kith_session=b") == "none");
    Headers headers;
    headers.add("Cookie", "kith_session=a");
    headers.add("Cookie", "kith_session=b");
    CHECK_FALSE(cookieOf(headers, kSessionCookie));
    CHECK(cookieIn("kith_session=a; kith_session=a") == "a");
}

TEST_CASE("a cookie is found among others", "[http]") {
    CHECK(cookieIn("kith_session=a") == "a");
    CHECK(cookieIn("x=y;kith_session=a;z") == "a");
    CHECK(cookieIn("x=y;  kith_session=a=b ; z=1") == "a=b");
    CHECK(cookieIn("kith_session=").empty());
}

TEST_CASE("a session's cookie is out of reach of scripts and of other sites", "[http]") {
    CHECK(answered(true).headers.find("Set-Cookie") ==
          "kith_session=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure");
    CHECK(answered(false).headers.find("Set-Cookie") ==
          "kith_session=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict");
    auto cleared = Response::empty();
    clearSessionCookie(cleared, true);
    CHECK(cleared.headers.find("Set-Cookie") ==
          "kith_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure");
}

TEST_CASE("methods that may change something are unsafe", "[http]") {
    for (const auto method : {Method::Get, Method::Head, Method::Options}) CHECK_FALSE(isUnsafe(method));
    for (const auto method : {Method::Post, Method::Put, Method::Patch, Method::Delete})
        CHECK(isUnsafe(method));
}

TEST_CASE("secrets are the same only if all of them is", "[http]") {
    CHECK_FALSE(isSameSecret("abc", "abd"));
    CHECK_FALSE(isSameSecret("abc", "ab"));
    CHECK_FALSE(isSameSecret("", "a"));
    CHECK(isSameSecret("abc", "abc"));
}
