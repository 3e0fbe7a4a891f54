// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/http/auth.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"
#include "core/http/router.hpp"

namespace kith::http {

/// Whether browsers may use the key on pages of that origin.
[[nodiscard]] bool allowsOrigin(const Caller& caller, std::string_view origin);

/// The method whose call a preflight asks about (Fetch standard, CORS-preflight fetch); nothing if it is
/// none.
[[nodiscard]] std::optional<Method> preflightMethod(const Request& request);

/// Answers a preflight for a route. Only routes with Access::Public are open to other origins. A preflight
/// carries no key but that of its `?key=`; without one (`caller` is empty) any origin may go on, and the call
/// itself is held to the key's origins.
void answerPreflight(const Request& request, const Route& route, const std::optional<Caller>& caller,
                     Response& response);

/// Lets the page that called read the answer.
void openToOrigin(const Request& request, Access access, Response& response);

}  // namespace kith::http
