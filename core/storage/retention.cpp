// SPDX-License-Identifier: Apache-2.0
#include "core/storage/retention.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/id_time.hpp"
#include "core/storage/activity_rows.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/outbox.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::ProfileId;

constexpr std::string_view kNext = "SELECT id FROM profile WHERE id > :after ORDER BY id LIMIT :most";

// `+ 0` keeps PostgreSQL from the index over those that keep something.
constexpr std::string_view kWithOld = R"(
SELECT profile.id, COALESCE(profile.removed_live, profile.canonical_id)
FROM {rows home bigint, activities_before bigint, changes_before bigint} CROSS JOIN profile
WHERE profile.id = given.home
  AND (EXISTS (SELECT 1 FROM activity WHERE activity.home = given.home AND activity.at < given.activities_before)
       OR EXISTS (SELECT 1 FROM named_identifier AS naming
                  WHERE naming.home = given.home AND naming.kept_until + 0 > 0
                    AND naming.kept_until < given.activities_before)
       OR EXISTS (SELECT 1 FROM field_change
                  WHERE field_change.home = given.home AND field_change.id < given.changes_before)
       OR EXISTS (SELECT 1 FROM identifier_change
                  WHERE identifier_change.home = given.home AND identifier_change.id < given.changes_before)
       OR EXISTS (SELECT 1 FROM life_change
                  WHERE life_change.home = given.home AND life_change.id < given.changes_before)))";

// Whoever writes to a person holds this.
constexpr std::string_view kLock =
    "SELECT profile.id FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id"
    " ORDER BY profile.id {lock profile}";

constexpr std::string_view kOld = R"(
SELECT at, id, channel, kind, COALESCE(status, 0) FROM activity
WHERE home = :home AND at < :before ORDER BY at, id LIMIT :most)";

constexpr std::string_view kCountDown = R"(
UPDATE activity_counter SET count = activity_counter.count - given.count
FROM {rows home bigint, channel text, kind bigint, status bigint, count bigint}
WHERE activity_counter.home = given.home AND activity_counter.channel = given.channel
  AND activity_counter.kind = given.kind AND activity_counter.status = given.status)";

// Of what only activities named, once the last of them is gone; which may have been long ago, since the time
// of one goes back with each earlier status that comes late.
constexpr std::string_view kEndNamings = R"(
UPDATE named_identifier SET kept_until = 0
WHERE home = :home AND kept_until + 0 > 0 AND kept_until < :before
  AND NOT EXISTS (SELECT 1 FROM activity WHERE activity.home = :home AND activity.at < :before))";

constexpr std::string_view kRemoveFieldChanges = R"(
DELETE FROM field_change
WHERE (home, id) IN (SELECT home, id FROM field_change WHERE home = :home AND id < :before ORDER BY id LIMIT :most))";

constexpr std::string_view kRemoveIdentifierChanges = R"(
DELETE FROM identifier_change
WHERE (home, id) IN (SELECT home, id FROM identifier_change
                     WHERE home = :home AND id < :before ORDER BY id LIMIT :most))";

constexpr std::string_view kRemoveLifeChanges = R"(
DELETE FROM life_change
WHERE (home, id) IN (SELECT home, id FROM life_change WHERE home = :home AND id < :before ORDER BY id LIMIT :most))";

constexpr std::string_view kRaiseVersions = R"(
UPDATE profile SET version = version + 1
WHERE id IN (SELECT id FROM {rows id bigint}) AND canonical_id = id)";

constexpr std::string_view kVersions = R"(
SELECT profile.id, profile.version
FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id AND profile.canonical_id = profile.id)";

class Removing {
public:
    Removing(Session& session, const Retention& retention, std::size_t most)
        : session_(session), retention_(retention), most_(most) {}

    /// Everything old of it, but for what is over the bound.
    void removeOf(ProfileId home, ProfileId live) {
        if (retention_.activitiesBefore) {
            if (removeActivities(home)) shown_.push_back(live);
            session_.execute(kEndNamings, home, *retention_.activitiesBefore);
        }
        if (!retention_.changesBefore) return;
        for (const auto statement : {kRemoveFieldChanges, kRemoveIdentifierChanges, kRemoveLifeChanges}) {
            changes += static_cast<std::size_t>(
                session_.execute(statement, home, base::firstIdAt(*retention_.changesBefore), room()));
        }
    }
    [[nodiscard]] bool isFull() const { return activities + changes >= most_; }

