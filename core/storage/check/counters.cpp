// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/storage/check/pages.hpp"
#include "core/storage/check/subjects.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/endpoint_counts.hpp"

namespace kith::storage::check {
namespace {

using model::EndpointEntry;

constexpr std::string_view kTable = "counter";

constexpr std::string_view kProfiles = R"(
SELECT seen.known, seen.source_type, seen.source_name, seen.day * 86400000, count(*)
FROM (SELECT known, source_type, source_name,
             (created_at - (created_at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM profile WHERE id > :after AND id <= :upto AND canonical_id = id) AS seen
GROUP BY seen.known, seen.source_type, seen.source_name, seen.day)";

constexpr std::string_view kActivities = R"(
SELECT done.day * 86400000, done.channel, done.status, count(*)
FROM (SELECT channel, COALESCE(status, 0) AS status,
             (at - (at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM activity WHERE home > :after AND home <= :upto) AS done
GROUP BY done.day, done.channel, done.status)";

constexpr std::string_view kConflicts = "SELECT first_at FROM conflict WHERE id > :after AND id <= :upto";

constexpr std::string_view kLedgers = R"(
SELECT s.identifier_id, s.id, i.type, s.kind, s.state, s.reason, s.detail, s.until_at, s.at, o.attested,
       o.source_type
FROM endpoint_state s CROSS JOIN identifier i CROSS JOIN observation o
WHERE s.identifier_id > :after AND s.identifier_id <= :upto AND s.current = 1 AND i.id = s.identifier_id
  AND o.id = s.observation_id
ORDER BY s.identifier_id, s.id)";

constexpr std::string_view kCounters =
    "SELECT subject, period, name, detail, code, count FROM counter WHERE subject > :after AND subject <= "
    ":upto";

void countProfiles(const Checking& checking, Counts& counts) {
    eachRange(checking, "profile", "id", [&](std::int64_t after, std::int64_t upTo) {
        checking.session.each<bool, std::string, std::string, base::Time, std::int64_t>(
            kProfiles,
            [&](bool known, const std::string& sourceType, const std::string& sourceName, base::Time day,
                std::int64_t rows) {
                counts.addProfile({known, sourceType, sourceName, day}, rows);
            },
            after, upTo);
    });
}

void countActivities(const Checking& checking, Counts& counts) {
    eachRange(checking, "activity", "home", [&](std::int64_t after, std::int64_t upTo) {
        checking.session.each<base::Time, std::string, int, std::int64_t>(
            kActivities,
            [&](base::Time day, const std::string& channel, int status, std::int64_t rows) {
                counts.addActivity(day, channel, status, rows);
            },
            after, upTo);
    });
}

void countConflicts(const Checking& checking, Counts& counts) {
    eachRange(checking, "conflict", "id", [&](std::int64_t after, std::int64_t upTo) {
        checking.session.each<base::Time>(
            kConflicts, [&](base::Time firstAt) { counts.addConflict(firstAt, 1); }, after, upTo);
    });
}

/// The current entries of one address after the other.
class Ledger {
public:
    explicit Ledger(Counts& counts) : counts_(counts) {}

    void add(std::string type, EndpointEntry entry) {
        if (entry.identifier != identifier_) finish();
        identifier_ = entry.identifier;
        type_ = std::move(type);
        entries_.push_back(std::move(entry));
    }
    void finish() {
        countEndpoint(counts_, type_, entries_, 1);
        entries_.clear();
    }

private:
    Counts& counts_;
    base::IdentifierId identifier_;
    std::string type_;
    std::vector<EndpointEntry> entries_;
};

void countEndpoints(const Checking& checking, Counts& counts) {
    Ledger ledger(counts);
    eachRange(checking, "endpoint_state", "identifier_id", [&](std::int64_t after, std::int64_t upTo) {
        checking.session
            .each<base::IdentifierId, base::RowId, std::string, EndpointEntry::Kind, model::EndpointState,
                  std::string, std::string, std::optional<base::Time>, base::Time, bool, std::string>(
                kLedgers,
                [&](base::IdentifierId identifier, base::RowId id, std::string type, EndpointEntry::Kind kind,
                    model::EndpointState state, std::string reason, std::string detail,
                    std::optional<base::Time> until, base::Time at, bool attested, std::string sourceType) {
                    auto origin = std::make_shared<model::Origin>();
                    origin->sourceType = std::move(sourceType);
                    ledger.add(std::move(type), {id,
                                                 identifier,
                                                 kind,
                                                 state,
                                                 std::move(reason),
                                                 std::move(detail),
                                                 until,
                                                 {attested, at, std::move(origin)}});
                },
                after, upTo);
    });
    ledger.finish();
}

void takeOffCounters(const Checking& checking, Counts& counts) {
    eachRange(checking, kTable, "subject", [&](std::int64_t after, std::int64_t upTo) {
        checking.session.each<Counted, std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
            kCounters,
            [&](Counted subject, std::int64_t period, std::string name, std::string detail, std::int64_t code,
                std::int64_t count) {
                counts.add({subject, period, std::move(name), std::move(detail), code}, -count);
            },
            after, upTo);
    });
}

}  // namespace

// What is left over is in one and not in the other. Names and reasons are not shown: they may be anybody's
// words.
void checkCounters(const Checking& checking) {
    Counts counts;
    countProfiles(checking, counts);
    countActivities(checking, counts);
    countConflicts(checking, counts);
    countEndpoints(checking, counts);
    takeOffCounters(checking, counts);
    for (const auto& [key, left] : counts.changes()) {
        if (left == 0) continue;
        checking.findings.add(kTable,
                              "subject=" + std::to_string(static_cast<std::int64_t>(key.subject)) +
                                  " period=" + std::to_string(key.period) +
                                  " code=" + std::to_string(key.code),
                              "count is not the number of what it counts");
    }
}

}  // namespace kith::storage::check
