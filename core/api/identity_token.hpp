// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace kith::api {

/// How far the clock of who signs may be off, and how long a token may be good for.
inline constexpr std::chrono::seconds kTokenSkew{60};
inline constexpr std::chrono::hours kLongestToken{24};

/// Whom an identity token names.
struct TokenClaims {
    std::string subject;  ///< `type:value`
    base::Time issuedAt;
};

/// Reads a JSON Web Token (RFC 7519) of at most 4 KiB, signed by HS256 and no other algorithm, with `sub`,
/// `iat` and `exp`, at most kLongestToken apart, and perhaps `nbf`. Throws
/// Error{IdentityTokenExpired} and Error{IdentityTokenInvalid}; why a token is not good is said only of one
/// that is genuine.
[[nodiscard]] TokenClaims verifyToken(std::string_view token, std::string_view secret, base::Time now);

}  // namespace kith::api