    void tell(base::IdGenerator& ids, base::Time now) {
        counts_.write(session_);
        std::ranges::sort(shown_);
        shown_.erase(std::unique(shown_.begin(), shown_.end()), shown_.end());
        std::vector<NewEvent> events;
        auto raise = session_.bulk(kRaiseVersions);
        for (const auto live : shown_) raise.add(live);
        raise.run();
        auto read =
            session_.lookup<ProfileId, std::int64_t>(kVersions, [&](ProfileId live, std::int64_t version) {
                events.push_back({EventKind::ProfileUpdated, live, version});
            });
        for (const auto live : shown_) read.add(live);
        read.run();
        putEvents(session_, ids, now, events);
    }

    std::size_t activities = 0;
    std::size_t changes = 0;

private:
    [[nodiscard]] std::size_t room() const { return most_ - std::min(most_, activities + changes); }

    bool removeActivities(ProfileId home) {
        using Counter = std::tuple<std::string, model::ActivityKind, int>;
        std::vector<ActivityRow> old;
        std::map<Counter, std::int64_t> counted;
        session_.each<base::Time, base::ActivityId, std::string, model::ActivityKind, int>(
            kOld,
            [&](base::Time at, base::ActivityId id, std::string channel, model::ActivityKind kind,
                int status) {
                old.push_back({home, at, id});
                counts_.addActivity(at, channel, status, -1);
                ++counted[{std::move(channel), kind, status}];
            },
            home, *retention_.activitiesBefore, room());
        auto counters = session_.bulk(kCountDown);
        for (const auto& [counter, count] : counted) {
            const auto& [channel, kind, status] = counter;
            counters.add(home, channel, kind, status, count);
        }
        static_cast<void>(removeActivityRows(session_, old));
        counters.run();
        if (!old.empty())
            session_.execute("DELETE FROM activity_counter WHERE home = :home AND count = 0", home);
        activities += old.size();
        return !old.empty();
    }

    Session& session_;
    const Retention& retention_;
    std::size_t most_;
    std::vector<ProfileId> shown_;
    Counts counts_;
};

/// Those of the homes that have something old, and whose they are.
std::map<ProfileId, ProfileId> homesWithOld(Session& session, const Retention& retention,
                                            const std::vector<ProfileId>& homes) {
    std::map<ProfileId, ProfileId> found;
    auto find = session.lookup<ProfileId, ProfileId>(
        kWithOld, [&](ProfileId home, ProfileId live) { found.emplace(home, live); });
    const auto activities = retention.activitiesBefore.value_or(base::Time::min());
    const auto changes = retention.changesBefore ? base::firstIdAt(*retention.changesBefore) : 0;
    for (const auto home : homes) find.add(home, activities, changes);
    find.run();
    return found;
}

}  // namespace

Swept removeOld(Session& session, base::IdGenerator& ids, base::Time now, const Retention& retention,
                ProfileId after, std::size_t homes, std::size_t most) {
    std::vector<ProfileId> next;
    session.each<ProfileId>(
        kNext, [&](ProfileId home) { next.push_back(home); }, after, homes);
    Swept swept{next.empty() ? after : next.back(), 0, 0, next.size() < homes};
    auto withOld = homesWithOld(session, retention, next);
    if (withOld.empty()) return swept;
    auto lock = session.lookup<ProfileId>(kLock, [](ProfileId /*locked*/) {});
    for (const auto& [home, live] : withOld) lock.add(live);
    lock.run();
    // Those that became somebody else's until the lock was had are left for the next time.
    const auto locked = homesWithOld(session, retention, next);
    std::erase_if(withOld, [&](const auto& home) {
        const auto still = locked.find(home.first);
        return still == locked.end() || still->second != home.second;
    });
    Removing removing(session, retention, most);
    for (const auto& [home, live] : withOld) {
        removing.removeOf(home, live);
        if (!removing.isFull()) continue;
        // This one may have more.
        swept.last = {home.value - 1};
        swept.isOver = false;
        break;
    }
    removing.tell(ids, now);
    swept.activities = removing.activities;
    swept.changes = removing.changes;
    return swept;
}

}  // namespace kith::storage
