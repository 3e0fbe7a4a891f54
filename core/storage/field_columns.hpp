// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/field.hpp"

namespace kith::storage {

/// A field's value as the columns of field_value: a number or a text by its kind; neither for a row that
/// clears a whole field.
struct FieldColumns {
    std::optional<std::string_view> text;
    std::optional<std::int64_t> number;
};
[[nodiscard]] FieldColumns columnsOf(const model::FieldRow& row);

/// The key of a set's element as it is stored: itself, or if that is long, its beginning and a hash, since a
/// key has to fit into an index.
[[nodiscard]] std::string elementColumn(const std::string& element);
/// The reverse, of a row with that value.
[[nodiscard]] std::string elementOf(std::string_view column, const model::FieldValue& value);

}  // namespace kith::storage
