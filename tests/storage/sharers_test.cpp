// SPDX-License-Identifier: Apache-2.0
// Of those who share an identifier that identifies nobody, only some are loaded.
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using model::Result;
using test::GroupFixture;

namespace {

constexpr std::string_view kEmail = R"({"identifiers": [{"type": "email", "value": "a@x.org"}]})";

/// Somebody of this number, who only shares the address: by another external_id it is somebody else's.
base::ProfileId sharing(GroupFixture& on, int number) {
    const auto n = std::to_string(number);
    const auto outcome = on.write(R"({"identifiers": [{"type": "external_id", "value": ")" + n +
                                  R"("}, {"type": "phone", "value": "+)" + n +
                                  R"("}, {"type": "email", "value": "a@x.org"}]})");
    REQUIRE(outcome.result == Result::Created);
    return outcome.profile;
}

void detach(GroupFixture& on, base::ProfileId profile, model::Identifier identifier) {
    const model::Writer staff{{7}, true, "console", "staff"};
    const auto command = on.preparer.prepareCommand(
        model::DetachCommand{{profile, {}}, std::move(identifier)}, "", {}, staff, on.clock.now());
    REQUIRE_FALSE(on.write(std::vector{command}).front().problem);
}

std::string joining(int a, int b) {
    return R"({"identifiers": [{"type": "phone", "value": "+)" + std::to_string(a) +
           R"("}, {"type": "phone", "value": "+)" + std::to_string(b) + R"("}]})";
}

}  // namespace

TEST_CASE("who shares an address with two who become one in a group is not forgotten", "[storage]") {
    GroupFixture on;
    const auto holder = on.write(
        R"({"identifiers": [{"type": "external_id", "value": "9"}, {"type": "email", "value": "a@x.org"}]})");
    const auto first = sharing(on, 1);
    detach(on, sharing(on, 2), {"external_id", "2"});
    const auto third = sharing(on, 3);
    detach(on, holder.profile, {"email", "a@x.org"});
    on.clock.advance(std::chrono::seconds{1});
    SECTION("nor found by it") {
        const auto outcomes = on.write({joining(1, 2), kEmail});
        CHECK(outcomes[0].result == Result::Merged);
        CHECK(outcomes[1].result == Result::Created);
    }
    SECTION("nor in the way when it becomes one with them") {
        detach(on, third, {"external_id", "3"});
        const auto outcomes = on.write({joining(1, 2), joining(1, 3), kEmail});
        CHECK(outcomes[1].result == Result::Merged);
        CHECK(outcomes[2].profile == first);
        CHECK(on.count("profile_identifier",
                       "role = 0 AND identifier_id IN (SELECT id FROM identifier WHERE type = 'email')") ==
              1);
    }
}
