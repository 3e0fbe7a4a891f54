// SPDX-License-Identifier: Apache-2.0
// What is known of an address that only claims name, and for how long.
#include "tests/storage/erasing.hpp"

using namespace kith;
using test::Erasing;

TEST_CASE("an address that only claimed activities name is kept for as long as a claim", "[storage]") {
    Erasing on;
    const auto say = [&](const char* status) {
        on.claim(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
            "activities": [{"channel": "email", "id": "m-1", "endpoint": {"type": "email", "value": "ann@x.org"},
                            "status": ")" +
                 std::string(status) + R"("}]})");
    };
    say("sent");
    CHECK(on.sweep() == 0);
    on.clock.advance(std::chrono::days{60});
    say("delivered");
    on.clock.advance(std::chrono::days{60});
    CHECK(on.sweep() == 0);
    CHECK(on.knows("ann@x.org"));
    on.clock.advance(std::chrono::days{31});
    CHECK(on.sweep() == 1);
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.count("activity") == 1);
}

TEST_CASE("an address that a claimed activity names does not outlast the erasure of whom it identifies",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    on.claim(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    on.erase(ann.profile);
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.count("named_identifier") == 0);
}

TEST_CASE("an address that a claimed activity names stays while somebody else lists it", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"},
                                                  {"type": "external_id", "value": "1"}]})");
    const auto bob = on.write(R"({"identifiers": [{"type": "external_id", "value": "2"}]})");
    // A second customer with the same address: it is shared.
    on.write(R"({"identifiers": [{"type": "external_id", "value": "2"},
                                 {"type": "email", "value": "ann@x.org"}]})");
    REQUIRE(on.count("profile_identifier", "role = 1") == 1);
    on.claim(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    on.erase(ann.profile);
    CHECK(on.knows("ann@x.org"));
    CHECK(on.count("activity", "endpoint_id IN (SELECT id FROM identifier)") == 1);
    on.erase(bob.profile);
    CHECK_FALSE(on.knows("ann@x.org"));
}

TEST_CASE("what is attested of a claimed activity later vouches for no address, in any grouping",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    on.write(R"({"identifiers": [{"type": "cookie", "value": "c-1"}]})");
    const auto claimed = [&] {
        return on.prepare(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
            "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                            "endpoint": {"type": "email", "value": "ann@x.org"}}]})",
                          {8}, false);
    };
    const auto attested = [&] {
        return on.prepare(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
            "activities": [{"channel": "email", "id": "m-1", "status": "clicked"}]})");
    };
    SECTION("together") {
        (void)on.write(std::vector{claimed(), attested()});
    }
    SECTION("one after the other") {
        (void)on.write(std::vector{claimed()});
        (void)on.write(std::vector{attested()});
    }
    on.erase(ann.profile);
    CHECK_FALSE(on.knows("ann@x.org"));
}

TEST_CASE("the newest claim of an address counts, in whichever way it was named", "[storage]") {
    Erasing on;
    on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    CHECK(on.count("named_identifier") == 0);
    on.clock.advance(std::chrono::days{60});
    on.claim(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    on.letClaimsExpire();
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    CHECK(on.sweep() == 1);
}

TEST_CASE("very many claims of one address are looked at once in a sweep", "[storage]") {
    Erasing on;
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    std::vector<model::Observation> claims;
    for (int i = 0; i < 300; ++i)
        claims.push_back(on.prepare(R"({"identifiers": [{"type": "email", "value": "ann@x.org"},
            {"type": "cookie", "value": "c-)" +
                                        std::to_string(i) + R"("}]})",
                                    {8}, false));
    (void)on.write(std::move(claims));
    on.clock.advance(std::chrono::days{91});
    for (;;) {
        storage::Transaction transaction(*on.session);
        const auto expired =
            storage::expireClaims(*on.session, on.catalogue.rules(), on.ids, on.clock.now(), {}, 100);
        transaction.commit();
        REQUIRE(expired);
        if (!expired->more) break;
    }
    CHECK(on.count("named_identifier", "kept_until = 0") == 300);
    CHECK(on.sweep() == 0);
    CHECK(on.knows("ann@x.org"));
}
