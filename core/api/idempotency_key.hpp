// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/http/request.hpp"

namespace kith::api {

/// The Idempotency-Key of a request, if it has one: 1 to 200 printable ASCII characters. Throws
/// Error{InvalidInput} for one that is none. Valid as long as the request.
[[nodiscard]] std::optional<std::string_view> idempotencyKey(const http::Request& request);

/// What nobody but the caller has, a key or the token of a session: for what is made again by a repeat and
/// that nobody shall guess. Only of a request that came with one of them in its headers.
[[nodiscard]] std::string callersSecret(const http::Request& request);

}  // namespace kith::api
