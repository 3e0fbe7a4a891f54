// SPDX-License-Identifier: Apache-2.0
#include "core/storage/webhook_store.hpp"

#include <utility>

#include "core/storage/event_rows.hpp"

namespace kith::storage {
namespace {

// Of webhook_delivery.turn: an earlier delivery is waited for, or it is a dead letter, if it is 0.
constexpr int kTurn = 1;
constexpr int kTurnOfRefused = 2;

constexpr std::string_view kWebhooks = R"(
SELECT id, url, secret, kinds, active, created_at, position, revision, failed_at FROM webhook)";

// Those of one webhook, beside their events.
constexpr std::string_view kDeliveries = R"(
, delivery.attempts, delivery.due_at, delivery.failed_at, delivery.reason, delivery.turn
FROM webhook_delivery AS delivery JOIN event ON event.number = delivery.number)";

// What waited for a dead letter and was not tried since is known as that until it is.
constexpr std::string_view kPutDelivery = R"(
INSERT INTO webhook_delivery
{insert webhook_id bigint, number bigint, attempts bigint, due_at bigint, failed_at bigint, reason text}
ON CONFLICT (webhook_id, number) DO UPDATE
SET attempts = excluded.attempts, due_at = excluded.due_at, failed_at = excluded.failed_at,
    reason = excluded.reason,
    turn = CASE WHEN webhook_delivery.turn = 2 AND excluded.attempts = 0 THEN 2 ELSE 0 END)";

constexpr std::string_view kStored = R"(
SELECT delivery.number, delivery.due_at
FROM {rows webhook_id bigint, number bigint} CROSS JOIN webhook_delivery AS delivery
WHERE delivery.webhook_id = given.webhook_id AND delivery.number = given.number)";

constexpr std::string_view kDeleteDelivered = R"(
DELETE FROM webhook_delivery
WHERE (webhook_id, number) IN (SELECT webhook_id, number FROM {rows webhook_id bigint, number bigint}))";

constexpr std::string_view kEnqueue = R"(
INSERT INTO webhook_queue {insert webhook_id bigint, profile_id bigint, number bigint}
ON CONFLICT (webhook_id, profile_id, number) DO NOTHING)";

constexpr std::string_view kDequeue = R"(
DELETE FROM webhook_queue
WHERE (number, webhook_id) IN (SELECT number, webhook_id FROM {rows webhook_id bigint, number bigint}))";

// As a subquery that is run for the row at hand, as the others here: a join might read the whole queue.
constexpr std::string_view kIsQueued = R"(
SELECT profile_id FROM {rows webhook_id bigint, profile_id bigint}
WHERE (SELECT 1 FROM webhook_queue AS queue
       WHERE queue.webhook_id = given.webhook_id AND queue.profile_id = given.profile_id LIMIT 1) IS NOT NULL)";

// Of a delivery: an earlier one about a profile of its event is still to be tried.
constexpr std::string_view kWaits = R"(
(SELECT 1 FROM webhook_queue AS own CROSS JOIN webhook_queue AS earlier
 WHERE own.number = webhook_delivery.number AND own.webhook_id = webhook_delivery.webhook_id
   AND earlier.webhook_id = own.webhook_id AND earlier.profile_id = own.profile_id
   AND earlier.number < own.number LIMIT 1) IS NOT NULL)";

constexpr std::string_view kGiveTurn = R"(
UPDATE webhook_delivery SET turn = CASE WHEN attempts > 0 OR first.died = 1 THEN 2 ELSE 1 END
FROM (SELECT webhook_id, died,
             (SELECT min(queue.number) FROM webhook_queue AS queue
              WHERE queue.webhook_id = given.webhook_id AND queue.profile_id = given.profile_id) AS number
      FROM {rows webhook_id bigint, profile_id bigint, died bigint}) AS first
WHERE webhook_delivery.webhook_id = first.webhook_id AND webhook_delivery.number = first.number
  AND webhook_delivery.turn = 0 AND NOT )";

