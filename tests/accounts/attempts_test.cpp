// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/attempts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"

using namespace std::chrono_literals;
using kith::accounts::Attempts;
using kith::accounts::AttemptSettings;
using kith::test::ManualClock;

namespace {

const AttemptSettings kSettings{.perAccount = 3, .perAddress = 5, .window = 15min};

struct Door {
    ManualClock clock{kith::base::fromMillis(1'795'000'000'000)};
    Attempts attempts{kSettings, clock};
};

}  // namespace

TEST_CASE("one attempt too many with an account waits, wherever it comes from", "[accounts]") {
    Door door;
    for (const auto* client : {"192.0.2.1", "192.0.2.2", "192.0.2.3"})
        CHECK_FALSE(door.attempts.take("ann@example.org", client));
    const auto wait = door.attempts.take("ann@example.org", "192.0.2.4");
    REQUIRE(wait);
    CHECK(*wait > 299s);
    CHECK(*wait < 301s);
    CHECK(door.attempts.take("ANN@example.org", "192.0.2.4"));
    CHECK_FALSE(door.attempts.take("ben@example.org", "192.0.2.4"));
}

TEST_CASE("one attempt too many from a client waits, whosever account it is", "[accounts]") {
    Door door;
    for (const auto* email : {"a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"})
        CHECK_FALSE(door.attempts.take(email, "192.0.2.1"));
    CHECK(door.attempts.take("f@x.org", "192.0.2.1"));
    CHECK_FALSE(door.attempts.take("f@x.org", "192.0.2.2"));
}

TEST_CASE("a client that is refused uses up nobody's attempts", "[accounts]") {
    Door door;
    for (const auto* email : {"a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"})
        CHECK_FALSE(door.attempts.take(email, "192.0.2.1"));
    for (int i = 0; i < 10; ++i) CHECK(door.attempts.take("ann@x.org", "192.0.2.1"));
    CHECK_FALSE(door.attempts.take("ann@x.org", "192.0.2.2"));
}

TEST_CASE("all of a network of IPv6 counts as one client", "[accounts]") {
    Door door;
    for (const auto* client : {"2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4", "2001:db8::5"})
        CHECK_FALSE(door.attempts.take(client, client));
    CHECK(door.attempts.take("other", "2001:db8::6"));
}

TEST_CASE("attempts come back with time", "[accounts]") {
    Door door;
    for (int i = 0; i < 3; ++i) CHECK_FALSE(door.attempts.take("ann@x.org", "192.0.2.1"));
    CHECK(door.attempts.take("ann@x.org", "192.0.2.9"));
    door.clock.advance(301s);
    CHECK_FALSE(door.attempts.take("ann@x.org", "192.0.2.9"));
    CHECK(door.attempts.take("ann@x.org", "192.0.2.9"));
    door.clock.advance(1h);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(door.attempts.take("ann@x.org", "192.0.2.1"));
}
