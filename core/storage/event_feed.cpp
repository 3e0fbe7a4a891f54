// SPDX-License-Identifier: Apache-2.0
#include "core/storage/event_feed.hpp"

#include <utility>

#include "core/base/error.hpp"
#include "core/storage/event_rows.hpp"
#include "core/storage/webhook_store.hpp"

namespace kith::storage {
namespace {

// A version above another one of the same profile was committed after it, and what sees the one sees the
// other: so whatever is left for the next time is in its order too, also beside what was absorbed.
constexpr std::string_view kNumber = R"(
UPDATE event SET number = CAST(:last AS bigint) + outbox.place
FROM (SELECT id, row_number() OVER (ORDER BY version, id) AS place
      FROM event WHERE number IS NULL ORDER BY version, id LIMIT :most) AS outbox
WHERE event.id = outbox.id)";

// The last one that is old enough, and with it whatever has a lower number: the feed has no holes.
constexpr std::string_view kLastOld = R"(
SELECT max(number) FROM (SELECT number, at FROM event WHERE number > :removed ORDER BY number LIMIT :most) AS first
WHERE at < :since)";

}  // namespace

FeedEnds readFeedEnds(Session& session) {
    const auto row = session.first<std::int64_t, std::int64_t>(
        "SELECT removed_number, last_number FROM event_feed WHERE id = 1");
    if (!row) throw base::Error(base::ErrorCode::Storage, "The feed of events can't be read.");
    return {std::get<0>(*row), std::get<1>(*row)};
}

// The ends are read last: what they call removed was not missed by the page without being told.
EventPage readEvents(Session& session, std::int64_t after, std::size_t most) {
    static const auto kSql = "SELECT" + std::string(kEventColumns) + " FROM event" +
                             std::string(kEventIdentifier) +
                             " WHERE event.number > :after ORDER BY event.number LIMIT :most";
    EventPage page;
    eachEvent(
        session, kSql, [&](Event event) { page.items.push_back(std::move(event)); }, after, most);
    page.ends = readFeedEnds(session);
    return page;
}

std::optional<Event> findEvent(Session& session, std::int64_t number) {
    static const auto kSql = "SELECT" + std::string(kEventColumns) + " FROM event" +
                             std::string(kEventIdentifier) + " WHERE event.number = :number";
    std::optional<Event> found;
    eachEvent(
        session, kSql, [&](Event event) { found = std::move(event); }, number);
    return found;
}

std::int64_t lockFeed(Session& session) {
    const auto row =
        session.first<std::int64_t>("SELECT last_number FROM event_feed WHERE id = 1{lock event_feed}");
    if (!row) throw base::Error(base::ErrorCode::Storage, "The feed of events can't be read.");
    return std::get<0>(*row);
}

bool hasUnnumbered(Session& session) {
    return session
        .first<std::int64_t>("SELECT id FROM event WHERE number IS NULL ORDER BY version, id LIMIT 1")
        .has_value();
}

Numbered numberEvents(Session& session, std::size_t most) {
    const auto before = lockFeed(session);
    const auto count = session.execute(kNumber, before, most);
    Numbered numbered{static_cast<std::size_t>(count), {}, before + count};
    if (count == 0) return numbered;
    session.execute("UPDATE event_feed SET last_number = :last WHERE id = 1", numbered.last);
    numbered.oldest =
        std::get<0>(*session.first<base::Time>("SELECT min(at) FROM event WHERE number > :before", before));
    return numbered;
}

std::size_t removeEvents(Session& session, base::Time since, std::size_t most) {
    const auto removed = readFeedEnds(session).removed;
    const auto last =
        std::get<0>(*session.first<std::optional<std::int64_t>>(kLastOld, removed, most, since));
    if (!last) return 0;
    const auto count =
        session.execute("DELETE FROM event WHERE number > :removed AND number <= :last", removed, *last);
    removeDeliveries(session, *last);
    session.execute("UPDATE event_feed SET removed_number = :last WHERE id = 1", *last);
    return static_cast<std::size_t>(count);
}

}  // namespace kith::storage
