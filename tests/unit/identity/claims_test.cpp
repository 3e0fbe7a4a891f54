// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Texts = std::vector<std::string>;

namespace {
Item::Subscription news(bool subscribed) {
    return {"news", subscribed, "person", 5, {}};
}
}  // namespace

TEST_CASE("a claimed address finds nobody", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}));
    const auto visitor = scene.see(claimed({kAnn}));
    CHECK(visitor.result == Result::Created);
    CHECK(visitor.profile != ann.profile);
    CHECK(scene.role(kAnn, visitor.profile) == "claimed");
    CHECK(refusalsOf(visitor) == Texts{"not_attested email:ann@example.com"});
    CHECK_FALSE(scene.person(visitor.profile).known);
}

TEST_CASE("a claim doesn't make a later attested observation resolve to its profile", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn}));
    const auto ann = scene.see(attested({kAnn}));
    CHECK(ann.result == Result::Created);
    CHECK(ann.profile != visitor.profile);
    CHECK(scene.role(kAnn, visitor.profile) == "claimed");
}

TEST_CASE("a claim tells when and how an identifier was first seen until that is attested, in any order",
          "[identity]") {
    std::vector<std::pair<Item, std::string>> said{{claimed({kCookie, kAnn}, 1), "ANN@example.com"},
                                                   {claimed({kCookie}, 2), "c1"},
                                                   {attested({kAnn, kCookie}, 5), "Ann@example.com"},
                                                   {attested({kAnn, kCookie}, 7), "aNN@example.com"}};
    std::vector<std::size_t> order{0, 1, 2, 3};
    do {
        Scene scene;
        for (const auto at : order) {
            auto observation = toObservation(said[at].first, defaultRules(), scene.ids);
            for (auto& seen : observation.identifiers)
                if (seen.identifier.type == "email") seen.given = said[at].second;
            scene.see(std::move(observation));
        }
        CAPTURE(order);
        for (const auto& ref : {kAnn, kCookie}) {
            int identifying = 0;
            for (const auto& [key, entry] : scene.store.entries) {
                if (key.first != scene.store.identifiers.at({ref.first, ref.second})) continue;
                if (entry.role != kith::model::Role::Identifying) continue;
                ++identifying;
                CHECK(entry.firstSeen == kHistoryStart + std::chrono::milliseconds{5});
                CHECK(entry.lastSeen == kHistoryStart + std::chrono::milliseconds{7});
                CHECK(entry.given == (ref == kAnn ? "Ann@example.com" : "c1"));
            }
            CHECK(identifying == 1);
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("an attested sighting shows as a change, though a claim came first", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kCookie}, 1));
    const auto seen = scene.see(attested({kCookie}, 3));
    CHECK(seen.result == Result::Updated);
    CHECK(scene.entry(kCookie, visitor.profile).firstSeen == kHistoryStart + std::chrono::milliseconds{3});
    const auto again = scene.see(claimed({kCookie}, 0));
    CHECK(scene.entry(kCookie, visitor.profile).firstSeen == kHistoryStart + std::chrono::milliseconds{3});
    CHECK(again.version == seen.version + 1);  // created_at alone
}

TEST_CASE("a claimed observation resolves to the owner of its moving identifier", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({externalId("7"), kAnn, kCookie}));
    const auto visitor = scene.see(claimed({externalId("8"), kBob, kCookie}));
    CHECK(visitor.profile == ann.profile);
    CHECK(scene.role(kBob, ann.profile) == "claimed");
    CHECK(scene.role(externalId("8"), ann.profile) == "claimed");
    CHECK(visitor.refused.empty());
}

TEST_CASE("of the owners of its moving identifiers a known one comes before an anonymous one", "[identity]") {
    Scene scene;
    const Item::Ref device{"device_id", "d1"};
    const auto stranger = scene.see(attested({device}));
    const auto ann = scene.see(attested({kAnn, kCookie}));
    CHECK(scene.see(claimed({device, kCookie})).profile == ann.profile);
    CHECK(scene.holder(device) == stranger.profile);
}

TEST_CASE("without moving identifiers it resolves to the only anonymous profile that claims all of it",
          "[identity]") {
    Scene scene;
    const Item::Ref phone{"phone", "+380501112233"};
    const auto first = scene.see(claimed({kAnn, phone}));
    CHECK(scene.see(claimed({kAnn})).profile == first.profile);
    CHECK(scene.see(claimed({phone, kAnn})).profile == first.profile);

    const auto wider = scene.see(claimed({kAnn, kBob}));
    CHECK(wider.profile != first.profile);
    CHECK(scene.see(claimed({kAnn})).result == Result::Created);
}

TEST_CASE("a known profile that claims it is not taken for it", "[identity]") {
    Scene scene;
    const auto bob = scene.see(attested({kBob, kCookie}));
    scene.see(claimed({kAnn, kCookie}));
    CHECK(scene.role(kAnn, bob.profile) == "claimed");
    CHECK(scene.see(claimed({kAnn})).profile != bob.profile);
}

