// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

constexpr std::string_view kOptIn = R"({"observed_at": "2026-11-20T09:00:00Z",
    "identifiers": [{"type": "phone", "value": "+1"}],
    "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})";
// Comes after the deletion and was made before it: the telephone is not carried.
constexpr std::string_view kOlderOptIn = R"({"observed_at": "2026-11-20T09:10:00Z",
    "identifiers": [{"type": "phone", "value": "+1"}, {"type": "external_id", "value": "7"}],
    "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})";
constexpr std::string_view kRestoring = R"({"observed_at": "2026-11-20T09:20:00Z", "restore": true,
    "identifiers": [{"type": "phone", "value": "+1"}]})";

void removeWhoOptedIn(GroupFixture& on) {
    const auto ann = on.write(kOptIn);
    const model::Writer staff{{7}, true, "console", "staff"};
    const auto at = on.clock.now() - std::chrono::minutes{8};
    const auto command =
        on.preparer.prepareCommand(model::DeleteCommand{{ann.profile, {}}}, "", {}, staff, at);
    REQUIRE_FALSE(on.write(std::vector{command}).front().problem);
}

}  // namespace

TEST_CASE("what is released to an observation stays so when another one of its group restores the person",
          "[storage]") {
    GroupFixture on;
    removeWhoOptedIn(on);
    SECTION("in one group") {
        const auto outcomes = on.write({kOlderOptIn, kRestoring});
        CHECK(outcomes[0].profile != outcomes[1].profile);
    }
    SECTION("one after the other") {
        (void)on.write(kOlderOptIn);
        (void)on.write(kRestoring);
    }
    // The only opt-in that carried the telephone is the first.
    const auto firstOptIn = base::toMillis(*base::parseRfc3339("2026-11-20T09:00:00Z"));
    const std::string ofPhone = "identifier_id IN (SELECT id FROM identifier WHERE type = 'phone')";
    CHECK(on.count("endpoint_state", ofPhone) == 1);
    CHECK(on.count("endpoint_state", ofPhone + " AND current = 1 AND at = " + std::to_string(firstOptIn)) ==
          1);
}
