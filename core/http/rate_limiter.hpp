// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/time.hpp"
#include "core/http/server.hpp"

namespace kith::http {

/// A token bucket per name, for a bounded number of names: the one that was not seen longest is forgotten
/// first. Thread-safe.
class RateLimiter {
public:
    RateLimiter(std::size_t maxNames, const base::Clock& clock);

    /// Takes a token of `name`, whose bucket that is; if there is none, says how long it takes until there
    /// is.
    [[nodiscard]] std::optional<std::chrono::milliseconds> take(std::string_view name,
                                                                const RateLimit& limit);

private:
    struct Bucket {
        std::string name;
        double tokens;
        base::Time filled;
    };

    Bucket& bucketOf(std::string_view name, double burst, base::Time now);

    std::size_t maxNames_;
    const base::Clock& clock_;
    std::mutex mutex_;
    /// The one seen last in front; the map's keys are views of the names there.
    std::list<Bucket> buckets_;
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> byName_;
};

}  // namespace kith::http
