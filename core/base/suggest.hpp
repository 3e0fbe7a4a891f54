// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::base {

/// The candidate that `given` is most likely a misspelling of; nothing if none is near enough.
[[nodiscard]] std::optional<std::string> nearest(std::string_view given,
                                                 const std::vector<std::string>& candidates);

/// "; did you mean 'listen'?" or nothing.
[[nodiscard]] std::string suggestion(std::string_view given, const std::vector<std::string>& candidates);

}  // namespace kith::base
