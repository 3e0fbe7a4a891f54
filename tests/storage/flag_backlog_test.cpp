// SPDX-License-Identifier: Apache-2.0
#include "core/storage/flag_backlog.hpp"

#include <set>

#include "core/storage/identifier_classes.hpp"
#include "core/storage/profile_view.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using model::IdentifierClass;
using test::GroupFixture;
using Types = std::set<std::string, std::less<>>;

namespace {

/// One on the fixture's database, with classes of its own.
class Server {
public:
    explicit Server(GroupFixture& on, const test::OtherClasses& classes = {})
        : on_(on),
          catalogue_(test::testCatalogueWith(classes)),
          preparer_(catalogue_, on.ids, {}),
          writer_(*on.session, catalogue_.rules(), on.ids, on.clock) {}

    /// The types that had another class.
    std::vector<std::string> start() {
        return storage::noteIdentifierClasses(*on_.session, catalogue_.rules());
    }
    storage::RefreshedFlags step(std::size_t homes, bool commits = true) {
        storage::Transaction transaction(*on_.session);
        const auto step =
            storage::refreshFlags(*on_.session, catalogue_.rules(), on_.ids, on_.clock.now(), {}, homes);
        REQUIRE(step);
        if (commits) transaction.commit();
        return *step;
    }
    /// How many profiles changed until the walk is over.
    std::size_t maintain() {
        std::size_t profiles = 0;
        for (bool isOver = false; !isOver;) {
            const auto done = step(2);
            profiles += done.profiles;
            isOver = done.isOver;
        }
        return profiles;
    }
    model::Outcome write(std::string_view json) {
        return one(test::prepared(preparer_, json, kStaff, on_.clock.now()));
    }
    void decide(model::Command command) {
        one(preparer_.prepareCommand(std::move(command), "", {}, kStaff, on_.clock.now()));
    }

private:
    inline static const model::Writer kStaff{{7}, true, "api", "shop"};

    model::Outcome one(model::Observation observation) {
        std::vector<model::Observation> group;
        group.push_back(std::move(observation));
        const auto outcomes = writer_.write(group);
        REQUIRE(outcomes);
        REQUIRE_FALSE(outcomes->front().problem);
        return outcomes->front();
    }

    GroupFixture& on_;
    model::Catalogue catalogue_;
    model::Preparer preparer_;
    storage::GroupWriter writer_;
};

storage::ProfileView view(GroupFixture& on, base::ProfileId profile) {
    return storage::readProfile(*on.database->read(), profile, on.clock.now());
}

std::int64_t listed(GroupFixture& on, base::ProfileId profile) {
    return on.count("profile", "listed = 1 AND id = " + std::to_string(profile.value));
}

std::optional<storage::IdentifierClasses::Walk> walk(GroupFixture& on) {
    return storage::readIdentifierClasses(*on.session).walk;
}

}  // namespace

TEST_CASE("the classes of a first start are remembered, and the same again asks for nothing", "[storage]") {
    GroupFixture on;
    CHECK_FALSE(storage::readIdentifierClasses(*on.session).areOf(on.catalogue.rules()));
    Server server(on);
    CHECK(server.start().empty());
    CHECK(storage::readIdentifierClasses(*on.session).areOf(on.catalogue.rules()));
    REQUIRE(walk(on));
    CHECK(walk(on)->types.contains("phone"));
    CHECK(server.maintain() == 0);
    CHECK_FALSE(walk(on));
    CHECK(server.start().empty());
    CHECK_FALSE(walk(on));
}

TEST_CASE("what changed is walked for, together with what had not been yet, from the beginning",
          "[storage]") {
    GroupFixture on;
    Server first(on);
    first.start();
    first.maintain();
    for (const char* phone : {"+1", "+2", "+3"})
        first.write(R"({"identifiers": [{"type": "phone", "value": ")" + std::string(phone) + R"("}]})");
    Server second(on, {{"phone", IdentifierClass::Moving}});
    CHECK(second.start() == std::vector<std::string>{"phone"});
    CHECK(walk(on)->types == Types{"phone"});
    second.step(1);
    CHECK(walk(on)->after);
    CHECK(second.start().empty());
    CHECK(walk(on)->after);
    Server third(on, {{"phone", IdentifierClass::Moving}, {"telegram", IdentifierClass::Unique}});
    CHECK(third.start() == std::vector<std::string>{"telegram"});
    CHECK(walk(on)->types == Types{"phone", "telegram"});
    CHECK_FALSE(walk(on)->after);
}

TEST_CASE("a type was not always unique if it ever had another class, also while nobody brought it",
          "[storage]") {
    GroupFixture on;
    Server(on).start();
    Server(on, {{"email", std::nullopt}, {"phone", IdentifierClass::Unique}}).start();
    Server(on, {{"email", IdentifierClass::Unique}, {"phone", IdentifierClass::Unique}}).start();
    const auto classes = storage::readIdentifierClasses(*on.session);
    CHECK(classes.wasNotUnique("email"));
    CHECK(classes.wasNotUnique("phone"));
    CHECK_FALSE(classes.wasNotUnique("external_id"));
    CHECK_FALSE(classes.wasNotUnique("nothing"));
}

TEST_CASE("what is remembered of classes and can't be read is an error, and is not replaced", "[storage]") {
    GroupFixture on;
    for (const char* value : {"x", "[]", "{}", R"({"types": {"email": 5}})", R"({"types": [1]})",
                              R"({"types": {}, "walk": {"types": 1, "after": "x"}})"}) {
        INFO(value);
        on.session->execute(
            "INSERT INTO setting (name, value) VALUES ('identifier_classes', :value)"
            " ON CONFLICT (name) DO UPDATE SET value = :value",
            std::string_view{value});
        CHECK_THROWS_AS(Server(on).start(), base::Error);
        CHECK_FALSE(on.session->inTransaction());
        CHECK(on.count("setting", "value = '" + std::string(value) + "'") == 1);
    }
}

