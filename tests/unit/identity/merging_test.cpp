// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Op = Item::Field::Op;

namespace {

Item named(Item item, std::string name) {
    item.fields = {{"first_name", Op::Set, std::move(name)}};
    return item;
}

/// `first_name: "B" instead of "A", newer`
std::string textOf(const kith::identity::FieldChoice& choice) {
    return choice.field + (choice.element.empty() ? "" : "/" + choice.element) + ": " + choice.value +
           (choice.insteadOf.empty() ? "" : " instead of " + choice.insteadOf) + ", " + choice.why;
}

std::vector<std::string> choicesOf(Scene& scene) {
    std::vector<std::string> texts;
    for (const auto& choice : scene.store.merges.back().choices) texts.push_back(textOf(choice));
    return texts;
}

}  // namespace

TEST_CASE("the one with a unique identifier survives, then the known, the earlier, the smaller id",
          "[identity]") {
    SECTION("a unique identifier outweighs age") {
        Scene scene;
        scene.see(attested({kAnn}, 1));
        const auto unique = scene.see(attested({externalId("7")}, 2));
        CHECK(scene.see(attested({kAnn, externalId("7")}, 3)).profile == unique.profile);
    }
    SECTION("known outweighs age") {
        Scene scene;
        scene.see(attested({kCookie}, 1));
        const auto known = scene.see(attested({kAnn}, 2));
        CHECK(scene.see(attested({kAnn, kCookie}, 3)).profile == known.profile);
    }
    SECTION("the earlier created, by the times observed") {
        Scene scene;
        scene.see(attested({kAnn}, 2));
        const auto earlier = scene.see(attested({kBob}, 1));
        CHECK(scene.see(attested({kAnn, kBob}, 3)).profile == earlier.profile);
    }
    SECTION("the smaller id") {
        Scene scene;
        const auto smaller = scene.see(attested({kAnn}, 1));
        scene.see(attested({kBob}, 1));
        CHECK(scene.see(attested({kAnn, kBob}, 3)).profile == smaller.profile);
    }
}

TEST_CASE("every id ever handed out points to the survivor in one step", "[identity]") {
    Scene scene;
    std::vector<kith::base::ProfileId> handedOut;
    for (const auto* name : {"a", "b", "c", "d"}) {
        handedOut.push_back(scene.see(attested({email(name)}, 9 - *name)).profile);
    }
    scene.see(attested({email("a"), email("b")}));
    scene.see(attested({email("c"), email("d")}));
    const auto last = scene.see(attested({email("a"), email("d")}));
    CHECK(last.result == Result::Merged);
    for (const auto id : handedOut) CHECK(scene.store.liveOf(id) == last.profile);
    CHECK(scene.store.profiles.at(last.profile).merges == 3);
}

TEST_CASE("one observation merges as many profiles as it joins", "[identity]") {
    Scene scene;
    for (const auto* name : {"a", "b", "c"}) scene.see(attested({email(name)}));
    const auto outcome = scene.see(attested({email("a"), email("b"), email("c")}));
    CHECK(outcome.absorbed.size() == 2);
    CHECK(scene.store.merges.size() == 2);
    CHECK(scene.store.merges.back().merge.survivorHomes.size() == 2);
}

TEST_CASE("a merge keeps its rule, its evidence and the homes of both sides", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 3));
    const auto phone = scene.see(attested({{"phone", "+380501112233"}}, 2));
    scene.see(attested({kAnn, {"phone", "+380501112233"}}, 4));
    const auto bob = scene.see(attested({kBob}, 1));
    Item joining = attested({{"phone", "+380501112233"}, kBob}, 5);
    joining.id = "joining";
    scene.see(joining);
    const auto& record = scene.store.merges.back();
    CHECK(record.merge.rule == "linking");
    CHECK(record.merge.survivor == bob.profile);
    CHECK(record.merge.absorbed == phone.profile);
    CHECK(record.merge.survivorHomes == std::vector{bob.profile});
    CHECK(record.merge.absorbedHomes == std::vector{ann.profile, phone.profile});
    CHECK(nameOf(scene.store.identifierOf(record.merge.joinedA)) == "email:bob@example.com");
    CHECK(nameOf(scene.store.identifierOf(record.merge.joinedB)) == "phone:+380501112233");
    CHECK(record.origin->observationId == "joining");
}

TEST_CASE("a new profile joins by what it was made for, in whatever matching order", "[identity]") {
    using enum kith::model::IdentifierClass;
    const kith::model::IdentifierRules rules{{{"cookie", Moving, 100, 0, ""},
                                              {"external_id", Unique, 1, 1, ""},
                                              {"email", Linking, 5, 2, "email"}}};
    Scene scene({}, rules);
    scene.see(attested({externalId("7"), kAnn}));
    scene.see(attested({kCookie}));
    REQUIRE(scene.see(attested({kCookie, externalId("8"), kAnn})).result == Result::Merged);
    const auto& merge = scene.store.merges.back().merge;
    CHECK(nameOf(scene.store.identifierOf(merge.joinedA)) == "external_id:8");
    CHECK(nameOf(scene.store.identifierOf(merge.joinedB)) == "cookie:c1");
}

