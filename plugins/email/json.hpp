// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace kith::email {

/// Parses a document of a provider. Subjects and server replies reach providers in any encoding: bytes that
/// are no UTF-8 and lone surrogates are read as U+FFFD, so that one of them doesn't cost the whole batch.
/// Nothing if it is no JSON, or nested deeper than 64.
[[nodiscard]] std::optional<nlohmann::json> parseDocument(std::string_view text);

/// The member of an object. Null if `value` is no object or has no such member.
[[nodiscard]] const nlohmann::json* member(const nlohmann::json& value, std::string_view name);

/// The member's text, borrowed. Empty if there is none or it is no text.
[[nodiscard]] std::string_view textOf(const nlohmann::json& value, std::string_view name);

/// Valid UTF-8 made fit to be stored: control characters are spaces, the ends are trimmed, and what exceeds
/// `bytes` is cut before a character.
[[nodiscard]] std::string clean(std::string_view text, std::size_t bytes);

}  // namespace kith::email
