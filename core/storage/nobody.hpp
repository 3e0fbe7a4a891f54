// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/id.hpp"

namespace kith::storage {

/// Observations that nobody made who is known: what is still there of the erased is said by 1, and what
/// somebody of the organisation decided about their addresses by 2. To be run before a row refers to one of
/// them.
inline constexpr base::ObservationId kNobody{1};
inline constexpr base::ObservationId kNobodyOfStaff{2};
inline constexpr std::string_view kInsertNobody = R"(
INSERT INTO observation (id, home, key_id, source_type, source_name, given_id, content_hash, observed_at, received_at,
                         attested)
VALUES (1, 0, 0, 'api', 'suppression', '', '00000000000000000000000000000000', 0, 0, 1),
       (2, 0, 0, 'console', 'suppression', '', '00000000000000000000000000000000', 0, 0, 1)
ON CONFLICT (id) DO NOTHING)";

}  // namespace kith::storage
