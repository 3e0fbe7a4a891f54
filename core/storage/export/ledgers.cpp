// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/ledgers.hpp"

#include "core/storage/export/sightings.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

using Text = std::optional<std::string>;

std::vector<ExportedConsent> consentsOf(Session& session, base::ProfileId home, std::int64_t after,
                                        std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.category, c.subscribed, c.given_by, c.wording, c.ip, c.reason, c.comment, c.proof, c.at, {origin}
FROM (SELECT x.id, x.category, x.subscribed, x.given_by, x.wording, x.ip, x.reason, x.comment, x.proof,
             x.at, x.observation_id
      FROM consent x WHERE x.home = :home AND x.id > :after ORDER BY x.id LIMIT :wanted) c
CROSS JOIN observation o
WHERE o.id = c.observation_id
ORDER BY c.id
)sql");
    std::vector<ExportedConsent> rows;
    eachWithOrigin<std::int64_t, std::string, bool, std::string, std::string, std::string, Text, Text, Text,
                   base::Time>(
        session, kSql,
        [&](std::int64_t id, std::string category, bool subscribed, std::string givenBy, std::string wording,
            std::string ip, Text reason, Text comment, Text proof, base::Time at, ProvenanceView by) {
            rows.push_back(
                {id,
                 home,
                 {std::move(category), std::nullopt, subscribed, std::move(givenBy), std::move(wording),
                  std::move(ip), std::move(reason), std::move(comment), std::move(proof)},
                 at,
                 std::move(by)});
        },
        home, after, wanted);
    return rows;
}

/// The entries of a statement that tells of which identifier each is.
template <class... Values>
std::vector<ExportedEndpointEntry> entries(Session& session, const std::string& sql, Values... values) {
    std::vector<ExportedEndpointEntry> rows;
    eachWithOrigin<std::int64_t, base::IdentifierId, std::string, std::string, model::EndpointEntry::Kind,
                   model::EndpointState, std::string, std::string, std::optional<base::Time>, base::Time>(
        session, sql,
        [&](std::int64_t id, base::IdentifierId endpoint, std::string type, std::string value,
            model::EndpointEntry::Kind kind, model::EndpointState state, std::string reason,
            std::string detail, std::optional<base::Time> until, base::Time at, ProvenanceView by) {
            rows.push_back({id,
                            endpoint,
                            {std::move(type), std::move(value)},
                            kind,
                            state,
                            std::move(reason),
                            std::move(detail),
                            until,
                            at,
                            std::move(by)});
        },
        values...);
    return rows;
}

std::vector<ExportedEndpointEntry> entriesOf(Session& session, base::IdentifierId identifier,
                                             std::int64_t after, std::size_t wanted) {
    static const std::string kSql = withStateOrigin(R"sql(
SELECT s.id, i.id, i.type, i.value, s.kind, s.state, s.reason, s.detail, s.until_at, s.at, {origin}
FROM (SELECT x.identifier_id, x.id, x.kind, x.state, x.reason, x.detail, x.until_at, x.at, x.observation_id
      FROM endpoint_state x
      WHERE x.identifier_id = :identifier AND x.id > :after ORDER BY x.id LIMIT :wanted) s
CROSS JOIN observation o
CROSS JOIN identifier i {erased}
WHERE o.id = s.observation_id AND i.id = s.identifier_id
ORDER BY s.id
)sql");
    return entries(session, kSql, identifier, after, wanted);
}

std::vector<ExportedEndpointEntry> entriesNamedBy(Session& session, base::ProfileId home,
                                                  const std::pair<base::IdentifierId, std::int64_t>& after,
                                                  std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT s.id, i.id, i.type, i.value, s.kind, s.state, s.reason, s.detail, s.until_at, s.at, {origin}
FROM named_identifier n
CROSS JOIN endpoint_state s
CROSS JOIN observation o
CROSS JOIN identifier i
WHERE n.home = :home AND n.identifier_id >= :identifier AND s.identifier_id = n.identifier_id
  AND (s.identifier_id, s.id) > (:identifier, :after) AND o.id = s.observation_id AND o.home = n.home
  AND i.id = n.identifier_id AND )sql" + identifiesNobody("n.identifier_id") +
                                               R"sql(
ORDER BY n.identifier_id, s.id LIMIT :wanted
)sql");
    return entries(session, kSql, home, after.first, after.second, wanted);
}

}  // namespace

std::vector<ExportedConsent> nextConsents(Session& session, RowPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return consentsOf(session, home, after, most);
        },
        [](const ExportedConsent& row) { return row.id; });
}

std::vector<ExportedEndpointEntry> nextEndpointEntries(Session& session, EndpointPlace& place,
                                                       std::size_t wanted) {
    if (!place.listed.isEnd()) {
        return place.listed.next(
            wanted,
            [&](base::IdentifierId identifier, std::int64_t after, std::size_t most) {
                return entriesOf(session, identifier, after, most);
            },
            [](const ExportedEndpointEntry& row) { return row.id; });
    }
    return place.named.next(
        wanted,
        [&](base::ProfileId home, const auto& after, std::size_t most) {
            return entriesNamedBy(session, home, after, most);
        },
        [](const ExportedEndpointEntry& row) { return std::pair(row.endpoint, row.id); });
}

}  // namespace kith::storage
