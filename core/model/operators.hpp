// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>

#include "core/model/names.hpp"

namespace kith::model {

/// How a condition compares a value. In the order of the bits of kith_operators, by which a type of field
/// says which it has.
enum class Operator {
    Equals,
    NotEquals,
    OneOf,
    Less,
    Greater,
    Between,
    StartsWith,
    Contains,
    AllOf,
    NoneOf,
    InLastDays,
    InNextDays,
    Anniversary,
    Known,
    Unknown,
};

inline constexpr Names<Operator, 15> kOperatorNames{
    {"equals", "not_equals", "one_of", "less", "greater", "between", "starts_with", "contains", "all_of",
     "none_of", "in_last_days", "in_next_days", "anniversary", "known", "unknown"}};

/// Some of the operators.
class Operators {
public:
    constexpr Operators() = default;
    /// As the SDK has them.
    explicit constexpr Operators(std::uint32_t bits) noexcept : bits_(bits) {}
    constexpr Operators(std::initializer_list<Operator> some) noexcept {
        for (const auto each : some) bits_ |= bitOf(each);
    }

    [[nodiscard]] constexpr bool has(Operator one) const noexcept { return (bits_ & bitOf(one)) != 0; }
    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }

private:
    static constexpr std::uint32_t bitOf(Operator one) noexcept { return 1U << static_cast<unsigned>(one); }

    std::uint32_t bits_ = 0;
};

}  // namespace kith::model
