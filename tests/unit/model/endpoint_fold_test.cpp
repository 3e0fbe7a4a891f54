// SPDX-License-Identifier: Apache-2.0
#include "core/model/endpoint_fold.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "tests/unit/model/statements.hpp"

using namespace kith::model;
using kith::test::at;
using kith::test::stamp;

namespace {

using Ledger = std::vector<EndpointEntry>;
constexpr std::int64_t kDay = 86'400;

EndpointEntry state(EndpointState set, std::int64_t seconds, std::string reason = {}) {
    EndpointEntry entry;
    entry.state = set;
    entry.reason = std::move(reason);
    entry.stamp = stamp(seconds);
    return entry;
}

EndpointEntry byStaff(EndpointEntry entry) {
    auto origin = *entry.stamp.origin;
    origin.sourceType = kStaffSource;
    entry.stamp.origin = std::make_shared<const Origin>(std::move(origin));
    return entry;
}

EndpointEntry blockedUntil(std::int64_t seconds, std::int64_t until) {
    EndpointEntry entry = state(EndpointState::Blocked, seconds);
    entry.until = at(until);
    return entry;
}

EndpointEntry mark(EndpointEntry::Kind kind, std::int64_t seconds) {
    EndpointEntry entry = state(EndpointState::Active, seconds);
    entry.kind = kind;
    return entry;
}
EndpointEntry optIn(std::int64_t seconds) {
    return mark(EndpointEntry::Kind::OptIn, seconds);
}
EndpointEntry told(std::int64_t seconds) {
    EndpointEntry entry = byStaff(mark(EndpointEntry::Kind::ToldOptIn, seconds));
    entry.reason = "asked";
    entry.detail = "letter no. 4711";
    return entry;
}
EndpointEntry delivery(std::int64_t seconds) {
    return mark(EndpointEntry::Kind::Delivery, seconds);
}

std::string shown(const Ledger& ledger, std::int64_t now = 1000, bool onlyClaimed = false) {
    return std::string(endpointStateName(foldEndpoint(ledger, onlyClaimed, at(now)).state));
}

EndpointStateView viewOf(const Ledger& ledger, EndpointState wanted, std::int64_t now = 1000) {
    for (const auto& each : foldEndpoint(ledger, false, at(now)).states) {
        if (each.state == wanted) return each;
    }
    FAIL("there is no such state");
    return {};
}

using enum EndpointState;

}  // namespace

TEST_CASE("without entries an address is active, or unconfirmed while it is only claimed", "[model]") {
    CHECK(shown({}) == "active");
    CHECK(shown({}, 0, true) == "unconfirmed");
    CHECK(shown({delivery(1)}, 2, true) == "unconfirmed");
    CHECK(shown({optIn(1)}, 2, true) == "active");
    CHECK(shown({state(Active, 1)}, 2, true) == "active");
}

TEST_CASE("the strictest state that stands is shown, and all are kept", "[model]") {
    const Ledger ledger{state(Unconfirmed, 1), state(Unsubscribed, 2), state(Blacklisted, 3, "bounce"),
                        blockedUntil(4, 5000), state(Complained, 5)};
    const auto view = foldEndpoint(ledger, false, at(1000));
    CHECK(view.state == Complained);
    CHECK(view.states.size() == 5);
    CHECK(view.states[1].reason == "bounce");
    CHECK(view.states[1].since == at(3));
}

TEST_CASE("only the person's own later opt-in lifts an unsubscription or a complaint", "[model]") {
    const auto refused = GENERATE(Unsubscribed, Complained);
    const std::string name(endpointStateName(refused));
    CHECK(shown({state(refused, 5), optIn(4)}) == name);
    CHECK(shown({state(refused, 5), optIn(5)}) == name);
    CHECK(shown({state(refused, 5), state(Active, 9, "by_hand")}) == name);
    CHECK(shown({state(refused, 5), state(Active, 9, "double_opt_in")}) == name);
    CHECK(shown({state(refused, 5), delivery(9)}) == name);
    CHECK(shown({state(refused, 5), optIn(9)}) == "active");
    const auto lifted = viewOf({state(refused, 5), optIn(9), optIn(8)}, refused).lifted;
    REQUIRE(lifted);
    CHECK(lifted->at == at(9));
    CHECK(lifted->by == LiftedBy::OptIn);
}

