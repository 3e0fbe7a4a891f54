// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/json_writer.hpp"
#include "core/storage/timeline.hpp"

namespace kith::api {

/// The members of an activity that say what happened: `channel` to `properties`.
void writeActivity(JsonWriter& json, const storage::TimelineActivity& activity);

}  // namespace kith::api
