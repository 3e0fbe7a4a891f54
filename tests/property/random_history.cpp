// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_history.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <sstream>

namespace kith::test {
namespace {

constexpr int kDefaultHistories = 1'000;
constexpr std::uint64_t kShortest = 5;
constexpr std::uint64_t kLongest = 40;

/// What a history grows from: one word per observation, and one for everything else that is random.
struct Seeds {
    std::vector<std::uint64_t> observations;
    std::uint64_t rest = 0;
};

rc::Shrinkable<Seeds> withShorter(Seeds seeds) {
    return rc::shrinkable::shrinkRecur(std::move(seeds), [](const Seeds& longer) {
        return rc::seq::map(rc::shrink::removeChunks(longer.observations),
                            [rest = longer.rest](std::vector<std::uint64_t> fewer) {
                                return Seeds{std::move(fewer), rest};
                            });
    });
}

rc::Gen<Seeds> randomSeeds() {
    return [](rc::Random random, int /*size*/) {
        Seeds seeds;
        seeds.rest = random.next();
        seeds.observations.resize(kShortest + random.next() % (kLongest - kShortest + 1));
        for (auto& seed : seeds.observations) seed = random.next();
        return withShorter(std::move(seeds));
    };
}

int wantedHistories() {
    const char* wanted = std::getenv("KITH_HISTORIES");
    return wanted != nullptr ? std::max(1, std::atoi(wanted)) : kDefaultHistories;
}

std::string linesOf(const std::vector<Item>& history) {
    std::string text;
    for (const auto& item : history) text += toJson(item).dump() + "\n";
    return text;
}

}  // namespace

void holdsForHistories(const HistoryShape& shape, const HistoryProperty& property) {
    auto params = rc::detail::configuration().testParams;
    params.maxSuccess = wantedHistories();
    const auto result = rc::detail::checkTestable(
        [&] {
            const Seeds seeds = *randomSeeds().as("seeds");
            const auto history = makeHistory(seeds.observations, shape);
            const auto failure = property(history, seeds.rest);
            if (!failure.empty()) RC_FAIL(linesOf(history) + failure);
        },
        rc::detail::TestMetadata{}, params);
    std::ostringstream message;
    rc::detail::printResultMessage(result, message);
    INFO(message.str());
    CHECK(result.is<rc::detail::SuccessResult>());
}

}  // namespace kith::test