TEST_CASE("a profile that only shares it is not taken for it", "[identity]") {
    Scene scene;
    Refs six;
    for (const auto* name : {"a", "b", "c", "d", "e", "f"}) six.push_back(email(name));
    const auto many = scene.see(attested(six));
    REQUIRE(scene.role(email("f"), many.profile) == "shared");
    CHECK(scene.see(claimed({email("f")})).result == Result::Created);
}

TEST_CASE("a claim with a cookie nobody has makes a profile of its own", "[identity]") {
    Scene scene;
    const auto first = scene.see(claimed({kAnn}));
    const auto second = scene.see(claimed({kAnn, kCookie}));
    CHECK(second.profile != first.profile);
    CHECK(scene.holder(kCookie) == second.profile);
}

TEST_CASE("a value claimed by more profiles than are loaded names none of them", "[identity]") {
    Scene scene;
    scene.store.claimLimit = 1;
    scene.see(claimed({kAnn, kCookie}));
    scene.see(claimed({kAnn, kCookie2}));
    CHECK(scene.see(claimed({kAnn})).result == Result::Created);
}

TEST_CASE("a claim attaches free moving identifiers and leaves others where they are", "[identity]") {
    Scene scene;
    const Item::Ref device{"device_id", "d1"};
    const auto stranger = scene.see(attested({kCookie2}, 1));
    const auto ann = scene.see(attested({kAnn, kCookie}, 1));
    const auto visit = scene.see(claimed({kCookie, kCookie2, device}, 9));
    CHECK(visit.profile == ann.profile);
    CHECK(visit.absorbed.empty());
    CHECK(scene.holder(device) == ann.profile);
    CHECK(scene.holder(kCookie2) == stranger.profile);
}

TEST_CASE("a claim moves nothing from a known profile to another", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 1));
    const auto bob = scene.see(attested({kBob, kCookie2}, 1));
    const auto visit = scene.see(claimed({kAnn, kCookie, kCookie2}, 9));
    CHECK(visit.profile == ann.profile);
    CHECK(visit.refused.empty());
    CHECK(scene.holder(kCookie2) == bob.profile);
}

TEST_CASE("a claim dates nothing", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, kCookie}, 1));
    scene.see(claimed({kAnn, kCookie}, 50));
    const auto bob = scene.see(attested({kBob, kCookie}, 20));
    CHECK(scene.holder(kCookie) == bob.profile);
}

TEST_CASE("claims have a limit of their own", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kCookie, externalId("1")}));
    const auto again = scene.see(claimed({kCookie, externalId("2")}));
    CHECK(again.profile == visitor.profile);
    CHECK(refusalsOf(again) == Texts{"limit external_id:2"});
    CHECK(scene.role(externalId("2"), visitor.profile).empty());
    const auto attestedOne = scene.see(attested({kCookie, externalId("3")}));
    CHECK(attestedOne.refused.empty());
    CHECK(scene.role(externalId("3"), visitor.profile) == "identifying");
}

TEST_CASE("an attested observation takes a claim over by absorbing the profile of its cookie", "[identity]") {
    Scene scene;
    Item form = claimed({kAnn, kCookie}, 1);
    form.fields = {{"first_name", Item::Field::Op::Set, "Ann"}};
    form.subscriptions = {news(true)};
    const auto visitor = scene.see(form);
    CHECK(scene.state(kAnn) == "unconfirmed");

    const auto ann = scene.see(attested({kAnn, kCookie}, 0));
    CHECK(ann.absorbed == std::vector{visitor.profile});
    CHECK(scene.role(kAnn, ann.profile) == "identifying");
    CHECK(scene.person(ann.profile).fields.at("first_name") == "Ann");
    CHECK(scene.person(ann.profile).subscriptions.at("news").starts_with("pending"));
    CHECK(scene.state(kAnn) == "active");
}

TEST_CASE("a claim changes no field, consent or endpoint of a known profile", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}));
    Item form = claimed({kAnn, kCookie}, 5);
    form.fields = {{"first_name", Item::Field::Op::Set, "Mallory"}};
    form.subscriptions = {news(true)};
    form.endpoints = {{kAnn, "unsubscribed", 5, "prank", {}}};
    const auto outcome = scene.see(form);
    CHECK(outcome.profile == ann.profile);
    CHECK(outcome.result == Result::Unchanged);
    REQUIRE(outcome.warnings.size() == 3);
    for (const auto& warning : outcome.warnings) CHECK(warning.code == "not_attested");
    CHECK(scene.person(ann.profile).fields.empty());
    CHECK(scene.person(ann.profile).subscriptions.empty());
    CHECK(scene.state(kAnn) == "active");
}

