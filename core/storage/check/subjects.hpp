// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/storage/check/check.hpp"
#include "core/storage/identifier_classes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage::check {

/// What every part of a check works with.
struct Checking {
    Session& session;
    const model::IdentifierRules& rules;
    const identity::Caps& caps;
    const std::optional<model::HashKey>& addressKey;
    const IdentifierClasses& classes;  ///< Those that the database remembers.
    Findings& findings;
    const Progress& progress;
};

/// The unique indexes by which writers find each other.
void checkIndexes(const Checking& checking);
/// Every id that one row gives of another one.
void checkReferences(const Checking& checking);
/// Who was deleted or erased, and that nothing is left of the latter.
void checkRemovals(const Checking& checking);
/// That an address which is known again has taken over what was kept of it by its hash.
void checkForgotten(const Checking& checking);
/// Where profile ids point, and what stands beside them.
void checkProfiles(const Checking& checking);
/// Who is identified by what, and that nothing which was seen is missing.
void checkIdentifiers(const Checking& checking);
/// What is shown of a person's fields, and what they are found and sorted by.
void checkFields(const Checking& checking);
/// That duplicates are found by what profiles list and say now.
void checkDuplicates(const Checking& checking);
/// That the current rows of both ledgers are those that their folds need.
void checkConsents(const Checking& checking);
void checkEndpoints(const Checking& checking);
/// Statuses, times and counters of activities.
void checkActivities(const Checking& checking);
/// That the counters of the overview are what there is to count.
void checkCounters(const Checking& checking);
/// That records of merges agree with where their homes point, and that nothing was joined that may not be.
void checkMerges(const Checking& checking);
/// That those are shown which stand for the conflicts of two people, with what these count together.
void checkConflicts(const Checking& checking);
/// That fields, their groups and their values fit each other.
void checkCatalogue(const Checking& checking);
/// That the feed of events has no holes.
void checkFeed(const Checking& checking);

}  // namespace kith::storage::check
