// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Texts = std::vector<std::string>;

namespace {

Refs emails(char from, char to) {
    Refs refs;
    for (char c = from; c <= to; ++c) refs.push_back(email(std::string(1, c)));
    return refs;
}

Refs with(Refs refs, const Item::Ref& ref) {
    refs.push_back(ref);
    return refs;
}

}  // namespace

TEST_CASE("a free value over the limit is listed as shared and refused", "[identity]") {
    Scene scene;
    const auto outcome = scene.see(attested(emails('a', 'f')));
    CHECK(refusalsOf(outcome) == Texts{"limit email:f"});
    CHECK(scene.role(email("e"), outcome.profile) == "identifying");
    CHECK(scene.role(email("f"), outcome.profile) == "shared");
    CHECK_FALSE(scene.holder(email("f")));
}

TEST_CASE("a value that only one profile lists as shared resolves there", "[identity]") {
    Scene scene;
    const auto first = scene.see(attested(emails('a', 'f')));
    const auto again = scene.see(attested({email("f")}));
    CHECK(again.profile == first.profile);
    CHECK(again.result == Result::Unchanged);
    CHECK(refusalsOf(again) == Texts{"limit email:f"});
}

TEST_CASE("a value that two profiles list as shared resolves to neither", "[identity]") {
    Scene scene;
    const auto first = scene.see(attested(emails('a', 'f')));
    const auto second = scene.see(attested(emails('p', 't')));
    CHECK(scene.see(attested(with(emails('p', 'p'), email("f")))).profile == second.profile);
    const auto third = scene.see(attested({email("f")}));
    CHECK(third.result == Result::Created);
    CHECK(third.profile != first.profile);
    CHECK(scene.holder(email("f")) == third.profile);
}

TEST_CASE("a shared value becomes identifying once there is room elsewhere", "[identity]") {
    Scene scene;
    scene.see(attested(emails('a', 'f')));
    const auto other = scene.see(attested({kBob}));
    scene.see(attested({kBob, email("f")}));
    CHECK(scene.holder(email("f")) == other.profile);
}

TEST_CASE("a merge over a limit is refused", "[identity]") {
    Scene scene;
    const auto first = scene.see(attested(emails('a', 'c')));
    const auto second = scene.see(attested(emails('p', 'r')));
    const auto outcome = scene.see(attested({email("a"), email("p")}));
    CHECK(outcome.profile == first.profile);
    CHECK(refusalsOf(outcome) == Texts{"limit email:p"});
    CHECK(outcome.refused.front().other == second.profile);
    CHECK(scene.role(email("p"), first.profile) == "shared");
    CHECK(scene.holder(email("p")) == second.profile);
}

TEST_CASE("a limit names the type that is over it, the first in matching order, and by how much",
          "[identity]") {
    using enum kith::model::IdentifierClass;
    const kith::model::IdentifierRules rules{{{"email", Linking, 2, 1, "email"},
                                              {"phone", Linking, 1, 0, "phone"},
                                              {"telegram", Linking, 3, 2, "telegram"}}};
    const auto detailOf = [](const kith::model::Outcome& outcome) {
        REQUIRE(outcome.refused.size() == 1);
        return outcome.refused.front().detail;
    };
    const Item::Ref chat{"telegram", "1"};
    Scene scene({}, rules);
    scene.see(attested({kAnn, chat}));
    scene.see(attested({email("p"), email("q"), {"telegram", "2"}}));
    const auto byChat = scene.see(attested({chat, {"telegram", "2"}}));
    CHECK(refusalsOf(byChat) == Texts{"limit telegram:2"});
    CHECK(detailOf(byChat) == "The profile would have 3 values of email; the limit is 2.");

    scene.see(attested({chat, {"phone", "+380501112233"}}));
    scene.see(attested({{"telegram", "2"}, {"phone", "+380501112244"}}));
    CHECK(detailOf(scene.see(attested({chat, {"telegram", "2"}}))) ==
          "The profile would have 2 values of phone; the limit is 1.");

    CHECK(detailOf(scene.see(attested({email("p"), email("r")}))) ==
          "The profile would have 3 values of email; the limit is 2.");
    const auto claims = scene.see(claimed({email("x"), email("y"), email("z")}));
    CHECK(detailOf(claims) == "The profile would have 3 claimed values of email; the limit is 2.");
}

TEST_CASE("a conflict of a unique type names that type, and neither value", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, externalId("7")}));
    scene.see(attested({kBob, externalId("8")}));
    const auto byAddress = scene.see(attested({kAnn, kBob}));
    REQUIRE(byAddress.refused.size() == 1);
    CHECK(byAddress.refused.front().detail ==
          "The profile would have different values of external_id, of which a person has one.");
}