TEST_CASE("a version after a merge is newer than both", "[identity]") {
    Scene scene;
    auto ann = scene.see(attested({kAnn}, 1));
    scene.see(attested({kBob}, 2));
    for (const auto* name : {"B", "Bo", "Bob"}) scene.see(named(attested({kBob}, name[1] + name[0]), name));
    const auto bob = scene.person(scene.holder(kBob));
    const auto outcome = scene.see(attested({kAnn, kBob}, 3));
    CHECK(outcome.profile == ann.profile);
    CHECK(outcome.version == bob.version + 1);
}

TEST_CASE("created_at and source are those of the earliest observation, whatever its grade", "[identity]") {
    Scene scene;
    Item form = claimed({kCookie}, 1);
    form.source = "newsletter";
    scene.see(form);
    const auto ann = scene.see(attested({kAnn, kCookie}, 2));
    CHECK(scene.person(ann.profile).origin == "1 newsletter");
}

TEST_CASE("a merge says field by field what it chose over what and why", "[identity]") {
    Scene scene;
    Item ann = named(attested({kAnn}, 1), "Ann");
    ann.fields.push_back({"last_name", Op::Set, "Lee"});
    ann.fields.push_back({"tags", Op::Add, "vip"});
    scene.see(ann);
    scene.see(named(attested({kBob}, 2), "Anne"));
    scene.see(attested({kAnn, kBob}, 3));
    CHECK(choicesOf(scene) == std::vector<std::string>{R"(first_name: "Anne" instead of "Ann", newer)",
                                                       R"(last_name: "Lee", only_value)",
                                                       R"(tags/vip: "vip", only_value)"});
}

TEST_CASE("a merge names a clear that won, and an attested value over a claimed one", "[identity]") {
    Scene scene;
    Item visit = named(claimed({kCookie}, 9), "Claimed");
    visit.fields.push_back({"last_name", Op::Set, "Old"});
    visit.fields.push_back({"tags", Op::Add, "guest"});
    scene.see(visit);
    Item ann = named(attested({kAnn}, 1), "Ann");
    ann.fields.push_back({"last_name", Op::Clear, {}});
    ann.fields.push_back({"tags", Op::Clear, {}});
    scene.see(ann);
    scene.see(attested({kAnn, kCookie}, 2));
    CHECK(choicesOf(scene) == std::vector<std::string>{R"(first_name: "Ann" instead of "Claimed", attested)",
                                                       R"(last_name: null instead of "Old", attested)",
                                                       R"(tags/guest: null instead of "guest", attested)"});
    CHECK(scene.person(scene.holder(kAnn)).fields ==
          std::map<std::string, std::string>{{"first_name", "Ann"}});
}

TEST_CASE("what the merging observation says itself is not part of the choice", "[identity]") {
    Scene scene;
    scene.see(named(attested({kAnn}, 1), "Ann"));
    scene.see(attested({kBob}, 1));
    scene.see(named(attested({kAnn, kBob}, 2), "Newest"));
    CHECK(choicesOf(scene) == std::vector<std::string>{R"(first_name: "Ann", only_value)"});
    CHECK(scene.person(scene.holder(kAnn)).fields.at("first_name") == "Newest");
}

TEST_CASE("outcomes within one group are those of single writes", "[identity]") {
    const std::vector<Item> items{named(attested({kAnn}, 1), "Ann"), named(attested({kBob}, 2), "Bob"),
                                  named(attested({kBob}, 1), "Late"), attested({kAnn, kBob}, 3),
                                  named(attested({kAnn}, 0), "Later still")};
    Scene single;
    Scene grouped;
    const auto together = grouped.seeTogether(items);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto alone = single.see(items[i]);
        CAPTURE(i);
        CHECK(together[i].result == alone.result);
        CHECK(together[i].version == alone.version);
        CHECK(together[i].absorbed.size() == alone.absorbed.size());
    }
    CHECK(differenceOf(grouped.picture(), single.picture()).empty());
}

TEST_CASE("what changes somebody else is an update, though the two are merged in the same group",
          "[identity]") {
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "sent";
    Item sent = attested({kAnn}, 1);
    sent.activities = {message};
    message.status = "read";
    Item read = attested({kBob}, 2);
    read.activities = {message};
    Scene scene;
    scene.see(sent);
    scene.see(attested({kBob}, 1));
    CHECK(scene.seeTogether({read, attested({kAnn, kBob}, 3)})[0].result == Result::Updated);
}
