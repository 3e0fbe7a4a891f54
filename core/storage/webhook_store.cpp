// SPDX-License-Identifier: Apache-2.0
#include "core/storage/webhook_store.hpp"

#include <utility>

#include "core/storage/event_rows.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kWebhooks = R"(
SELECT id, url, secret, kinds, active, created_at, position, revision FROM webhook)";

// Those of one webhook, beside their events.
constexpr std::string_view kDeliveries = R"(
, delivery.attempts, delivery.due_at, delivery.failed_at, delivery.reason
FROM webhook_delivery AS delivery JOIN event ON event.number = delivery.number)";

constexpr std::string_view kPutDelivery = R"(
INSERT INTO webhook_delivery
{insert webhook_id bigint, number bigint, attempts bigint, due_at bigint, failed_at bigint, reason text}
ON CONFLICT (webhook_id, number) DO UPDATE
SET attempts = excluded.attempts, due_at = excluded.due_at, failed_at = excluded.failed_at,
    reason = excluded.reason)";

constexpr std::string_view kDeleteDelivered = R"(
DELETE FROM webhook_delivery
WHERE (webhook_id, number) IN (SELECT webhook_id, number FROM {rows webhook_id bigint, number bigint}))";

template <class... Values>
std::vector<Webhook> webhooks(Session& session, const std::string& sql, Values... values) {
    std::vector<Webhook> all;
    session.each<WebhookId, std::string, std::string, std::int64_t, bool, base::Time, std::int64_t,
                 std::int64_t>(
        sql,
        [&](WebhookId id, std::string url, std::string secret, std::int64_t kinds, bool active,
            base::Time created, std::int64_t position, std::int64_t revision) {
            all.push_back({id, std::move(url), std::move(secret), EventKinds(kinds), active, created,
                           position, revision});
        },
        values...);
    return all;
}

template <class... Values>
std::vector<Delivery> deliveries(Session& session, const std::string& sql, Values... values) {
    std::vector<Delivery> all;
    eachEvent<int, std::optional<base::Time>, base::Time, std::string>(
        session, sql,
        [&](Event event, int attempts, std::optional<base::Time> due, base::Time failed, std::string reason) {
            all.push_back({std::move(event), attempts, due, failed, std::move(reason)});
        },
        values...);
    return all;
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
    return session.execute("UPDATE webhook SET active = :active, revision = revision + 1 WHERE id = :id",
                           active, id) != 0;
}

bool removeWebhook(Session& session, WebhookId id) {
    const bool removed = session.execute("DELETE FROM webhook WHERE id = :id", id) != 0;
    session.execute("DELETE FROM webhook_delivery WHERE webhook_id = :id", id);
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
    return session.execute(
        "UPDATE webhook_delivery SET attempts = 0, due_at = :now WHERE webhook_id = :id AND due_at IS NULL",
        now, id);
}

std::vector<Delivery> readPending(Session& session, WebhookId id, std::int64_t after, std::size_t most) {
    static const auto kSql = "SELECT" + std::string(kEventColumns) + std::string(kDeliveries) +
                             std::string(kEventIdentifier) +
                             " WHERE delivery.webhook_id = :id AND delivery.number > :after"
                             " AND delivery.due_at IS NOT NULL ORDER BY delivery.number LIMIT :most";
    return deliveries(session, kSql, id, after, most);
}

void recordDeliveries(Session& session, const DeliveryRecord& record) {
    // Only upwards: another server may have been the one that delivers in between.
    const bool there = session.execute(
                           "UPDATE webhook SET position = CASE WHEN position < :position THEN :position"
                           " ELSE position END WHERE id = :id",
                           record.position, record.webhook) != 0;
    if (!there) return;
    auto drop = session.bulk(kDeleteDelivered);
    auto put = session.bulk(kPutDelivery);
    for (const auto& [number, delivery] : record.changes) {
        if (delivery) {
            put.add(record.webhook, number, delivery->attempts, delivery->due, delivery->failedAt,
                    delivery->reason);
        } else {
            drop.add(record.webhook, number);
        }
    }
    drop.run();
    put.run();
}

}  // namespace kith::storage