TEST_CASE("a claim unsubscribes nobody, not even a stranger", "[identity]") {
    Scene scene;
    Item form = claimed({kCookie});
    form.subscriptions = {news(false)};
    const auto outcome = scene.see(form);
    CHECK(outcome.warnings.size() == 1);
    CHECK(scene.person(outcome.profile).subscriptions.empty());
}

TEST_CASE("attested beats claimed whatever their times", "[identity]") {
    Scene scene;
    Item form = claimed({kCookie}, 100);
    form.fields = {{"first_name", Item::Field::Op::Set, "Claimed"}};
    const auto visitor = scene.see(form);
    Item order = attested({kCookie}, 1);
    order.fields = {{"first_name", Item::Field::Op::Set, "Attested"}};
    scene.see(order);
    CHECK(scene.person(visitor.profile).fields.at("first_name") == "Attested");
}

TEST_CASE("a claim changes only activities of the profile that it resolved to", "[identity]") {
    Scene scene;
    Item send = attested({kAnn});
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "sent";
    send.activities = {message};
    const auto ann = scene.see(send);

    Item click = claimed({kCookie});
    message.status = "clicked";
    click.activities = {message};
    const auto stranger = scene.see(click);
    CHECK(stranger.warnings.size() == 1);
    CHECK(scene.person(ann.profile).counters.at("email/message/sent") == 1);

    scene.see(attested({kAnn, kCookie}));
    CHECK(scene.see(click).warnings.empty());
    CHECK(scene.person(ann.profile).counters.at("email/message/clicked") == 1);
}

namespace {
constexpr std::chrono::days kLifetime{90};
constexpr std::int64_t kDay = 86'400'000;
}  // namespace

TEST_CASE("a claim that nobody confirmed in time is forgotten by whoever looks next", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn, kCookie}));
    scene.clock.advance(kLifetime - std::chrono::milliseconds{1});
    const auto& stored = scene.store.profiles.at(visitor.profile);
    scene.see(claimed({kCookie}, 90 * kDay - 1));
    CHECK(stored.version == 1);
    CHECK(scene.role(kAnn, visitor.profile) == "claimed");

    scene.clock.advance(std::chrono::milliseconds{1});
    const auto after = scene.see(claimed({kCookie}, 90 * kDay));
    CHECK(after.result == Result::Unchanged);
    CHECK(stored.version == 2);
    CHECK(stored.updatedAt == scene.clock.now());
    CHECK(scene.role(kAnn, visitor.profile).empty());
    scene.see(claimed({kCookie}, 90 * kDay));
    CHECK(stored.version == 2);
}

TEST_CASE("a claim made again lives on, and one that was confirmed doesn't end", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn, kCookie}));
    scene.clock.advance(std::chrono::days{80});
    scene.see(claimed({kAnn, kCookie}, 80 * kDay));
    scene.clock.advance(std::chrono::days{80});
    scene.see(claimed({kCookie}, 160 * kDay));
    CHECK(scene.role(kAnn, visitor.profile) == "claimed");
    CHECK(scene.entry(kAnn, visitor.profile).firstSeen == kHistoryStart);

    scene.see(attested({kAnn, kCookie}, 160 * kDay));
    scene.clock.advance(std::chrono::days{1'000});
    scene.see(claimed({kCookie}, 1'160 * kDay));
    CHECK(scene.role(kAnn, visitor.profile) == "identifying");
}

TEST_CASE("an expired claim names nobody, takes no room and keeps no home", "[identity]") {
    Scene scene;
    const auto first = scene.see(claimed({kAnn}));
    const auto visitor = scene.see(claimed({externalId("1"), kCookie}));
    scene.clock.advance(kLifetime);
    CHECK(scene.see(claimed({kAnn}, 90 * kDay)).profile != first.profile);
    const auto again = scene.see(claimed({externalId("2"), kCookie}, 90 * kDay));
    CHECK(again.refused.empty());
    CHECK(again.profile == visitor.profile);
    CHECK(scene.role(externalId("1"), visitor.profile).empty());
    CHECK(scene.role(externalId("2"), visitor.profile) == "claimed");
}

TEST_CASE("a claim that expires as it is made again begins anew", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn, kCookie}));
    scene.clock.advance(kLifetime);
    scene.see(claimed({kAnn, kCookie}, 90 * kDay));
    CHECK(scene.entry(kAnn, visitor.profile).firstSeen == scene.clock.now());
}

TEST_CASE("a claim that arrives when its time is over is not listed, and not refused", "[identity]") {
    Scene scene;
    scene.clock.advance(kLifetime);
    const auto late = scene.see(claimed({kAnn, kCookie}, 0));
    CHECK(late.result == Result::Created);
    CHECK(late.refused.empty());
    CHECK(scene.role(kAnn, late.profile).empty());
    CHECK(scene.holder(kCookie) == late.profile);
}
