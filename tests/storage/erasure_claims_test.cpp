// SPDX-License-Identifier: Apache-2.0
// What was claimed of an address, and who ends: the claimer, or whose it is.
#include <string>

#include "tests/storage/erasing.hpp"

using namespace kith;
using test::Erasing;

TEST_CASE("a claim that expires while its person is deleted is found by a later erasure", "[storage]") {
    Erasing on;
    const auto ann = on.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "cookie", "value": "c-1"}]})");
    REQUIRE(on.claim(R"({"identifiers": [{"type": "cookie", "value": "c-1"},
                                         {"type": "email", "value": "claimed@x.org"}]})")
                .profile == ann.profile);
    on.decide(model::DeleteCommand{{ann.profile, {}}});
    on.clock.advance(std::chrono::days{91});
    on.decide(model::RestoreCommand{{ann.profile, {}}});
    CHECK(on.count("profile_identifier") == 2);
    on.erase(ann.profile);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("a claim that lapses leaves what was sent to the address", "[storage]") {
    Erasing on;
    on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    on.write(R"({"identifiers": [{"type": "cookie", "value": "c-1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    on.letClaimsExpire();
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    CHECK(on.sweep() == 0);
    CHECK(on.knows("ann@x.org"));
}

TEST_CASE("what only claims of others named goes with whom it identified", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "complained", "reason": "spam"}]})");
    const auto eve = on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    REQUIRE(eve.profile != ann.profile);
    on.letClaimsExpire();
    CHECK(on.count("named_identifier") == 1);
    CHECK(on.count("refusal", "identifier_value = 'ann@x.org'") == 1);
    on.erase(ann.profile);
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.count("named_identifier") == 0);
    CHECK(on.count("evidence") == 0);
    CHECK(on.count("refusal") == 0);
    CHECK(on.count("suppression") == 1);
}

TEST_CASE("a claim that expired is listed again by the observation that restores its person", "[storage]") {
    Erasing on;
    const auto ann = on.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "cookie", "value": "c-1"}]})");
    on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    on.decide(model::DeleteCommand{{ann.profile, {}}});
    on.clock.advance(std::chrono::days{91});
    const auto again = on.write(R"({"restore": true, "identifiers": [{"type": "external_id", "value": "1"},
                                                                     {"type": "email", "value": "ann@x.org"}]})");
    CHECK(again.profile == ann.profile);
    CHECK(on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})").profile == ann.profile);
    on.erase(ann.profile);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("a claim that had expired by the time its person ends is found by their erasure", "[storage]") {
    Erasing on;
    const auto ann = on.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "cookie", "value": "c-1"}]})");
    on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    on.clock.advance(std::chrono::days{91});
    on.erase(ann.profile);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("an address that a claim held beyond its person's erasure is forgotten when the claim is over",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "complained", "reason": "spam"}]})");
    on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    on.erase(ann.profile);
    CHECK(on.sweep() == 0);
    CHECK(on.knows("ann@x.org"));
    CHECK(on.count("refusal", "identifier_value = 'ann@x.org'") == 1);
    on.letClaimsExpire();
    CHECK(on.sweep() == 1);
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.count("suppression", "reason = 'spam'") == 1);
    CHECK(on.count("refusal") == 0);
    CHECK(on.count("named_identifier") == 0);
    CHECK(on.sweep() == 0);
}

TEST_CASE("a step forgets no more claims of an address than it may", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    for (int i = 0; i < 30; ++i) {
        on.claim(
            R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-)" +
            std::to_string(i) + R"("}]})");
    }
    on.letClaimsExpire();
    while (on.count("profile_identifier", "role = 2") > 0) on.letClaimsExpire();
    const std::string ofAnn = "identifier_id = (SELECT id FROM identifier WHERE value = 'ann@x.org')";
    REQUIRE(on.count("named_identifier", ofAnn) == 30);
    REQUIRE(on.count("refusal") == 30);
    on.end(ann.profile);
    const auto rows = [&] {
        return on.count("named_identifier") + on.count("refusal") + on.count("evidence");
    };
    for (auto before = rows(); on.knows("ann@x.org") && on.step(4);) {
        const auto after = rows();
        CHECK(before - after <= 4);
        before = after;
    }
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.count("refusal") == 0);
    CHECK(on.orphans() == 0);
}
