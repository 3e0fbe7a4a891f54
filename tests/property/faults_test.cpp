// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <exception>
#include <iostream>
#include <string>

#include "core/model/faults.hpp"
#include "tests/property/invariants.hpp"
#include "tests/support/history_generator.hpp"

#ifndef KITH_FAULTS
#error "this suite is built over a program with faults"
#endif

using namespace kith::test;
using kith::model::Fault;

namespace {

struct Named {
    Fault fault;
    const char* name;
};

constexpr std::array kFaults{
    Named{Fault::FirstOwnerWins, "a moving identifier stays with whoever had it first"},
    Named{Fault::TiesByArrival, "of two statements of one time the later arrival wins"},
    Named{Fault::LostClear, "a cleared field forgets when it was cleared"},
    Named{Fault::ClaimedBeatsAttested, "the grade of a statement doesn't count"},
    Named{Fault::MoveWithoutDateCheck, "a moving identifier follows any observation, however old"},
    Named{Fault::UndatedClaimAfterMerge, "a merge loses the dates of moving identifiers"},
    Named{Fault::SurvivorDecidesHome, "everything is written under the live profile's id"},
    Named{Fault::UnsubscribedForGood, "a newer opt-in doesn't lift an unsubscription"},
    Named{Fault::MachineRaisesStatus, "a scanner's click counts as a person's"},
    Named{Fault::SetRemoveIgnored, "an element removed from a set stays"},
    Named{Fault::DuplicatesCountedTwice, "a repeated status counts its activity again"},
    Named{Fault::UniqueCheckSkipped, "profiles with different values of a unique type merge"},
    Named{Fault::AnonymousNotAbsorbed, "an anonymous profile is not absorbed"},
    Named{Fault::ClaimIdentifies, "a claimed address finds its profile"},
    Named{Fault::LimitSilently, "over the limit an identifier is dropped without a refusal"},
    Named{Fault::LadderCountsDelivered, "failures before a delivery still count"},
    Named{Fault::FirstStatusTimeLost, "an activity is dated by its last status"},
    Named{Fault::MergeDropsFields, "a merge forgets the absorbed side's fields"},
    Named{Fault::HandMergesTheForbidden, "a merge by hand does not care for a must-not-link"},
    Named{Fault::UndoForbidsNothing, "a merge that is taken back leaves no must-not-link"},
    Named{Fault::UndoGivesBackOneHome, "what the restored profile had absorbed before stays behind"},
    Named{Fault::UndoTakesLaterAlong,
          "who became one with the survivor later goes with the restored profile"},
    Named{Fault::DetachReleasesNothing, "an older observation attaches what was detached"},
    Named{Fault::DeleteReleasesNothing, "an older observation makes somebody of what the deleted one listed"},
    Named{Fault::RestoreTakesBack, "a restored profile identifies by what is somebody else's"},
    Named{Fault::ErasedComesBack, "who was erased can be restored"},
};

constexpr int kMaxHistories = 500;

/// The property that a random history breaks, and how; empty if it breaks none.
std::string brokenBy(Dice& dice) {
    std::vector<std::uint64_t> seeds(5 + dice.below(36));
    for (auto& seed : seeds) seed = dice.next();
    const std::uint64_t rest = dice.next();
    try {
        const auto any = makeHistory(seeds);
        const auto decided = makeHistory(seeds, {.edits = true, .decisions = true, .tokens = true});
        const auto ending = makeHistory(
            seeds, {.nameless = false, .edits = true, .decisions = true, .tokens = true, .lives = true});
        const auto attested = makeHistory(seeds, {.claims = false, .mishaps = false});
        if (!ordersChangeNothing(keepSafe(attested, false), rest).empty()) return "orders and batches";
        if (!bridgesKeepPeopleApart(keepSafe(attested, true), rest).empty()) return "bridges";
        if (!followsThePlainModel(any, rest).empty()) return "the plain model";
        if (!followsThePlainModel(decided, rest).empty()) return "the plain model of decisions";
        if (!followsThePlainModel(ending, rest).empty()) return "the plain model of ends";
        if (!batchesChangeNothing(any, rest).empty()) return "groups";
        if (!repeatsChangeNothing(any, rest).empty()) return "repetitions";
    } catch (const std::exception& error) {
        return std::string("a failure: ") + error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("without a fault the suite finds none", "[property][faults]") {
    Dice dice(1);
    for (int i = 0; i < 50; ++i) CHECK(brokenBy(dice).empty());
}

TEST_CASE("each deliberate fault is caught", "[property][faults]") {
    for (const auto& [fault, name] : kFaults) {
        kith::model::activeFault = fault;
        Dice dice(2);
        std::string caughtBy;
        int histories = 0;
        while (caughtBy.empty() && histories < kMaxHistories) {
            caughtBy = brokenBy(dice);
            ++histories;
        }
        kith::model::activeFault = Fault::None;
        std::cout << (caughtBy.empty() ? "NOT CAUGHT: " : "caught: ") << name << " (" << caughtBy
                  << ", history " << histories << ")\n";
        CAPTURE(name);
        CHECK_FALSE(caughtBy.empty());
    }
}
