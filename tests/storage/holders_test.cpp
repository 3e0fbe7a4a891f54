// SPDX-License-Identifier: Apache-2.0
// Who holds an identifier, and who only claims it.
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using model::Result;
using test::GroupFixture;

namespace {

std::string ref(const std::string& type, const std::string& value) {
    return R"({"type": ")" + type + R"(", "value": ")" + value + R"("})";
}

const std::string kEmail = ref("email", "a@x.org");
const std::string kPhone = ref("phone", "+1");

model::Outcome claim(GroupFixture& on, const std::string& identifiers) {
    const auto json = R"({"identifiers": [)" + identifiers + "]}";
    return on.write(std::vector{on.prepare(json, base::KeyId{9}, false)}).front();
}

/// So many anonymous people claim it, each in a browser of their own.
void claimOften(GroupFixture& on, const std::string& identifier, int people) {
    for (int i = 0; i < people; ++i) {
        const auto browser = ref("cookie", std::to_string(on.count("profile")));
        REQUIRE(claim(on, browser + "," + identifier).result == Result::Created);
    }
}

}  // namespace

TEST_CASE("the database refuses a second profile identified by a value", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(R"({"identifiers": [)" + kEmail + "]}").profile;
    const auto bob = on.write(R"({"identifiers": [)" + kPhone + "]}").profile;
    const auto alsoBobs = [&](model::Role role) {
        on.session->execute(
            "INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, "
            "first_seen,"
            " last_seen) SELECT :home, identifier_id, :role, given, normalizer_version, first_seen, last_seen"
            " FROM profile_identifier WHERE home = :from",
            bob, static_cast<std::int64_t>(role), ann);
    };
    CHECK_THROWS_AS(alsoBobs(model::Role::Identifying), base::Error);
    CHECK(on.session->lastFault().kind == storage::Fault::Kind::Unique);
    CHECK(on.count("profile_identifier") == 2);
    CHECK_NOTHROW(alsoBobs(model::Role::Shared));
}

TEST_CASE("a claim finds who claims all of it among twenty claimants of a value, not among more",
          "[storage]") {
    GroupFixture on;
    const auto both = claim(on, ref("cookie", "both") + "," + kEmail + "," + kPhone);
    const auto again = [&] { return claim(on, kEmail + "," + kPhone); };
    claimOften(on, kEmail, 19);
    claimOften(on, kPhone, 19);
    CHECK(again().profile == both.profile);
    claimOften(on, kEmail, 1);
    CHECK(again().profile == both.profile);
    claimOften(on, kPhone, 1);
    CHECK(again().result == Result::Created);
}
