// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/api/json_writer.hpp"
#include "core/storage/identity_view.hpp"

namespace kith::api {

void writeIdentifierOrNull(JsonWriter& json, std::string_view name,
                           const std::optional<model::Identifier>& identifier);
void writeListing(JsonWriter& json, const storage::ListingView& listed);
void writeMerge(JsonWriter& json, const storage::MergeView& merge);
void writeRefusal(JsonWriter& json, const storage::RefusalView& refusal);

}  // namespace kith::api
