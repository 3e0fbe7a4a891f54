// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/timeline_days.hpp"

namespace kith::storage {

class Session;

/// Days since 1970 in UTC, both included.
struct DaySpan {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// Of a day without any there is no item, here and below.
struct DayCount {
    std::int64_t day = 0;
    std::int64_t count = 0;
};

struct KnownCount {
    std::int64_t known = 0;
    std::int64_t anonymous = 0;
};

struct SourceCount {
    std::string type;
    std::string name;
    KnownCount profiles;
};

struct SeenOnDay {
    std::int64_t day = 0;
    KnownCount profiles;
};

/// Of those, so many from a source of that type.
struct SourceOnDay {
    std::int64_t day = 0;
    std::string type;
    std::int64_t count = 0;
};

struct EndpointStateCount {
    std::string type;
    model::EndpointState state = model::EndpointState::Active;
    std::string reason;  ///< A code; empty if none was given.
    std::int64_t count = 0;
};

/// What the whole database holds at one moment, by its counters (see counters.hpp).
struct Overview {
    KnownCount profiles;
    std::vector<SourceCount> sources;            ///< The kMostSources with the most profiles, these first.
    std::vector<SeenOnDay> profileDays;          ///< Those that live, by when they were first seen.
    std::vector<SourceOnDay> sourceDays;         ///< The same, by day and type.
    std::vector<ActivityDayCount> activityDays;  ///< By day, channel, status.
    /// By type, state and reason: the kMostEndpointStates that the most addresses are in. A block counts
    /// until the hour is over in which it ends.
    std::vector<EndpointStateCount> endpointStates;
    OpenConflicts openConflicts;
    std::vector<DayCount> conflictDays;
};

inline constexpr std::size_t kMostSources = 100;
inline constexpr std::size_t kMostEndpointStates = 500;

[[nodiscard]] Overview readOverview(Session& session, const DaySpan& days, base::Time now);

}  // namespace kith::storage
