// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Op = Item::Field::Op;
using Fields = std::map<std::string, std::string>;

namespace {

Item saying(Item item, std::vector<Item::Field> fields) {
    item.fields = std::move(fields);
    return item;
}

/// `before -> after` of the changes recorded so far.
std::vector<std::string> changesOf(const Scene& scene) {
    std::vector<std::string> texts;
    for (const auto& change : scene.store.fieldChanges) {
        texts.push_back(change.field + (change.element.empty() ? "" : "/" + change.element) + ": " +
                        change.before.value_or("-") + " -> " + change.after.value_or("-"));
    }
    return texts;
}

}  // namespace

TEST_CASE("the latest value wins whenever it comes, and an older one leaves no trace", "[identity]") {
    Scene scene;
    const auto ann = scene.see(saying(attested({kAnn}, 5), {{"first_name", Op::Set, "Ann"}}));
    const auto late = scene.see(saying(attested({kAnn}, 5), {{"first_name", Op::Set, "Ann"}}));
    CHECK(late.result == Result::Unchanged);
    scene.see(saying(attested({kAnn}, 3), {{"first_name", Op::Set, "Anna"}}));
    CHECK(scene.person(ann.profile).fields == Fields{{"first_name", "Ann"}});
    CHECK(changesOf(scene) == std::vector<std::string>{R"(first_name: - -> "Ann")"});
}

TEST_CASE("a clear keeps its time", "[identity]") {
    Scene scene;
    const auto ann = scene.see(saying(attested({kAnn}, 5), {{"first_name", Op::Clear, {}}}));
    scene.see(saying(attested({kAnn}, 3), {{"first_name", Op::Set, "Ann"}}));
    CHECK(scene.person(ann.profile).fields.empty());
    scene.see(saying(attested({kAnn}, 6), {{"first_name", Op::Set, "Ann"}}));
    CHECK(scene.person(ann.profile).fields == Fields{{"first_name", "Ann"}});
}

TEST_CASE("what an observation doesn't mention stays", "[identity]") {
    Scene scene;
    const auto ann = scene.see(
        saying(attested({kAnn}, 5), {{"first_name", Op::Set, "Ann"}, {"last_name", Op::Set, "Lee"}}));
    scene.see(saying(attested({kAnn}, 6), {{"last_name", Op::Clear, {}}}));
    CHECK(scene.person(ann.profile).fields == Fields{{"first_name", "Ann"}});
}

TEST_CASE("a set has a time per element", "[identity]") {
    Scene scene;
    const auto ann =
        scene.see(saying(attested({kAnn}, 5), {{"tags", Op::Remove, "golf"}, {"tags", Op::Add, "ski"}}));
    scene.see(saying(attested({kAnn}, 4), {{"tags", Op::Add, "golf"}, {"tags", Op::Add, "vip"}}));
    CHECK(scene.person(ann.profile).fields == Fields{{"tags", " ski vip"}});
}

TEST_CASE("an element in both add and remove is removed", "[identity]") {
    Scene scene;
    const auto ann = scene.see(saying(attested({kAnn}, 5), {{"tags", Op::Add, "ski"}}));
    scene.see(saying(attested({kAnn}, 6), {{"tags", Op::Remove, "ski"}, {"tags", Op::Add, "ski"}}));
    CHECK(scene.person(ann.profile).fields.empty());
    CHECK(changesOf(scene).back() == R"(tags/ski: "ski" -> -)");
}

TEST_CASE("null removes every element that an older observation added", "[identity]") {
    Scene scene;
    const auto ann =
        scene.see(saying(attested({kAnn}, 5), {{"tags", Op::Add, "ski"}, {"tags", Op::Add, "vip"}}));
    scene.see(saying(attested({kAnn}, 9), {{"tags", Op::Add, "new"}}));
    scene.see(saying(attested({kAnn}, 7), {{"tags", Op::Clear, {}}}));
    CHECK(changesOf(scene).back() == R"(tags: ["ski","vip"] -> -)");
    scene.see(saying(attested({kAnn}, 6), {{"tags", Op::Add, "late"}}));
    CHECK(scene.person(ann.profile).fields == Fields{{"tags", " new"}});
}