TEST_CASE("whom a type identifies that binds people no more is not known any more, and is told of",
          "[storage]") {
    GroupFixture on;
    Server before(on);
    before.start();
    before.maintain();
    const auto ann = before.write(R"({"identifiers": [{"type": "external_id", "value": "1"}]})");
    const auto bob = before.write(
        R"({"identifiers": [{"type": "external_id", "value": "2"}, {"type": "email", "value": "bob@x.org"}]})");
    const auto cem = before.write(R"({"identifiers": [{"type": "cookie", "value": "c"}]})");
    on.clock.advance(std::chrono::hours{1});

    Server after(on, {{"external_id", IdentifierClass::Moving}});
    after.start();
    CHECK(view(on, ann.profile).known);
    CHECK(after.maintain() == 1);
    CHECK_FALSE(view(on, ann.profile).known);
    CHECK(listed(on, ann.profile) == 0);
    CHECK(view(on, ann.profile).version == ann.version + 1);
    CHECK(view(on, ann.profile).updatedAt == on.clock.now());
    CHECK(on.count("event", "kind = 2") == 1);
    CHECK(on.count("event", "kind = 2 AND profile_id = " + std::to_string(ann.profile.value) +
                                " AND version = " + std::to_string(ann.version + 1)) == 1);
    CHECK(view(on, bob.profile).known);
    CHECK(view(on, bob.profile).version == bob.version);
    CHECK(view(on, cem.profile).version == cem.version);

    before.start();
    CHECK(before.maintain() == 1);
    CHECK(view(on, ann.profile).known);
    CHECK(listed(on, ann.profile) == 1);
    CHECK(view(on, ann.profile).version == ann.version + 2);
}

TEST_CASE("a person is judged by all that they list, under whichever home", "[storage]") {
    GroupFixture on;
    Server before(on);
    before.start();
    const auto one = before.write(R"({"identifiers": [{"type": "phone", "value": "+1"}]})");
    before.write(R"({"identifiers": [{"type": "telegram", "value": "9"}]})");
    before.write(
        R"({"identifiers": [{"type": "phone", "value": "+1"}, {"type": "telegram", "value": "9"}]})");
    before.maintain();
    REQUIRE(on.count("profile", "canonical_id = id") == 1);
    Server less(on, {{"telegram", IdentifierClass::Moving}});
    less.start();
    CHECK(less.maintain() == 0);
    Server none(on, {{"telegram", IdentifierClass::Moving}, {"phone", IdentifierClass::Moving}});
    none.start();
    CHECK(none.maintain() == 1);
    CHECK_FALSE(view(on, one.profile).known);
    CHECK(on.count("profile", "known = 1") == 0);
}

TEST_CASE("a walk goes on after a crash where it had come to, and is none of a server with other classes",
          "[storage]") {
    GroupFixture on;
    Server before(on);
    before.start();
    before.maintain();
    for (int i = 0; i < 5; ++i)
        before.write(R"({"identifiers": [{"type": "phone", "value": "+)" + std::to_string(i) + R"("}]})");
    Server after(on, {{"phone", IdentifierClass::Moving}});
    after.start();
    CHECK(after.step(2).profiles == 2);
    CHECK(after.step(2, false).profiles == 2);
    CHECK(on.count("profile", "known = 1") == 3);
    const auto other = before.step(2);
    CHECK(other.profiles == 0);
    CHECK(other.isOver);
    CHECK(walk(on));
    CHECK(after.maintain() == 3);
    CHECK(on.count("profile", "known = 1") == 0);
    CHECK(on.count("event", "kind = 2") == 5);
}

TEST_CASE("who is deleted stands in no list, and is restored by the classes of then", "[storage]") {
    GroupFixture on;
    Server before(on);
    before.start();
    before.maintain();
    const auto ann = before.write(R"({"identifiers": [{"type": "phone", "value": "+1"}]})");
    before.decide(model::DeleteCommand{{ann.profile, {}}});
    Server after(on, {{"phone", IdentifierClass::Moving}});
    after.start();
    CHECK(after.maintain() == 0);
    after.decide(model::RestoreCommand{{ann.profile, {}}});
    CHECK_FALSE(view(on, ann.profile).known);
    CHECK(listed(on, ann.profile) == 0);
}

TEST_CASE("who lists what nobody brings any more stays as they are until somebody does", "[storage]") {
    GroupFixture on;
    Server before(on);
    before.start();
    before.maintain();
    const auto ann = before.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "device_id", "value": "d"}]})");
    const auto bob = before.write(
        R"({"identifiers": [{"type": "phone", "value": "+1"}, {"type": "cookie", "value": "c"}]})");
    Server without(
        on, {{"external_id", IdentifierClass::Moving}, {"device_id", std::nullopt}, {"phone", std::nullopt}});
    CHECK(without.start() == std::vector<std::string>{"external_id"});
    CHECK(without.maintain() == 0);
    CHECK(view(on, ann.profile).known);
    // Whoever is written to meanwhile is known by nothing that nobody brings.
    without.write(R"({"identifiers": [{"type": "cookie", "value": "c"}], "fields": {"first_name": "Bob"}})");
    REQUIRE_FALSE(view(on, bob.profile).known);

    Server again(on, {{"external_id", IdentifierClass::Moving}});
    CHECK(again.start().empty());
    CHECK(walk(on)->types == Types{"device_id", "phone"});
    CHECK(again.maintain() == 2);
    CHECK_FALSE(view(on, ann.profile).known);
    CHECK(view(on, bob.profile).known);
}
