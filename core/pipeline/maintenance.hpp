// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/error.hpp"
#include "core/pipeline/committer.hpp"
#include "core/pipeline/group_commit.hpp"

namespace kith::pipeline {

struct MaintenanceSettings {
    std::chrono::milliseconds observationMemory = std::chrono::days{30};
    std::chrono::milliseconds eventsKept = std::chrono::days{7};
    std::chrono::milliseconds interval = std::chrono::minutes{10};
    /// Rows of one transaction, so that nobody waits for long behind it.
    std::size_t profilesAtOnce = 100;
    std::size_t observationsAtOnce = 2'000;
    std::size_t eventsAtOnce = 5'000;
};

/// What has to go when its time is over: claims that nobody confirmed, the ids of old observations, and old
/// events; and what an older program did not make: the keys by which duplicates are found. Done by a writer
/// in small transactions between what others write, by one server at a time.
class Maintenance {
public:
    /// What the workplace refers to and the pipeline outlive this.
    Maintenance(const Workplace& workplace, Pipeline& pipeline, MaintenanceSettings settings)
        : at_(workplace), pipeline_(pipeline), settings_(settings) {}
    Maintenance(const Maintenance&) = delete;
    Maintenance& operator=(const Maintenance&) = delete;

    /// One round, until nothing is left; it is told to the observer and logged if it did anything. Throws
    /// Error if the database can't be written.
    MaintenanceReport run();

    /// A round now and after each interval, on a thread of its own. A round that fails is logged, and the
    /// next one tries again.
    void start();
    /// Ends the thread after the transaction at hand. Safe to call twice.
    void stop();

private:
    MaintenanceReport run(const std::stop_token& stop);
    void expire(const std::stop_token& stop, MaintenanceReport& report);
    void match(const std::stop_token& stop, MaintenanceReport& report);
    void forget(const std::stop_token& stop, MaintenanceReport& report);
    void removeEvents(const std::stop_token& stop, MaintenanceReport& report);
    void runForEver(const std::stop_token& stop);
    void fail(const base::Error& error);

    Workplace at_;
    Pipeline& pipeline_;
    MaintenanceSettings settings_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::jthread thread_;  ///< Ends before what it uses.
};

}  // namespace kith::pipeline
