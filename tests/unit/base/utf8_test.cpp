// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

using kith::base::codePointCount;
using kith::base::codePointSize;
using kith::base::isText;
using kith::base::isUtf8;

TEST_CASE("what is no UTF-8 is found, wherever it stands", "[base]") {
    for (const char* bytes : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF",
                              "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF", "\xEF\xBF", "\xF0\x8F\xBF\xBF",
                              "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
        CHECK(codePointSize(bytes) == 0);
        for (const auto& text : {std::string(bytes), "aя" + std::string(bytes), bytes + std::string("z")}) {
            CHECK_FALSE(isUtf8(text));
            CHECK_FALSE(isText(text));
        }
    }
}

TEST_CASE("code points at every border are UTF-8", "[base]") {
    for (const std::string text : {"", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                   "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        CHECK(codePointSize(text + "a") == std::max<std::size_t>(text.size(), 1));
        CHECK(isUtf8("я" + text + "€"));
        CHECK(isText(text));
    }
    CHECK(codePointSize("") == 0);
}

TEST_CASE("characters are counted, however many bytes they have", "[base]") {
    CHECK(codePointCount("") == 0);
    CHECK(codePointCount("ab\n") == 3);
    CHECK(codePointCount("aя€😀") == 4);
}

TEST_CASE("U+0000 is UTF-8, but no text", "[base]") {
    using namespace std::string_view_literals;
    CHECK(isUtf8("a\0b"sv));
    CHECK_FALSE(isText("a\0b"sv));
}
