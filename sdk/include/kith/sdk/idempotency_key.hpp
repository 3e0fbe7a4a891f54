// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "failure.hpp"
#include "route.hpp"

namespace kith::sdk {

/// The Idempotency-Key of a request, if it has one: 1 to 200 printable ASCII characters. Throws Failure for
/// one that is none. Borrowed like everything of the request. Two callers may choose the same one: tell them
/// apart by their Authorization.
[[nodiscard]] inline std::optional<std::string_view> idempotencyKey(const Request& request) {
    constexpr std::size_t maxBytes = 200;
    const auto key = request.header("Idempotency-Key");
    const auto isPrintable = [](char c) { return c >= ' ' && c <= '~'; };
    if (key &&
        (key->empty() || key->size() > maxBytes || !std::all_of(key->begin(), key->end(), isPrintable))) {
        throw Failure(Status::InvalidInput, "invalid_idempotency_key",
                      "An Idempotency-Key has 1 to 200 printable ASCII characters.");
    }
    return key;
}

}  // namespace kith::sdk
