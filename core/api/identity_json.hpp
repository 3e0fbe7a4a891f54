// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/api/json_writer.hpp"
#include "core/model/command.hpp"
#include "core/model/names.hpp"
#include "core/storage/dismissed_duplicates.hpp"
#include "core/storage/identity_view.hpp"

namespace kith::api {

inline constexpr model::Names<model::ConflictState, 4> kConflictStates{
    {"open", "merged", "forbidden", "dismissed"}};

void writeIdentifierOrNull(JsonWriter& json, std::string_view name,
                           const std::optional<model::Identifier>& identifier);
/// The member `name`: the ids of two profiles.
void writePair(JsonWriter& json, std::string_view name, base::ProfileId a, base::ProfileId b);
/// The member `name`: what was decided, when and by whom; null if nothing was.
void writeDecision(JsonWriter& json, std::string_view name,
                   const std::optional<storage::DecisionView>& decision);
/// Its members, in an object that is open: when, why and by whom two profiles were put aside.
void writeDismissal(JsonWriter& json, const storage::DismissalView& dismissal);
/// The members `before` and `after` of a profile that was restored, or deleted.
void writeLife(JsonWriter& json, bool lives);
void writeListing(JsonWriter& json, const storage::ListingView& listed);
void writeMerge(JsonWriter& json, const storage::MergeView& merge);
void writeRefusal(JsonWriter& json, const storage::RefusalView& refusal);

}  // namespace kith::api
