// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/pipeline/committer.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/storage/erasure/erasure.hpp"

namespace kith::pipeline {

struct MaintenanceSettings {
    std::chrono::milliseconds observationMemory{0};  ///< 0: for ever.
    std::chrono::milliseconds eventsKept{0};         ///< 0: for ever.
    std::chrono::milliseconds deletedKept = std::chrono::days{30};
    std::chrono::milliseconds anonymousTtl{0};    ///< 0: they stay.
    std::chrono::milliseconds activitiesKept{0};  ///< 0: for ever.
    std::chrono::milliseconds changesKept{0};     ///< 0: for ever.
    std::chrono::milliseconds auditKept{0};       ///< 0: for ever.
    std::chrono::milliseconds interval = std::chrono::minutes{10};
    /// From one walk over all homes, or all anonymous profiles, to the next.
    std::chrono::milliseconds sweepInterval = std::chrono::hours{1};
    /// Rows of one transaction, so that nobody waits for long behind it.
    std::size_t profilesAtOnce = 100;
    std::size_t observationsAtOnce = 2'000;
    std::size_t eventsAtOnce = 5'000;
    std::size_t countersAtOnce = 1'000;
    std::size_t auditAtOnce = 2'000;
    std::size_t erasedRowsAtOnce = 1'000;
    std::size_t homesAtOnce = 200;
    std::size_t sweptRowsAtOnce = 1'000;
};

/// What participants remove of a person's rows. One that fails, or does not run, is asked again later.
/// `loaded`: the plugins that run here and have tables, by name. While another one has tables too, whichever
/// server brought it and whenever, it is to be asked yet.
[[nodiscard]] storage::RemoveElsewhere removingFrom(std::vector<Participant*> participants,
                                                    std::vector<std::string> loaded = {});

/// What has to go: claims that nobody confirmed, the ids of old observations and old events when their time
/// is over, old activities and changes where these are not kept, anonymous profiles that nothing is heard of,
/// people who were deleted long ago, and whatever was written about those who are erased; what an older
/// program did not make: the keys by which duplicates are found; and who is known, once types of identifiers
/// have other classes; and what people who work with kith did, once that is old. Done by a writer in small
/// transactions between what others write, by one server at a time.
class Maintenance {
public:
    /// What the workplace refers to and the pipeline outlive this.
    /// `removeElsewhere`: of those beside the core that keep rows about people.
    Maintenance(const Workplace& workplace, Pipeline& pipeline, MaintenanceSettings settings,
                storage::RemoveElsewhere removeElsewhere = {})
        : at_(workplace),
          pipeline_(pipeline),
          settings_(settings),
          removeElsewhere_(std::move(removeElsewhere)) {}
    Maintenance(const Maintenance&) = delete;
    Maintenance& operator=(const Maintenance&) = delete;

    /// One round, until nothing is left; it is told to the observer and logged if it did anything. Throws
    /// Error, after all the rest, if something of it failed.
    MaintenanceReport run();

    /// A round now and after each interval, on a thread of its own. A round that fails is logged, and the
    /// next one tries again.
    void start();
    /// Has the thread begin its next round now. Thread-safe.
    void wake();
    /// Ends the thread after the transaction at hand. Safe to call twice.
    void stop();

private:
    MaintenanceReport run(const std::stop_token& stop);
    /// Step by step, each in a transaction of its own, until `takeUntilOver` says of what one did that it was
    /// the last. A step that answers nothing wrote nothing, since others were faster, and is tried again.
    template <class Step, class Take>
    void walk(const std::stop_token& stop, Step step, Take takeUntilOver);
    /// Removes `most` in each transaction until fewer are left, and adds how many to `count`.
    template <class Remove>
    void removeAll(const std::stop_token& stop, std::size_t most, std::size_t& count, Remove remove);
    void expire(const std::stop_token& stop, MaintenanceReport& report);
    void match(const std::stop_token& stop, MaintenanceReport& report);
    void refresh(const std::stop_token& stop, MaintenanceReport& report);
    void forget(const std::stop_token& stop, MaintenanceReport& report);
    void removeEvents(const std::stop_token& stop, MaintenanceReport& report);
    void foldCounters(const std::stop_token& stop, MaintenanceReport& report);
    void removeAudit(const std::stop_token& stop, MaintenanceReport& report);
    /// Throws Error, after all of its walks, if one of them failed.
    void sweep(const std::stop_token& stop, MaintenanceReport& report);
    /// False if it has not come to the end of its walk; so the next.
    bool removeOld(const std::stop_token& stop, MaintenanceReport& report);
    bool expireAnonymous(const std::stop_token& stop, MaintenanceReport& report);
    bool forgetUnkept(const std::stop_token& stop, MaintenanceReport& report);
    void purge(const std::stop_token& stop, MaintenanceReport& report);
    void erase(const std::stop_token& stop, MaintenanceReport& report);
    void runForEver(const std::stop_token& stop);
    void fail(const base::Error& error);

    Workplace at_;
    Pipeline& pipeline_;
    MaintenanceSettings settings_;
    storage::RemoveElsewhere removeElsewhere_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool isWoken_ = false;
    /// Of each walk of a sweep: one that fails comes again before the others.
    std::array<base::Time, 3> nextWalk_ = {};
    base::ProfileId sweptUpTo_ = {};  ///< While a walk over all homes has not ended.
    std::jthread thread_;             ///< Ends before what it uses.
};

}  // namespace kith::pipeline
