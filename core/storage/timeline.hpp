// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/activity.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Session;

struct TimelineFilter {
    std::optional<std::string> channel;
    std::optional<model::Status> status;
    std::optional<std::string> event;
    std::optional<model::ActivityKind> kind;
    std::optional<base::Time> from;  ///< Inclusive.
    std::optional<base::Time> to;    ///< Exclusive.
};

struct TimelineQuery {
    TimelineFilter filter;
    std::string cursor;  ///< Of the page before; empty for the first.
    std::size_t limit = 50;
    bool summary = true;  ///< Whether the totals are wanted.
};

struct TimelineStatus {
    model::Status status = model::Status::Queued;
    base::Time at;
    base::Time lastAt;
    std::string reason;
    std::string machine;  ///< Empty for a person's.
};

struct TimelineActivity {
    base::ActivityId id;
    base::ProfileId home;
    std::string channel;
    std::string key;  ///< Its id within the channel, as given or made from its observation.
    model::ActivityFacts facts;
    std::optional<model::Status> status;
    base::Time at;
    SourceView source;
    std::vector<TimelineStatus> history;  ///< By first time.
};

/// Reads the history of each that can have one.
void readStatuses(Session& session, std::span<TimelineActivity* const> activities);

/// What the filter lets through, counted once under the status shown.
struct TimelineSummary {
    std::vector<ActivityCount> counts;  ///< By channel, kind, status; over `total` activities.
    std::int64_t total = 0;
    bool atLeast = false;  ///< There are more: the filter is one that no counter knows, and counting stopped.
};

struct TimelinePage {
    base::ProfileId profile;  ///< The live one.
    std::vector<TimelineActivity> items;
    /// Empty after the last page. With a filter a page can be short, even empty, before it: one request looks
    /// at a bounded part of the history.
    std::string nextCursor;
    std::optional<TimelineSummary> summary;
};

/// One page of the activities of a profile, newest first, at a cost that does not depend on how long the
/// history is. Throws Error{NotFound}, and Error{InvalidInput} for a cursor that is not one of this list and
/// a limit outside 1 to kMaxPage.
[[nodiscard]] TimelinePage readTimeline(Session& session, const ProfileRef& ref, const TimelineQuery& query);

}  // namespace kith::storage
