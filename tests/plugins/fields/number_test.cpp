// SPDX-License-Identifier: Apache-2.0
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <limits>
#include <string>

#include "plugins/fields/number.hpp"

namespace kith::fields {
namespace {

std::string said(std::string_view text, int places) {
    const auto parsed = parseScaled(text, places);
    if (const auto* value = std::get_if<std::int64_t>(&parsed)) return std::to_string(*value);
    switch (std::get<NumberProblem>(parsed)) {
        case NumberProblem::NotANumber:
            return "no number";
        case NumberProblem::TooPrecise:
            return "too precise";
        case NumberProblem::OutOfRange:
            return "out of range";
    }
    return "";
}

TEST_CASE("what JSON does not write as a number is none", "[fields]") {
    for (const auto* text :
         {"",     "-",   "+1", ".5", "5.",  "1.e2",     "010",   "00",  "-01",   "1e", "1e+",
          "0x10", "1,5", " 1", "1 ", "NaN", "Infinity", "1.5.2", "--1", "1e5.5", "１", "1_000"}) {
        CAPTURE(text);
        CHECK(said(text, 6) == "no number");
    }
}

TEST_CASE("digits behind the last place are refused, not rounded", "[fields]") {
    CHECK(said("0.0000001", 6) == "too precise");
    CHECK(said("1.0000005", 6) == "too precise");
    CHECK(said("99999999999999.9999999", 6) == "out of range");
    CHECK(said("1.5", 0) == "too precise");
    CHECK(said("1e-7", 6) == "too precise");
    CHECK(said("15e-1", 0) == "too precise");
    CHECK(said("1e-10000", 6) == "too precise");
}

TEST_CASE("what does not fit into 64 bits is refused", "[fields]") {
    CHECK(said("9223372036854775807", 0) == "9223372036854775807");
    CHECK(said("9223372036854775808", 0) == "out of range");
    CHECK(said("-9223372036854775808", 0) == "-9223372036854775808");
    CHECK(said("-9223372036854775809", 0) == "out of range");
    CHECK(said("99999999999999999999999", 0) == "out of range");
    CHECK(said("1e19", 0) == "out of range");
    CHECK(said("1e999999999999999999999", 6) == "out of range");
    CHECK(said(std::string(6'000, '0') + "1", 6) == "out of range");
}

TEST_CASE("zeros and exponents change nothing of the value", "[fields]") {
    CHECK(said("0", 6) == "0");
    CHECK(said("-0", 6) == "0");
    CHECK(said("0.000000000000", 6) == "0");
    CHECK(said("0e999999", 6) == "0");
    CHECK(said("1.50000000000000000000000", 6) == "1500000");
    CHECK(said("12.5E-1", 6) == "1250000");
    CHECK(said("0.0000015e+1", 6) == "15");
    CHECK(said("5.0", 0) == "5");
    CHECK(said("1e3", 0) == "1000");
    CHECK(said("99999999999999.99", 6) == "out of range");
    CHECK(said("999999999999.999999", 6) == "999999999999999999");
    CHECK(said("-0.000001", 6) == "-1");
}

TEST_CASE("any number of millionths is read as it is written", "[fields]") {
    CHECK(rc::check([] {
        const auto millionths =
            *rc::gen::inRange<std::int64_t>(-999'999'999'999'999'999, 1'000'000'000'000'000'000);
        const auto size = static_cast<std::uint64_t>(millionths < 0 ? -millionths : millionths);
        auto digits = std::to_string(size);
        if (digits.size() < 7) digits.insert(0, 7 - digits.size(), '0');
        digits.insert(digits.size() - 6, ".");
        RC_ASSERT(said((millionths < 0 ? "-" : "") + digits, 6) == std::to_string(millionths));
    }));
}

}  // namespace
}  // namespace kith::fields
