// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/accounts/settings.hpp"
#include "core/base/time.hpp"
#include "core/http/rate_limiter.hpp"

namespace kith::accounts {

/// Bounds how often a password is tried: for one account, whether there is such a one or not, and from one
/// client address. Each server counts for itself. Thread-safe.
class Attempts {
public:
    Attempts(AttemptSettings settings, const base::Clock& clock);

    /// Counts an attempt with an account's address from a client's. If it is one too many, says how long it
    /// takes until there may be another.
    [[nodiscard]] std::optional<std::chrono::milliseconds> take(std::string_view email,
                                                                const std::string& client);

private:
    http::RateLimit accountRate_;
    http::RateLimit clientRate_;
    http::RateLimiter accounts_;
    http::RateLimiter clients_;
};

}  // namespace kith::accounts
