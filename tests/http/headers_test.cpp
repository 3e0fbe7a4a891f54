// SPDX-License-Identifier: Apache-2.0
#include "core/http/headers.hpp"

#include <catch2/catch.hpp>

#include "core/base/error.hpp"

using kith::http::Headers;

TEST_CASE("a header value can't split the message", "[http]") {
    Headers headers;
    for (const std::string& value :
         std::initializer_list<std::string>{"a\r\nSet-Cookie: b", "a\nb", "a\rb", std::string("a\0b", 3)}) {
        CHECK_THROWS_AS(headers.set("Location", value), kith::base::Error);
        CHECK_THROWS_AS(headers.add("Location", value), kith::base::Error);
    }
    CHECK_THROWS_AS(headers.set("Bad name", "a"), kith::base::Error);
    CHECK_THROWS_AS(headers.set("", "a"), kith::base::Error);
    CHECK(headers.size() == 0);
}

TEST_CASE("header names are compared without case", "[http]") {
    Headers headers;
    headers.add("X-One", "1");
    headers.add("x-one", "2");
    headers.add("Other", "3");
    CHECK(headers.find("X-ONE") == "1");
    CHECK(headers.count("x-One") == 2);
    headers.set("X-oNe", "4");
    CHECK(headers.count("X-One") == 1);
    CHECK(headers.find("x-one") == "4");
    headers.remove("OTHER");
    CHECK_FALSE(headers.has("Other"));
}

TEST_CASE("a list member is found whole, in any field of the name", "[http]") {
    Headers headers;
    headers.add("Connection", "upgrade,  Keep-Alive");
    headers.add("Connection", "close-not, ,closed");
    CHECK(headers.hasListMember("connection", "keep-alive"));
    CHECK(headers.hasListMember("connection", "closed"));
    CHECK_FALSE(headers.hasListMember("connection", "close"));
    CHECK_FALSE(headers.hasListMember("connection", "alive"));
}
