// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/sample.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace kith::bench {
namespace {

constexpr std::array<std::string_view, 8> kFirstNames{"Ann",   "Boris", "Clara", "Danylo",
                                                      "Erika", "Felix", "Hanna", "Ivan"};
constexpr std::array<std::string_view, 8> kLastNames{"Smith", "Moroz",   "Novak", "Shevchenko",
                                                     "Weber", "Kravets", "Stone", "Bondar"};
constexpr std::array<std::string_view, 3> kTiers{"bronze", "silver", "gold"};

/// Spreads the numbers (the finaliser of SplitMix64), so that values come in no order, as people do.
std::uint64_t spread(std::uint64_t number) {
    number += 0x9E37'79B9'7F4A'7C15U;
    number = (number ^ (number >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    number = (number ^ (number >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return number ^ (number >> 31U);
}

}  // namespace

Sample::Sample(std::uint64_t number) {
    const auto bits = spread(number);
    id = fmt::format("order-{:016x}", bits);
    externalId = fmt::format("{}", bits >> 16U);
    firstName = kFirstNames[bits % kFirstNames.size()];
    lastName = fmt::format("{}{}", kLastNames[bits / 8 % kLastNames.size()], bits % 1'000);
    email = fmt::format("person.{:x}@example.com", bits);
    nickname = fmt::format("{}-{}", firstName, bits % 10'000);
    tier = kTiers[bits % kTiers.size()];
    points = static_cast<std::int64_t>(bits % 5'000);
    properties = fmt::format(R"({{"url":"/sale/{}"}})", bits % 997);
}

std::string Sample::json() const {
    return fmt::format(
        R"({{"id":"{}","observed_at":"{}","source":{{"type":"api","name":"{}"}},)"
        R"("identifiers":[{{"type":"external_id","value":"{}"}},{{"type":"email","value":"{}"}}],)"
        R"("fields":{{"first_name":"{}","last_name":"{}","nickname":"{}","loyalty.tier":"{}","loyalty.points":{}}},)"
        R"("activities":[{{"channel":"{}","event":"{}","properties":{}}}]}})",
        id, kObservedAt, kSourceName, externalId, email, firstName, lastName, nickname, tier, points,
        kChannel, kEvent, properties);
}

std::vector<Sample> samples(std::uint64_t first, std::size_t count) {
    std::vector<Sample> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i) all.emplace_back(first + i);
    return all;
}

}  // namespace kith::bench
