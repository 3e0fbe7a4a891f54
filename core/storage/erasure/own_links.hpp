// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/id.hpp"
#include "core/storage/erasure/erasure.hpp"

namespace kith::storage {

/// Removes what the person was seen with, of what stays somebody else's; leaves of `kept`, which are sorted,
/// the first, as many as one step looks at. Their home lists or names both ends of each link, and those with
/// lesser ids are done. Adds to `removed`; zero once there is nothing.
std::size_t removeOwnLinks(Session& session, base::ProfileId home, std::vector<base::IdentifierId>& kept,
                           std::size_t most, RemovedRows& removed);

}  // namespace kith::storage
