// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "tests/property/plain_model.hpp"

namespace kith::test {
namespace {

constexpr std::array kStrictestFirst{"complained", "blacklisted", "unsubscribed",
                                     "blocked",    "unconfirmed", "active"};
constexpr std::int64_t kDay = 86'400'000;
constexpr std::array<std::int64_t, 4> kLadder{1 * kDay, 2 * kDay, 3 * kDay, 90 * kDay};

}  // namespace

std::vector<PlainModel::Statement> PlainModel::ledgerOf(const Name& name) const {
    std::vector<Statement> ledger;
    for (const auto& written : log_) {
        const Item& item = written.item;
        if (!item.attested) continue;
        const auto& released = written.released;
        const bool carried = std::find(released.begin(), released.end(), name) == released.end() &&
                             std::any_of(item.identifiers.begin(), item.identifiers.end(),
                                         [&](const auto& ref) { return nameOf(ref) == name; });
        for (const auto& each : item.endpoints) {
            if (nameOf(each.ref) != name) continue;
            const Order order = written.order(each.at);
            if (each.told) {
                ledger.push_back({"opt-in", each.reason, {}, order});
                continue;
            }
            ledger.push_back({each.state, each.reason, each.until, order});
            const bool confirmed = each.state == "active" && each.reason == "double_opt_in";
            if (confirmed && carried) ledger.push_back({"opt-in", "", {}, order});
            const bool lifts = each.state == "active" && !each.reason.empty() && !confirmed;
            if (lifts && item.staff) ledger.push_back({"staff's", each.reason, {}, order});
        }
        for (const auto& each : item.subscriptions) {
            const bool own = each.subscribed && each.by == "person" && carried;
            if (own) ledger.push_back({"opt-in", "", {}, written.order(each.at)});
        }
        for (const auto& each : item.activities) {
            const bool reached =
                each.status == "delivered" || each.status == "read" || each.status == "clicked";
            if (reached && each.machine.empty() && each.endpoint && nameOf(*each.endpoint) == name) {
                ledger.push_back({"delivery", "", {}, written.order(each.at)});
            }
        }
    }
    std::stable_sort(ledger.begin(), ledger.end(),
                     [](const auto& a, const auto& b) { return a.isBefore(b); });
    return ledger;
}

std::string PlainModel::endpointOf(const Name& name, bool onlyClaimed) const {
    const auto ledger = ledgerOf(name);
    const auto newestOf = [&](const std::string& what) {
        const Statement* found = nullptr;
        for (const auto& each : ledger) {
            if (each.what == what) found = &each;
        }
        return found;
    };
    const Statement* optIn = newestOf("opt-in");
    const Statement* delivery = newestOf("delivery");
    const Statement* active = newestOf("active");
    const Statement* byStaff = newestOf("staff's");
    const auto liftedBy = [](const Statement& state, const Statement* lifter, const std::string& what) {
        if (lifter == nullptr || !(state.order < lifter->order)) return std::string();
        return " lifted " + std::to_string(lifter->at()) + " by " + what + "(" + lifter->reason + ")";
    };

    std::string shown;
    std::string text;
    const auto show = [&](const Statement& state, const std::string& until, const std::string& lifted) {
        text +=
            "; " + state.what + "(" + state.reason + ") since " + std::to_string(state.at()) + until + lifted;
        if (lifted.empty() && shown.empty()) shown = state.what;
    };
    for (const std::string what : kStrictestFirst) {
        const Statement* state = newestOf(what);
        if (state == nullptr) continue;
        if (what == "complained" || what == "unsubscribed")
            show(*state, "", liftedBy(*state, optIn, "opt_in"));
        if (what == "blacklisted") show(*state, "", liftedBy(*state, byStaff, "active"));
        if (what == "active") show(*state, "", "");
        if (what == "unconfirmed") {
            const auto one = liftedBy(*state, active, "active");
            const auto other = liftedBy(*state, optIn, "opt_in");
            const bool preferActive = other.empty() || (!one.empty() && optIn->at() < active->at());
            show(*state, "", preferActive ? one : other);
        }
        if (what != "blocked") continue;

        // Those since the last delivery: the newest with an end of its own, and the ladder over the others.
        const Statement* counted = nullptr;
        std::int64_t end = 0;
        const Statement* explicitly = nullptr;
        const Statement* failure = nullptr;
        std::size_t failures = 0;
        for (const auto& each : ledger) {
            if (each.what != "blocked" || (delivery != nullptr && each.order < delivery->order)) continue;
            (each.until ? explicitly : failure) = &each;
            failures += each.until ? 0U : 1U;
        }
        if (explicitly != nullptr) {
            counted = explicitly;
            end = *explicitly->until;
        }
        if (failure != nullptr) {
            const auto failureEnd = failure->at() + kLadder[std::min<std::size_t>(failures, 4) - 1];
            const bool later =
                counted == nullptr || failureEnd > end || (failureEnd == end && counted->isBefore(*failure));
            if (later) counted = failure;
            if (later) end = failureEnd;
        }
        if (counted == nullptr) {
            show(*state, "", liftedBy(*state, delivery, "delivery"));
        } else {
            const auto endText = std::to_string(end);
            show(*counted, " until " + endText, end <= now_ ? " lifted " + endText + " by time()" : "");
        }
    }
    if (shown.empty()) shown = onlyClaimed && optIn == nullptr ? "unconfirmed" : "active";
    return shown + text;
}

}  // namespace kith::test
