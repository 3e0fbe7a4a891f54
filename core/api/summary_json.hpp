// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/api/json_writer.hpp"
#include "core/base/time.hpp"
#include "core/model/catalogue.hpp"
#include "core/storage/profile_summary.hpp"

namespace kith::api {

void writeSummary(JsonWriter& json, const storage::ProfileSummary& summary,
                  const model::Catalogue& catalogue);

/// The fields that a table shows of each person, by their keys.
using ShownFields = std::set<std::string, std::less<>>;

/// Those to be read so that writeSummary() can show these.
[[nodiscard]] std::vector<std::string> fieldsBehind(const ShownFields& shown);

/// The types of identifiers that channels reach, which summaries show first.
[[nodiscard]] std::vector<std::string> addressTypes(const model::Catalogue& catalogue);

/// The same with the values of those fields as `fields`.
void writeSummary(JsonWriter& json, const storage::ProfileSummary& summary, const model::Catalogue& catalogue,
                  const ShownFields& shown, base::Time now);

}  // namespace kith::api