constexpr std::string_view kEnqueueDead = R"(
INSERT INTO webhook_queue (webhook_id, profile_id, number)
SELECT delivery.webhook_id, event.profile_id, event.number
FROM webhook_delivery AS delivery JOIN event ON event.number = delivery.number
WHERE delivery.webhook_id = :id AND delivery.due_at IS NULL
UNION
SELECT delivery.webhook_id, event.other_id, event.number
FROM webhook_delivery AS delivery JOIN event ON event.number = delivery.number
WHERE delivery.webhook_id = :id AND delivery.due_at IS NULL AND event.other_id IS NOT NULL)";

// From both ends of an index: what waits for dead letters is due at once, and may be much.
constexpr std::string_view kPending = R"(
SELECT reason, attempts, failed_at,
       (SELECT min(due_at) FROM webhook_delivery
        WHERE webhook_id = :id AND turn = 2 AND due_at IS NOT NULL)
FROM webhook_delivery WHERE webhook_id = :id AND turn = 2 AND due_at IS NOT NULL
ORDER BY due_at DESC, number DESC LIMIT 1)";

constexpr std::string_view kLastDead =
    "SELECT failed_reason, failed_attempts, failed_at FROM webhook WHERE id = :id AND failed_at IS NOT NULL";

template <class... Values>
std::vector<Webhook> webhooks(Session& session, const std::string& sql, Values... values) {
    std::vector<Webhook> all;
    session.each<WebhookId, std::string, std::string, std::int64_t, bool, base::Time, std::int64_t,
                 std::int64_t, std::optional<base::Time>>(
        sql,
        [&](WebhookId id, std::string url, std::string secret, std::int64_t kinds, bool active,
            base::Time created, std::int64_t position, std::int64_t revision,
            std::optional<base::Time> failedAt) {
            all.push_back({id, std::move(url), std::move(secret), EventKinds(kinds), active, created,
                           position, revision, failedAt});
        },
        values...);
    return all;
}

template <class... Values>
std::vector<Delivery> deliveries(Session& session, const std::string& sql, Values... values) {
    std::vector<Delivery> all;
    eachEvent<int, std::optional<base::Time>, base::Time, std::string, int>(
        session, sql,
        [&](Event event, int attempts, std::optional<base::Time> due, base::Time failed, std::string reason,
            int turn) {
            all.push_back(
                {std::move(event), attempts, due, failed, std::move(reason), turn == kTurnOfRefused});
        },
        values...);
    return all;
}

/// Whether it takes something again, or what of the changes that are `settled` no more died last.
void recordFailure(Session& session, const DeliveryRecord& record,
                   const std::unordered_set<std::int64_t>& settled) {
    if (record.taken) {
        session.execute("UPDATE webhook SET failed_at = NULL WHERE id = :id AND failed_at IS NOT NULL",
                        record.webhook);
        return;
    }
    const Delivery* last = nullptr;
    for (const auto& [number, delivery] : record.changes) {
        if (!delivery || delivery->due || settled.contains(number)) continue;
        if (last == nullptr || last->failedAt <= delivery->failedAt) last = &*delivery;
    }
    if (last == nullptr) return;
    session.execute(
        "UPDATE webhook SET failed_at = :at, failed_attempts = :attempts, failed_reason = :reason"
        " WHERE id = :id",
        last->failedAt, last->attempts, std::string_view{last->reason}, record.webhook);
}

/// A profile of which a delivery was settled: what has waited for that only comes next.
struct Freed {
    WebhookId webhook;
    base::ProfileId profile;
    bool died = false;  ///< It is a dead letter.
};

void giveTurns(Session& session, const std::vector<Freed>& freed) {
    static const auto kSql = std::string(kGiveTurn) + std::string(kWaits);
    auto give = session.bulk(kSql);
    for (const auto& each : freed) give.add(each.webhook, each.profile, each.died);
    give.run();
}

