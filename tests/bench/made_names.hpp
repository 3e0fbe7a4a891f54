// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/storage/session.hpp"
#include "tests/bench/report.hpp"

namespace kith::bench {

/// Gives the people of makePopulation() names, by which they are sorted and found, and every other one a
/// phone number. Those of the console, as segments have no use for them. Tells how far it is.
void makeNames(storage::Session& session, std::size_t people, const Report& report);

}  // namespace kith::bench
