// SPDX-License-Identifier: Apache-2.0
#include "core/base/input_error.hpp"

#include <utility>

namespace kith::base {

Error inputError(std::vector<Violation> violations) {
    const auto& first = violations.front();
    std::string detail = violations.size() == 1
                             ? "The input has a fault"
                             : "The input has " + std::to_string(violations.size()) + " faults, the first";
    if (!first.pointer.empty()) detail += " at " + first.pointer;
    detail += ": " + first.detail;
    if (!detail.ends_with('.') && !detail.ends_with('?')) detail += '.';
    return {ErrorCode::InvalidInput, std::move(detail), std::move(violations)};
}

}  // namespace kith::base