/// Of changes up to where everything is settled or stands as a delivery, those that are no news: a server
/// that was the one that delivers until another one took over puts nothing back that the other one settled.
std::unordered_set<std::int64_t> overtaken(Session& session, const DeliveryRecord& record,
                                           std::int64_t position) {
    std::unordered_set<std::int64_t> settled;
    auto stored = session.lookup<std::int64_t, std::optional<base::Time>>(
        kStored, [&](std::int64_t number, std::optional<base::Time> due) {
            if (due || !record.changes.at(number)->due) settled.erase(number);
        });
    for (auto each = record.changes.begin(); each != record.changes.upper_bound(position); ++each) {
        if (!each->second) continue;
        settled.insert(each->first);
        stored.add(record.webhook, each->first);
    }
    stored.run();
    return settled;
}

}  // namespace

bool insertWebhook(Session& session, const Webhook& webhook, const std::string& once, std::size_t most) {
    // Locked, so that no two fill the last place.
    const auto last = lockFeed(session);
    const auto count = std::get<0>(*session.first<std::int64_t>("SELECT count(*) FROM webhook"));
    if (static_cast<std::size_t>(count) >= most) return false;
    session.execute(
        "INSERT INTO webhook (id, url, secret, kinds, active, created_at, position, revision, once)"
        " VALUES (:id, :url, :secret, :kinds, :active, :created, :position, 0, :once)",
        webhook.id, std::string_view{webhook.url}, std::string_view{webhook.secret}, webhook.kinds.bits(),
        webhook.active, webhook.createdAt, last,
        once.empty() ? std::nullopt : std::optional<std::string>{once});
    return true;
}

