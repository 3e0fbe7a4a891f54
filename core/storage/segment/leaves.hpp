// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/model/segment/condition.hpp"
#include "core/storage/segment/profile_set.hpp"

/// For whom conditions hold that are no groups, one function per kind. Internal to core/storage/segment.
namespace kith::storage {

/// The condition on a row `p` of profile that is listed, if to ask it of each row costs no more than to read
/// a set of all for whom it holds.
[[nodiscard]] std::optional<std::string> testOf(const model::FieldCondition& condition, SegmentText& text);
[[nodiscard]] std::optional<std::string> testOf(const model::ProfileCondition& condition, SegmentText& text);

[[nodiscard]] ProfileSet profilesWith(const model::FieldCondition& condition, SegmentText& text);
[[nodiscard]] ProfileSet profilesWith(const model::ProfileCondition& condition, SegmentText& text);
[[nodiscard]] ProfileSet profilesWith(const model::IdentifierCondition& condition, SegmentText& text);
[[nodiscard]] ProfileSet profilesWith(const model::SubscriptionCondition& condition, SegmentText& text);
[[nodiscard]] ProfileSet profilesWith(const model::ActivityCondition& condition, SegmentText& text);

/// Behind ORDER BY, the order of stamps (core/model/stamp.hpp) of statements whose observation is `o`, with
/// their own time in the column given.
[[nodiscard]] std::string stampOrder(std::string_view at, const Dialect& dialect);

}  // namespace kith::storage
