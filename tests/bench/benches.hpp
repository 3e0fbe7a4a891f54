// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/storage/dialect.hpp"
#include "tests/bench/bench_database.hpp"
#include "tests/bench/report.hpp"

namespace kith::bench {

/// How much is measured.
struct Sizes {
    int repetitions = 7;  ///< Of each comparison; one more goes ahead to warm up.
    std::size_t observations = 20'000;
    std::size_t singles = 10'000;
    std::size_t people = 20'000;  ///< That are read.
    std::size_t reads = 40'000;
    std::size_t shortTimeline = 10'000;
    std::size_t longTimeline = 1'000'000;
    std::size_t walks = 50;              ///< Through each timeline, per repetition.
    std::size_t merges = 20;             ///< Of each pair in each direction, per repetition.
    std::size_t population = 1'000'000;  ///< That segments are made of, and the console shows.
    int segmentRepetitions = 3;          ///< Of each segment, as the others.
    std::uint32_t seed = 0;              ///< Of that population.
};
inline constexpr Sizes kQuick{3, 5'000, 3'000, 5'000, 10'000, 10'000, 100'000, 20, 10, 20'000, 3, 0};

/// Observations per second: the pipeline in batches, HTTP in batches, and 64 clients that send one at a time,
/// each against hand-written SQL (SqlLimit) that writes the same rows in groups of 1,000.
void benchWrites(storage::Engine engine, const Sizes& sizes, Report& report);

/// Profiles per second over HTTP against a bare Poco handler that sends the same bytes.
void benchReads(storage::Engine engine, const Sizes& sizes, Report& report);

/// Pages of a long timeline per second against pages of a short one.
void benchTimeline(storage::Engine engine, const Sizes& sizes, Report& report);

/// Merges of a person with a long timeline per second against those of one with a short one; and first pages
/// of the long one per second after a merge against before. Both while they stay and while they are absorbed.
void benchMerge(storage::Engine engine, const Sizes& sizes, Report& report);

/// Twenty segments of that population with ten activities each per minute, against the best SQL by hand.
void benchSegments(const BenchDatabase& made, storage::Engine engine, const Sizes& sizes, Report& report);

/// What a person waits for in the console with that population, in Debian's Chromium. Gives them names.
void benchConsole(const BenchDatabase& made, storage::Engine engine, const Sizes& sizes, Report& report);

}  // namespace kith::bench
