// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kith::accounts {

/// What a browser keeps of a session: 43 characters made of 256 random bits.
[[nodiscard]] std::string makeToken();

/// Whether it has the form of one.
[[nodiscard]] bool isToken(std::string_view text) noexcept;

/// By which a token is found. It is 256 random bits, so a plain hash can't be searched for it.
[[nodiscard]] std::string tokenHash(std::string_view token);

/// What a page proves with that a call is its own: made of the token, which no page can read, and it tells
/// nothing of that.
[[nodiscard]] std::string csrfToken(std::string_view token);

}  // namespace kith::accounts
