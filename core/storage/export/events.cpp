// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/events.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/export/sightings.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

// Each half is read in the order of its index: of a person with very many events no page reads them all. An
// event stands under whoever lived then, and its address may be of somebody who is another one since a merge
// was taken back: it is named if the home itself names it.
constexpr std::string_view kNaming = R"sql(
SELECT e.id, e.number, e.kind, e.at, e.profile_id, e.version, e.other_id, e.identifier_id,
       e.state_before, e.state_after, i.type, i.value,
       CASE WHEN {nobodys}
             AND EXISTS (SELECT 1 FROM named_identifier AS kept
                         WHERE kept.home = e.profile_id AND kept.identifier_id = e.identifier_id)
            THEN 1 ELSE 0 END
FROM (SELECT own.id FROM (SELECT x.id FROM event x WHERE x.profile_id = :home AND x.id > :after
                          ORDER BY x.id LIMIT :wanted) AS own
      UNION ALL
      SELECT naming.id FROM (SELECT x.id FROM event x
                             WHERE x.other_id = :home AND x.id > :after
                               AND NOT EXISTS (SELECT 1 FROM profile p
                                               WHERE p.id = x.profile_id
                                                 AND COALESCE(NULLIF(p.canonical_id, 0), p.removed_live) = :live)
                             ORDER BY x.id LIMIT :wanted) AS naming) AS found
CROSS JOIN event AS e LEFT JOIN identifier AS i ON i.id = e.identifier_id
WHERE e.id = found.id
ORDER BY e.id LIMIT :wanted
)sql";

constexpr std::string_view kDeliveries = R"(
SELECT given.number, delivery.webhook_id, delivery.attempts, delivery.due_at, delivery.failed_at, delivery.reason
FROM {rows number bigint} CROSS JOIN webhook_delivery AS delivery
WHERE delivery.number = given.number)";

std::string withNobodys(std::string sql) {
    constexpr std::string_view kMark = "{nobodys}";
    return sql.replace(sql.find(kMark), kMark.size(), identifiesNobody("e.identifier_id"));
}

std::vector<ExportedEvent> eventsOf(Session& session, base::ProfileId home, std::int64_t after,
                                    base::ProfileId live, std::size_t wanted) {
    static const std::string kSql = withNobodys(std::string(kNaming));
    using State = std::optional<model::EndpointState>;
    using Text = std::optional<std::string>;
    std::vector<ExportedEvent> rows;
    session.each<base::RowId, std::optional<std::int64_t>, EventKind, base::Time, base::ProfileId,
                 std::int64_t, std::optional<base::ProfileId>, std::optional<base::IdentifierId>, State,
                 State, Text, Text, bool>(
        kSql,
        [&](base::RowId id, std::optional<std::int64_t> number, EventKind kind, base::Time at,
            base::ProfileId profile, std::int64_t version, std::optional<base::ProfileId> other,
            std::optional<base::IdentifierId> identifier, State before, State now, Text type, Text value,
            bool isUnlisted) {
            rows.push_back({id, number, kind, at, profile, version, other, identifier, {}, before, now, {}});
            if (isUnlisted && type && value)
                rows.back().named = model::Identifier{std::move(*type), std::move(*value)};
        },
        home, after, wanted, live);
    return rows;
}

void readDeliveries(Session& session, std::vector<ExportedEvent>& events) {
    std::unordered_map<std::int64_t, ExportedEvent*> byNumber;
    auto find =
        session.lookup<std::int64_t, WebhookId, int, std::optional<base::Time>, base::Time, std::string>(
            kDeliveries, [&](std::int64_t number, WebhookId webhook, int attempts,
                             std::optional<base::Time> due, base::Time failedAt, std::string reason) {
                auto& event = *byNumber.at(number);
                // One that waits for another has no time of its own.
                if (due) due = std::max(*due, event.at);
                const auto failed = reason.empty() ? std::nullopt : std::optional{failedAt};
                event.deliveries.push_back({webhook, attempts, due, failed, std::move(reason)});
            });
    for (auto& event : events) {
        if (!event.number) continue;
        byNumber.emplace(*event.number, &event);
        find.add(*event.number);
    }
    find.run();
    for (auto& event : events) std::ranges::sort(event.deliveries, {}, &ExportedDelivery::webhook);
}

}  // namespace

std::vector<ExportedEvent> nextEvents(Session& session, RowPlace& place, base::ProfileId live,
                                      std::size_t wanted) {
    auto events = place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return eventsOf(session, home, after, live, most);
        },
        [](const ExportedEvent& row) { return row.id.value; });
    readDeliveries(session, events);
    return events;
}

}  // namespace kith::storage
