// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_scalar.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace std::string_literals;
using kith::app::parseDuration;
using kith::app::parseInteger;
using kith::app::parseSize;
using kith::app::Shape;
using kith::app::shapeOf;

TEST_CASE("integers are decimal and nothing else", "[config]") {
    for (const auto* wrong : {"", "-", "010", "00", "-01", "+5", "0x10", "1_000", "1e3", "1.0", " 1", "1 ",
                              "9223372036854775808", "ten"})
        CHECK_FALSE(parseInteger(wrong));
    CHECK(parseInteger("0") == 0);
    CHECK(parseInteger("-7") == -7);
    CHECK(parseInteger("9223372036854775807") == 9223372036854775807);
}

TEST_CASE("durations and sizes have exactly one known unit", "[config]") {
    for (const auto* wrong :
         {"", "5", "s", "5 s", "5S", "-5s", "1.5s", "05s", "1h30m", "9223372036854775807d", "5w"})
        CHECK_FALSE(parseDuration(wrong));
    for (const auto* wrong : {"8", "MiB", "8MB", "8mib", "8 MiB", "0x8MiB", "9223372036854775807GiB"})
        CHECK_FALSE(parseSize(wrong));
    CHECK(parseDuration("250ms") == 250);
    CHECK(parseDuration("30s") == 30'000);
    CHECK(parseDuration("5m") == 300'000);
    CHECK(parseDuration("90d") == 7'776'000'000);
    CHECK(parseSize("512B") == 512);
    CHECK(parseSize("8MiB") == 8'388'608);
}

TEST_CASE("a number that YAML readers disagree about is ambiguous", "[config]") {
    for (const auto* text :
         {"010", "-010", "0x1F", "0o17", "+5", ".5", "5.", ".inf", "-.INF", ".nan", "True", "FALSE"})
        CHECK(shapeOf(text) == Shape::Ambiguous);
    for (const auto* text : {"0", "-1", "10", "1.5", "1e3", "-2.5E-3"}) CHECK(shapeOf(text) == Shape::Number);
    for (const auto* text : {"", "yes", "off", "127.0.0.1", "1_000", "2024-01-01", "30s", "0x", "1:30"})
        CHECK(shapeOf(text) == Shape::Text);
    CHECK(shapeOf("true") == Shape::Boolean);
    CHECK(shapeOf(std::string(200'000, '1')) == Shape::Text);
}
