// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/maintenance.hpp"

#include <exception>
#include <optional>

#include "core/storage/event_feed.hpp"
#include "core/storage/maintenance.hpp"
#include "core/storage/match_backlog.hpp"

namespace kith::pipeline {
namespace {

/// How often profiles may be merged by others between being found and being locked, until the next round.
constexpr int kMaxLostRaces = 5;

}  // namespace

MaintenanceReport Maintenance::run() {
    return run(std::stop_token{});
}

MaintenanceReport Maintenance::run(const std::stop_token& stop) {
    MaintenanceReport report;
    expire(stop, report);
    match(stop, report);
    forget(stop, report);
    removeEvents(stop, report);
    if (report.expiredClaims != 0 || report.forgottenObservations != 0 || report.removedEvents != 0 ||
        report.matchedProfiles != 0) {
        at_.log.info("maintained",
                     {{"expired_claims", static_cast<std::int64_t>(report.expiredClaims)},
                      {"changed_profiles", static_cast<std::int64_t>(report.changedProfiles)},
                      {"forgotten_observations", static_cast<std::int64_t>(report.forgottenObservations)},
                      {"removed_events", static_cast<std::int64_t>(report.removedEvents)},
                      {"matched_profiles", static_cast<std::int64_t>(report.matchedProfiles)}});
    }
    at_.observer.maintained(report);
    return report;
}

void Maintenance::expire(const std::stop_token& stop, MaintenanceReport& report) {
    for (int lost = 0; !stop.stop_requested();) {
        std::optional<storage::ExpiredClaims> expired;
        pipeline_.executeInStorage([&](storage::Session& session) {
            expired = storage::ExpiredClaims{};
            if (!storage::lockMaintenance(session)) return;
            expired = storage::expireClaims(session, at_.rules, at_.ids, at_.clock.now(), at_.caps,
                                            settings_.profilesAtOnce);
        });
        if (!expired) {
            if (++lost == kMaxLostRaces) return;
            continue;
        }
        report.expiredClaims += expired->claims;
        report.changedProfiles += expired->profiles;
        if (!expired->more) return;
    }
}

void Maintenance::match(const std::stop_token& stop, MaintenanceReport& report) {
    for (int lost = 0; !stop.stop_requested();) {
        std::optional<std::size_t> matched;
        pipeline_.executeInStorage([&](storage::Session& session) {
            matched = 0;
            if (!storage::lockMaintenance(session)) return;
            matched = storage::matchBacklog(session, at_.rules, at_.ids, at_.clock.now(), at_.caps,
                                            settings_.profilesAtOnce);
        });
        if (!matched) {
            if (++lost == kMaxLostRaces) return;
            continue;
        }
        report.matchedProfiles += *matched;
        if (*matched < settings_.profilesAtOnce) return;
    }
}

void Maintenance::forget(const std::stop_token& stop, MaintenanceReport& report) {
    std::size_t forgotten = 0;
    do {
        pipeline_.executeInStorage([&](storage::Session& session) {
            forgotten = 0;
            if (!storage::lockMaintenance(session)) return;
            forgotten = storage::forgetObservations(session, at_.clock.now() - settings_.observationMemory,
                                                    settings_.observationsAtOnce);
        });
        report.forgottenObservations += forgotten;
    } while (forgotten == settings_.observationsAtOnce && !stop.stop_requested());
}

void Maintenance::removeEvents(const std::stop_token& stop, MaintenanceReport& report) {
    std::size_t removed = 0;
    do {
        pipeline_.executeInStorage([&](storage::Session& session) {
            removed = 0;
            if (!storage::lockMaintenance(session)) return;
            removed = storage::removeEvents(session, at_.clock.now() - settings_.eventsKept,
                                            settings_.eventsAtOnce);
        });
        report.removedEvents += removed;
    } while (removed == settings_.eventsAtOnce && !stop.stop_requested());
}

void Maintenance::fail(const base::Error& error) {
    at_.log.warning("maintenance_failed",
                    {{"code", base::codeName(error.code())}, {"context", error.context()}});
    at_.observer.maintained({.failed = true});
}

void Maintenance::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { runForEver(stop); });
}

void Maintenance::stop() {
    thread_ = {};
}

void Maintenance::runForEver(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            run(stop);
        } catch (const base::Error& error) {
            fail(error);
        } catch (const std::exception&) {
            fail({base::ErrorCode::Internal, "Maintenance failed.", "an exception left a writer"});
        }
        std::unique_lock lock(mutex_);
        stopped_.wait_for(lock, stop, settings_.interval, [] { return false; });
    }
}

}  // namespace kith::pipeline
