// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/activities.hpp"

#include <optional>
#include <string>
#include <unordered_map>

#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

using Text = std::optional<std::string>;

std::vector<ExportedActivity> activitiesOf(Session& session, base::ProfileId home, const HistoryKey& before,
                                           std::size_t wanted) {
    // What somebody who was erased said last of it is nobody's (storage/nobody.hpp).
    static const std::string kSql = withOrigin(R"sql(
SELECT a.at, a.id, a.channel, a.activity_key, a.kind, a.event, a.message_id, a.message_name, i.type, i.value,
       a.properties, a.status, {origin}
FROM (SELECT x.at, x.id, x.channel, x.activity_key, x.kind, x.event, x.message_id, x.message_name, x.endpoint_id,
             x.properties, x.status, x.observation_id
      FROM activity x
      WHERE x.home = :home AND (x.at, x.id) < (:at, :id)
      ORDER BY x.at DESC, x.id DESC LIMIT :wanted) a
CROSS JOIN observation o LEFT JOIN identifier i ON i.id = a.endpoint_id
WHERE o.id = COALESCE((SELECT kept.id FROM observation kept WHERE kept.id = a.observation_id), 1)
ORDER BY a.at DESC, a.id DESC
)sql");
    std::vector<ExportedActivity> rows;
    eachWithOrigin<base::Time, base::ActivityId, std::string, std::string, model::ActivityKind, Text, Text,
                   Text, Text, Text, Text, std::optional<model::Status>>(
        session, kSql,
        [&](base::Time at, base::ActivityId id, std::string channel, std::string key,
            model::ActivityKind kind, Text event, Text messageId, Text messageName, Text endpointType,
            Text endpointValue, Text properties, std::optional<model::Status> status, ProvenanceView by) {
            TimelineActivity activity{.id = id,
                                      .home = home,
                                      .channel = std::move(channel),
                                      .key = std::move(key),
                                      .facts = {.kind = kind,
                                                .event = std::move(event),
                                                .messageId = std::move(messageId),
                                                .messageName = std::move(messageName),
                                                .endpoint = std::nullopt,
                                                .properties = std::move(properties)},
                                      .status = status,
                                      .at = at,
                                      .source = by.source,
                                      .history = {}};
            if (endpointType) activity.facts.endpoint = {std::move(*endpointType), std::move(*endpointValue)};
            rows.push_back({std::move(activity), std::move(by)});
        },
        home, before.at, before.id, wanted);
    return rows;
}

}  // namespace

std::vector<ExportedActivity> nextActivities(Session& session, ActivityPlace& place, std::size_t wanted) {
    auto rows = place.next(
        wanted,
        [&](base::ProfileId home, const HistoryKey& before, std::size_t most) {
            return activitiesOf(session, home, before, most);
        },
        [](const ExportedActivity& row) {
            return HistoryKey{row.activity.at, row.activity.id.value};
        });
    std::vector<TimelineActivity*> activities;
    for (auto& row : rows) activities.push_back(&row.activity);
    readStatuses(session, activities);
    return rows;
}

}  // namespace kith::storage
