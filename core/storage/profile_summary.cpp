// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_summary.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/ledger.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/session.hpp"
#include "core/storage/sql_text.hpp"
#include "core/storage/type_list.hpp"

namespace kith::storage {
namespace {

using Summaries = std::unordered_map<base::ProfileId, ProfileSummary*>;

/// What is shown as the name, too, if it was asked for.
void addValue(ProfileSummary& summary, const std::set<std::string_view>& shown, FieldView value) {
    if (value.field == kFirstName) summary.firstName = value.value.text;
    if (value.field == kLastName) summary.lastName = value.value.text;
    if (shown.contains(value.field)) summary.fields.push_back(std::move(value));
}

void readFields(Session& session, const Summaries& summaries, const SummaryAsked& asked) {
    std::set<std::string_view> shown(asked.fields.begin(), asked.fields.end());
    shown.insert(kTagsField);
    auto read = shown;
    read.insert({kFirstName, kLastName});
    auto rows = session.lookup<base::ProfileId, std::string, std::string, model::ValueKind,
                               std::optional<std::int64_t>, std::optional<std::string>>(
        R"sql(
SELECT given.id, f.field, f.element, f.kind, f.number_value, f.text_value
FROM {rows id bigint, field text}
CROSS JOIN {lateral} (
    SELECT {row id} AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
CROSS JOIN field_value f
WHERE f.home = h.id AND f.field = {row field} AND f.current = 1 AND f.present = 1
)sql",
        [&](base::ProfileId id, std::string field, std::string element, model::ValueKind kind,
            std::optional<std::int64_t> number, std::optional<std::string> text) {
            FieldView value;
            value.field = std::move(field);
            if (model::isOfSet(element)) value.element = std::move(element);
            value.value = {kind, number.value_or(0), std::move(text).value_or(std::string{})};
            addValue(*summaries.at(id), shown, std::move(value));
        });
    for (const auto& [id, summary] : summaries)
        for (const auto field : read) rows.add(id, field);
    rows.run();
    for (const auto& [id, summary] : summaries) {
        std::ranges::sort(summary->fields, {},
                          [](const FieldView& each) { return std::tie(each.field, each.element); });
    }
}

/// Whose state is not read yet.
struct Unfolded {
    ProfileSummary* summary;
    std::size_t place;  ///< Of its identifiers.
    bool onlyClaimed;
};
using Endpoints = std::multimap<base::IdentifierId, Unfolded>;

Endpoints readIdentifiers(Session& session, const Summaries& summaries, const SummaryAsked& asked) {
    Endpoints endpoints;
    // Several homes may list one identifier.
    static const std::string kSql = replaceMarks(R"sql(
SELECT given.id, l.identifier_id, l.type, l.value, l.given_value, l.role,
       CASE WHEN l.role <> 2
              OR (SELECT 1 FROM profile_identifier x WHERE x.identifier_id = l.identifier_id AND x.role = 0 LIMIT 1) IS NOT NULL
              OR (SELECT 1 FROM profile_identifier x
                         WHERE x.identifier_id = l.identifier_id AND x.role <> 0 AND x.role = 1 LIMIT 1) IS NOT NULL
            THEN 0 ELSE 1 END
FROM {rows id bigint, wanted bigint, addresses text}
CROSS JOIN {lateral} (
    SELECT e.identifier_id, i.type, i.value, e.given_value, e.role
    FROM (SELECT x.identifier_id, x.given AS given_value, x.role, x.first_seen,
                 row_number() OVER (PARTITION BY x.identifier_id
                                    ORDER BY x.role, x.first_seen, x.given {binary}) AS place
          FROM (SELECT {row id} AS id UNION ALL
                SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
          CROSS JOIN profile_identifier x
          WHERE x.home = h.id) e
    CROSS JOIN identifier i
    WHERE e.place = 1 AND i.id = e.identifier_id
    ORDER BY {addresses first}, e.role, i.type, e.first_seen, i.value
    LIMIT {row wanted}) l
)sql",
                                                 {{"{addresses first}", kAddressesFirst}});
    auto rows = session.lookup<base::ProfileId, base::IdentifierId, std::string, std::string, std::string,
                               model::Role, bool>(
        kSql, [&](base::ProfileId id, base::IdentifierId identifier, std::string type, std::string value,
                  std::string given, model::Role role, bool onlyClaimed) {
            auto* const summary = summaries.at(id);
            auto& listed = summary->identifiers;
            endpoints.emplace(identifier, Unfolded{summary, listed.size(), onlyClaimed});
            listed.push_back({{std::move(type), std::move(value)}, std::move(given), role, {}});
        });
    const auto addresses = typeList(asked.addressTypes);
    for (const auto& [id, summary] : summaries) rows.add(id, asked.identifiers, addresses);
    rows.run();
    return endpoints;
}

void readStates(Session& session, const Endpoints& endpoints, base::Time now) {
    EndpointLedgers ledgers;
    auto rows = session.lookup<base::IdentifierId, base::RowId, model::EndpointEntry::Kind,
                               model::EndpointState, std::string, std::optional<base::Time>, base::Time, bool,
                               base::KeyId, std::string, std::string, std::string, std::string>(
        R"sql(
SELECT s.identifier_id, s.id, s.kind, s.state, s.reason, s.until_at, s.at, o.attested, o.key_id, o.source_type,
       o.source_name, o.given_id, o.content_hash
FROM {rows identifier bigint}
CROSS JOIN endpoint_state s CROSS JOIN observation o
WHERE s.identifier_id = {row identifier} AND s.current = 1 AND o.id = s.observation_id
)sql",
        [&](base::IdentifierId identifier, base::RowId id, model::EndpointEntry::Kind kind,
            model::EndpointState state, std::string reason, std::optional<base::Time> until, base::Time at,
            bool attested, base::KeyId key, const std::string& sourceType, const std::string& sourceName,
            const std::string& givenId, const std::string& hash) {
            model::EndpointEntry entry;
            entry.id = id;
            entry.identifier = identifier;
            entry.kind = kind;
            entry.state = state;
            entry.reason = std::move(reason);
            entry.until = until;
            entry.stamp = makeStamp({attested, at, key, sourceType, sourceName, givenId, hash});
            ledgers.add(std::move(entry));
        });
    for (auto each = endpoints.begin(); each != endpoints.end(); each = endpoints.upper_bound(each->first))
        rows.add(each->first);
    rows.run();
    ledgers.sort();
    for (const auto& [identifier, unfolded] : endpoints)
        unfolded.summary->identifiers[unfolded.place].endpoint =
            ledgers.fold(identifier, unfolded.onlyClaimed, now);
}

void readLastSeen(Session& session, const Summaries& summaries) {
    auto rows = session.lookup<base::ProfileId, std::optional<base::Time>, std::optional<base::Time>>(
        R"sql(
SELECT given.id, (SELECT max(e.last_seen) FROM profile_identifier e WHERE e.home = h.id),
       (SELECT a.at FROM activity a WHERE a.home = h.id ORDER BY a.at DESC LIMIT 1)
FROM {rows id bigint}
CROSS JOIN {lateral} (
    SELECT {row id} AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
)sql",
        [&](base::ProfileId id, std::optional<base::Time> listed, std::optional<base::Time> active) {
            auto& last = summaries.at(id)->lastSeenAt;
            last = std::max({last, listed, active});  // None is before any.
        });
    for (const auto& [id, summary] : summaries) rows.add(id);
    rows.run();
}

}  // namespace

std::vector<ProfileSummary> readSummaries(Session& session, std::span<const base::ProfileId> profiles,
                                          const SummaryAsked& asked) {
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
    completeSummaries(session, summaries, asked);
    return summaries;
}

void completeSummaries(Session& session, std::span<ProfileSummary> summaries, const SummaryAsked& asked) {
    Summaries byId;
    for (auto& summary : summaries) byId.emplace(summary.id, &summary);
    readFields(session, byId, asked);
    readStates(session, readIdentifiers(session, byId, asked), asked.now);
    readLastSeen(session, byId);
}

}  // namespace kith::storage