TEST_CASE("a profile that would be too large is told which bound it breaks, and by how much", "[identity]") {
    Scene scene({3, 0});
    scene.see(attested({kAnn, kCookie, kCookie2}));
    const auto full = scene.see(attested({kAnn, email("b")}));
    REQUIRE(full.refused.size() == 1);
    CHECK(full.refused.front().detail == "The profile would have 4 identifiers; the limit is 3.");
    scene.see(attested({kBob}));
    const auto both = scene.see(attested({kAnn, kBob}));
    REQUIRE(both.refused.size() == 1);
    CHECK(
        both.refused.front().detail ==
        "The profile would have 4 identifiers; the limit is 3. And it would have 1 merges; the limit is 0.");

    Scene merged({1000, 1});
    merged.see(attested({kAnn}));
    merged.see(attested({kBob}));
    REQUIRE(merged.see(attested({kAnn, kBob})).result == Result::Merged);
    merged.see(attested({email("c")}));
    const auto outcome = merged.see(attested({kAnn, email("c")}));
    REQUIRE(outcome.refused.size() == 1);
    CHECK(outcome.refused.front().detail == "The profile would have 2 merges; the limit is 1.");
}

TEST_CASE("only identifying entries count towards a limit", "[identity]") {
    Scene scene;
    scene.see(attested({externalId("7"), kBob}));
    const auto first = scene.see(attested(with(emails('a', 'd'), externalId("8"))));
    scene.see(attested({externalId("8"), kBob}));
    REQUIRE(scene.role(kBob, first.profile) == "shared");
    CHECK(scene.see(attested({externalId("8"), email("e")})).refused.empty());
}

TEST_CASE("a move over a limit is refused and shared", "[identity]") {
    const kith::model::IdentifierRules rules{{{"email", kith::model::IdentifierClass::Linking, 5, 0, "email"},
                                              {"cookie", kith::model::IdentifierClass::Moving, 1, 1, ""}}};
    Scene scene({}, rules);
    const auto ann = scene.see(attested({kAnn, kCookie}, 1));
    const auto bob = scene.see(attested({kBob, kCookie2}, 2));
    const auto outcome = scene.see(attested({kAnn, kCookie2}, 3));
    CHECK(refusalsOf(outcome) == Texts{"limit cookie:c2"});
    CHECK(scene.holder(kCookie2) == bob.profile);
    CHECK(scene.role(kCookie2, ann.profile) == "shared");
}

TEST_CASE("over the cap of identifiers nothing more is listed, in whatever role", "[identity]") {
    Scene scene({3, 100});
    const auto first = scene.see(attested({kAnn, kCookie, kCookie2}));
    const Item::Ref device{"device_id", "d1"};
    const auto attach = scene.see(attested({kAnn, device}));
    CHECK(refusalsOf(attach) == Texts{"component_too_large device_id:d1"});
    CHECK(scene.role(device, first.profile).empty());
    const auto claim = scene.see(claimed({kBob, kCookie}));
    CHECK(refusalsOf(claim) == Texts{"component_too_large email:bob@example.com"});
    CHECK(scene.role(kBob, first.profile).empty());

    const auto stranger = scene.see(attested({device}));
    const auto absorb = scene.see(attested({kAnn, device}));
    CHECK(refusalsOf(absorb) == Texts{"component_too_large device_id:d1"});
    CHECK(scene.holder(device) == stranger.profile);
}

TEST_CASE("over the cap of merges nothing is merged or absorbed any more", "[identity]") {
    Scene scene({1000, 2});
    scene.see(attested({kCookie}));
    scene.see(attested({kAnn, kCookie}));
    scene.see(attested({kBob}));
    CHECK(scene.see(attested({kAnn, kBob})).result == Result::Merged);
    scene.see(attested({kCookie2}));
    const auto outcome = scene.see(attested({kAnn, kCookie2}));
    CHECK(refusalsOf(outcome) == Texts{"component_too_large cookie:c2"});
    CHECK(scene.role(kCookie2, outcome.profile) == "shared");
}

TEST_CASE("of several reasons the first is given", "[identity]") {
    Scene scene({6, 100});
    const auto seven = scene.see(attested(with(emails('a', 'c'), externalId("7"))));
    const auto eight = scene.see(attested(with(emails('p', 'r'), externalId("8"))));
    CHECK(refusalsOf(scene.see(attested({externalId("7"), email("p")}))) == Texts{"unique_conflict email:p"});
    scene.store.forbid(eight.profile, seven.profile);
    CHECK(refusalsOf(scene.see(attested({externalId("7"), email("p")}))) == Texts{"must_not_link email:p"});

    const auto nine = scene.see(attested(emails('w', 'y')));
    CHECK(refusalsOf(scene.see(attested({email("w"), externalId("9"), email("p")}))) ==
          Texts{"unique_conflict email:p"});
    CHECK(nine.profile == scene.holder(email("w")));
}

