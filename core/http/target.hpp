// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/request.hpp"

namespace kith::http {

/// What a request line points at.
struct Target {
    /// Split at the slashes first, then percent-decoded, so that `%2F` stays inside its segment. `/` is one
    /// empty segment.
    std::vector<std::string> segments;
    /// Form-decoded: `+` is a space.
    Params query;
};

/// Replaces each `%` and its two digits by the byte that they stand for. Nothing if there are none, or if
/// they make anything but UTF-8 without U+0000.
[[nodiscard]] std::optional<std::string> decodePercent(std::string_view text);

/// Reads `application/x-www-form-urlencoded`, where `+` is a space. Nothing if it holds a bad
/// percent-encoding, or decodes to anything but UTF-8 without U+0000.
[[nodiscard]] std::optional<Params> decodeForm(std::string_view text);

/// Reads the origin form (`/path?query`) or the absolute form (`http://host/path?query`) of RFC 9112
/// section 3.2. Nothing if it is neither, holds a bad percent-encoding, or decodes to anything but UTF-8
/// without U+0000.
[[nodiscard]] std::optional<Target> parseTarget(std::string_view text);

}  // namespace kith::http
