// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/model/reader.hpp"
#include "core/model/segment/condition.hpp"

/// The condition of a segment as JSON; core/api/segments.md explains the language, and openapi.yaml specifies
/// it.
namespace kith::model {

class Catalogue;

namespace bounds {

inline constexpr std::size_t kConditionDepth = 8;        ///< Groups within each other.
inline constexpr std::size_t kConditionLeaves = 100;     ///< Conditions that are no groups.
inline constexpr std::size_t kConditionValues = 200;     ///< Of one list of values.
inline constexpr std::size_t kConditionText = 1'000;     ///< Bytes of a text that is searched for.
inline constexpr std::size_t kConditionProperties = 10;  ///< Of one activity.
inline constexpr int kConditionDays = 3'650;
inline constexpr std::int64_t kConditionTimes = 1'000'000;
inline constexpr std::size_t kSegmentName = 200;
inline constexpr std::size_t kSegmentDescription = 2'000;

}  // namespace bounds

/// Reads one that stands at `where`, and collects what is wrong with it; nothing if something is.
[[nodiscard]] std::optional<Condition> readCondition(const nlohmann::json& value, const Where& where,
                                                     const Catalogue& catalogue, Findings& findings);

/// Reads the text of one. Throws Error{InvalidInput} with everything that is wrong, and as parseJson does.
[[nodiscard]] Condition parseCondition(std::string_view text, const Catalogue& catalogue);

/// The same condition in its shortest form, in which equal ones are equal; readCondition reads it again.
[[nodiscard]] nlohmann::json conditionToJson(const Condition& condition);

/// Where a condition names something else by its key.
struct NamedPlace {
    std::string pointer;  ///< Into the condition, as `/all/0/segment`.
    std::string key;
};

/// All places where a condition, which may be wrong, names a `segment`, a `field` or a `subscription`, in
/// order; none of what is nested deeper than one may be. A tag is no field here.
[[nodiscard]] std::vector<NamedPlace> namedIn(const nlohmann::json& condition, std::string_view head);

/// Whether a segment may be called that: lower-case letters, digits, `_`, `.` and `-`, no sign first, at most
/// 100 bytes. Not `preview`, which is another path of the API.
[[nodiscard]] bool isSegmentKey(std::string_view key) noexcept;

}  // namespace kith::model
