// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_summary.hpp"

#include <unordered_map>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using Summaries = std::unordered_map<base::ProfileId, ProfileSummary*>;

void readNames(Session& session, const Summaries& summaries) {
    auto rows = session.lookup<base::ProfileId, std::string, std::string>(
        R"sql(
SELECT given.id, f.field, f.text_value
FROM {rows id bigint, first_name text, last_name text}
CROSS JOIN {lateral} (
    SELECT {row id} AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
CROSS JOIN field_value f
WHERE f.home = h.id AND f.field IN ({row first_name}, {row last_name}) AND f.element = ''
  AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
)sql",
        [&](base::ProfileId id, const std::string& field, std::string value) {
            auto& summary = *summaries.at(id);
            (field == kFirstName ? summary.firstName : summary.lastName) = std::move(value);
        });
    for (const auto& [id, summary] : summaries) rows.add(id, kFirstName, kLastName);
    rows.run();
}

void readIdentifiers(Session& session, const Summaries& summaries) {
    // Several homes may list one identifier.
    auto rows = session.lookup<base::ProfileId, std::string, std::string, std::string, model::Role>(
        R"sql(
SELECT given.id, l.type, l.value, l.given_value, l.role
FROM {rows id bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT i.type, i.value, e.given_value, e.role
    FROM (SELECT x.identifier_id, x.given AS given_value, x.role, x.first_seen,
                 row_number() OVER (PARTITION BY x.identifier_id
                                    ORDER BY x.role, x.first_seen, x.given {binary}) AS place
          FROM (SELECT {row id} AS id UNION ALL
                SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
          CROSS JOIN profile_identifier x
          WHERE x.home = h.id) e
    CROSS JOIN identifier i
    WHERE e.place = 1 AND i.id = e.identifier_id
    ORDER BY e.role, i.type, e.first_seen, i.value LIMIT {row wanted}) l
)sql",
        [&](base::ProfileId id, std::string type, std::string value, std::string given, model::Role role) {
            summaries.at(id)->identifiers.push_back(
                {{std::move(type), std::move(value)}, std::move(given), role});
        });
    for (const auto& [id, summary] : summaries) rows.add(id, kSummaryIdentifiers);
    rows.run();
}

}  // namespace

std::vector<ProfileSummary> readSummaries(Session& session, std::span<const base::ProfileId> profiles) {
    std::unordered_map<base::ProfileId, ProfileSummary> found;
    auto rows = session.lookup<base::ProfileId, bool, base::Time, base::Time, std::string, std::string>(
        "SELECT p.id, p.known, p.updated_at, p.created_at, p.source_type, p.source_name"
        " FROM {rows id bigint} CROSS JOIN profile p WHERE p.id = {row id} AND p.canonical_id + 0 = p.id",
        [&](base::ProfileId id, bool known, base::Time updated, base::Time created, std::string sourceType,
            std::string sourceName) {
            auto& summary = found[id];
            summary.id = id;
            summary.known = known;
            summary.updatedAt = updated;
            summary.createdAt = created;
            summary.source = {std::move(sourceType), std::move(sourceName)};
        });
    for (const auto id : profiles) rows.add(id);
    rows.run();
    std::vector<ProfileSummary> summaries;
    for (const auto id : profiles) {
        if (const auto at = found.find(id); at != found.end()) summaries.push_back(std::move(at->second));
    }
    completeSummaries(session, summaries);
    return summaries;
}

void completeSummaries(Session& session, std::span<ProfileSummary> summaries) {
    Summaries byId;
    for (auto& summary : summaries) byId.emplace(summary.id, &summary);
    readNames(session, byId);
    readIdentifiers(session, byId);
}

}  // namespace kith::storage
