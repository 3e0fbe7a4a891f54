// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/http/headers.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"

namespace kith::http {

inline constexpr std::string_view kSessionCookie = "kith_session";
inline constexpr std::string_view kCsrfHeader = "Kith-CSRF";

/// The value of a cookie (RFC 6265 section 5.4); valid until the headers change. Nothing if there is none, or
/// several with different values: another site of the same domain can plant one.
[[nodiscard]] std::optional<std::string_view> cookieOf(const Headers& headers,
                                                       std::string_view name) noexcept;

/// Whether the method may change something (RFC 9110 section 9.2.1).
[[nodiscard]] bool isUnsafe(Method method) noexcept;

/// Whether a browser says that another site had it make the call (Fetch Metadata, Sec-Fetch-Site).
[[nodiscard]] bool isCrossSite(const Request& request) noexcept;

/// Compares in a time that tells nothing about where they differ.
[[nodiscard]] bool isSameSecret(std::string_view a, std::string_view b) noexcept;

/// Has the browser keep the session's token for so long, out of reach of scripts and of other sites.
void setSessionCookie(Response& response, std::string_view token, std::chrono::seconds lasts, bool secure);
/// Has the browser forget it.
void clearSessionCookie(Response& response, bool secure);

}  // namespace kith::http
