// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "types.hpp"

namespace kith::sdk {

/// Brings identifiers of one declared type into the form in which they are compared. Called from many threads
/// at once; the answer depends on the value and the plugin's options only.
class IdentifierSource {
public:
    virtual ~IdentifierSource() = default;

    /// The normalised value (1 to 512 bytes), or why it can't be one: then it is dropped with a warning.
    /// `given` is valid UTF-8 without U+0000, at most 2,000 bytes, not trimmed.
    [[nodiscard]] virtual Outcome<std::string> normalize(std::string_view given) const = 0;
};

}  // namespace kith::sdk
