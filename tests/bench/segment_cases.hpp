// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/storage/dialect.hpp"

namespace kith::bench {

/// A condition, and SQL that lists the ids of the same people of makePopulation as somebody writes it who
/// knows the tables, their indexes and the planner, and who asks for nothing but this.
struct SegmentCase {
    const char* name;
    const char* condition;
    const char* sql;
    const char* onPostgresql = nullptr;  ///< Where another text is the faster one there.
};

/// Of realistic ones the twenty that take most or are asked most.
[[nodiscard]] std::span<const SegmentCase> segmentCases() noexcept;

/// The key and the condition of the segment that one of them names.
inline constexpr const char* kNamedSegment = "customers";
inline constexpr const char* kNamedCondition =
    R"({"any": [{"tag": "vip"}, {"field": "count", "is": "greater", "value": 9000}]})";

/// The statement by hand that counts them.
[[nodiscard]] std::string countByHand(const SegmentCase& one, storage::Engine engine);

}  // namespace kith::bench
