// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace kith::fields {

enum class NumberProblem {
    NotANumber,  ///< It is not written as JSON writes numbers.
    TooPrecise,  ///< It has digits behind the last place.
    OutOfRange,  ///< It does not fit.
};

/// The number (grammar of RFC 8259, section 6) times ten to the power of `places`, exactly: no digit is
/// rounded away. At most 19 digits, and within 64 bits.
[[nodiscard]] std::variant<std::int64_t, NumberProblem> parseScaled(std::string_view text,
                                                                    int places) noexcept;

/// Whether two numbers of that grammar are equal, however they are written: `0.5` and `5e-1`. Numbers of over
/// 5,000 characters are equal to none.
[[nodiscard]] bool sameNumber(std::string_view a, std::string_view b);

}  // namespace kith::fields
