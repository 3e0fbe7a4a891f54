// SPDX-License-Identifier: Apache-2.0
// What is observed, claimed and decided from several sides at once, in a database.
#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "tests/property/callers.hpp"
#include "tests/property/deployed.hpp"
#include "tests/property/random_history.hpp"
#include "tests/property/structure.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr Histories kHistories{20, 1'000};
/// By then the numbers that random decisions name are those of others. The tenth would name the telephones of
/// the first: ofCaller() has one digit for whose they are.
constexpr std::size_t kRounds = 9;

/// A person has one; claims are as they come.
bool saysTwoCustomers(const Item& item) {
    std::set<std::string> values;
    for (const auto& [type, value] : item.identifiers)
        if (type == "external_id") values.insert(value);
    return values.size() > 1;
}

/// What those are told whose turn came too late: somebody has gone, or changed, or was decided about already.
bool isOfTheOrder(const Item& item, const base::Error& problem) {
    using enum base::ErrorCode;
    constexpr std::array kDecided{NotFound, Gone, Conflict, PreconditionFailed};
    if (item.decision) return std::ranges::find(kDecided, problem.code()) != kDecided.end();
    if (problem.code() != InvalidInput || problem.violations().empty()) return false;
    const auto& code = problem.violations().back().code;
    return code == "no_identifier" || (code == "too_many_values" && saysTwoCustomers(item));
}

/// What was carried out, by its kind.
using DoneByMany = std::map<std::string, int>;

/// What became of everything, noted on any thread.
class Written {
public:
    void note(const Item& item, const model::Outcome& outcome) {
        const std::scoped_lock lock(mutex_);
        if (outcome.problem) {
            if (!isOfTheOrder(item, *outcome.problem))
                unexpected_ =
                    std::string(base::codeName(outcome.problem->code())) + ": " + outcome.problem->detail();
        } else if (outcome.result == model::Result::Duplicate) {
            return;
        } else if (item.decision) {
            ++done_[item.decision->kind];
            if (item.decision->kind == "detach") detached_.push_back(item);
        } else {
            (outcome.profile ? accepted_ : ofNobody_).push_back(outcome.profile ? item : statesOf(item));
        }
    }
    /// Once nothing is written any more.
    [[nodiscard]] const std::string& unexpected() const noexcept { return unexpected_; }
    [[nodiscard]] const DoneByMany& done() const noexcept { return done_; }
    [[nodiscard]] const std::vector<Item>& accepted() const noexcept { return accepted_; }
    [[nodiscard]] const std::vector<Item>& ofNobody() const noexcept { return ofNobody_; }
    /// Says what became of what was only claimed.
    [[nodiscard]] const std::vector<Item>& detached() const noexcept { return detached_; }

private:
    std::mutex mutex_;
    std::vector<Item> accepted_;
    std::vector<Item> ofNobody_;
    std::vector<Item> detached_;
    std::string unexpected_;
    DoneByMany done_;
};

bool isErasure(const Item& item) {
    return item.decision && item.decision->kind == "erase";
}

/// Decides something of every kind about two people of its own while others decide as well: once more about
/// two others if somebody else was first.
void decideOfEachKind(Deployed& on, bool erases, Written& written) {
    auto items = oneDecisionOfEachKind();
    if (!erases) std::erase_if(items, isErasure);
    bool isDone = false;
    for (std::size_t round = 0; round < kRounds && !isDone; ++round) {
        std::vector<base::ProfileId> made;
        isDone = true;
        for (const auto& item : ofCaller(items, round)) {
            const auto outcome = on.write({&item, 1}, made).front();
            written.note(item, outcome);
            isDone = isDone && !outcome.problem;
            if (!item.decision) made.push_back(outcome.profile);
        }
    }
}

/// What does not hold in the tables. How many claimed consents count depends on who came first; more than
/// subscribed somebody never do.
std::string broken(Deployed& on, const std::vector<Item>& standing) {
    std::ptrdiff_t said = 0;
    for (const auto& item : standing)
        if (!item.attested)
            said += std::ranges::count_if(item.subscriptions, &Item::Subscription::subscribed);
    const auto claimed = claimedConsentsIn(on.tables());
    if (std::cmp_greater(claimed, said)) return "6: more consents were claimed than anybody said";
    return on.broken(standing, claimed);
}

/// What is written and decided from several sides at once has no one right end. But nobody is told of more
/// than that others were first, what was accepted is there, and the tables keep their structure, also when
/// the erasures have ended.
std::string keptWhatManyDecide(Deployed& on, const std::vector<Item>& history, std::uint64_t seed,
                               DoneByMany& all) {
    Dice dice(seed);
    on.begin(roomy(), {1'000, 8, 4});
    Written written;
    // The decider is sure to erase somebody, which not every history does. Then fewer numbers can be held
    // against what was written.
    const bool erases = seed % 2 == 0;
    {
        const std::jthread decider([&] { decideOfEachKind(on, erases, written); });
        writeAll(on, history, 1 + dice.below(4),
                 [&](std::size_t at, const std::vector<model::Outcome>& outcomes) {
                     for (const auto& outcome : outcomes) written.note(history[at++], outcome);
                 });
    }
    if (!written.unexpected().empty()) return written.unexpected();
    for (const auto& [kind, count] : written.done()) all[kind] += count;
    auto standing = on.standing(written.accepted());
    if (!standing) return "what was accepted is not there, or was erased in part";
    for (const auto* others : {&written.ofNobody(), &written.detached()})
        standing->insert(standing->end(), others->begin(), others->end());
    const auto wrong = broken(on, *standing);
    if (!wrong.empty()) return wrong;
    on.maintain();
    return broken(on, *standing);
}

}  // namespace

TEST_CASE("what many decide and observe at once is kept, and nobody sees more than that others were first",
          "[property]") {
    Deployed on(eachEngine());
    int histories = 0;
    DoneByMany done;
    const bool allChecked = holdsForHistories(
        {.mishaps = false, .nameless = false, .decisions = true, .tokens = true, .lives = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            ++histories;
            return keptWhatManyDecide(on, history, seed, done);
        },
        kHistories);
    if (!allChecked) return;
    for (const auto& [kind, count] : done) std::cout << "  " << count << " times " << kind << "\n";
    if (histories < kHistories.usual) return;
    for (const auto& item : oneDecisionOfEachKind()) {
        if (!item.decision) continue;
        INFO(item.decision->kind);
        CHECK(done[item.decision->kind] > 0);
    }
}
