// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "core/base/time.hpp"
#include "core/storage/session.hpp"
#include "tests/bench/report.hpp"

namespace kith::bench {

/// When the population is made, 20 November 2026 at half past eleven in the evening of UTC: its last activity
/// is of that time, and of its two time zones `Europe/Kyiv` has the next day already.
inline constexpr base::Time kPopulationTime{std::chrono::milliseconds{1'795'217'400'000}};

/// The seeds that make populations.
inline constexpr std::uint32_t kMostSeed = 1'000'000;

/// Calls `make(first, last)` for all people from 1, many at once, each time in a transaction. Tells how far
/// it is, under `what`.
void makeInGroups(storage::Session& session, std::size_t people, const std::string& what,
                  const Report& report, const std::function<void(std::size_t, std::size_t)>& make);

/// Writes people with fields, addresses, consents and ten activities each into an empty database, by
/// set-based statements; the same for a seed, up to kMostSeed, every time. By another one values and times
/// are others, in equal shares. One in a hundred is merged into the one before. Tells how far it is.
void makePopulation(storage::Session& session, std::size_t people, std::uint32_t seed, const Report& report);

}  // namespace kith::bench