std::optional<Webhook> findWebhookMadeBy(Session& session, const std::string& once) {
    static const auto kSql = std::string(kWebhooks) + " WHERE once = :once";
    auto found = webhooks(session, kSql, std::string_view{once});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Webhook> readWebhooks(Session& session) {
    static const auto kSql = std::string(kWebhooks) + " ORDER BY id";
    return webhooks(session, kSql);
}

std::optional<Webhook> findWebhook(Session& session, WebhookId id) {
    static const auto kSql = std::string(kWebhooks) + " WHERE id = :id";
    auto found = webhooks(session, kSql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

bool setWebhookActive(Session& session, WebhookId id, bool active) {
    return session.execute(
               "UPDATE webhook SET active = :active, revision = revision + 1, failed_at = NULL WHERE id = "
               ":id",
               active, id) != 0;
}

bool removeWebhook(Session& session, WebhookId id) {
    const bool removed = session.execute("DELETE FROM webhook WHERE id = :id", id) != 0;
    session.execute("DELETE FROM webhook_delivery WHERE webhook_id = :id", id);
    session.execute("DELETE FROM webhook_queue WHERE webhook_id = :id", id);
    return removed;
}

std::vector<Delivery> readDeadLetters(Session& session, WebhookId id, std::int64_t after, std::size_t most) {
    static const auto kSql = "SELECT" + std::string(kEventColumns) + std::string(kDeliveries) +
                             std::string(kEventIdentifier) +
                             " WHERE delivery.webhook_id = :id AND delivery.number > :after"
                             " AND delivery.due_at IS NULL ORDER BY delivery.number LIMIT :most";
    return deliveries(session, kSql, id, after, most);
}

std::int64_t replayDeadLetters(Session& session, WebhookId id, base::Time now) {
    // The webhook first, as whoever records deliveries does: else each could wait for the other.
    session.execute("UPDATE webhook SET revision = revision + 1 WHERE id = :id", id);
    session.execute(kEnqueueDead, id);
    const auto count = session.execute(
        "UPDATE webhook_delivery SET attempts = 0, due_at = :now WHERE webhook_id = :id AND due_at IS NULL",
        now, id);
    static const auto kTurns = "UPDATE webhook_delivery SET turn = CASE WHEN " + std::string(kWaits) +
                               " THEN 0 WHEN attempts > 0 THEN 2 ELSE 1 END"
                               " WHERE webhook_id = :id AND due_at IS NOT NULL";
    session.execute(kTurns, id);
    return count;
}

std::unordered_set<base::ProfileId> findQueued(Session& session, WebhookId id,
                                               const std::vector<Event>& events) {
    std::unordered_set<base::ProfileId> found;
    auto look =
        session.lookup<base::ProfileId>(kIsQueued, [&](base::ProfileId profile) { found.insert(profile); });
    for (const auto& event : events) {
        look.add(id, event.profile);
        if (event.other) look.add(id, *event.other);
    }
    look.run();
    return found;
}

std::vector<Delivery> readDue(Session& session, WebhookId id, bool refused, std::size_t most) {
    static const auto kSql = "SELECT" + std::string(kEventColumns) + std::string(kDeliveries) +
                             std::string(kEventIdentifier) +
                             " WHERE delivery.webhook_id = :id AND delivery.turn = :turn"
                             " AND delivery.due_at IS NOT NULL"
                             " ORDER BY delivery.due_at, delivery.number LIMIT :most";
    return deliveries(session, kSql, id, refused ? kTurnOfRefused : kTurn, most);
}

std::optional<WebhookFailure> findWebhookFailure(Session& session, WebhookId id) {
    std::optional<WebhookFailure> pending;
    session.each<std::string, int, base::Time, base::Time>(
        kPending,
        [&](std::string reason, int attempts, base::Time at, base::Time next) {
            pending = {std::move(reason), attempts, at, next};
        },
        id);
    // What waits for a dead letter only was not tried itself.
    if (pending && pending->attempts > 0) return pending;
    std::optional<WebhookFailure> dead;
    session.each<std::string, int, base::Time>(
        kLastDead,
        [&](std::string reason, int attempts, base::Time at) {
            dead = {std::move(reason), attempts, at, pending ? pending->next : std::nullopt};
        },
        id);
    return dead;
}

void recordDeliveries(Session& session, const DeliveryRecord& record) {
    const auto webhook = session.first<std::int64_t>(
        "SELECT position FROM webhook WHERE id = :id{lock webhook}", record.webhook);
    if (!webhook) return;
    // Only upwards: another server may have been the one that delivers in between.
    const auto settled = overtaken(session, record, std::get<0>(*webhook));
    session.execute("UPDATE webhook SET position = :position WHERE id = :id AND position < :position",
                    record.position, record.webhook);
    recordFailure(session, record, settled);
    const auto removed = readFeedEnds(session).removed;
    auto drop = session.bulk(kDeleteDelivered);
    auto put = session.bulk(kPutDelivery);
    auto enqueue = session.bulk(kEnqueue);
    auto dequeue = session.bulk(kDequeue);
    for (auto each = record.changes.upper_bound(removed); each != record.changes.end(); ++each) {
        const auto& [number, delivery] = *each;
        if (settled.contains(number)) continue;
        if (delivery) {
            put.add(record.webhook, number, delivery->attempts, delivery->due, delivery->failedAt,
                    delivery->reason);
        } else {
            drop.add(record.webhook, number);
        }
        if (delivery && delivery->due) {
            enqueue.add(record.webhook, delivery->event.profile, number);
            if (delivery->event.other) enqueue.add(record.webhook, *delivery->event.other, number);
        } else {
            dequeue.add(record.webhook, number);
        }
    }
    drop.run();
    put.run();
    enqueue.run();
    dequeue.run();
    std::vector<Freed> freed;
    for (const auto& [profile, died] : record.profiles) freed.push_back({record.webhook, profile, died});
    giveTurns(session, freed);
}

void removeDeliveries(Session& session, std::int64_t last) {
    // The webhooks first, as everybody does who changes deliveries: else each could wait for the other.
    session.each<WebhookId>("SELECT id FROM webhook ORDER BY id{lock webhook}", [](WebhookId) {});
    std::vector<Freed> freed;
    session.each<WebhookId, base::ProfileId>(
        "SELECT DISTINCT webhook_id, profile_id FROM webhook_queue WHERE number <= :last",
        [&](WebhookId webhook, base::ProfileId profile) {
            freed.push_back({webhook, profile});
        },
        last);
    session.execute("DELETE FROM webhook_queue WHERE number <= :last", last);
    session.execute("DELETE FROM webhook_delivery WHERE number <= :last", last);
    giveTurns(session, freed);
}

}  // namespace kith::storage
