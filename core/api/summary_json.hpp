// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/json_writer.hpp"
#include "core/storage/profile_summary.hpp"

namespace kith::api {

void writeSummary(JsonWriter& json, const storage::ProfileSummary& summary);

}  // namespace kith::api
