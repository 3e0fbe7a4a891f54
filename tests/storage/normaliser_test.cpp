// SPDX-License-Identifier: Apache-2.0
// What was given is kept with the version of the normaliser that made the value of it: the catalogue's for
// email is 3.
#include <string>

#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

using Rows = std::vector<std::tuple<std::string, int>>;

/// An address as it was given, seen at that minute past nine.
std::string seen(const std::string& given, const std::string& minute) {
    return R"({"observed_at": "2026-11-20T09:)" + minute +
           R"(:00Z", "identifiers": [{"type": "email", "value": ")" + given + R"("}]})";
}

Rows versions(GroupFixture& on, const std::string& table = "profile_identifier") {
    return on.rows<std::string, int>("SELECT given, normalizer_version FROM " + table + " ORDER BY given");
}

void decide(GroupFixture& on, model::Command command) {
    const model::Writer staff{{7}, true, "console", "staff"};
    const auto prepared = on.preparer.prepareCommand(std::move(command), "", {}, staff, on.clock.now());
    REQUIRE_FALSE(on.write(std::vector{prepared}).front().problem);
}

/// As an older program left it.
void madeByOlder(GroupFixture& on) {
    on.session->runOnce("UPDATE profile_identifier SET normalizer_version = 2");
}

}  // namespace

TEST_CASE("a later sighting, a deletion and a restoration leave the normaliser's version as it is",
          "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen("Ann@x.org", "20"));
    CHECK(versions(on) == Rows{{"Ann@x.org", 3}});
    madeByOlder(on);
    const Rows kept{{"Ann@x.org", 2}};
    CHECK(on.write(seen("ANN@x.org", "25")).profile == ann.profile);
    CHECK(versions(on) == kept);
    decide(on, model::DeleteCommand{{ann.profile, {}}});
    CHECK(versions(on).empty());
    CHECK(versions(on, "removed_identifier") == kept);
    decide(on, model::RestoreCommand{{ann.profile, {}}});
    CHECK(versions(on) == kept);
}

TEST_CASE("what an earlier sighting gave comes with the version of the normaliser that made the value of it",
          "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen("Ann@x.org", "20"));
    madeByOlder(on);
    CHECK(on.write(seen("aNN@x.org", "10")).profile == ann.profile);
    CHECK(versions(on) == Rows{{"aNN@x.org", 3}});
}

TEST_CASE("an identifier that is attached by hand has the version of its normaliser", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen("Ann@x.org", "20"));
    madeByOlder(on);
    decide(on, model::AttachCommand{{ann.profile, {}}, {"email", "bob@x.org"}, "Bob@x.org", false});
    CHECK(versions(on) == Rows{{"Ann@x.org", 2}, {"Bob@x.org", 3}});
}