TEST_CASE("too many identifiers come before too many of a type", "[identity]") {
    Scene scene({4, 100});
    scene.see(attested(emails('a', 'c')));
    scene.see(attested(emails('p', 'r')));
    CHECK(refusalsOf(scene.see(attested({email("a"), email("p")}))) == Texts{"component_too_large email:p"});
}

TEST_CASE("a prohibition holds for every component that contains the two ids", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}));
    const auto bob = scene.see(attested({kBob}));
    scene.store.forbid(ann.profile, bob.profile);
    const Item::Ref phone{"phone", "+380501112233"};
    scene.see(attested({phone, kAnn}));
    const auto outcome = scene.see(attested({phone, kBob}));
    CHECK(refusalsOf(outcome) == Texts{"must_not_link phone:+380501112233"});
    CHECK(scene.holder(kAnn) != scene.holder(kBob));
}

TEST_CASE("a refusal met again is recorded again and leaves the profile unchanged", "[identity]") {
    Scene scene;
    scene.see(attested({externalId("7"), kAnn}));
    const auto first = scene.see(attested({externalId("8"), kAnn}, 1));
    const auto again = scene.see(attested({externalId("8"), kAnn}, 2));
    CHECK(again.result == Result::Unchanged);
    CHECK(again.version == first.version);
    CHECK(scene.store.refusals.size() == 2);
}

TEST_CASE("a full profile comes before a full type, for a free value too", "[identity]") {
    Scene scene({5, 100});
    scene.see(attested(emails('a', 'e')));
    const auto outcome = scene.see(attested({email("a"), email("f")}));
    CHECK(refusalsOf(outcome) == Texts{"component_too_large email:f"});
    CHECK(scene.role(email("f"), outcome.profile).empty());
}

TEST_CASE("a shared value becomes identifying where it is listed, once there is room and it is free",
          "[identity]") {
    using enum kith::model::IdentifierClass;
    const kith::model::IdentifierRules rules{
        {{"email", Linking, 5, 0, "email"}, {"cookie", Moving, 1, 1, ""}}};
    Scene scene({}, rules);
    const auto ann = scene.see(attested({kAnn, kCookie, kCookie2}, 1));
    REQUIRE(scene.role(kCookie2, ann.profile) == "shared");
    scene.see(attested({kBob, kCookie}, 2));
    const auto again = scene.see(attested({kAnn, kCookie2}, 3));
    CHECK(again.refused.empty());
    CHECK(scene.holder(kCookie2) == ann.profile);
}

TEST_CASE("a claim over the limit of a moving type is listed as shared and refused", "[identity]") {
    const kith::model::IdentifierRules rules{{{"cookie", kith::model::IdentifierClass::Moving, 1, 0, ""}}};
    Scene scene({}, rules);
    const auto visit = scene.see(claimed({kCookie, kCookie2}));
    CHECK(refusalsOf(visit) == Texts{"limit cookie:c2"});
    CHECK(scene.role(kCookie2, visit.profile) == "shared");
}

TEST_CASE("a merge by hand that the rules forbid leaves nothing but all that forbids it, which it says",
          "[identity]") {
    Scene scene({3, 100});
    const auto ann = scene.see(attested({externalId("7"), kAnn}));
    const auto bob = scene.see(attested({externalId("8"), kBob}));
    const auto before = scene.picture();
    auto wanted = toObservation(attested({}), defaultRules(), scene.ids);
    wanted.command = kith::model::MergeCommand{{{ann.profile, {}}, {}}, {{bob.profile, {}}, {}}, {}, false};
    auto outcome = scene.see(wanted);
    CHECK(outcome.result == Result::Rejected);
    REQUIRE(outcome.problem);
    CHECK(outcome.problem->code() == kith::base::ErrorCode::Conflict);
    CHECK(violationOf(outcome) == "component_too_large");
    CHECK(outcome.refused.empty());
    REQUIRE(outcome.forbidden.size() == 3);
    REQUIRE(outcome.forbidden.front().size);
    CHECK(outcome.forbidden.front().size->identifiers == 4);
    CHECK(outcome.forbidden.front().size->maxIdentifiers == 3);
    CHECK(outcome.forbidden.front().size->merges == 1);
    std::swap(outcome.refused, outcome.forbidden);
    CHECK(refusalsOf(outcome) ==
          Texts{"component_too_large :", "unique_conflict external_id:7", "unique_conflict external_id:8"});
    auto after = scene.picture();
    CHECK(after.refusals ==
          std::multiset<std::string>{"1: component_too_large :", "1: unique_conflict external_id:7",
                                     "2: unique_conflict external_id:8"});
    after.refusals.clear();
    CHECK(after == before);
}
