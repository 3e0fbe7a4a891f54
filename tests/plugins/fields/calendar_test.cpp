// SPDX-License-Identifier: Apache-2.0
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "core/base/time.hpp"
#include "plugins/fields/calendar.hpp"
#include "plugins/fields/text.hpp"

namespace kith::fields {
namespace {

TEST_CASE("what is no day of the calendar is no date", "[fields]") {
    for (const auto* text :
         {"", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00",
          "0000-01-01", "2026-1-01", "20260101", "2026-01-01T00:00:00Z", "2026-01-01 ", " 2026-01-01",
          "-2026-01-01", "12026-01-01", "2026/01/01", "２026-01-01"}) {
        CAPTURE(text);
        CHECK_FALSE(isDate(text));
    }
    for (const auto* text : {"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"}) {
        CAPTURE(text);
        CHECK(isDate(text));
    }
}

TEST_CASE("what RFC 3339 does not write is no time", "[fields]") {
    for (const auto* text :
         {"", "2026-11-20", "2026-11-20T09:30:00", "2026-11-20T09:30Z", "2026-11-20T24:00:00Z",
          "2026-11-20T09:60:00Z", "2026-11-20T09:30:61Z", "2026-11-20T09:30:00.Z",
          "2026-11-20T09:30:00+24:00", "2026-11-20T09:30:00+0200", "2026-11-20T09:30:00+02:60",
          "2026-11-20T09:30:00Z ", "2026-02-30T09:30:00Z", "0001-01-01T00:00:00+00:01",
          "9999-12-31T23:59:59-00:01", "2026-11-20X09:30:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parseDatetime(text));
    }
}

TEST_CASE("times are cut to the millisecond, leap seconds to the end of their minute", "[fields]") {
    CHECK(parseDatetime("1970-01-01T00:00:00Z") == 0);
    CHECK(parseDatetime("1970-01-01T00:00:00.0009Z") == 0);
    CHECK(parseDatetime("1970-01-01t02:00:00.25+02:00") == 250);
    CHECK(parseDatetime("1969-12-31T23:59:59.999999z") == -1);
    CHECK(parseDatetime("2016-12-31T23:59:60Z") == parseDatetime("2016-12-31T23:59:59.999Z"));
    CHECK(parseDatetime("9999-12-31T23:59:59.999Z") == 253402300799999);
}

TEST_CASE("any time that the server writes is read back", "[fields]") {
    CHECK(rc::check([] {
        const auto millis = *rc::gen::inRange<std::int64_t>(-62'135'596'800'000, 253'402'300'800'000);
        const auto text = base::formatRfc3339(base::fromMillis(millis));
        RC_ASSERT(parseDatetime(text) == millis);
        RC_ASSERT(isDate(text.substr(0, 10)));
    }));
}

TEST_CASE("text is measured in code points and trimmed of Unicode's white space", "[fields]") {
    CHECK(codePoints("") == 0);
    CHECK(codePoints("aя€😀") == 4);
    CHECK(trimmed("\u00A0 \u3000a b\u2003\t") == "a b");
    CHECK(trimmed(" \n\u0085") == "");
    CHECK(trimmed("\u200B") == "\u200B");
}

}  // namespace
}  // namespace kith::fields
