// SPDX-License-Identifier: Apache-2.0
#include "tests/property/callers.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

#include "tests/property/deployed.hpp"

namespace kith::test {
namespace {

constexpr std::int64_t kKeysOfEach = 10;

/// What oneDecisionOfEachKind() makes.
constexpr int kPeople = 2;
constexpr int kMerges = 1;
constexpr int kProhibitions = 2;

void rename(Item::Ref& ref, const std::string& tag) {
    auto& [type, value] = ref;
    if (value.empty()) return;
    if (type == "email" || type == "external_id") {
        value.insert(0, tag);
    } else if (type == "telegram") {
        value += tag.front();
    } else {
        // What is left of a phone number's country and operator, and of 32 hexadecimal digits.
        value[std::min<std::size_t>(5, value.size() - 1)] = tag.front();
    }
}

}  // namespace

std::vector<Item> ofCaller(const std::vector<Item>& history, std::size_t caller) {
    const auto tag = std::to_string(caller + 1) + '-';
    auto own = history;
    for (auto& item : own) {
        item.key += kKeysOfEach * static_cast<std::int64_t>(caller);
        for (auto& ref : item.identifiers) rename(ref, tag);
        for (auto& each : item.endpoints) rename(each.ref, tag);
        if (item.identity) rename(*item.identity, tag);
        if (item.decision) rename(item.decision->ref, tag);
        for (auto& each : item.activities) {
            if (!each.id.empty()) each.id.insert(0, tag);
            if (each.endpoint) rename(*each.endpoint, tag);
        }
    }
    return own;
}

std::vector<Item> oneDecisionOfEachKind() {
    std::vector<Item> items;
    // No time of a random history, all of which may have to differ.
    const auto add = [&](Item item) {
        item.at = static_cast<std::int64_t>(items.size()) + 1;
        item.id = "each" + std::to_string(item.at);
        items.push_back(std::move(item));
    };
    const auto decide = [&](const char* kind, int first, int second = 0, Item::Ref ref = {}) {
        Item item;
        item.source = "desk";
        item.decision = Item::Decision{kind, first, second, std::move(ref)};
        add(std::move(item));
    };
    for (const auto* address : {"each-1@example.org", "each-2@example.org"}) {
        Item person;
        person.identifiers.emplace_back("email", address);
        add(std::move(person));
    }
    const Item::Ref phone{"phone", "+380509990009"};
    decide("merge", 1, 2);
    decide("undo", 1);
    decide("allow", 1);
    decide("forbid", 1, 2);
    decide("attach", 1, 0, phone);
    decide("move", 2, 0, phone);
    decide("detach", 2, 0, phone);
    decide("delete", 1);
    decide("restore", 1);
    decide("erase", 2);
    return items;
}

std::vector<Item> afterOneDecisionOfEachKind(std::vector<Item> history) {
    for (auto& item : history) {
        if (item.edits != 0) item.edits += kPeople;
        if (!item.decision) continue;
        auto& decision = *item.decision;
        decision.first += decision.kind == "undo"    ? kMerges
                          : decision.kind == "allow" ? kProhibitions
                                                     : kPeople;
        if (decision.second != 0) decision.second += kPeople;
    }
    auto all = oneDecisionOfEachKind();
    std::ranges::move(history, std::back_inserter(all));
    return all;
}

void writeAll(Deployed& on, std::span<const Item> all, std::size_t atOnce, const Done& done) {
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < kCallers; ++i) {
        callers.emplace_back([&] {
            for (auto at = next.fetch_add(atOnce); at < all.size(); at = next.fetch_add(atOnce)) {
                done(at, on.write(all.subspan(at, std::min(atOnce, all.size() - at))));
            }
        });
    }
}

void JoinedPicture::add(const Picture& picture, const std::vector<base::ProfileId>& made) {
    const auto numberOf = [&](int own) {
        const auto found = std::ranges::lower_bound(all_, made.at(static_cast<std::size_t>(own) - 1));
        return static_cast<int>(found - all_.begin()) + 1;
    };
    for (const auto& [own, live] : picture.pointers) joined_.pointers[numberOf(own)] = numberOf(live);
    for (const auto& [own, person] : picture.people) {
        auto& joined = joined_.people[numberOf(own)] = person;
        joined.number = numberOf(own);
        joined.entries.clear();
        for (const auto& [key, text] : person.entries) {
            const auto home = key.rfind(' ') + 1;
            joined.entries[key.substr(0, home) + std::to_string(numberOf(std::stoi(key.substr(home))))] =
                text;
        }
    }
    joined_.endpoints.insert(picture.endpoints.begin(), picture.endpoints.end());
    for (const auto& refusal : picture.refusals) {
        const auto colon = refusal.find(':');
        joined_.refusals.insert(std::to_string(numberOf(std::stoi(refusal.substr(0, colon)))) +
                                refusal.substr(colon));
    }
}

}  // namespace kith::test
