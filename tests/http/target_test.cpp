// SPDX-License-Identifier: Apache-2.0
#include "core/http/target.hpp"

#include <catch2/catch.hpp>

using kith::http::decodeForm;
using kith::http::parseTarget;
using Segments = std::vector<std::string>;

TEST_CASE("a form is decoded like a query", "[http]") {
    const auto form = decodeForm("a=1&b=%C3%A9+x&&a=2&=3&c");
    REQUIRE(form);
    CHECK(form->all("a") == std::vector<std::string_view>{"1", "2"});
    CHECK(form->find("b") == "\u00e9 x");
    CHECK(form->find("") == "3");
    CHECK(form->find("c") == "");
    CHECK(decodeForm("")->size() == 0);
    for (const auto* bad : {"a=%", "%g0=1", "a=%ff", "a=%00"}) CHECK_FALSE(decodeForm(bad));
}

TEST_CASE("a malformed target is refused", "[http]") {
    for (const char* target : {"", "*", "v1/profiles", "/%", "/%4", "/%zz", "/a%4g", "/a?b=%", "/a?%2=b",
                               "ftp://host/a", "http:/a"}) {
        CAPTURE(target);
        CHECK_FALSE(parseTarget(target).has_value());
    }
}

TEST_CASE("a target that decodes to no text is refused", "[http]") {
    for (const char* target : {"/a%00", "/%ff", "/%c0%af", "/%ed%a0%80", "/%f5%80%80%80", "/%e2%82",
                               "/%f4%90%80%80", "/a?b=%00", "/a?b=%fe", "/a?%80=b"}) {
        CAPTURE(target);
        CHECK_FALSE(parseTarget(target).has_value());
    }
}

TEST_CASE("path segments are split before they are decoded", "[http]") {
    const auto target = parseTarget("/v1/profiles/email:ann%2Bx%40example.com%2Fy/a%3Fb%25");
    REQUIRE(target);
    CHECK(target->segments == Segments{"v1", "profiles", "email:ann+x@example.com/y", "a?b%"});
    CHECK(target->query.size() == 0);
}

TEST_CASE("empty segments are kept", "[http]") {
    CHECK(parseTarget("/")->segments == Segments{""});
    CHECK(parseTarget("/a/")->segments == Segments{"a", ""});
    CHECK(parseTarget("/a//b")->segments == Segments{"a", "", "b"});
}

TEST_CASE("a plus is a space in the query only", "[http]") {
    const auto target = parseTarget("/a+b?q=c+d%2B&q=%D0%9A%D0%B8%D1%97%D0%B2&flag&=v&&q=");
    REQUIRE(target);
    CHECK(target->segments == Segments{"a+b"});
    CHECK(target->query.all("q") == std::vector<std::string_view>{"c d+", "Київ", ""});
    CHECK(target->query.find("flag") == "");
    CHECK(target->query.find("") == "v");
    CHECK_FALSE(target->query.find("none"));
}

TEST_CASE("the absolute form names the same thing", "[http]") {
    CHECK(parseTarget("http://kith.example:80/v1/x?a=b")->segments == Segments{"v1", "x"});
    CHECK(parseTarget("HTTPS://kith.example?a=b")->query.find("a") == "b");
    CHECK(parseTarget("http://kith.example")->segments == Segments{""});
}
