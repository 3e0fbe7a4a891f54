// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/field_type.hpp>

namespace kith::fields {

/// Text as it was given, line breaks and tabulators included, between two lengths in code points, and of the
/// form that the option `pattern` asks for. Both types `text` and `long_text` are this one; they differ in
/// what their schemas allow.
class TextType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

/// Free words without white space at their ends; the elements of a set.
class TagsType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

}  // namespace kith::fields
