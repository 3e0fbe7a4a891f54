// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/time.hpp"
#include "core/storage/session.hpp"

namespace kith::bench {

/// When the population is made: its last activity is of that time.
inline constexpr base::Time kPopulationTime{std::chrono::milliseconds{1'795'166'600'000}};

/// Writes people with fields, addresses, consents and ten activities each, by set-based statements; the same
/// every time. One in a hundred is merged into the one before.
void makePopulation(storage::Session& session, std::size_t people);

}  // namespace kith::bench
