// SPDX-License-Identifier: Apache-2.0
#include "core/storage/timeline.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/storage/cursor.hpp"
#include "core/storage/history.hpp"
#include "core/storage/page_parts.hpp"
#include "core/storage/session.hpp"
#include "core/storage/timeline_summary.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kList = "timeline";
/// How many activities one page looks at to find those that a filter wants.
constexpr std::int64_t kScanned = 10'000;

constexpr HistoryKey kNewest{base::Time::max(), std::numeric_limits<std::int64_t>::max()};

bool isFiltered(const TimelineFilter& filter) noexcept {
    return filter.channel || filter.status || filter.event || filter.kind;
}

using HomePart = PagePart<TimelineActivity, HistoryKey>;

HistoryKey keyOf(const TimelineActivity& activity) noexcept {
    return {activity.at, activity.id.value};
}

class PageReader {
public:
    PageReader(Session& session, const TimelineQuery& query);

    [[nodiscard]] TimelinePage read(std::vector<HistoryHome> homes);

private:
    void readRows();
    void readScanEnds();

    Session& session_;
    const TimelineQuery& query_;
    const bool filtered_;
    const std::size_t wanted_;  ///< One more than the page holds, to know whether there is another.
    HistoryKey before_ = kNewest;
    std::vector<HistoryHome> homes_;
    std::vector<std::int64_t> scanned_;
    std::unordered_map<base::ProfileId, HomePart> parts_;
};

PageReader::PageReader(Session& session, const TimelineQuery& query)
    : session_(session), query_(query), filtered_(isFiltered(query.filter)), wanted_(query.limit + 1) {
    if (!query.cursor.empty()) {
        const auto cursor = readCursor(query.cursor, kList, 2);
        before_ = {base::fromMillis(cursor.numbers[0]), cursor.numbers[1]};
    }
    if (query.filter.to) before_ = std::min(before_, HistoryKey{*query.filter.to, 0});
}

void PageReader::readRows() {
    using Text = std::optional<std::string>;
    auto rows = session_.lookup<base::ProfileId, base::Time, base::ActivityId, std::string, std::string,
                                model::ActivityKind, Text, Text, Text, Text, Text, Text,
                                std::optional<model::Status>, std::string, std::string>(
        R"sql(
SELECT a.home, a.at, a.id, a.channel, a.activity_key, a.kind, a.event, a.message_id, a.message_name,
       i.type, i.value, a.properties, a.status, COALESCE(o.source_type, 'api'),
       COALESCE(o.source_name, '')
FROM {rows home bigint, before_at bigint, before_id bigint, from_at bigint, scanned bigint, wanted bigint,
      channel text, status bigint, event text, kind bigint}
CROSS JOIN {lateral} (
    SELECT s.home, s.at, s.id, s.channel, s.activity_key, s.kind, s.event, s.message_id, s.message_name,
           s.endpoint_id, s.properties, s.status, s.observation_id
    FROM (
        SELECT x.home, x.at, x.id, x.channel, x.activity_key, x.kind, x.event, x.message_id, x.message_name,
               x.endpoint_id, x.properties, x.status, x.observation_id
        FROM activity x
        WHERE x.home = {row home} AND x.at >= {row from_at}
          AND (x.at, x.id) < ({row before_at}, {row before_id})
        ORDER BY x.at DESC, x.id DESC LIMIT {row scanned}) s
    WHERE ({row channel} IS NULL OR s.channel = {row channel})
      AND ({row status} IS NULL OR s.status = {row status})
      AND ({row event} IS NULL OR s.event = {row event})
      AND ({row kind} IS NULL OR s.kind = {row kind})
    ORDER BY s.at DESC, s.id DESC LIMIT {row wanted}) a
LEFT JOIN observation o ON o.id = a.observation_id LEFT JOIN identifier i ON i.id = a.endpoint_id
)sql",
        [&](base::ProfileId home, base::Time at, base::ActivityId id, std::string channel, std::string key,
            model::ActivityKind kind, Text event, Text messageId, Text messageName, Text endpointType,
            Text endpointValue, Text properties, std::optional<model::Status> status, std::string sourceType,
            std::string sourceName) {
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
                                      .source = {std::move(sourceType), std::move(sourceName)},
                                      .history = {}};
            if (endpointType) activity.facts.endpoint = {std::move(*endpointType), std::move(*endpointValue)};
            parts_[home].items.push_back(std::move(activity));
        });
    const auto& filter = query_.filter;
    for (std::size_t i = 0; i < homes_.size(); ++i) {
        rows.add(homes_[i].home, before_.at, before_.id, filter.from.value_or(base::Time::min()), scanned_[i],
                 wanted_, filter.channel, filter.status, filter.event, filter.kind);
    }
    rows.run();
}

