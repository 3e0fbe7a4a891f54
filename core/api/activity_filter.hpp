// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/query.hpp"
#include "core/storage/timeline.hpp"

namespace kith::api {

/// Reads `channel`, `status`, `event`, `kind`, `from` and `to`.
[[nodiscard]] storage::TimelineFilter readTimelineFilter(Query& query);

}  // namespace kith::api
