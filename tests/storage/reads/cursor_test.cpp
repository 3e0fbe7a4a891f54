// SPDX-License-Identifier: Apache-2.0
#include "core/storage/cursor.hpp"

#include <limits>

#include <catch2/catch.hpp>

#include "core/base/error.hpp"

using namespace kith::storage;
using kith::base::Error;

TEST_CASE("what is no cursor of a list is refused", "[storage]") {
    const auto other = writeCursor({"changes", {1}, {}});
    const auto forged = [](const char* base64) { return std::string{base64}; };
    for (const std::string& text :
         {std::string{}, std::string{"x"}, std::string(5'000, 'A'), std::string{"!!!!"}, other,
          other.substr(1), other + "A", forged("W10"), forged("bnVsbA"),
          // ["timeline",1.5,2,""], ["timeline",18446744073709551615,2,""], ["timeline",1,2,"\u0000"]
          forged("WyJ0aW1lbGluZSIsMS41LDIsIiJd"),
          forged("WyJ0aW1lbGluZSIsMTg0NDY3NDQwNzM3MDk1NTE2MTUsMiwiIl0"),
          forged("WyJ0aW1lbGluZSIsMSwyLCJcdTAwMDAiXQ")}) {
        CAPTURE(text);
        CHECK_THROWS_AS(readCursor(text, "timeline", 2), Error);
    }
    CHECK_NOTHROW(readCursor(forged("WyJ0aW1lbGluZSIsMSwyLCIiXQ"), "timeline", 2));
    CHECK_THROWS_AS(readCursor(writeCursor({"timeline", {1, 2}, {}}), "timeline", 1), Error);
}

TEST_CASE("a cursor comes back as it was written", "[storage]") {
    const Cursor cursor{
        "timeline",
        {std::numeric_limits<std::int64_t>::min(), -1, 0, std::numeric_limits<std::int64_t>::max()},
        "Жанна d\u2019Arc \"1\""};
    const auto text = writeCursor(cursor);
    CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    const auto back = readCursor(text, "timeline", 4);
    CHECK(back.numbers == cursor.numbers);
    CHECK(back.text == cursor.text);
}

TEST_CASE("a limit has bounds", "[storage]") {
    CHECK_THROWS_AS(checkLimit(0), Error);
    CHECK_THROWS_AS(checkLimit(501), Error);
    CHECK_NOTHROW(checkLimit(1));
    CHECK_NOTHROW(checkLimit(500));
}
