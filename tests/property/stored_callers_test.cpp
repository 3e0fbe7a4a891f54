// SPDX-License-Identifier: Apache-2.0
// What several callers write at once, of servers whose clocks differ, and what is taken back, in a database.
#include <algorithm>
#include <iostream>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "tests/property/callers.hpp"
#include "tests/property/deployed.hpp"
#include "tests/property/history_shares.hpp"
#include "tests/property/invariants.hpp"
#include "tests/property/plain_model.hpp"
#include "tests/property/random_history.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr Histories kHistories{20, 1'000};
/// Each is written by one writer and by four.
constexpr Histories kByMany{20, 4'000};

/// Who writes one history, in its order, while others write theirs.
class Caller {
public:
    Caller(const std::vector<Item>& history, const Deployment& deployment)
        : history_(history), model_(deployment.plain, kPictureAt) {}

    /// Until the first answer that is not the model's. The first `all` have to be carried out.
    void writeAll(Deployed& on, std::size_t all) {
        for (std::size_t at = 0; at < history_.size() && failure_.empty(); ++at) {
            const auto outcome = on.write(std::span(history_).subspan(at, 1), made_).front();
            const auto expected = model_.take(history_[at]);
            const std::string got(model::resultName(outcome.result));
            const bool isWritten = outcome.profile && outcome.result != model::Result::Duplicate;
            if (got != expected.result || (isWritten && outcome.version != expected.version))
                failure_ = "observation " + std::to_string(at) + " was " + got + " in version " +
                           std::to_string(outcome.version) + " and should be " + expected.result +
                           " in version " + std::to_string(expected.version);
            else if (at < all && expected.result == "rejected")
                failure_ = "observation " + std::to_string(at) + " was not carried out";
            if (model_.people() > made_.size()) made_.push_back(outcome.profile);
        }
    }

    [[nodiscard]] const std::string& failure() const noexcept { return failure_; }
    [[nodiscard]] const PlainModel& model() const noexcept { return model_; }
    [[nodiscard]] const std::vector<base::ProfileId>& made() const noexcept { return made_; }

private:
    const std::vector<Item>& history_;
    PlainModel model_;
    std::vector<base::ProfileId> made_;
    std::string failure_;
};

std::string differsFrom(Deployed& on, const std::vector<Caller>& callers) {
    JoinedPicture expected(on.profiles());
    std::set<std::string> forgettable;
    std::set<std::string> ofTheErased;
    for (const auto& caller : callers) {
        expected.add(caller.model().picture(), caller.made());
        forgettable.merge(caller.model().claimedOfTheErased());
        ofTheErased.merge(caller.model().namesOfTheErased());
    }
    const auto comparable = [&](Picture picture) {
        return withoutRefusalsOf(withoutNamings(withoutClaimants(std::move(picture)), forgettable),
                                 ofTheErased);
    };
    const auto difference = differenceOf(comparable(on.picture()), comparable(expected.picture()));
    return difference.empty() ? on.found() : difference;
}

/// What happened beside the decisions with which every history begins.
HistoryFacts besideOneOfEachKind(HistoryFacts facts) {
    for (int* count : {&facts.handMerges, &facts.undone, &facts.deleted, &facts.restored, &facts.erased})
        --*count;
    return facts;
}

/// Everyone is answered as if alone, and so are the tables, also once the erasures have ended. `facts` are
/// those of the random history.
std::string eachIsAnsweredAsIfAlone(Deployed& on, const std::vector<Item>& random, std::uint64_t seed,
                                    HistoryFacts& facts) {
    const auto history = afterOneDecisionOfEachKind(random);
    const auto beginning = oneDecisionOfEachKind().size();
    const auto& deployment = deploymentFor(seed);
    on.begin(deployment, {1'000, 8, 4});
    on.skewClocks(seed);
    std::vector<std::vector<Item>> histories;
    std::vector<Caller> callers;
    for (std::size_t i = 0; i < kCallers; ++i) histories.push_back(ofCaller(history, i));
    for (const auto& each : histories) callers.emplace_back(each, deployment);
    {
        std::vector<std::jthread> threads;
        for (auto& caller : callers) threads.emplace_back([&] { caller.writeAll(on, beginning); });
    }
    for (const auto& caller : callers)
        if (!caller.failure().empty()) return caller.failure();
    facts = besideOneOfEachKind(callers.front().model().facts());
    const auto difference = differsFrom(on, callers);
    if (!difference.empty()) return difference;
    on.maintain();
    return differsFrom(on, callers);
}

/// Sightings move on with the observation that joined the two; who has what in which role does not.
Picture withoutSightings(Picture picture) {
    for (auto& [number, person] : picture.people)
        for (auto& [key, text] : person.entries) text.resize(text.find(' '));
    return picture;
}

/// An observation that carries an address or a number of each of two people, and says nothing.
std::optional<Item> joining(const Person& first, const Person& second) {
    Item item;
    item.id = "joining";
    item.at = 20'000;  // Later than whatever a history holds.
    for (const auto* person : {&first, &second}) {
        const auto linking = std::ranges::find_if(person->identifying, [](const std::string& name) {
            return name.starts_with("email:") || name.starts_with("phone:");
        });
        if (linking == person->identifying.end()) return std::nullopt;
        const auto colon = linking->find(':');
        item.identifiers.emplace_back(linking->substr(0, colon), linking->substr(colon + 1));
    }
    return item;
}

/// What makes two of them one, by hand or by what is observed, whom nothing forbids to; nothing if there are
/// none.
std::optional<Item> merging(Deployed& on, const std::vector<const Person*>& people, bool byHand) {
    for (std::size_t i = 0; i < people.size(); ++i) {
        for (std::size_t j = i + 1; j < people.size(); ++j) {
            const auto byDecision = decisionOf("merge", people[i]->number, people[j]->number);
            auto item = byHand ? std::optional(byDecision) : joining(*people[i], *people[j]);
            if (!item) continue;
            const auto preview = on.write(decisionOf("preview", people[i]->number, people[j]->number));
            if (!preview.problem && preview.refused.empty()) return item;
        }
    }
    return std::nullopt;
}

/// 11: two who were merged, by hand or by what was observed, and taken apart again are what they were, row by
/// row.
std::string takingBackRestoresTheTables(Deployed& on, const std::vector<Item>& history, std::uint64_t seed,
                                        bool& merged) {
    on.begin(deploymentFor(seed), {1'000, 100, 1});
    for (const auto& item : history) static_cast<void>(on.write(item));
    Dice dice(seed);
    const bool byHand = dice.chance(50);
    const auto shown = [&] {
        auto picture = withoutVersions(on.picture());
        return byHand ? picture : withoutSightings(std::move(picture));
    };
    const auto before = shown();
    const auto facts = factsOf(on.tables());
    std::vector<const Person*> people;
    for (const auto& [number, person] : before.people)
        if (person.life.empty()) people.push_back(&person);
    shuffle(people, dice);
    const auto item = merging(on, people, byHand);
    if (!item) return {};
    const auto outcome = on.write(*item);
    merged = outcome.result == model::Result::Merged && outcome.refused.empty();
    if (!merged) return {};
    const auto merges = static_cast<int>(on.merges().size());
    const auto undone = on.write(decisionOf("undo", merges));
    if (undone.problem) return "the merge could not be taken back: " + undone.problem->detail();
    if (factsOf(on.tables()) != facts) return "other facts stand than before";
    const auto difference = differenceOf(shown(), before);
    return difference.empty() ? on.found() : difference;
}

/// 9 and 10, in another order, some twice, from several callers at once, by one writer and by four.
std::string bridgesKeepPeopleApartInTables(Deployed& on, const std::vector<Item>& safe, std::uint64_t seed) {
    PlainModel model(roomy().plain, kPictureAt);
    for (const auto& item : safe) model.take(item);
    const auto expected = partitionOf(model.picture());
    Dice dice(seed);
    std::vector<Item> all = safe;
    for (const auto& item : safe) {
        if (!item.id.empty() && dice.chance(10)) all.push_back(item);
    }
    shuffle(all, dice);
    for (const unsigned writers : {1U, 4U}) {
        on.begin(roomy(), {1'000, 1 + dice.below(8), writers});
        on.skewClocks(seed);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < kCallers; ++i)
                threads.emplace_back([&, i] {
                    for (auto at = i; at < all.size(); at += kCallers) static_cast<void>(on.write(all[at]));
                });
        }
        const auto picture = on.picture();
        auto difference = differenceOf(partitionOf(picture), expected);
        if (difference.empty()) difference = misplacedMoving(picture, safe);
        if (!difference.empty()) return "by " + std::to_string(writers) + " writers, " + difference;
    }
    return on.found();
}

}  // namespace

TEST_CASE("of several who observe and decide at once each is answered as if alone", "[property]") {
    Deployed on(eachEngine());
    HistoryShares shares;
    const bool allChecked = holdsForHistories(
        {.nameless = false, .edits = true, .decisions = true, .tokens = true, .lives = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            HistoryFacts facts;
            auto failure = eachIsAnsweredAsIfAlone(on, history, seed, facts);
            shares.add(facts);
            return failure;
        },
        kHistories);
    if (!allChecked) return;
    shares.print();
    if (!shares.isEnough()) return;
    CHECK(shares.mergedByHand() >= 10);
    CHECK(shares.takenBack() >= 10);
    CHECK(shares.deleted() >= 20);
    CHECK(shares.erased() >= 10);
}

TEST_CASE("a merge that is taken back leaves both sides in the tables as they were", "[property]") {
    Deployed on(eachEngine());
    int histories = 0;
    int merged = 0;
    const bool allChecked = holdsForHistories(
        {.edits = true, .decisions = true, .tokens = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            bool didMerge = false;
            auto failure = takingBackRestoresTheTables(on, history, seed, didMerge);
            ++histories;
            merged += didMerge ? 1 : 0;
            return failure;
        },
        kHistories);
    if (!allChecked) return;
    std::cout << "  " << merged << " merges of " << histories << " histories\n";
    if (histories >= kHistories.usual) CHECK(merged >= 3);
}

TEST_CASE("moving identifiers keep people apart and end with the newest in a database too", "[property]") {
    Deployed on(eachEngine());
    holdsForHistories(
        {.claims = false, .mishaps = false},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            return bridgesKeepPeopleApartInTables(on, keepSafe(history, true), seed);
        },
        kByMany);
}
