// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace kith::catalogue {

/// Where the options of a field take less than they did, as a JSON pointer into them; nothing if `after`
/// takes every value that `before` took. Knows what all field types have in common: lists may become longer,
/// `min…` smaller, `max…` larger, and a bound or a `pattern` may go; of an element that is an object with a
/// `value` that alone is taken, and the rest may change. Every other change of an option may take less.
[[nodiscard]] std::optional<std::string> narrowedAt(const nlohmann::json& before,
                                                    const nlohmann::json& after);

}  // namespace kith::catalogue
