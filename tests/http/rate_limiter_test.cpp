// SPDX-License-Identifier: Apache-2.0
#include "core/http/rate_limiter.hpp"

#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"

using kith::http::RateLimit;
using kith::http::RateLimiter;
using std::chrono::milliseconds;

TEST_CASE("a bucket that is empty refuses and says for how long", "[http]") {
    kith::test::ManualClock clock(kith::base::fromMillis(1'000'000));
    const RateLimit limit{.perSecond = 2, .burst = 3};
    RateLimiter limiter(10, clock);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(limiter.take("a", limit));
    CHECK(limiter.take("a", limit) == milliseconds(500));
    CHECK_FALSE(limiter.take("b", limit));
    clock.advance(milliseconds(250));
    CHECK(limiter.take("a", limit) == milliseconds(250));
    clock.advance(milliseconds(250));
    CHECK_FALSE(limiter.take("a", limit));
    CHECK(limiter.take("a", limit));
}

TEST_CASE("a bucket never holds more than its burst", "[http]") {
    kith::test::ManualClock clock(kith::base::fromMillis(1'000'000));
    const RateLimit limit{.perSecond = 100, .burst = 2};
    RateLimiter limiter(10, clock);
    clock.advance(std::chrono::hours(1));
    CHECK_FALSE(limiter.take("a", limit));
    CHECK_FALSE(limiter.take("a", limit));
    CHECK(limiter.take("a", limit));
}

TEST_CASE("a clock that steps back neither fills nor empties a bucket", "[http]") {
    kith::test::ManualClock clock(kith::base::fromMillis(1'000'000));
    const RateLimit limit{.perSecond = 1, .burst = 2};
    RateLimiter limiter(10, clock);
    CHECK_FALSE(limiter.take("a", limit));
    clock.set(kith::base::fromMillis(0));
    CHECK_FALSE(limiter.take("a", limit));
    CHECK(limiter.take("a", limit));
    clock.advance(milliseconds(1'000));
    CHECK_FALSE(limiter.take("a", limit));
}

TEST_CASE("the name not seen for longest is forgotten first", "[http]") {
    kith::test::ManualClock clock(kith::base::fromMillis(1'000'000));
    const RateLimit limit{.perSecond = 0.001, .burst = 1};
    RateLimiter limiter(2, clock);
    CHECK_FALSE(limiter.take("a", limit));
    CHECK_FALSE(limiter.take("b", limit));
    CHECK(limiter.take("a", limit));
    CHECK_FALSE(limiter.take("c", limit));
    CHECK(limiter.take("a", limit));
    CHECK_FALSE(limiter.take("b", limit));
}
