// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/support/memory_store.hpp"
#include "tests/support/picture.hpp"

namespace kith::test {

/// What the tables of a store show at a time.
[[nodiscard]] Picture pictureOf(const MemoryStore& store, base::Time now);

/// `email:a`
[[nodiscard]] std::string nameOf(const model::Identifier& identifier);

}  // namespace kith::test
