// SPDX-License-Identifier: Apache-2.0
// What is folded of subscriptions and of the states of addresses.
#include <algorithm>
#include <array>

#include "tests/property/plain_segments.hpp"

namespace kith::test {
namespace {

constexpr int kMinutesOfDay = 1'440;
constexpr int kNever = -1;

/// The minute of the newest of each kind of entry of one address.
struct Ledger {
    std::map<std::string, int> states;  ///< But for blocks.
    int byStaff = kNever;               ///< That it may be written to again.
    int optIn = kNever;                 ///< Of the person, with the address.
    int delivery = kNever;
    int blocked = kNever;  ///< With an end of its own:
    int blockEnd = kNever;
    std::vector<int> failures;

    [[nodiscard]] int newest(const std::string& state) const {
        const auto found = states.find(state);
        return found == states.end() ? kNever : found->second;
    }
};

void addState(Ledger& ledger, const Said& said) {
    if (said.value == "blocked" && said.until) {
        ledger.blocked = said.minute;
        ledger.blockEnd = *said.until;
    } else if (said.value == "blocked") {
        ledger.failures.push_back(said.minute);
    } else {
        ledger.states[said.value.get<std::string>()] = said.minute;
    }
    if (said.value != "active") return;
    if (said.key == "double_opt_in") ledger.optIn = said.minute;
    if (said.by == "staff") ledger.byStaff = said.minute;
}

/// Later entries come later.
Ledger ledgerOf(const std::vector<Said>& all, const std::string& name) {
    Ledger ledger;
    for (const auto& said : all) {
        if (said.name != name) continue;
        if (said.what == Said::What::State) addState(ledger, said);
        if (said.what == Said::What::Subscription && said.value == "subscribed" && said.by == "person")
            ledger.optIn = said.minute;
        const bool isEmail = said.what == Said::What::Message && said.key == "email";
        if (isEmail && said.value != "sent") ledger.delivery = said.minute;
    }
    return ledger;
}

/// The failures since the last delivery block for longer each time.
bool isBlocked(const Ledger& ledger, int minute) {
    constexpr std::array kDays{1, 2, 3, 90};
    if (ledger.blocked > ledger.delivery && ledger.blockEnd > minute) return true;
    const auto counted =
        std::ranges::count_if(ledger.failures, [&](int failure) { return failure > ledger.delivery; });
    if (counted == 0) return false;
    const auto place = std::min(static_cast<std::size_t>(counted), kDays.size()) - 1;
    return ledger.failures.back() + kDays.at(place) * kMinutesOfDay > minute;
}

}  // namespace

std::string PlainPeople::subscription(const std::string& category, const Person& person) const {
    int left = kNever;
    int byPerson = kNever;
    bool optedIn = false;
    bool claimed = false;
    for (const auto& said : said_) {
        if (said.what != Said::What::Subscription || said.key != category || !person.contains(said.name))
            continue;
        if (arrivals_.at(said.name).claimed) {
            claimed = true;
        } else if (said.value == "unsubscribed") {
            left = std::max(left, said.minute);
        } else {
            optedIn = true;
            if (said.by == "person") byPerson = std::max(byPerson, said.minute);
        }
    }
    if (left != kNever && byPerson <= left) return "unsubscribed";
    if (optedIn) return "subscribed";
    if (claimed) return "pending";
    if (category == "offers") return "subscribed";
    return category == "calls" ? "unsubscribed" : "";
}

std::string PlainPeople::stateOf(const std::string& name, int minute) const {
    if (arrivals_.at(name).claimed) return "unconfirmed";
    const auto ledger = ledgerOf(said_, name);
    if (ledger.newest("complained") > ledger.optIn) return "complained";
    if (ledger.newest("blacklisted") > ledger.byStaff) return "blacklisted";
    if (ledger.newest("unsubscribed") > ledger.optIn) return "unsubscribed";
    if (isBlocked(ledger, minute)) return "blocked";
    const bool isConfirmed = ledger.newest("unconfirmed") <= std::max(ledger.newest("active"), ledger.optIn);
    return isConfirmed ? "active" : "unconfirmed";
}

}  // namespace kith::test
