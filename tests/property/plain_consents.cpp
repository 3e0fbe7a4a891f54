// SPDX-License-Identifier: Apache-2.0
#include "tests/property/plain_consents.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace kith::test {
namespace {

using Order = std::tuple<bool, std::int64_t, std::string, std::string>;

Order orderOf(const Item& item, std::int64_t at) {
    return {item.attested, at, item.source, item.id};
}

template <class Statement>
void sortByOrder(std::vector<Statement>& statements) {
    std::sort(statements.begin(), statements.end(),
              [](const auto& a, const auto& b) { return a.order < b.order; });
}

/// What happens to an address: a state is set, or the person, or the staff, lets something go.
struct Event {
    std::pair<Order, bool> order;  ///< Of one moment, what lets go comes first: it lets nothing newer go.
    std::string what;
};

std::vector<Event> eventsOf(const Item& item, const Item::Ref& address) {
    std::vector<Event> events;
    if (!item.attested) return events;
    const bool carried =
        std::find(item.identifiers.begin(), item.identifiers.end(), address) != item.identifiers.end();
    std::int64_t optedInAt = -1;
    for (const auto& each : item.subscriptions) {
        if (each.subscribed && each.by == "person") optedInAt = std::max(optedInAt, each.at);
    }
    if (carried && optedInAt >= 0) events.push_back({{orderOf(item, optedInAt), false}, "opted in"});
    for (const auto& each : item.endpoints) {
        if (each.ref != address) continue;
        const auto order = orderOf(item, each.at);
        events.push_back({{order, true}, each.state});
        if (each.state != "active") continue;
        const bool confirmed = each.reason == "double_opt_in";
        if (confirmed && carried) events.push_back({{order, false}, "opted in"});
        if (!confirmed && !each.reason.empty() && item.staff)
            events.push_back({{order, false}, "let by staff"});
    }
    return events;
}

}  // namespace

std::string plainSubscription(const std::vector<Item>& items, const std::string& category) {
    struct Said {
        Order order;
        const Item* item;
        const Item::Subscription* what;
    };
    std::vector<Said> ledger;
    for (const auto& item : items) {
        for (const auto& each : item.subscriptions) {
            const bool counts = item.attested || each.subscribed;
            if (each.category == category && counts) ledger.push_back({orderOf(item, each.at), &item, &each});
        }
    }
    sortByOrder(ledger);
    bool hasLeft = false;
    std::string shown;
    for (const auto& [order, item, what] : ledger) {
        if (what->by == "person" && what->subscribed && item->attested) hasLeft = false;
        if (hasLeft && what->subscribed) continue;
        hasLeft = !what->subscribed;
        const std::string state = !what->subscribed ? "unsubscribed"
                                  : item->attested  ? "subscribed"
                                                    : "pending";
        shown = state + " since " + std::to_string(what->at) + " by " + what->by + " of " + item->source;
    }
    return shown;
}

std::string plainState(const std::vector<Item>& items, const Item::Ref& address) {
    std::vector<Event> ledger;
    for (const auto& item : items) {
        for (auto& event : eventsOf(item, address)) ledger.push_back(std::move(event));
    }
    sortByOrder(ledger);
    std::set<std::string> standing;
    for (const auto& [order, what] : ledger) {
        if (what == "opted in") {
            for (const auto* each : {"complained", "unsubscribed", "unconfirmed"}) standing.erase(each);
        } else if (what == "let by staff") {
            standing.erase("blacklisted");
        } else if (what == "active") {
            standing.erase("unconfirmed");
        } else {
            standing.insert(what);
        }
    }
    for (const auto* each : {"complained", "blacklisted", "unsubscribed", "unconfirmed"}) {
        if (standing.contains(each)) return each;
    }
    return "active";
}

}  // namespace kith::test
