// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/field_type.hpp>

namespace kith::fields {

/// Countries by ISO 3166-1 alpha-2, in capitals.
class CountryType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

/// Languages by BCP 47, in canonical form.
class LanguageType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

/// Time zones by the names of IANA, as given: of two names of one zone neither is made the other.
class TimeZoneType final : public sdk::FieldType {
public:
    [[nodiscard]] std::unique_ptr<const sdk::FieldRule> prepare(std::string_view options) const override;
};

}  // namespace kith::fields
