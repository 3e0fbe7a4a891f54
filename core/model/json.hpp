// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/error.hpp"

namespace kith::model {

struct JsonLimits {
    std::size_t maxDepth = 32;
    std::size_t maxItems = 5'000;       ///< Of NDJSON or a top-level array read by parseItems.
    std::size_t maxValues = 1'000'000;  ///< Of one text, so that a small text can't become a huge tree.
    std::string_view exact = "fields";  ///< The member under which every digit of a number is kept.
};

/// Parses outside JSON (RFC 8259). Throws Error{InvalidInput} with the pointer of what is wrong: syntax
/// (`invalid_json`), a number beyond what a double holds (`out_of_range`), invalid UTF-8 (`invalid_utf8`), a
/// lone surrogate (`lone_surrogate`), U+0000 (`nul`), a repeated member (`duplicate_member`), nesting over
/// the limit (`too_deep`); Error{TooLarge} for too many values. Numbers under a member named as
/// `limits.exact` says that have a point or an exponent, or don't fit 64 bits, are kept as their token: a
/// binary value of subtype kNumberToken.
[[nodiscard]] nlohmann::json parseJson(std::string_view text, const JsonLimits& limits = {});

inline constexpr std::uint8_t kNumberToken = 1;

/// One item of a body that holds several: its value, or what is wrong with it (the others stand). Pointers
/// are relative to the item.
struct JsonItem {
    nlohmann::json value;
    std::optional<base::Error> problem;
    std::size_t line = 0;  ///< Of an NDJSON body, from 1; else 0.
};

struct JsonItems {
    bool isArray = false;  ///< False: one value that is no array, in `items[0]`.
    std::vector<JsonItem> items;
};

/// An array's elements, or the one other value. What is wrong with one element of an otherwise well-formed
/// array (a repeated member, U+0000, nesting) is that item's problem. Throws like parseJson for the rest, and
/// Error{TooLarge} over `maxItems`.
[[nodiscard]] JsonItems parseItems(std::string_view text, const JsonLimits& limits = {});

/// The items of an NDJSON body, one per line; blank lines are skipped. Throws Error{TooLarge} over
/// `maxItems`.
[[nodiscard]] std::vector<JsonItem> parseNdjson(std::string_view text, const JsonLimits& limits = {});

/// RFC 6901 escaping of one reference token.
[[nodiscard]] std::string pointerToken(std::string_view token);

/// Adds `text`, which is valid UTF-8, as a JSON string.
void appendJsonString(std::string& out, std::string_view text);

/// Members sorted, no white space, numbers in their shortest form: equal documents give equal text. Accepts
/// number tokens.
[[nodiscard]] std::string canonicalJson(const nlohmann::json& value);

/// The text of a number token; only for a value that is one.
[[nodiscard]] std::string_view numberToken(const nlohmann::json& value);

/// Whether a JSON value that is a number has all digits of this text, which JSON takes for a number.
[[nodiscard]] bool holdsDigits(std::string_view number);

}  // namespace kith::model
