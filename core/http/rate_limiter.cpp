// SPDX-License-Identifier: Apache-2.0
#include "core/http/rate_limiter.hpp"

#include <algorithm>

namespace kith::http {

RateLimiter::RateLimiter(std::size_t maxNames, const base::Clock& clock)
    : maxNames_(maxNames), clock_(clock) {}

std::optional<std::chrono::milliseconds> RateLimiter::take(std::string_view name, const RateLimit& limit) {
    const auto now = clock_.now();
    const std::scoped_lock lock(mutex_);
    auto& bucket = bucketOf(name, limit.burst, now);
    const std::chrono::duration<double> passed = std::max(now - bucket.filled, now - now);
    bucket.tokens = std::min(limit.burst, bucket.tokens + passed.count() * limit.perSecond);
    bucket.filled = now;
    if (bucket.tokens >= 1.0) {
        bucket.tokens -= 1.0;
        return std::nullopt;
    }
    const std::chrono::duration<double> wait((1.0 - bucket.tokens) / limit.perSecond);
    return std::chrono::ceil<std::chrono::milliseconds>(wait);
}

RateLimiter::Bucket& RateLimiter::bucketOf(std::string_view name, double burst, base::Time now) {
    if (const auto known = byName_.find(name); known != byName_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, known->second);
        return buckets_.front();
    }
    if (buckets_.size() >= maxNames_) {
        byName_.erase(buckets_.back().name);
        buckets_.pop_back();
    }
    buckets_.push_front({std::string(name), burst, now});
    byName_.emplace(buckets_.front().name, buckets_.begin());
    return buckets_.front();
}

}  // namespace kith::http
