// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/field_type.hpp>

namespace kith::fields {

/// Arrays and objects as the server writes them, between bounds.
class JsonType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

}  // namespace kith::fields