TEST_CASE("a clear under one home hides elements under another", "[identity]") {
    Scene scene;
    scene.see(saying(attested({kAnn}, 5), {{"tags", Op::Add, "ski"}}));
    scene.see(saying(attested({kBob}, 6), {{"tags", Op::Clear, {}}}));
    const auto both = scene.see(attested({kAnn, kBob}, 7));
    CHECK(scene.person(both.profile).fields.empty());
    scene.see(saying(attested({kAnn}, 8), {{"tags", Op::Add, "golf"}}));
    CHECK(scene.person(both.profile).fields == Fields{{"tags", " golf"}});
}

TEST_CASE("a set with many elements is found its way through", "[identity]") {
    Scene scene;
    std::vector<Item::Field> many;
    for (int i = 0; i < 100; ++i) many.push_back({"tags", Op::Add, "t" + std::to_string(i)});
    const auto ann = scene.see(saying(attested({kAnn}, 1), many));
    for (auto& field : many) field.op = Op::Remove;
    many.pop_back();
    scene.see(saying(attested({kAnn}, 2), many));
    CHECK(scene.person(ann.profile).fields == Fields{{"tags", " t99"}});
}

TEST_CASE("an edit wins over what is dated in the future", "[identity]") {
    Scene scene;
    const auto ann = scene.see(saying(attested({kAnn}, 100), {{"first_name", Op::Set, "Ann"}}));
    Item change = saying(attested({}, 5), {{"first_name", Op::Set, "Anna"}});
    change.subscriptions = {{"news", true, "operator", 5, {}}};
    CHECK(scene.see(scene.edit(ann.profile, change)).result == Result::Updated);
    CHECK(scene.person(ann.profile).fields == Fields{{"first_name", "Anna"}});
    CHECK(scene.store.fields.at({ann.profile, "first_name", ""}).first.stamp.at ==
          kHistoryStart + std::chrono::milliseconds{101});
}

TEST_CASE("an edit is dated after the value that it replaces, not after one that lost", "[identity]") {
    Scene scene;
    Item claim = saying(claimed({kCookie}, 100), {{"first_name", Op::Set, "Claimed"}});
    claim.subscriptions = {{"news", true, "person", 100, {}}};
    scene.see(claim);
    Item order = saying(attested({kAnn, kCookie}, 5), {{"first_name", Op::Set, "Ann"}});
    order.subscriptions = {{"news", true, "person", 5, {}}};
    const auto ann = scene.see(order);
    REQUIRE(scene.person(ann.profile).fields == Fields{{"first_name", "Ann"}});

    Item change = saying(attested({}, 50), {{"first_name", Op::Set, "Anna"}});
    change.subscriptions = {{"news", false, "operator", 50, {}}};
    scene.see(scene.edit(ann.profile, change));
    CHECK(scene.store.fields.at({ann.profile, "first_name", ""}).first.stamp.at ==
          kHistoryStart + std::chrono::milliseconds{50});
    CHECK(scene.person(ann.profile).subscriptions.at("news").starts_with("unsubscribed since 50 "));
}

TEST_CASE("an edit that replaces a set leaves exactly what it names", "[identity]") {
    Scene scene;
    const auto ann =
        scene.see(saying(attested({kAnn}, 100), {{"tags", Op::Add, "ski"}, {"tags", Op::Add, "vip"}}));
    const Item change = saying(
        attested({}, 5), {{"tags", Op::Clear, {}}, {"tags", Op::Add, "golf"}, {"tags", Op::Add, "vip"}});
    CHECK(scene.see(scene.edit(ann.profile, change)).result == Result::Updated);
    CHECK(scene.person(ann.profile).fields == Fields{{"tags", " golf vip"}});
    CHECK(scene.see(scene.edit(ann.profile, change)).result == Result::Unchanged);
}

TEST_CASE("an edit of a merged id lands in the survivor, under the home it named", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 2));
    scene.see(attested({kBob}, 1));
    const auto both = scene.see(attested({kAnn, kBob}, 3));
    const auto edited = scene.see(scene.edit(ann.profile, saying(Item{}, {{"first_name", Op::Set, "Ann"}})));
    CHECK(edited.profile == both.profile);
    CHECK(scene.store.fields.contains({ann.profile, "first_name", ""}));
}
