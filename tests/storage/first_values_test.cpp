// SPDX-License-Identifier: Apache-2.0
// Fields of which the first value counts, as they are stored: `signup` of the tests' catalogue.
#include "core/storage/check/check.hpp"
#include "core/storage/profile_view.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

/// Says it of 42, so many seconds after nine.
base::ProfileId say(GroupFixture& on, int second, const std::string& value) {
    const auto outcome = on.write(R"({"identifiers": [{"type": "external_id", "value": "42"}],
        "observed_at": "2026-11-20T09:00:0)" +
                                  std::to_string(second) + R"(Z", "fields": {"signup": )" + value + "}}");
    REQUIRE_FALSE(outcome.problem);
    return outcome.profile;
}

/// `element value` of what the profile shows.
std::vector<std::string> shown(GroupFixture& on, base::ProfileId profile) {
    std::vector<std::string> fields;
    const auto lease = on.database->read();
    for (const auto& each : storage::readProfile(*lease, profile, on.clock.now()).fields)
        fields.push_back(each.element + ' ' + each.value.text);
    return fields;
}

std::vector<std::string> foundBroken(GroupFixture& on) {
    std::vector<std::string> found;
    const auto lease = on.database->read();
    for (const auto& count : storage::check::run(
             *lease, {on.catalogue.rules()}, [](const storage::check::Finding&) {},
             [](std::string_view, std::int64_t) {}))
        found.push_back(count.table + ": " + std::string(count.sentence));
    return found;
}

}  // namespace

TEST_CASE("of a first value three rows are kept at most, and one is shown", "[storage]") {
    GroupFixture on;
    const auto profile = say(on, 5, R"("c")");
    CHECK(shown(on, profile) == std::vector<std::string>{" c"});
    say(on, 7, R"("d")");
    CHECK(shown(on, profile) == std::vector<std::string>{" c"});
    say(on, 3, R"("b")");
    CHECK(shown(on, profile) == std::vector<std::string>{" b"});
    CHECK(on.count("field_value") == 2);
    CHECK(on.count("field_value", "current = 1 AND present = 1") == 1);
    say(on, 4, "null");
    CHECK(shown(on, profile) == std::vector<std::string>{" d"});
    say(on, 8, "null");
    CHECK(shown(on, profile).empty());
    say(on, 9, R"("e")");
    CHECK(shown(on, profile) == std::vector<std::string>{" e"});
    CHECK(on.count("field_value") == 3);
    CHECK(foundBroken(on).empty());
}
