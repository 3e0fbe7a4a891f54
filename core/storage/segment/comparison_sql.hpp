// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/model/segment/condition.hpp"
#include "core/storage/segment/profile_set.hpp"

namespace kith::storage {

/// Whether the comparison holds for everybody of whom what `positive` says does not, those without a value
/// included.
[[nodiscard]] bool isNegative(model::Operator is) noexcept;
/// The operator of which a negative one is the opposite.
[[nodiscard]] model::Operator positive(model::Operator is) noexcept;

/// The condition that a text, exactly, is as a positive operator says. NULL is nothing.
[[nodiscard]] std::string compareText(std::string_view column, const model::Comparison& comparison,
                                      SegmentText& text);
/// The same of a number, a boolean, or a time.
[[nodiscard]] std::string compareNumber(std::string_view column, const model::Comparison& comparison,
                                        SegmentText& text);
/// The same of field_value.text_value, as a range of the index over its beginning.
[[nodiscard]] std::string compareIndexedText(const model::Comparison& comparison, SegmentText& text);

}  // namespace kith::storage
