// SPDX-License-Identifier: Apache-2.0
#include "core/storage/counters.hpp"

#include <chrono>
#include <vector>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kAdd = R"(
INSERT INTO counter
{insert subject bigint, period bigint, name text, detail text, code bigint, stripe bigint, count bigint}
ON CONFLICT (subject, period, name, detail, code, stripe) DO UPDATE SET count = counter.count + excluded.count)";

// SQLite compares all columns as it does the first, and looks only those up that are compared like that: any,
// if a text comes first on both sides, else all up to the first text.
constexpr std::string_view kRemoveEmpty = R"(
DELETE FROM counter
WHERE count = 0
  AND (name, detail, subject, period, code, stripe) IN
      (SELECT CAST(name AS text), CAST(detail AS text), subject, period, code, stripe
       FROM {rows subject bigint, period bigint, name text, detail text, code bigint, stripe bigint}))";

constexpr std::string_view kSeveral = R"(
SELECT subject, period, name, detail, code FROM counter
WHERE subject >= :first AND subject <= :last
GROUP BY subject, period, name, detail, code HAVING count(*) > 1 OR sum(count) = 0
ORDER BY subject, period, name, detail, code LIMIT :most)";

constexpr std::string_view kLock = R"(
SELECT counter.subject, counter.period, counter.name, counter.detail, counter.code, counter.stripe, counter.count
FROM {rows subject bigint, period bigint, name text, detail text, code bigint} CROSS JOIN counter
WHERE counter.subject = given.subject AND counter.period = given.period AND counter.name = given.name
  AND counter.detail = given.detail AND counter.code = given.code
ORDER BY counter.subject, counter.period, counter.name, counter.detail, counter.code, counter.stripe {lock counter})";

constexpr std::string_view kRemove = R"(
DELETE FROM counter
WHERE (name, detail, subject, period, code, stripe) IN
      (SELECT CAST(name AS text), CAST(detail AS text), subject, period, code, stripe
       FROM {rows subject bigint, period bigint, name text, detail text, code bigint, stripe bigint}))";

template <class Unit>
std::int64_t unitsOf(base::Time time) noexcept {
    return std::chrono::floor<Unit>(time).time_since_epoch().count();
}

std::int64_t stripeOf(Session& session) {
    return std::get<0>(session.first<std::int64_t>(session.dialect().counterStripe()).value());
}

}  // namespace

std::int64_t dayOf(base::Time time) noexcept {
    return unitsOf<std::chrono::days>(time);
}

std::int64_t hourOf(base::Time time) noexcept {
    return unitsOf<std::chrono::hours>(time);
}

void Counts::addProfile(const CountedProfile& profile, std::int64_t by) {
    const std::int64_t known = profile.known ? 1 : 0;
    add({Counted::Profiles, 0, {}, {}, known}, by);
    add({Counted::ProfilesBySource, 0, std::string(profile.sourceType), std::string(profile.sourceName),
         known},
        by);
    add({Counted::ProfilesByDay, dayOf(profile.createdAt), std::string(profile.sourceType), {}, known}, by);
}

void Counts::addActivity(base::Time at, std::string_view channel, int status, std::int64_t by) {
    add({Counted::Activities, dayOf(at), std::string(channel), {}, status}, by);
}

void Counts::addConflict(base::Time firstAt, std::int64_t by) {
    add({Counted::Conflicts, dayOf(firstAt), {}, {}, 0}, by);
}

void Counts::write(Session& session) {
    std::erase_if(changes_, [](const auto& change) { return change.second == 0; });
    if (changes_.empty()) return;
    const auto stripe = stripeOf(session);
    auto upsert = session.bulk(kAdd);
    for (const auto& [key, by] : changes_)
        upsert.add(key.subject, key.period, key.name, key.detail, key.code, stripe, by);
    upsert.run();
    // What came to nothing says nothing any more: not the name of a source either.
    auto remove = session.bulk(kRemoveEmpty);
    for (const auto& [key, by] : changes_)
        if (by < 0) remove.add(key.subject, key.period, key.name, key.detail, key.code, stripe);
    remove.run();
    changes_.clear();
}

namespace {

/// Of the subjects from the first to the last.
std::size_t fold(Session& session, Counted first, Counted last, std::size_t most) {
    std::vector<CounterKey> several;
    session.each<Counted, std::int64_t, std::string, std::string, std::int64_t>(
        kSeveral,
        [&](Counted subject, std::int64_t period, std::string name, std::string detail, std::int64_t code) {
            several.push_back({subject, period, std::move(name), std::move(detail), code});
        },
        first, last, most);
    if (several.empty()) return 0;
    Counts counts;
    auto remove = session.bulk(kRemove);
    std::vector<std::pair<CounterKey, std::int64_t>> locked;
    auto lock = session.lookup<Counted, std::int64_t, std::string, std::string, std::int64_t, std::int64_t,
                               std::int64_t>(
        kLock, [&](Counted subject, std::int64_t period, std::string name, std::string detail,
                   std::int64_t code, std::int64_t stripe, std::int64_t count) {
            CounterKey key{subject, period, std::move(name), std::move(detail), code};
            counts.add(key, count);
            locked.emplace_back(std::move(key), stripe);
        });
    for (const auto& key : several) lock.add(key.subject, key.period, key.name, key.detail, key.code);
    lock.run();
    for (const auto& [key, stripe] : locked)
        remove.add(key.subject, key.period, key.name, key.detail, key.code, stripe);
    remove.run();
    counts.write(session);
    return several.size();
}

}  // namespace

std::size_t foldCounters(Session& session, std::size_t most) {
    return fold(session, Counted::Profiles, Counted::Conflicts, most);
}

void forgetUnusedSources(Session& session) {
    constexpr std::size_t kAtOnce = 1'000;
    while (fold(session, Counted::ProfilesBySource, Counted::ProfilesBySource, kAtOnce) == kAtOnce) continue;
}

}  // namespace kith::storage
