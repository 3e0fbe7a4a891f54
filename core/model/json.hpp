// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kith::model {

struct JsonLimits {
    std::size_t maxDepth = 32;
    std::size_t maxItems = 5'000;  ///< Of NDJSON or a top-level array.
};

/// Parses outside JSON (RFC 8259). Throws Error{InvalidInput} with the pointer of what is wrong: syntax,
/// invalid UTF-8, a lone surrogate, U+0000, a repeated member, nesting over the limit. Numbers under a member
/// named `fields` that a double can't hold exactly are kept as their token: a binary value of subtype
/// kNumberToken.
[[nodiscard]] nlohmann::json parseJson(std::string_view text, const JsonLimits& limits = {});

inline constexpr std::uint8_t kNumberToken = 1;

/// The items of an NDJSON body; each item is its value or the error of its line (the others stand).
struct NdjsonItem {
    nlohmann::json value;
    std::string problem;  ///< Empty if the line is well-formed.
};
[[nodiscard]] std::vector<NdjsonItem> parseNdjson(std::string_view text, const JsonLimits& limits = {});

/// RFC 6901 escaping of one reference token.
[[nodiscard]] std::string pointerToken(std::string_view token);

/// Members sorted, no white space: equal documents give equal text.
[[nodiscard]] std::string canonicalJson(const nlohmann::json& value);

}  // namespace kith::model
