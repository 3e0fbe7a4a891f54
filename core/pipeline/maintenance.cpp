// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/maintenance.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "core/storage/account_sessions.hpp"
#include "core/storage/anonymous.hpp"
#include "core/storage/audit_log.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/erasure/unkept_identifiers.hpp"
#include "core/storage/event_feed.hpp"
#include "core/storage/flag_backlog.hpp"
#include "core/storage/maintenance.hpp"
#include "core/storage/match_backlog.hpp"
#include "core/storage/migrate.hpp"
#include "core/storage/retention.hpp"

namespace kith::pipeline {
namespace {

/// How often profiles may be merged by others between being found and being locked, until the next round.
constexpr int kMaxLostRaces = 5;

/// Who tries to sign in by an address that is nobody's may be anybody, and as often as it is let.
constexpr std::chrono::days kNobodysAuditKept{30};

/// Nothing if it failed, and the rest of the transaction is as if it had not been asked.
std::optional<std::size_t> removeFrom(Participant& participant, storage::Session& session,
                                      const model::Person& person, std::size_t most) {
    session.runOnce("SAVEPOINT participant");
    try {
        std::size_t count = 0;
        session.withRaw([&](soci::session& raw) { count = participant.erase(raw, person, most); });
        session.runOnce("RELEASE SAVEPOINT participant");
        return count;
    } catch (const base::Error&) {
        const auto fault = session.lastFault().kind;
        if (storage::isConflict(fault) || fault == storage::Fault::Kind::Lost) throw;
        session.runOnce("ROLLBACK TO SAVEPOINT participant");
        return std::nullopt;
    }
}

// Asked in the step's own transaction: another server may have brought a plugin since this one started.
bool areAll(storage::Session& session, const std::vector<std::string>& loaded) {
    return std::ranges::all_of(storage::pluginsWithTables(session), [&](const std::string& plugin) {
        return std::ranges::find(loaded, plugin) != loaded.end();
    });
}

/// Runs it; of several that fail the first failure is kept.
template <class Work>
void attempt(std::optional<base::Error>& failure, Work work) {
    try {
        work();
    } catch (const base::Error& error) {
        if (!failure) failure = error;
    }
}

}  // namespace

storage::RemoveElsewhere removingFrom(std::vector<Participant*> participants,
                                      std::vector<std::string> loaded) {
    return [participants = std::move(participants), loaded = std::move(loaded)](
               storage::Session& session, const model::Person& person, std::size_t most) {
        storage::RemovedElsewhere removed{.rows = {}, .isComplete = areAll(session, loaded)};
        for (auto* participant : participants) {
            const auto count = removeFrom(*participant, session, person, most);
            if (!count) removed.isComplete = false;
            if (count.value_or(0) != 0) removed.rows["channels." + std::string(participant->name())] = *count;
        }
        return removed;
    };
}

MaintenanceReport Maintenance::run() {
    return run(std::stop_token{});
}

MaintenanceReport Maintenance::run(const std::stop_token& stop) {
    using Part = void (Maintenance::*)(const std::stop_token&, MaintenanceReport&);
    // Whoever is to be erased waits for no walk over everybody; and whom one ends is erased in the same
    // round.
    constexpr Part kParts[] = {
        &Maintenance::purge,        &Maintenance::erase,       &Maintenance::expire,
        &Maintenance::match,        &Maintenance::refresh,     &Maintenance::forget,
        &Maintenance::removeEvents, &Maintenance::removeAudit, &Maintenance::removeSessions,
        &Maintenance::sweep,        &Maintenance::erase,       &Maintenance::foldCounters};
    MaintenanceReport report;
    std::optional<base::Error> failure;
    // Nothing else is left undone for what fails.
    for (const auto part : kParts) attempt(failure, [&] { (this->*part)(stop, report); });
    report.failed = failure.has_value();
    if (report.didAnything()) {
        at_.log.info("maintained",
                     {{"expired_claims", static_cast<std::int64_t>(report.expiredClaims)},
                      {"changed_profiles", static_cast<std::int64_t>(report.changedProfiles)},
                      {"forgotten_observations", static_cast<std::int64_t>(report.forgottenObservations)},
                      {"removed_events", static_cast<std::int64_t>(report.removedEvents)},
                      {"removed_audit", static_cast<std::int64_t>(report.removedAudit)},
                      {"removed_sessions", static_cast<std::int64_t>(report.removedSessions)},
                      {"forgotten_identifiers", static_cast<std::int64_t>(report.forgottenIdentifiers)},
                      {"matched_profiles", static_cast<std::int64_t>(report.matchedProfiles)},
                      {"refreshed_profiles", static_cast<std::int64_t>(report.refreshedProfiles)},
                      {"expired_anonymous", static_cast<std::int64_t>(report.expiredAnonymous)},
                      {"removed_activities", static_cast<std::int64_t>(report.removedActivities)},
                      {"removed_changes", static_cast<std::int64_t>(report.removedChanges)},
                      {"purged_profiles", static_cast<std::int64_t>(report.purgedProfiles)},
                      {"finished_erasures", static_cast<std::int64_t>(report.finishedErasures)}});
    }
    at_.observer.maintained(report);
    if (failure) throw *std::move(failure);
    return report;
}

template <class Step, class Take>
void Maintenance::walk(const std::stop_token& stop, Step step, Take takeUntilOver) {
    for (int lost = 0; !stop.stop_requested();) {
        decltype(step(std::declval<storage::Session&>(), at_, settings_.profilesAtOnce)) done;
        pipeline_.executeInStorage([&](storage::Session& session) {
            done.emplace();
            if (storage::lockMaintenance(session)) done = step(session, at_, settings_.profilesAtOnce);
        });
        if (!done) {
            if (++lost == kMaxLostRaces) return;
            continue;
        }
        if (takeUntilOver(*done)) return;
    }
}

template <class Remove>
void Maintenance::removeAll(const std::stop_token& stop, std::size_t most, std::size_t& count,
                            Remove remove) {
    std::size_t removed = 0;
    do {
        pipeline_.executeInStorage([&](storage::Session& session) {
            removed = 0;
            if (storage::lockMaintenance(session)) removed = remove(session, most);
        });
        count += removed;
    } while (removed == most && !stop.stop_requested());
}

void Maintenance::expire(const std::stop_token& stop, MaintenanceReport& report) {
    walk(
        stop,
        [](storage::Session& session, const Workplace& at, std::size_t most) {
            return storage::expireClaims(session, at.rules, at.ids, at.clock.now(), at.caps, most);
        },
        [&](const storage::ExpiredClaims& expired) {
            report.expiredClaims += expired.claims;
            report.changedProfiles += expired.profiles;
            return !expired.more;
        });
}

void Maintenance::match(const std::stop_token& stop, MaintenanceReport& report) {
    walk(
        stop,
        [](storage::Session& session, const Workplace& at, std::size_t most) {
            return storage::matchBacklog(session, at.rules, at.ids, at.clock.now(), at.caps, most);
        },
        [&](std::size_t matched) {
            report.matchedProfiles += matched;
            return matched < settings_.profilesAtOnce;
        });
}

void Maintenance::refresh(const std::stop_token& stop, MaintenanceReport& report) {
    walk(
        stop,
        [](storage::Session& session, const Workplace& at, std::size_t most) {
            return storage::refreshFlags(session, at.rules, at.ids, at.clock.now(), at.caps, most);
        },
        [&](const storage::RefreshedFlags& step) {
            report.refreshedProfiles += step.profiles;
            return step.isOver;
        });
}

void Maintenance::forget(const std::stop_token& stop, MaintenanceReport& report) {
    if (settings_.observationMemory.count() == 0) return;
    removeAll(stop, settings_.observationsAtOnce, report.forgottenObservations,
              [this](storage::Session& session, std::size_t most) {
                  return storage::forgetObservations(session, at_.clock.now() - settings_.observationMemory,
                                                     most);
              });
}

void Maintenance::removeEvents(const std::stop_token& stop, MaintenanceReport& report) {
    if (settings_.eventsKept.count() == 0) return;
    removeAll(stop, settings_.eventsAtOnce, report.removedEvents,
              [this](storage::Session& session, std::size_t most) {
                  return storage::removeEvents(session, at_.clock.now() - settings_.eventsKept, most);
              });
}

/// Others that write meanwhile make several of one again, so there is an end to it.
void Maintenance::foldCounters(const std::stop_token& /*stop*/, MaintenanceReport& /*report*/) {
    pipeline_.executeInStorage([&](storage::Session& session) {
        if (storage::lockMaintenance(session)) storage::foldCounters(session, settings_.countersAtOnce);
    });
}

void Maintenance::removeAudit(const std::stop_token& stop, MaintenanceReport& report) {
    removeAll(stop, settings_.auditAtOnce, report.removedAudit,
              [this](storage::Session& session, std::size_t most) {
                  return storage::removeNobodysAudit(session, at_.clock.now() - kNobodysAuditKept, most);
              });
    if (settings_.auditKept.count() == 0) return;
    removeAll(stop, settings_.auditAtOnce, report.removedAudit,
              [this](storage::Session& session, std::size_t most) {
                  return storage::removeAudit(session, at_.clock.now() - settings_.auditKept, most);
              });
}

void Maintenance::removeSessions(const std::stop_token& stop, MaintenanceReport& report) {
    removeAll(stop, settings_.sessionsAtOnce, report.removedSessions,
              [this](storage::Session& session, std::size_t most) {
                  return storage::removeSessions(session, at_.clock.now(), most);
              });
}

/// What walks over very many to find a few, and so not in every round.
void Maintenance::sweep(const std::stop_token& stop, MaintenanceReport& report) {
    using Walk = bool (Maintenance::*)(const std::stop_token&, MaintenanceReport&);
    constexpr Walk kWalks[] = {&Maintenance::removeOld, &Maintenance::expireAnonymous,
                               &Maintenance::forgetUnkept};
    static_assert(std::size(kWalks) == std::tuple_size_v<decltype(nextWalk_)>);
    const auto now = at_.clock.now();
    std::optional<base::Error> failure;
    for (std::size_t i = 0; i < nextWalk_.size(); ++i) {
        if (now < nextWalk_[i]) continue;
        attempt(failure, [&] {
            if ((this->*kWalks[i])(stop, report)) nextWalk_[i] = now + settings_.sweepInterval;
        });
    }
    if (failure) throw *std::move(failure);
}

bool Maintenance::removeOld(const std::stop_token& stop, MaintenanceReport& report) {
    const auto now = at_.clock.now();
    const auto before = [&](std::chrono::milliseconds kept) {
        return kept.count() == 0 ? std::nullopt : std::optional{now - kept};
    };
    const storage::Retention retention{before(settings_.activitiesKept), before(settings_.changesKept)};
    if (!retention.activitiesBefore && !retention.changesBefore) return true;
    for (bool isOver = false; !isOver;) {
        if (stop.stop_requested()) return false;
        std::optional<storage::Swept> swept;
        pipeline_.executeInStorage([&](storage::Session& session) {
            swept.reset();
            if (!storage::lockMaintenance(session)) return;
            swept = storage::removeOld(session, at_.ids, at_.clock.now(), retention, sweptUpTo_,
                                       settings_.homesAtOnce, settings_.sweptRowsAtOnce);
        });
        // Another server is at work; the next round goes on from here.
        if (!swept) return false;
        sweptUpTo_ = swept->last;
        isOver = swept->isOver;
        report.removedActivities += swept->activities;
        report.removedChanges += swept->changes;
    }
    sweptUpTo_ = {};
    return true;
}

bool Maintenance::expireAnonymous(const std::stop_token& stop, MaintenanceReport& report) {
    if (settings_.anonymousTtl.count() == 0) return true;
    const storage::Expiring with{at_.rules, at_.ids, at_.caps, at_.addressKey};
    storage::ExpiredAnonymous last;
    for (int lost = 0; !last.isOver;) {
        if (stop.stop_requested()) return false;
        std::optional<storage::ExpiredAnonymous> step;
        bool isLocked = false;
        pipeline_.executeInStorage([&](storage::Session& session) {
            step.reset();
            isLocked = storage::lockMaintenance(session);
            if (!isLocked) return;
            const auto now = at_.clock.now();
            step = storage::expireAnonymous(session, with, now, now - settings_.anonymousTtl, last,
                                            settings_.profilesAtOnce);
        });
        if (!isLocked) return false;
        if (!step) {
            if (++lost == kMaxLostRaces) return false;
            continue;
        }
        report.expiredAnonymous += step->profiles;
        last = *step;
    }
    return true;
}

bool Maintenance::forgetUnkept(const std::stop_token& stop, MaintenanceReport& report) {
    for (storage::Unkept step; !step.isOver;) {
        if (stop.stop_requested()) return false;
        const auto after = step.last;
        bool isLocked = false;
        pipeline_.executeInStorage([&](storage::Session& session) {
            isLocked = storage::lockMaintenance(session);
            if (isLocked)
                step = storage::forgetUnkept(session, at_.addressKey, at_.clock.now() - at_.caps.claimTtl,
                                             after, settings_.sweptRowsAtOnce);
        });
        if (!isLocked) return false;
        report.forgottenIdentifiers += step.forgotten;
    }
    return true;
}

void Maintenance::purge(const std::stop_token& stop, MaintenanceReport& report) {
    removeAll(stop, settings_.profilesAtOnce, report.purgedProfiles,
              [this](storage::Session& session, std::size_t most) {
                  const auto now = at_.clock.now();
                  return storage::purgeDeleted(session, at_.ids, now, now - settings_.deletedKept, most);
              });
}

/// One that fails is left for the next round, as one that waits: nobody else's waits for it.
void Maintenance::erase(const std::stop_token& stop, MaintenanceReport& report) {
    std::optional<storage::ErasureStep> step;
    std::optional<storage::ErasureStep> left;
    std::optional<base::Error> failure;
    do {
        std::optional<storage::ErasureStep> next;
        try {
            pipeline_.executeInStorage([&](storage::Session& session) {
                step.reset();
                next.reset();
                if (!storage::lockMaintenance(session)) return;
                next = storage::nextErasure(session, left);
                step = storage::eraseSome(session, at_.addressKey, at_.clock.now(),
                                          settings_.erasedRowsAtOnce, removeElsewhere_, left);
            });
        } catch (const base::Error& error) {
            if (!next) throw;
            if (!failure) failure = error;
            step = left = next;
            continue;
        }
        if (step && step->isFinished) ++report.finishedErasures;
        if (step && step->waits) left = step;
    } while (step && !stop.stop_requested());
    if (failure) throw *std::move(failure);
}

void Maintenance::fail(const base::Error& error) {
    at_.log.warning("maintenance_failed",
                    {{"code", base::codeName(error.code())}, {"context", error.context()}});
}

void Maintenance::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { runForEver(stop); });
}

void Maintenance::wake() {
    {
        const std::scoped_lock lock(mutex_);
        isWoken_ = true;
    }
    woken_.notify_one();
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
            at_.observer.maintained({.failed = true});
        }
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, stop, settings_.interval, [this] { return isWoken_; });
        isWoken_ = false;
    }
}

}  // namespace kith::pipeline