/// With a filter, a home that gave less than was wanted may have been looked at only in part.
void PageReader::readScanEnds() {
    auto ends = session_.lookup<base::ProfileId, base::Time, std::int64_t>(
        R"sql(
SELECT a.home, a.at, a.id
FROM {rows home bigint, before_at bigint, before_id bigint, from_at bigint, skipped bigint}
CROSS JOIN {lateral} (
    SELECT x.home, x.at, x.id FROM activity x
    WHERE x.home = {row home} AND x.at >= {row from_at}
      AND (x.at, x.id) < ({row before_at}, {row before_id})
    ORDER BY x.at DESC, x.id DESC LIMIT 1 OFFSET {row skipped}) a
)sql",
        [&](base::ProfileId home, base::Time at, std::int64_t id) {
            parts_[home].end = HistoryKey{at, id};
        });
    for (std::size_t i = 0; i < homes_.size(); ++i) {
        if (parts_[homes_[i].home].items.size() >= wanted_) continue;
        ends.add(homes_[i].home, before_.at, before_.id, query_.filter.from.value_or(base::Time::min()),
                 scanned_[i] - 1);
    }
    ends.run();
}

TimelinePage PageReader::read(std::vector<HistoryHome> homes) {
    homes_ = std::move(homes);
    scanned_ = filtered_ ? shareOut(homes_, kScanned) : std::vector<std::int64_t>(homes_.size());
    for (auto& scanned : scanned_) scanned = std::max(scanned, static_cast<std::int64_t>(wanted_));
    readRows();
    if (filtered_) readScanEnds();

    std::vector<HomePart> parts;
    for (auto& [home, part] : parts_) parts.push_back(std::move(part));
    auto merged = mergeParts(std::move(parts), wanted_, keyOf, std::greater{});
    cutPart(merged, query_.limit, keyOf);

    TimelinePage page;
    page.items = std::move(merged.items);
    if (merged.end) {
        page.nextCursor =
            writeCursor({std::string{kList}, {base::toMillis(merged.end->at), merged.end->id}, {}});
    }
    std::vector<TimelineActivity*> shown;
    for (auto& activity : page.items) shown.push_back(&activity);
    readStatuses(session_, shown);
    return page;
}

}  // namespace

void readStatuses(Session& session, std::span<TimelineActivity* const> activities) {
    std::unordered_map<base::ActivityId, TimelineActivity*> byId;
    auto rows =
        session.lookup<base::ActivityId, model::Status, std::string, base::Time, base::Time, std::string>(
            R"sql(
SELECT s.activity_id, s.status, s.machine, s.first_at, s.last_at, s.reason
FROM {rows id bigint} CROSS JOIN activity_status s
WHERE s.activity_id = given.id
)sql",
            [&](base::ActivityId id, model::Status status, std::string machine, base::Time first,
                base::Time last, std::string reason) {
                byId.at(id)->history.push_back({status, first, last, std::move(reason), std::move(machine)});
            });
    for (auto* activity : activities) {
        byId.emplace(activity->id, activity);
        if (activity->status || activity->facts.kind == model::ActivityKind::Message) rows.add(activity->id);
    }
    rows.run();
    for (auto* activity : activities) {
        std::ranges::sort(activity->history, {}, [](const TimelineStatus& each) {
            return std::tie(each.at, each.status, each.machine);
        });
    }
}

TimelinePage readTimeline(Session& session, const ProfileRef& ref, const TimelineQuery& query) {
    checkLimit(query.limit);
    PageReader reader(session, query);
    auto history = readHistory(session, ref);
    keepCounted(history.homes, query.filter);
    std::optional<TimelineSummary> summary;
    if (query.summary) summary = summarise(session, history.homes, query.filter);
    auto page = reader.read(std::move(history.homes));
    page.profile = history.live;
    page.summary = std::move(summary);
    return page;
}

}  // namespace kith::storage
