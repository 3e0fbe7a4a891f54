// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace kith::http {

/// Answers to public keys, but for 400, leave in steps of this length from when the work began, so that
/// whoever measures one learns nothing of what was to do for it: for somebody known it is more. Longer than
/// most commits take.
inline constexpr std::chrono::nanoseconds kUniformStep = std::chrono::milliseconds(50);

/// What is left of the step after that much work.
[[nodiscard]] constexpr std::chrono::nanoseconds restOfStep(std::chrono::nanoseconds worked) noexcept {
    const auto begun = worked % kUniformStep;
    return worked.count() > 0 && begun.count() == 0 ? begun : kUniformStep - begun;
}

}  // namespace kith::http
