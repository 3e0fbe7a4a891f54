// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <unordered_map>

#include "core/base/id.hpp"
#include "core/identity/duplicates.hpp"

namespace kith::storage {

class Session;

/// What is compared of these live profiles, in a constant number of statements.
[[nodiscard]] std::unordered_map<base::ProfileId, identity::Described> readDescribed(
    Session& session, std::span<const base::ProfileId> lives);

}  // namespace kith::storage
