// SPDX-License-Identifier: Apache-2.0
// Fields of which the first value counts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using Op = Item::Field::Op;

namespace {

/// A value, or that there is none.
struct Said {
    std::int64_t at;
    std::optional<std::string> value;
};

Item saying(Item item, const std::optional<std::string>& value) {
    item.fields = {{std::string(kFirstField), value ? Op::Set : Op::Clear, value.value_or("")}};
    return item;
}

/// What is shown of all this, whatever its order; empty if nothing is.
std::string shownOf(std::vector<Said> all) {
    std::sort(all.begin(), all.end(), [](const Said& a, const Said& b) { return a.at < b.at; });
    const auto earliest =
        std::find_if(all.begin(), all.end(), [](const Said& each) { return each.value.has_value(); });
    if (earliest == all.end()) return "";
    const bool cleared =
        std::any_of(earliest, all.end(), [](const Said& each) { return !each.value.has_value(); });
    return cleared ? all.back().value.value_or("") : *earliest->value;
}

std::string fieldOf(Scene& scene, kith::base::ProfileId profile) {
    const auto fields = scene.person(profile).fields;
    const auto found = fields.find(std::string(kFirstField));
    return found == fields.end() ? "" : found->second;
}

const std::vector<Said> kAll{{1, "a"}, {2, std::nullopt}, {3, "b"}, {4, std::nullopt}, {5, "c"}};

/// Calls `take` with every selection of those, in every order.
template <class Take>
void eachOrder(Take take) {
    for (unsigned chosen = 1; chosen < (1U << kAll.size()); ++chosen) {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < kAll.size(); ++i) {
            if ((chosen & (1U << i)) != 0) order.push_back(i);
        }
        do {
            std::vector<Said> said;
            for (const auto i : order) said.push_back(kAll[i]);
            take(said);
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

std::string textOf(const std::vector<Said>& all) {
    std::string text;
    for (const auto& each : all) text += std::to_string(each.at) + each.value.value_or("-") + ' ';
    return text;
}

}  // namespace

TEST_CASE("what the rule of first values says", "[identity]") {
    CHECK(shownOf({{1, "a"}, {5, "c"}}) == "a");
    CHECK(shownOf({{2, std::nullopt}, {3, "b"}, {5, "c"}}) == "b");
    CHECK(shownOf({{1, "a"}, {2, std::nullopt}}).empty());
    CHECK(shownOf({{1, "a"}, {2, std::nullopt}, {3, "b"}, {5, "c"}}) == "c");
}

TEST_CASE("a first value is the same in whatever order all is heard", "[identity]") {
    eachOrder([](const std::vector<Said>& all) {
        Scene scene;
        kith::base::ProfileId ann;
        for (const auto& each : all) ann = scene.see(saying(attested({kAnn}, each.at), each.value)).profile;
        INFO(textOf(all));
        CHECK(fieldOf(scene, ann) == shownOf(all));
    });
}

TEST_CASE("a first value is the same whichever of two people who are one it was said of", "[identity]") {
    eachOrder([](const std::vector<Said>& all) {
        Scene scene;
        bool ofAnn = false;
        for (const auto& each : all) {
            ofAnn = !ofAnn;
            scene.see(saying(attested({ofAnn ? kAnn : kBob}, each.at), each.value));
        }
        const auto both = scene.see(attested({kAnn, kBob}, 9)).profile;
        INFO(textOf(all));
        CHECK(fieldOf(scene, both) == shownOf(all));
    });
}

TEST_CASE("an attested value comes before a claimed one, however late", "[identity]") {
    Scene scene;
    const auto someone = scene.see(saying(claimed({kCookie}, 1), "a")).profile;
    CHECK(fieldOf(scene, someone) == "a");
    scene.see(saying(attested({kCookie}, 5), "c"));
    CHECK(fieldOf(scene, someone) == "c");
    scene.see(saying(attested({kCookie}, 3), "b"));
    CHECK(fieldOf(scene, someone) == "b");
}

TEST_CASE("the history of a first value tells each time that it becomes another", "[identity]") {
    Scene scene;
    for (const auto& each : std::vector<Said>{{3, "b"}, {5, "c"}, {1, "a"}, {2, std::nullopt}})
        scene.see(saying(attested({kAnn}, each.at), each.value));
    std::vector<std::string> changes;
    for (const auto& change : scene.store.fieldChanges) {
        CHECK(change.element.empty());
        changes.push_back(change.before.value_or("-") + " -> " + change.after.value_or("-"));
    }
    CHECK(changes == std::vector<std::string>{R"(- -> "b")", R"("b" -> "a")", R"("a" -> "c")"});
}

TEST_CASE("a merge chooses the earlier first value, once, and says so", "[identity]") {
    Scene scene;
    scene.see(saying(attested({kAnn}, 3), "b"));
    scene.see(saying(attested({kBob}, 1), "a"));
    scene.see(saying(attested({kBob}, 5), "c"));
    scene.see(attested({kAnn, kBob}, 9));
    REQUIRE(scene.store.merges.size() == 1);
    const auto& choices = scene.store.merges.front().choices;
    REQUIRE(choices.size() == 1);
    CHECK(choices[0].element.empty());
    CHECK(choices[0].value == "\"a\"");
    CHECK(choices[0].insteadOf == "\"b\"");
    CHECK(choices[0].why == "earlier");
}
