// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/field_type.hpp>

namespace kith::fields {

/// Days of the calendar, without a time zone.
class DateType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

/// Points in time, to the millisecond.
class DatetimeType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

}  // namespace kith::fields
