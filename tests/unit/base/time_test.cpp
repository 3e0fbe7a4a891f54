// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.hpp"

#include <catch2/catch.hpp>

using kith::base::formatRfc3339;
using kith::base::parseRfc3339;

TEST_CASE("an RFC 3339 time reads as UTC cut to milliseconds", "[base]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"2026-11-20T09:30:00Z", "2026-11-20T09:30:00.000Z"},
        {"2026-11-20t09:30:00.1z", "2026-11-20T09:30:00.100Z"},
        {"2026-11-20 09:30:00.123999999Z", "2026-11-20T09:30:00.123Z"},
        {"2026-11-20T01:30:00+02:00", "2026-11-19T23:30:00.000Z"},
        {"2026-11-20T23:30:00-09:30", "2026-11-21T09:00:00.000Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z"},
        {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
    }));
    const auto time = parseRfc3339(text);
    REQUIRE(time);
    CHECK(formatRfc3339(*time) == expected);
}

TEST_CASE("what RFC 3339 does not allow is no time", "[base]") {
    const auto text = GENERATE(as<std::string>{}, "", "2026-11-20", "2026-11-20T09:30:00",
                               "2026-11-20T09:30Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
                               "2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z", "2026-11-20T09:30:61Z",
                               "2026-11-20T09:30:00.Z", "2026-11-20T09:30:00Z ", "2026-11-20T09:30:00+0200",
                               "20261120T093000Z", "+2026-11-20T09:30:00Z", "2026-11-20T09:30:00+24:00",
                               "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00");
    CHECK_FALSE(parseRfc3339(text));
}
