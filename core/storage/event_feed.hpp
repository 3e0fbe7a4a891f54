// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/outbox.hpp"

namespace kith::storage {

class Session;

/// An event as it is told. Numbers begin with 1 and have no gaps; whoever sees one sees all below it.
struct Event {
    std::int64_t number = 0;
    /// No other event's, also not one's that had the number before the database was restored.
    base::RowId id;
    EventKind kind = EventKind::ProfileUpdated;
    base::Time at;
    base::ProfileId profile;
    std::int64_t version = 0;
    std::optional<base::ProfileId> other;
    /// Of EndpointChanged; absent if the profile does not list it any more.
    std::optional<model::Identifier> identifier;
    std::optional<model::EndpointState> before;
    std::optional<model::EndpointState> after;
};

/// Where the feed begins and ends.
struct FeedEnds {
    std::int64_t removed = 0;  ///< Events up to it were removed.
    std::int64_t last = 0;
};
[[nodiscard]] FeedEnds readFeedEnds(Session& session);

struct EventPage {
    std::vector<Event> items;
    FeedEnds ends;
};

/// The events that follow number `after`, at most `most`. If it is below `ends.removed`, some may be missing.
/// `ends.last` may be of a later moment than the items.
[[nodiscard]] EventPage readEvents(Session& session, std::int64_t after, std::size_t most);

/// The event of that number, unless it was removed.
[[nodiscard]] std::optional<Event> findEvent(Session& session, std::int64_t number);

/// The last number, which no other transaction gives out before this one has ended.
[[nodiscard]] std::int64_t lockFeed(Session& session);

/// Whether the outbox holds anything that is committed.
[[nodiscard]] bool hasUnnumbered(Session& session);

struct Numbered {
    std::size_t count = 0;
    base::Time oldest;      ///< Of them, if there were any.
    std::int64_t last = 0;  ///< The number that was given last, now or earlier.
};

/// Gives at most `most` committed events of the outbox their numbers, those of one profile in the order of
/// their versions. In a write transaction: another one that does the same waits for its end.
[[nodiscard]] Numbered numberEvents(Session& session, std::size_t most);

/// Removes events that are older than `since`, of the `most` oldest ones, and what there is of deliveries of
/// them; how many they were.
[[nodiscard]] std::size_t removeEvents(Session& session, base::Time since, std::size_t most);

}  // namespace kith::storage
