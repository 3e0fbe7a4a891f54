// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "tests/property/callers.hpp"
#include "tests/property/deployed.hpp"
#include "tests/property/history_shares.hpp"
#include "tests/property/invariants.hpp"
#include "tests/property/plain_model.hpp"
#include "tests/property/random_history.hpp"
#include "tests/support/store_picture.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr Histories kHistories{30, 2'000};
/// Each is written by one writer and by four.
constexpr Histories kByMany{30, 4'000};
/// A process for each.
constexpr Histories kCrashes{15, 300};

std::string textOf(const std::string& result, const std::multiset<std::string>& refused) {
    std::string text = result;
    for (const auto& each : refused) text += ", refused " + each;
    return text;
}

bool isAccepted(const PlainOutcome& outcome) {
    return outcome.result != "duplicate" && outcome.result != "rejected";
}

/// What was accepted, and the number of the profile under whose home it was written; 0 if it is nobody's.
struct Taken {
    Item item;
    int home = 0;
};

/// The values that nothing mentioned but what was written about people who were erased, whether they still
/// listed them then or not; and which no activity of somebody else keeps.
std::set<std::string> onlyOfTheErased(const PlainModel& model, const std::vector<Taken>& taken) {
    std::set<std::string> names;
    for (const bool erased : {true, false}) {
        for (const auto& [item, home] : taken) {
            if (home == 0 || model.isErased(home) != erased) continue;
            for (const auto& [type, value] : mentionedBy(item)) {
                const auto name = type + ":" + value;
                if (erased)
                    names.insert(name);
                else
                    names.erase(name);
            }
        }
    }
    for (const auto& name : model.namedByActivities()) names.erase(name);
    return names;
}

/// What the tables hold, and do not hold, against what the model says.
std::string differsFrom(const PlainModel& model, Deployed& on, const std::vector<Taken>& taken) {
    std::vector<Item> standing;
    for (const auto& [item, home] : taken) {
        if (!model.isErased(home)) standing.push_back(item);
    }
    const auto broken = on.broken(standing, model.facts().claimedConsents);
    if (!broken.empty()) return broken;
    const auto comparable = [&](Picture picture) {
        return withoutRefusalsOf(
            withoutNamings(withoutClaimants(std::move(picture)), model.claimedOfTheErased()),
            model.namesOfTheErased());
    };
    return differenceOf(comparable(on.picture()), comparable(model.picture()));
}

/// How an outcome differs from the model's.
std::string differsFrom(const PlainOutcome& expected, const model::Outcome& outcome, bool versionsCount) {
    std::multiset<std::string> refused;
    for (const auto& refusal : outcome.refused) {
        refused.insert(std::string(model::refusalCodeName(refusal.code)) + " " + nameOf(refusal.identifier));
    }
    const auto got = textOf(std::string(model::resultName(outcome.result)), refused);
    const auto wanted = textOf(expected.result, expected.refused);
    const bool same =
        got == wanted && (!versionsCount || !isAccepted(expected) || outcome.version == expected.version);
    return same ? "" : "was " + got + " and should be " + wanted;
}

/// One after the other, or for every other seed in groups: everything that an outcome and the tables say is
/// what the model says, and the tables keep their structure.
std::string storedAsThePlainModelSays(Deployed& on, const std::vector<Item>& history, std::uint64_t seed,
                                      HistoryFacts* facts = nullptr) {
    const Deployment& deployment = seed % 4 == 0 ? tight() : roomy();
    const bool inGroups = seed / 4 % 2 == 1;
    on.begin(deployment, {1'000, 100, 1});
    PlainModel model(deployment.plain, kPictureAt);
    Dice dice(seed);
    std::vector<Taken> taken;
    for (std::size_t at = 0; at < history.size();) {
        const auto size = inGroups ? groupFrom(history, at, model.people(), dice) : 1;
        for (const auto& outcome : on.write(std::span(history).subspan(at, size))) {
            const auto expected = model.take(history[at]);
            const auto difference = differsFrom(expected, outcome, !inGroups);
            if (!difference.empty()) return "observation " + std::to_string(at) + ' ' + difference;
            const bool isNobodys = expected.home == 0;
            if (isAccepted(expected))
                taken.push_back({isNobodys ? statesOf(history[at]) : history[at], expected.home});
            ++at;
        }
        if (dice.chance(30)) on.eraseSome(1 + dice.below(3));
    }
    if (facts != nullptr) *facts = model.facts();
    const auto broken = differsFrom(model, on, taken);
    if (!broken.empty() || model.facts().erased == 0) return broken;
    while (on.eraseSome(1 + dice.below(20))) continue;
    on.maintain();
    const auto after = differsFrom(model, on, taken);
    return after.empty() ? on.left(onlyOfTheErased(model, taken)) : after;
}

/// What became of a safe set; 9 and the structure.
std::string differsFromThePlainModel(Deployed& on, const std::vector<Item>& safe, HistoryFacts& facts) {
    PlainModel model(roomy().plain, kPictureAt);
    std::vector<Item> taken;
    for (const auto& item : safe) {
        if (model.take(item).result != "duplicate") taken.push_back(item);
    }
    facts = model.facts();
    const auto picture = on.picture();
    if (!picture.refusals.empty()) return "a safe set was refused " + *picture.refusals.begin();
    const auto difference = differenceOf(essenceOf(picture), essenceOf(model.picture()));
    return difference.empty() ? on.broken(taken, model.facts().claimedConsents) : difference;
}

/// In another order, some twice, in groups of a few, from several callers at once, by one writer and by four.
std::string storedTheSameByMany(Deployed& on, const std::vector<Item>& safe, std::uint64_t seed,
                                HistoryFacts& facts) {
    Dice dice(seed);
    std::vector<Item> all = safe;
    for (const auto& item : safe) {
        if (!item.id.empty() && dice.chance(10)) all.push_back(item);
    }
    shuffle(all, dice);
    const auto atOnce = 1 + dice.below(4);
    for (const unsigned writers : {1U, 4U}) {
        on.begin(roomy(), {1'000, 1 + dice.below(8), writers});
        std::atomic<int> rejected{0};
        writeAll(on, all, atOnce, [&](std::size_t, const std::vector<model::Outcome>& outcomes) {
            for (const auto& outcome : outcomes) rejected += outcome.problem ? 1 : 0;
        });
        const auto by = "by " + std::to_string(writers) + " writers, ";
        if (rejected > 0) return by + std::to_string(rejected) + " observations were rejected";
        const auto difference = differsFromThePlainModel(on, safe, facts);
        if (!difference.empty()) return by + difference;
    }
    return {};
}

/// Killed at any point, and everything sent again in another order. Every item has an id.
std::string storedTheSameAfterACrash(Deployed& on, const std::vector<Item>& safe, std::uint64_t seed,
                                     HistoryFacts& facts) {
    Dice dice(seed);
    std::vector<Item> all = safe;
    shuffle(all, dice);
    const std::size_t atOnce = 1 + dice.below(4);
    const std::size_t batches = (all.size() + atOnce - 1) / atOnce;
    on.begin(roomy(), {1'000, 1 + dice.below(8), 4});
    const auto acknowledged = on.writeUntilKilled(
        dice.below(static_cast<std::uint32_t>(batches + 1)), [&](const Deployed::Acknowledge& acknowledge) {
            writeAll(on, all, atOnce, [&](std::size_t at, const auto& /*outcomes*/) { acknowledge(at); });
        });
    const auto isDuplicate = [](const auto& outcome) { return outcome.result == model::Result::Duplicate; };
    for (const auto at : acknowledged) {
        const auto batch = std::span(all).subspan(at, std::min(atOnce, all.size() - at));
        if (!std::ranges::all_of(on.write(batch), isDuplicate)) return "what was acknowledged was lost";
    }
    shuffle(all, dice);
    std::atomic<int> rejected{0};
    writeAll(on, all, 1 + dice.below(4), [&](std::size_t, const std::vector<model::Outcome>& outcomes) {
        for (const auto& outcome : outcomes) rejected += outcome.problem ? 1 : 0;
    });
    if (rejected > 0) return std::to_string(rejected) + " observations were rejected";
    return differsFromThePlainModel(on, safe, facts);
}

/// Checks a property on the safe part of random histories, and that it is no small part.
template <class Property>
void holdsForSafeHistories(const HistoryShape& shape, Histories histories, Property property) {
    HistoryShares shares;
    const auto ofSafePart = [&](const std::vector<Item>& history, std::uint64_t seed) {
        const auto safe = keepSafe(history, false);
        HistoryFacts facts;
        auto failure = property(safe, seed, facts);
        shares.add(facts);
        shares.addSafe(safe, history);
        return failure;
    };
    if (!holdsForHistories(shape, ofSafePart, histories)) return;
    shares.print();
    // They are few: more slack than where a thousand are checked.
    CHECK(shares.mostlySafe() >= 75);
    CHECK(shares.safeItems() >= 60);
    CHECK(shares.safeActivities() >= 40);
    CHECK(shares.joining() >= 20);
}

}  // namespace

TEST_CASE("the database holds what the plain model says, whatever arrived", "[property]") {
    Deployed on(eachEngine());
    holdsForHistories(
        {.edits = true, .tokens = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            return storedAsThePlainModelSays(on, history, seed);
        },
        kHistories);
}

TEST_CASE("the database holds what the plain model says of what people decide", "[property]") {
    Deployed on(eachEngine());
    holdsForHistories(
        {.edits = true, .decisions = true, .tokens = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            return storedAsThePlainModelSays(on, history, seed);
        },
        kHistories);
}

TEST_CASE("the database holds what the plain model says of those who end, and nothing of the erased",
          "[property]") {
    Deployed on(eachEngine());
    HistoryShares shares;
    const bool allChecked = holdsForHistories(
        {.nameless = false, .edits = true, .decisions = true, .tokens = true, .lives = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            HistoryFacts facts;
            auto failure = storedAsThePlainModelSays(on, history, seed, &facts);
            shares.add(facts);
            return failure;
        },
        kHistories);
    if (!allChecked) return;
    shares.print();
    // Of a few, or of one that is replayed, there may be none.
    if (shares.histories() < kHistories.usual) return;
    CHECK(shares.deleted() > 0);
    CHECK(shares.erased() > 0);
    if (!shares.isEnough()) return;
    CHECK(shares.deleted() >= 20);
    CHECK(shares.erased() >= 15);
}

TEST_CASE("orders, groups and writers don't show in the database", "[property]") {
    Deployed on(eachEngine());
    holdsForSafeHistories({.claims = false, .mishaps = false}, kByMany,
                          [&](const std::vector<Item>& safe, std::uint64_t seed, HistoryFacts& facts) {
                              return storedTheSameByMany(on, safe, seed, facts);
                          });
}

TEST_CASE("a crash at any point, and everything again, don't show in the database", "[property]") {
    Deployed on(eachEngine());
    holdsForSafeHistories({.claims = false, .mishaps = false, .nameless = false}, kCrashes,
                          [&](const std::vector<Item>& safe, std::uint64_t seed, HistoryFacts& facts) {
                              return storedTheSameAfterACrash(on, safe, seed, facts);
                          });
}
