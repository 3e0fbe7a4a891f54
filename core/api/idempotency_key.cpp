// SPDX-License-Identifier: Apache-2.0
#include "core/api/idempotency_key.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/http/session_cookie.hpp"

namespace kith::api {
namespace {

constexpr std::size_t kMaxBytes = 200;

bool isPrintable(char c) {
    return c >= ' ' && c <= '~';
}

}  // namespace

std::optional<std::string_view> idempotencyKey(const http::Request& request) {
    const auto key = request.headers.find("Idempotency-Key");
    // A header can hold any bytes, and this one is stored as text.
    if (key &&
        (key->empty() || key->size() > kMaxBytes || !std::all_of(key->begin(), key->end(), isPrintable))) {
        throw base::Error(base::ErrorCode::InvalidInput,
                          "An Idempotency-Key has 1 to 200 printable ASCII characters.");
    }
    return key;
}

std::string callersSecret(const http::Request& request) {
    if (const auto key = request.headers.find("Authorization")) return std::string(*key);
    if (const auto token = http::cookieOf(request.headers, http::kSessionCookie)) return std::string(*token);
    throw base::Error(base::ErrorCode::Internal, "The server failed.", "a caller without a secret");
}

}  // namespace kith::api
