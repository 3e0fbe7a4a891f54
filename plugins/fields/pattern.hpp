// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <kith/sdk/types.hpp>
#include <nlohmann/json_fwd.hpp>

namespace re2 {
class RE2;
}

namespace kith::fields {

/// The option `pattern`: a regular expression of RE2, which the whole of a value must match. It takes time
/// that grows with the value and the pattern, and no faster, whatever they are. Thread-safe, as RE2 is.
class Pattern {
public:
    /// Everything matches if there is no such option. Throws what refuseOption throws, with RE2's words, if
    /// it is no expression or too large a one.
    explicit Pattern(const nlohmann::json& options);
    ~Pattern();

    /// Why a value doesn't match; nothing if it does.
    [[nodiscard]] std::optional<sdk::Rejection> refusal(std::string_view value) const;

private:
    std::unique_ptr<const re2::RE2> expression_;
};

}  // namespace kith::fields
