// SPDX-License-Identifier: Apache-2.0
// 5,000 random ledgers of consents and states of addresses, each delivered in random orders and batches.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/property/plain_consents.hpp"
#include "tests/unit/identity/scene.hpp"

using namespace kith::test;

namespace {

constexpr std::uint64_t kLedgers = 5'000;
constexpr std::array kCategories{"news", "offers"};
const Item::Ref kPhone{"phone", "+380501112233"};

/// Whose ledger it is.
enum class Whose {
    Scattered,  ///< Of several profiles, until one of the observations joins them. All attested.
    Known,      ///< Of somebody who is known from the beginning; some of it is claimed.
    Anonymous,  ///< Of a cookie alone; some of it is claimed.
    Claimant,   ///< Of somebody, and of who claims to be them until an observation joins the two.
};

struct Ledger {
    Whose whose = Whose::Scattered;
    std::optional<Item> first;  ///< That has to come before all others.
    std::vector<Item> items;
    Item::Ref address;  ///< Whose states it tells.
};

class LedgerMaker {
public:
    explicit LedgerMaker(std::uint64_t seed) : random_(seed) {}

    Ledger make() {
        Ledger ledger;
        ledger.whose = static_cast<Whose>(below(4));
        ledger.address = ledger.whose == Whose::Anonymous ? kCookie : kAnn;
        if (ledger.whose == Whose::Known) ledger.first = base({externalId("42"), kAnn, kCookie});
        if (ledger.whose == Whose::Scattered) ledger.items.push_back(base({externalId("42"), kAnn, kPhone}));
        if (ledger.whose == Whose::Claimant) ledger.items.push_back(base({kAnn, kCookie2}));
        for (auto count = 1 + below(12); count > 0; --count) ledger.items.push_back(item(ledger));
        return ledger;
    }

    void shuffle(std::vector<Item>& items) { std::shuffle(items.begin(), items.end(), random_); }
    std::size_t below(std::size_t bound) { return random_() % bound; }
    bool chance(std::size_t percent) { return below(100) < percent; }

private:
    /// Few times and sources, so that many are equal and the names of observations decide.
    Item base(Refs identifiers) {
        auto made = attested(std::move(identifiers), static_cast<std::int64_t>(below(6)));
        made.id = "o" + std::to_string(below(1'000'000)) + "-" + std::to_string(++count_);
        made.source = chance(50) ? "shop" : "desk";
        return made;
    }

    Refs oneOf(const std::vector<Refs>& some) { return some[below(some.size())]; }

    Refs attestedBy(Whose whose) {
        switch (whose) {
            case Whose::Scattered:
                return oneOf({Refs{externalId("42")}, Refs{kAnn}, Refs{kPhone}, Refs{kAnn, kPhone}});
            case Whose::Known:
                return oneOf({Refs{kAnn}, Refs{kAnn, kCookie}});
            case Whose::Anonymous:
                return {kCookie};
            case Whose::Claimant:
                return oneOf({Refs{kAnn}, Refs{externalId("42"), kAnn}});
        }
        return {};
    }

    /// Anybody can write the address of whoever left or complained into a form, under any cookie.
    Refs claimedBy(Whose whose) {
        if (whose == Whose::Anonymous) return {kCookie};
        if (whose == Whose::Claimant) return oneOf({Refs{kCookie2}, Refs{kCookie2, kAnn}});
        return oneOf({Refs{kCookie}, Refs{kCookie, kAnn}, Refs{kAnn}, Refs{kCookie2, kAnn}});
    }

    Item item(const Ledger& ledger) {
        const bool isAttested = ledger.whose == Whose::Scattered || chance(60);
        auto made = base(isAttested ? attestedBy(ledger.whose) : claimedBy(ledger.whose));
        made.attested = isAttested;
        made.staff = chance(30);
        for (const auto* category : kCategories) {
            if (!chance(45)) continue;
            made.subscriptions.push_back({category, chance(50), chance(60) ? "person" : "operator",
                                          static_cast<std::int64_t>(below(6)), ""});
        }
        if (chance(40)) made.endpoints.push_back(state(ledger.address));
        return made;
    }

    Item::Endpoint state(const Item::Ref& address) {
        constexpr std::array kStates{"complained", "blacklisted", "unsubscribed", "unconfirmed", "active"};
        constexpr std::array kReasons{"", "double_opt_in", "asked"};
        return {address,
                kStates[below(kStates.size())],
                static_cast<std::int64_t>(below(6)),
                kReasons[below(kReasons.size())],
                {}};
    }

