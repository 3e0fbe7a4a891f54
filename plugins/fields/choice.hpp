// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/field_type.hpp>

namespace kith::fields {

/// One of the values that the field's options list; for a set, each of its elements is. Labels of theirs are
/// for whoever shows the field.
class ChoiceType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

}  // namespace kith::fields
