// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Deliberate faults, compiled in only for the tests that prove that each would be noticed. In the program
/// `KITH_FAULT(Name)` is the constant false.
#ifdef KITH_FAULTS

namespace kith::model {

enum class Fault {
    None,
    FirstOwnerWins,          ///< A moving identifier stays with whoever had it first.
    TiesByArrival,           ///< Of two statements of one time the one that came later wins.
    LostClear,               ///< A cleared field forgets when it was cleared.
    ClaimedBeatsAttested,    ///< The grade of a statement doesn't count.
    MoveWithoutDateCheck,    ///< A moving identifier follows any observation, however old.
    UndatedClaimAfterMerge,  ///< A merge loses the dates of the absorbed side's moving identifiers.
    SurvivorDecidesHome,     ///< Everything is written under the live profile's id.
    UnsubscribedForGood,     ///< A newer opt-in doesn't lift an unsubscription.
    MachineRaisesStatus,     ///< A scanner's click counts as a person's.
    SetRemoveIgnored,        ///< An element removed from a set stays.
    DuplicatesCountedTwice,  ///< A repeated status counts its activity again.
    UniqueCheckSkipped,      ///< Profiles with different values of a unique type merge.
    AnonymousNotAbsorbed,    ///< An anonymous profile keeps its identifiers when its person becomes known.
    ClaimIdentifies,         ///< A claimed address finds its profile.
    LimitSilently,           ///< Over the limit an identifier is dropped without a refusal.
    LadderCountsDelivered,   ///< Temporary failures before a delivery still count.
    FirstStatusTimeLost,     ///< An activity is dated by the status that came last.
    MergeDropsFields,        ///< A merge forgets the absorbed side's fields.
    HandMergesTheForbidden,  ///< A merge by hand does not care for a must-not-link.
    UndoForbidsNothing,      ///< A merge that is taken back leaves no must-not-link.
    UndoGivesBackOneHome,    ///< What the restored profile had absorbed before stays behind.
    UndoTakesLaterAlong,     ///< Who was absorbed by the survivor later goes with the restored one.
    DetachReleasesNothing,   ///< An older observation attaches again what was detached.
    DeleteReleasesNothing,   ///< An older observation makes somebody of what the deleted one listed.
    RestoreTakesBack,        ///< A restored profile identifies by what is somebody else's by now.
    ErasedComesBack,         ///< Who was erased can be restored.
};

inline Fault activeFault = Fault::None;

}  // namespace kith::model

#define KITH_FAULT(name) (::kith::model::activeFault == ::kith::model::Fault::name)
#else
#define KITH_FAULT(name) false
#endif
