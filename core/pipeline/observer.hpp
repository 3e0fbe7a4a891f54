// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <span>

#include "core/model/outcome.hpp"

namespace kith::pipeline {

/// What one round of maintenance did.
struct MaintenanceReport {
    std::size_t expiredClaims = 0;
    std::size_t changedProfiles = 0;        ///< Those that listed them.
    std::size_t forgottenObservations = 0;  ///< Whose ids are not remembered any more.
    std::size_t removedEvents = 0;          ///< Of the feed.
    std::size_t removedAudit = 0;  ///< What people who work with kith did, longer ago than it is kept.
    std::size_t forgottenIdentifiers = 0;  ///< Only claimed, and listed by nobody any more.
    std::size_t matchedProfiles = 0;       ///< Of an older program, that got the keys of duplicates.
    std::size_t refreshedProfiles = 0;     ///< That became known, or are not any more, by other classes.
    std::size_t expiredAnonymous = 0;      ///< Profiles; their erasure has begun.
    std::size_t removedActivities = 0;     ///< Older than they are kept.
    std::size_t removedChanges = 0;        ///< Of fields, the same.
    std::size_t purgedProfiles = 0;        ///< Deleted long ago; their erasure has begun.
    std::size_t finishedErasures = 0;
    bool failed = false;  ///< Something of the round was not done; the next one tries again.

    [[nodiscard]] bool didAnything() const noexcept {
        return expiredClaims != 0 || forgottenObservations != 0 || removedEvents != 0 || removedAudit != 0 ||
               forgottenIdentifiers != 0 || matchedProfiles != 0 || refreshedProfiles != 0 ||
               removedActivities != 0 || removedChanges != 0 || expiredAnonymous != 0 ||
               purgedProfiles != 0 || finishedErasures != 0;
    }
};

/// What the pipeline tells of its work, for metrics. Called on writer threads, several at once; never throws.
class Observer {
public:
    virtual ~Observer() = default;
    /// A group was committed, or every observation of it rejected. `took` is the whole transaction.
    virtual void groupWritten(std::span<const model::Outcome> outcomes,
                              std::chrono::nanoseconds took) noexcept = 0;
    /// Another writer was in the way: the group is tried again in halves.
    virtual void conflict() noexcept = 0;
    virtual void maintained(const MaintenanceReport& report) noexcept = 0;
    /// So many events got their place in the feed; the oldest was that old.
    virtual void eventsNumbered(std::size_t count, std::chrono::milliseconds lag) noexcept = 0;
};

}  // namespace kith::pipeline
