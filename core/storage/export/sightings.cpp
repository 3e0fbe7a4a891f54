// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/sightings.hpp"

#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

std::vector<ExportedObservation> observationsOf(Session& session, base::ProfileId home, std::int64_t after,
                                                std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT o.home, {origin} FROM observation o WHERE o.home = :home AND o.id > :after ORDER BY o.id LIMIT :wanted
)sql");
    std::vector<ExportedObservation> rows;
    eachWithOrigin<base::ProfileId>(
        session, kSql,
        [&](base::ProfileId of, ProvenanceView by) {
            rows.push_back({of, std::move(by)});
        },
        home, after, wanted);
    return rows;
}

std::vector<ExportedNaming> namingsOf(Session& session, base::ProfileId home, base::IdentifierId after,
                                      std::size_t wanted) {
    static const std::string kSql = R"sql(
SELECT n.identifier_id, i.type, i.value
FROM named_identifier n CROSS JOIN identifier i
WHERE n.home = :home AND n.identifier_id > :after AND i.id = n.identifier_id AND )sql" +
                                    identifiesNobody("n.identifier_id") + R"sql(
ORDER BY n.identifier_id LIMIT :wanted
)sql";
    std::vector<ExportedNaming> rows;
    session.each<base::IdentifierId, std::string, std::string>(
        kSql,
        [&](base::IdentifierId id, std::string type, std::string value) {
            rows.push_back({home, id, {std::move(type), std::move(value)}});
        },
        home, after, wanted);
    return rows;
}

std::vector<ExportedLink> linksOf(Session& session, base::IdentifierId a, const LinkKey& after,
                                  std::size_t wanted) {
    constexpr std::string_view kSql = R"sql(
SELECT e.identifier_b, e.at, e.attested, e.observation_id FROM evidence e
WHERE e.identifier_a = :a AND (e.identifier_b, e.at, e.observation_id) > (:b, :at, :observation)
ORDER BY e.identifier_b, e.at, e.observation_id LIMIT :wanted
)sql";
    std::vector<ExportedLink> rows;
    session.each<base::IdentifierId, base::Time, bool, base::ObservationId>(
        kSql,
        [&](base::IdentifierId b, base::Time at, bool attested, base::ObservationId observation) {
            rows.push_back({a, b, at, attested, observation});
        },
        a, std::get<0>(after), std::get<1>(after), std::get<2>(after), wanted);
    return rows;
}

}  // namespace

// SQLite only uses a partial index whose condition it finds word by word.
std::string identifiesNobody(const std::string& identifier) {
    return "(SELECT 1 FROM profile_identifier AS held WHERE held.identifier_id = " + identifier +
           " AND held.role = 0 LIMIT 1) IS NULL AND (SELECT 1 FROM removed_identifier AS entry"
           " WHERE entry.identifier_id = " +
           identifier + " AND entry.role = 0 LIMIT 1) IS NULL";
}

std::vector<ExportedNaming> nextNamings(Session& session, NamingPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, base::IdentifierId after, std::size_t most) {
            return namingsOf(session, home, after, most);
        },
        [](const ExportedNaming& row) { return row.id; });
}

std::vector<ExportedObservation> nextObservations(Session& session, RowPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return observationsOf(session, home, after, most);
        },
        [](const ExportedObservation& row) { return row.observation.observation.value; });
}

std::vector<ExportedLink> nextLinks(Session& session, LinkPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::IdentifierId a, const LinkKey& after, std::size_t most) {
            return linksOf(session, a, after, most);
        },
        [](const ExportedLink& row) {
            return LinkKey{row.b, row.at, row.observation};
        });
}

}  // namespace kith::storage