TEST_CASE("only staff lifts a blacklisting, with a reason of its own", "[model]") {
    const auto active = [](std::int64_t seconds, std::string reason) {
        return byStaff(state(Active, seconds, std::move(reason)));
    };
    CHECK(shown({state(Blacklisted, 5), active(9, "")}) == "blacklisted");
    CHECK(shown({state(Blacklisted, 5), active(4, "by_hand")}) == "blacklisted");
    CHECK(shown({state(Blacklisted, 5), active(9, "double_opt_in"), optIn(9)}) == "blacklisted");
    CHECK(shown({state(Blacklisted, 5), delivery(9)}) == "blacklisted");
    CHECK(shown({state(Blacklisted, 5), state(Active, 9, "crm_sync")}) == "blacklisted");
    CHECK(shown({state(Blacklisted, 5), active(9, "by_hand")}) == "active");
    CHECK(viewOf({state(Blacklisted, 5), active(9, "by_hand")}, Blacklisted).lifted->reason == "by_hand");
    CHECK(shown({state(Blacklisted, 10), active(9, "by_hand")}) == "blacklisted");
}

TEST_CASE("an opt-in that the staff tell lifts what the person's own does, and nothing else", "[model]") {
    const auto said = GENERATE(Unsubscribed, Complained, Unconfirmed);
    CHECK(shown({state(said, 5), told(5)}) == endpointStateName(said));
    CHECK(shown({state(said, 5), told(9)}) == "active");
    CHECK(shown({state(said, 10), told(9)}) == endpointStateName(said));
    const auto lifted = viewOf({state(said, 5), told(9)}, said).lifted;
    REQUIRE(lifted);
    CHECK(lifted->by == LiftedBy::OptIn);
    CHECK(lifted->reason == "asked");
    CHECK(lifted->proof == "letter no. 4711");
    CHECK(lifted->origin->sourceType == kStaffSource);
    CHECK(viewOf({state(said, 5), told(9), optIn(10)}, said).lifted->proof.empty());
    CHECK(shown({state(Blacklisted, 5), told(9)}) == "blacklisted");
    CHECK(shown({blockedUntil(5, 5000), told(9)}) == "blocked");
    CHECK(shown({told(9)}, 10, true) == "active");
    CHECK(foldEndpoint(Ledger{told(9)}, false, at(10)).states.empty());
}

TEST_CASE("a state names who said it, and is the same when somebody else says it again", "[model]") {
    const auto once = foldEndpoint(Ledger{state(Complained, 5)}, false, at(10));
    REQUIRE(once.states.size() == 1);
    CHECK(once.states[0].origin->sourceName == "shop");
    const auto again =
        foldEndpoint(Ledger{state(Complained, 5), byStaff(state(Complained, 5))}, false, at(10));
    CHECK(once == again);
    CHECK(once != foldEndpoint(Ledger{state(Complained, 6)}, false, at(10)));
}

TEST_CASE("a later active or opt-in lifts unconfirmed", "[model]") {
    CHECK(shown({state(Unconfirmed, 5), state(Active, 4)}) == "unconfirmed");
    CHECK(shown({state(Unconfirmed, 5), state(Active, 6)}) == "active");
    CHECK(shown({state(Unconfirmed, 5), optIn(6)}) == "active");
}

TEST_CASE("a block ends with time or a later delivery", "[model]") {
    CHECK(shown({blockedUntil(5, 900)}, 899) == "blocked");
    CHECK(shown({blockedUntil(5, 900)}, 900) == "active");
    CHECK(shown({blockedUntil(5, 900), delivery(4)}, 10) == "blocked");
    CHECK(shown({blockedUntil(5, 900), delivery(5)}, 10) == "blocked");
    CHECK(shown({blockedUntil(5, 900), delivery(6)}, 10) == "active");
    CHECK(shown({blockedUntil(5, 900), state(Active, 6, "by_hand")}, 10) == "blocked");
    CHECK(viewOf({blockedUntil(5, 900)}, Blocked, 901).lifted->by == LiftedBy::Time);
    CHECK(viewOf({blockedUntil(5, 900), delivery(6)}, Blocked, 10).lifted->by == LiftedBy::Delivery);
}

TEST_CASE("temporary failures block for 1, 2, 3 and then 90 days", "[model]") {
    const auto endAfter = [](int failures) {
        Ledger ledger;
        for (int i = 0; i < failures; ++i) ledger.push_back(state(Blocked, i));
        return *viewOf(ledger, Blocked, failures).until - at(failures - 1);
    };
    CHECK(endAfter(1) == std::chrono::days{1});
    CHECK(endAfter(2) == std::chrono::days{2});
    CHECK(endAfter(3) == std::chrono::days{3});
    CHECK(endAfter(4) == std::chrono::days{90});
    CHECK(endAfter(9) == std::chrono::days{90});
}

TEST_CASE("the ladder begins anew after a delivery, by the times of the events", "[model]") {
    const Ledger ledger{state(Blocked, 1), state(Blocked, 2), delivery(3), state(Blocked, 4)};
    CHECK(viewOf(ledger, Blocked).until == at(4 + kDay));
    Ledger late = ledger;
    late.push_back(state(Blocked, 3, "late"));
    CHECK(viewOf(late, Blocked).until == at(4 + 2 * kDay));
}

