// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/dialect.hpp"
#include "tests/bench/bench_database.hpp"
#include "tests/bench/sample.hpp"

namespace kith::bench {

/// Makes a person with that many activities, by hand: what is measured is what becomes of them. Their id.
base::ProfileId makeTimeline(storage::Engine engine, const BenchDatabase& database, base::IdGenerator& ids,
                             const base::Clock& clock, const Sample& person, std::size_t count);

}  // namespace kith::bench
