// SPDX-License-Identifier: Apache-2.0
#include "core/storage/overview.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kKnown = R"(
SELECT code, CAST(sum(count) AS bigint) FROM counter WHERE subject = :subject GROUP BY code)";

constexpr std::string_view kSources = R"(
SELECT name, detail, CAST(sum(CASE WHEN code = 1 THEN count ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN code = 1 THEN 0 ELSE count END) AS bigint)
FROM counter WHERE subject = :subject
GROUP BY name, detail HAVING sum(count) <> 0 ORDER BY sum(count) DESC, name, detail LIMIT :most)";

constexpr std::string_view kProfileDays = R"(
SELECT period, name, CAST(sum(CASE WHEN code = 1 THEN count ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN code = 1 THEN 0 ELSE count END) AS bigint)
FROM counter WHERE subject = :subject AND period >= :first AND period <= :last
GROUP BY period, name HAVING sum(count) <> 0 ORDER BY period, name)";

constexpr std::string_view kActivityDays = R"(
SELECT period, name, code, CAST(sum(count) AS bigint)
FROM counter WHERE subject = :subject AND period >= :first AND period <= :last
GROUP BY period, name, code HAVING sum(count) <> 0 ORDER BY period, name, code)";

constexpr std::string_view kConflictDays = R"(
SELECT period, CAST(sum(count) AS bigint)
FROM counter WHERE subject = :subject AND period >= :first AND period <= :last
GROUP BY period HAVING sum(count) <> 0 ORDER BY period)";

// What is not counted by time has the period 0.
constexpr std::string_view kEndpointStates = R"(
SELECT name, code, detail, CAST(sum(count) AS bigint)
FROM counter WHERE subject = :subject AND period >= :first
GROUP BY name, code, detail HAVING sum(count) <> 0 ORDER BY sum(count) DESC, name, code, detail LIMIT :most)";

KnownCount readProfiles(Session& session) {
    KnownCount profiles;
    session.each<bool, std::int64_t>(
        kKnown,
        [&](bool known, std::int64_t count) { (known ? profiles.known : profiles.anonymous) = count; },
        Counted::Profiles);
    return profiles;
}

std::vector<SourceCount> readSources(Session& session) {
    std::vector<SourceCount> sources;
    session.each<std::string, std::string, std::int64_t, std::int64_t>(
        kSources,
        [&](std::string type, std::string name, std::int64_t known, std::int64_t anonymous) {
            sources.push_back({std::move(type), std::move(name), {known, anonymous}});
        },
        Counted::ProfilesBySource, kMostSources);
    return sources;
}

/// By day, and the same by day and type of source.
void readProfileDays(Session& session, const DaySpan& days, Overview& overview) {
    auto& found = overview.profileDays;
    session.each<std::int64_t, std::string, std::int64_t, std::int64_t>(
        kProfileDays,
        [&](std::int64_t day, std::string type, std::int64_t known, std::int64_t anonymous) {
            if (found.empty() || found.back().day != day) found.push_back({day, {}});
            found.back().profiles.known += known;
            found.back().profiles.anonymous += anonymous;
            overview.sourceDays.push_back({day, std::move(type), known + anonymous});
        },
        Counted::ProfilesByDay, days.from, days.to);
}

std::vector<ActivityDayCount> readActivityDays(Session& session, const DaySpan& days) {
    std::vector<ActivityDayCount> found;
    session.each<std::int64_t, std::string, int, std::int64_t>(
        kActivityDays,
        [&](std::int64_t day, std::string channel, int status, std::int64_t count) {
            const auto shown =
                status == kNoStatus ? std::nullopt : std::optional{static_cast<model::Status>(status)};
            found.push_back({day, std::move(channel), shown, count});
        },
        Counted::Activities, days.from, days.to);
    return found;
}

std::vector<DayCount> readConflictDays(Session& session, const DaySpan& days) {
    std::vector<DayCount> found;
    session.each<std::int64_t, std::int64_t>(
        kConflictDays,
        [&](std::int64_t day, std::int64_t count) {
            found.push_back({day, count});
        },
        Counted::Conflicts, days.from, days.to);
    return found;
}

std::vector<EndpointStateCount> readEndpointStates(Session& session, base::Time now) {
    std::vector<EndpointStateCount> found;
    const auto read = [&](Counted subject, std::int64_t first) {
        session.each<std::string, model::EndpointState, std::string, std::int64_t>(
            kEndpointStates,
            [&](std::string type, model::EndpointState state, std::string reason, std::int64_t count) {
                found.push_back({std::move(type), state, std::move(reason), count});
            },
            subject, first, kMostEndpointStates);
    };
    read(Counted::EndpointStates, 0);
    read(Counted::EndpointBlocks, hourOf(now));
    if (found.size() > kMostEndpointStates) {
        std::ranges::stable_sort(found, std::greater{}, &EndpointStateCount::count);
        found.erase(found.begin() + static_cast<std::ptrdiff_t>(kMostEndpointStates), found.end());
    }
    std::ranges::sort(found, {}, [](const EndpointStateCount& each) {
        return std::tie(each.type, each.state, each.reason);
    });
    return found;
}

}  // namespace

Overview readOverview(Session& session, const DaySpan& days, base::Time now) {
    Overview overview;
    overview.profiles = readProfiles(session);
    overview.sources = readSources(session);
    readProfileDays(session, days, overview);
    overview.activityDays = readActivityDays(session, days);
    overview.endpointStates = readEndpointStates(session, now);
    overview.openConflicts = countOpenConflicts(session);
    overview.conflictDays = readConflictDays(session, days);
    return overview;
}

}  // namespace kith::storage