TEST_CASE("of two standing blocks the one that ends later shows, of two with an end the newer", "[model]") {
    CHECK(viewOf({state(Blocked, 1), blockedUntil(2, 10)}, Blocked, 5).until == at(1 + kDay));
    CHECK(viewOf({state(Blocked, 1), blockedUntil(0, 9 * kDay)}, Blocked, 5).until == at(9 * kDay));
    CHECK(viewOf({blockedUntil(1, 900), blockedUntil(2, 600)}, Blocked, 5).until == at(600));
}

TEST_CASE("a pruned ledger shows what the whole one shows, in any order, whatever comes later", "[model]") {
    const auto seed = GENERATE(range(0U, 60U));
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) { return static_cast<int>(random() % bound); };
    Ledger whole;
    for (int i = 0; i < 60; ++i) {
        const std::string id = std::to_string(below(40));
        EndpointEntry entry = state(static_cast<EndpointState>(below(6)), below(30) * kDay / 4);
        entry.stamp = stamp(below(30) * kDay / 4, id);
        const int kind = below(6);
        if (kind == 0) entry.kind = EndpointEntry::Kind::OptIn;
        if (kind == 1) entry.kind = EndpointEntry::Kind::Delivery;
        if (kind == 2) entry.kind = EndpointEntry::Kind::ToldOptIn;
        if (kind >= 2)
            entry.reason = std::vector<std::string>{"", "by_hand", "double_opt_in"}.at(random() % 3);
        if (below(2) == 0) entry = byStaff(entry);
        if (below(3) == 0) entry.detail = "its words";
        if (entry.state == Blocked && below(3) == 0) entry.until = at(below(40) * kDay / 4);
        whole.push_back(entry);
    }
    std::shuffle(whole.begin(), whole.end(), random);
    Ledger seen;
    Ledger kept;
    std::size_t most = 0;
    for (const auto& entry : whole) {
        seen.push_back(entry);
        kept.push_back(entry);
        EndpointFold fold;
        for (const auto& each : kept) fold.add(each);
        Ledger pruned;
        for (const auto* each : fold.needed()) pruned.push_back(*each);
        most = std::max(most, pruned.size());
        kept = std::move(pruned);
        std::shuffle(kept.begin(), kept.end(), random);
        for (const std::int64_t day : {0, 3, 5, 8, 100}) {
            REQUIRE(foldEndpoint(kept, true, at(day * kDay)) == foldEndpoint(seen, true, at(day * kDay)));
        }
    }
    CHECK(most <= 13);
}

TEST_CASE("marketing goes to who is active, a transactional message to all but the blacklisted and blocked",
          "[model]") {
    const auto goes = [](Purpose purpose, const Ledger& ledger, Role role = Role::Identifying) {
        return mayReceive(foldEndpoint(ledger, role == Role::Claimed, at(1000)), role, purpose);
    };
    struct Case {
        Ledger ledger;
        bool marketing;
        bool transactional;
    };
    const std::vector<Case> cases{
        {{}, true, true},
        {{state(Active, 1)}, true, true},
        {{state(Unconfirmed, 1)}, false, true},
        {{state(Unsubscribed, 1)}, false, true},
        {{state(Complained, 1)}, false, true},
        {{state(Blacklisted, 1)}, false, false},
        {{state(Blocked, 1)}, false, false},
        {{blockedUntil(1, 1001)}, false, false},
        // What is shown is stricter, but not what counts.
        {{state(Complained, 1), state(Blacklisted, 2)}, false, false},
        {{state(Unsubscribed, 1), state(Blocked, 2)}, false, false},
        // What was lifted, or is over.
        {{blockedUntil(1, 1000)}, true, true},
        {{state(Blocked, 1), delivery(2)}, true, true},
        {{state(Unsubscribed, 1), state(Blocked, 2), delivery(3)}, false, true},
        {{state(Blacklisted, 1), byStaff(state(Active, 2, "by_hand"))}, true, true},
        {{state(Unsubscribed, 1), optIn(2)}, true, true},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        CAPTURE(i);
        const auto& each = cases[i];
        CHECK(goes(Purpose::Marketing, each.ledger) == each.marketing);
        CHECK(goes(Purpose::Marketing, each.ledger, Role::Shared) == each.marketing);
        CHECK(goes(Purpose::Transactional, each.ledger) == each.transactional);
        // Somebody else may have it, who is active.
        CHECK_FALSE(goes(Purpose::Marketing, each.ledger, Role::Claimed));
        CHECK(goes(Purpose::Transactional, each.ledger, Role::Claimed) == each.transactional);
    }
}