    std::mt19937_64 random_;
    int count_ = 0;
};

/// What the program shows of the person in the end.
struct Shown {
    std::vector<std::string> subscriptions;  ///< In the order of kCategories.
    std::string state;
    std::string states;  ///< With everything that stands beside it.
};

Shown deliver(LedgerMaker& random, const Ledger& ledger, const std::vector<Item>& items) {
    Scene scene;
    if (ledger.first) scene.see(*ledger.first);
    for (std::size_t at = 0; at < items.size();) {
        const auto size = std::min(1 + random.below(4), items.size() - at);
        const auto from = items.begin() + static_cast<std::ptrdiff_t>(at);
        scene.seeTogether({from, from + static_cast<std::ptrdiff_t>(size)});
        at += size;
    }
    const auto person = scene.person(scene.holder(ledger.address));
    Shown shown;
    for (const auto* category : kCategories) {
        const auto found = person.subscriptions.find(category);
        const auto text = found == person.subscriptions.end() ? "" : found->second;
        shown.subscriptions.push_back(text.substr(0, text.find(" for ")));
    }
    shown.states = scene.picture().endpoints.at(ledger.address.first + ":" + ledger.address.second);
    shown.state = scene.state(ledger.address);
    return shown;
}

bool carries(const Item& item, const Item::Ref& ref) {
    return std::ranges::find(item.identifiers, ref) != item.identifiers.end();
}

/// Without what is claimed of somebody who is known by then, as items come in this order.
std::vector<Item> countedOf(const Ledger& ledger, const std::vector<Item>& items) {
    std::vector<Item> counted;
    bool known = ledger.whose == Whose::Known;
    for (const auto& item : items) {
        if (ledger.whose == Whose::Claimant && item.attested && carries(item, kCookie2)) known = true;
        if (item.attested || !known) counted.push_back(item);
    }
    return counted;
}

bool claimsAddress(const Ledger& ledger) {
    return std::ranges::any_of(ledger.items,
                               [](const Item& item) { return !item.attested && carries(item, kAnn); });
}

std::vector<Item> attestedOf(const std::vector<Item>& items) {
    std::vector<Item> kept;
    std::copy_if(items.begin(), items.end(), std::back_inserter(kept),
                 [](const Item& item) { return item.attested; });
    return kept;
}

}  // namespace

TEST_CASE("5,000 ledgers fold in any order to what the plain model tells", "[property]") {
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 0; seed < kLedgers; ++seed) {
        LedgerMaker random(seed);
        const auto ledger = random.make();
        const auto state = plainState(ledger.items, ledger.address);
        ++seen[state];
        for (int order = 0; order < 2; ++order) {
            auto items = ledger.items;
            random.shuffle(items);
            const auto counted = countedOf(ledger, items);
            std::vector<std::string> expected;
            for (const auto* category : kCategories) expected.push_back(plainSubscription(counted, category));
            const auto shown = deliver(random, ledger, items);
            INFO("seed " << seed << ", order " << order);
            REQUIRE(shown.subscriptions == expected);
            REQUIRE(shown.state == state);
            for (const auto& each : expected) ++seen[each.substr(0, each.find(' '))];
        }
    }
    // Whatever can be shown is shown by many of them.
    for (const auto* each : {"subscribed", "unsubscribed", "pending", "", "complained", "blacklisted",
                             "unconfirmed", "active"}) {
        INFO(each);
        CHECK(seen[each] >= 100);
    }
}

TEST_CASE("no sequence of claims weakens an attested opt-out or lifts a complaint", "[property]") {
    // Of those whose address was claimed by somebody.
    int stood = 0;
    int complained = 0;
    int joined = 0;
    for (std::uint64_t seed = kLedgers; seed < 2 * kLedgers; ++seed) {
        LedgerMaker random(seed);
        const auto ledger = random.make();
        const auto attested = attestedOf(ledger.items);
        if (attested.empty() || attested.size() == ledger.items.size()) continue;
        const auto without = deliver(random, ledger, attested);
        auto items = ledger.items;
        random.shuffle(items);
        const auto with = deliver(random, ledger, items);
        const bool named = claimsAddress(ledger);
        INFO("seed " << seed);
        REQUIRE(with.states == without.states);
        for (std::size_t i = 0; i < kCategories.size(); ++i) {
            const auto& before = without.subscriptions[i];
            const auto& after = with.subscriptions[i];
            REQUIRE((after == before || (before.empty() && after.starts_with("pending"))));
            stood += named && before.starts_with("unsubscribed") ? 1 : 0;
            joined += ledger.whose == Whose::Claimant && after.starts_with("pending") ? 1 : 0;
        }
        complained += named && without.state == "complained" ? 1 : 0;
    }
    CHECK(stood >= 800);
    CHECK(complained >= 150);
    CHECK(joined >= 40);
}
