// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"
#include "core/model/stamp.hpp"

namespace kith::model {

/// By rank: the status shown is the highest reached.
enum class Status {
    Queued = 1,
    Sent,
    Delayed,
    Uncertain,
    Skipped,
    Delivered,
    Undelivered,
    Closed,
    Read,
    Clicked,
    Unsubscribed,
    Complained,
};

[[nodiscard]] std::string_view statusName(Status status) noexcept;
[[nodiscard]] std::optional<Status> statusFromName(std::string_view name) noexcept;

enum class ActivityKind { Message, Event, Order };

[[nodiscard]] std::string_view activityKindName(ActivityKind kind) noexcept;

/// What every statement about an activity may say; the newest non-absent value of each member is shown.
struct ActivityFacts {
    ActivityKind kind = ActivityKind::Event;
    std::optional<std::string> event;  ///< The name of an event: `page_viewed`.
    std::optional<std::string> messageId;
    std::optional<std::string> messageName;
    std::optional<Identifier> endpoint;     ///< Normalised.
    std::optional<std::string> properties;  ///< A JSON object as text.
};

/// One statement of an observation about one activity.
struct ActivityWrite {
    std::string channel;
    std::string key;  ///< Its id, or `<observation id or row>#<position>` made from the observation.
    ActivityFacts facts;
    std::optional<Status> status;  ///< Absent for events and orders.
    base::Time at;
    std::string reason;   ///< Of the status.
    std::string machine;  ///< `prefetch` or `scanner`: kept, never raises the status.
};

/// The history of one status of one activity: first and last time and the newest reason. Machine-made entries
/// stand apart from a person's.
struct StatusRow {
    Status status = Status::Queued;
    std::string machine;
    base::Time first;
    base::Time last;
    std::string reason;
    Stamp reasonStamp;
};

/// The members of ActivityFacts, each of which folds by its own stamp. Stored, so numbers never change.
enum class ActivityMember { Kind = 1, Event, MessageId, MessageName, Endpoint, Properties };

/// Where the shown value of a member comes from.
struct MemberStamp {
    ActivityMember member = ActivityMember::Kind;
    Stamp stamp;
};

/// An activity as stored: folded facts, each with the stamp that put it there.
struct Activity {
    base::ActivityId id;
    base::ProfileId home;
    std::string channel;
    std::string key;
    ActivityFacts facts;
    Stamp factsStamp;                ///< Of the newest statement; of every given member not in `older`.
    std::vector<MemberStamp> older;  ///< The members whose value an older statement gave; mostly empty.
    std::optional<Status> status;    ///< The highest rank reached by a person.
    base::Time at;                   ///< The earliest time in the history.
    std::vector<StatusRow> history;
};

}  // namespace kith::model
