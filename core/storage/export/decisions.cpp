// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/decisions.hpp"

#include <utility>

#include "core/identity/world.hpp"
#include "core/storage/export/sightings.hpp"
#include "core/storage/merge_list.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

/// The live or deleted profile that one of the row's ids stands for.
std::string personOf(const std::string& profile) {
    return "COALESCE(NULLIF(" + profile + ".canonical_id, 0), " + profile + ".removed_live)";
}

/// Rows of a table that names two profiles in columns `one` and `two`, and this home as one of them; a row
/// that names two homes of the person is of the first.
std::string naming(const std::string& table, const std::string& one, const std::string& two,
                   const std::string& columns) {
    return "(SELECT " + columns + " FROM " + table + " x WHERE (x." + one + " = :home OR x." + two +
           " = :home) AND x.id > :after AND NOT (x." + two +
           " = :home AND EXISTS (SELECT 1 FROM profile p WHERE p.id = x." + one + " AND " + personOf("p") +
           " = :live)) ORDER BY x.id LIMIT :wanted)";
}

std::vector<ConflictView> conflictsOf(Session& session, base::ProfileId home, std::int64_t after,
                                      base::ProfileId live, std::size_t wanted) {
    static const std::string kSql = withOrigin(
        "SELECT c.id, c.state, c.a, c.b, c.code, c.observations, c.first_at, c.last_at,"
        " CASE WHEN c.state <> 0 THEN c.decided_at END, c.decision_observation_id,"
        " c.decision_reason, {origin} FROM " +
        naming("conflict", "a", "b",
               "x.id, x.state, x.a, x.b, x.code, x.observations, x.first_at, x.last_at,"
               " x.observation_id, x.decided_at, x.decision_observation_id, x.decision_reason") +
        " c LEFT JOIN observation o ON o.id = c.observation_id ORDER BY c.id");
    std::vector<ConflictView> rows;
    eachWithOrigin<model::ConflictId, model::ConflictState, base::ProfileId, base::ProfileId,
                   model::RefusalCode, std::int64_t, base::Time, base::Time, std::optional<base::Time>,
                   std::optional<base::ObservationId>, std::optional<std::string>>(
        session, kSql,
        [&](model::ConflictId id, model::ConflictState state, base::ProfileId a, base::ProfileId b,
            model::RefusalCode code, std::int64_t observations, base::Time first, base::Time last,
            std::optional<base::Time> decidedAt, std::optional<base::ObservationId> decidedBy,
            std::optional<std::string> reason, ProvenanceView by) {
            rows.push_back({id,
                            state,
                            a,
                            b,
                            a,
                            b,
                            code,
                            observations,
                            first,
                            last,
                            std::move(by),
                            decisionOf(decidedAt, decidedBy, std::move(reason)),
                            {}});
        },
        home, after, live, wanted);
    readDeciders(session, rows, &ConflictView::decided);
    return rows;
}

std::vector<ProhibitionView> prohibitionsOf(Session& session, base::ProfileId home, std::int64_t after,
                                            base::ProfileId live, std::size_t wanted) {
    static const std::string kSql = withOrigin(
        "SELECT l.id, l.a, l.b, l.reason, l.at, l.lifted_at, l.lift_observation_id, l.lift_reason, {origin} "
        "FROM " +
        naming("must_not_link", "a", "b",
               "x.id, x.a, x.b, x.reason, x.at, x.lifted_at, x.lift_observation_id,"
               " x.lift_reason, x.observation_id") +
        " l LEFT JOIN observation o ON o.id = l.observation_id ORDER BY l.id");
    std::vector<ProhibitionView> rows;
    eachWithOrigin<model::ProhibitionId, base::ProfileId, base::ProfileId, std::string, base::Time,
                   std::optional<base::Time>, std::optional<base::ObservationId>, std::optional<std::string>>(
        session, kSql,
        [&](model::ProhibitionId id, base::ProfileId a, base::ProfileId b, std::string reason, base::Time at,
            std::optional<base::Time> liftedAt, std::optional<base::ObservationId> liftedBy,
            std::optional<std::string> liftReason, ProvenanceView by) {
            rows.push_back({id, a, b, a, b, std::move(reason), at, std::move(by),
                            decisionOf(liftedAt, liftedBy, std::move(liftReason))});
        },
        home, after, live, wanted);
    readDeciders(session, rows, &ProhibitionView::lifted);
    return rows;
}

std::vector<ExportedDismissal> dismissalsOf(Session& session, base::ProfileId home, std::int64_t after,
                                            base::ProfileId live, std::size_t wanted) {
    static const std::string kSql = R"sql(
SELECT d.other, d.at, d.reason, d.source_type, d.source_name, d.key_id
FROM (SELECT x.b AS other, x.at, x.reason, x.source_type, x.source_name, x.key_id
      FROM dismissed_duplicate x WHERE x.a = :home AND x.b > :after
      UNION ALL
      SELECT x.a, x.at, x.reason, x.source_type, x.source_name, x.key_id
      FROM dismissed_duplicate x WHERE x.b = :home AND x.a > :after
        AND NOT EXISTS (SELECT 1 FROM profile p WHERE p.id = x.a AND )sql" +
                                    personOf("p") + R"sql( = :live)) d
ORDER BY d.other LIMIT :wanted
)sql";
    std::vector<ExportedDismissal> rows;
    session.each<base::ProfileId, base::Time, std::string, std::string, std::string, base::KeyId>(
        kSql,
        [&](base::ProfileId other, base::Time at, std::string reason, std::string type, std::string name,
            base::KeyId key) {
            rows.push_back({home, other, {at, std::move(reason), {std::move(type), std::move(name)}, key}});
        },
        home, after, live, wanted);
    return rows;
}

std::vector<ExportedIdentifierChange> identifierChangesOf(Session& session, base::ProfileId home,
                                                          std::int64_t after, std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.identifier_id, i.type, i.value, CASE WHEN )sql" +
                                               identifiesNobody("c.identifier_id") +
                                               R"sql( THEN 1 ELSE 0 END,
       c.attached, c.at, {origin}
FROM (SELECT x.id, x.identifier_id, x.attached, x.at, x.observation_id
      FROM identifier_change x WHERE x.home = :home AND x.id > :after ORDER BY x.id LIMIT :wanted) c
CROSS JOIN identifier i
LEFT JOIN observation o ON o.id = c.observation_id
WHERE i.id = c.identifier_id
ORDER BY c.id
)sql");
    std::vector<ExportedIdentifierChange> rows;
    eachWithOrigin<std::int64_t, base::IdentifierId, std::string, std::string, bool, bool, base::Time>(
        session, kSql,
        [&](std::int64_t id, base::IdentifierId identifier, std::string type, std::string value,
            bool isNobodys, bool attached, base::Time at, ProvenanceView by) {
            rows.push_back({id, home, identifier, std::nullopt, attached, at, std::move(by)});
            if (isNobodys) rows.back().named = {std::move(type), std::move(value)};
        },
        home, after, wanted);
    return rows;
}

std::vector<ExportedLifeChange> lifeChangesOf(Session& session, base::ProfileId home, std::int64_t after,
                                              std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.life, c.at, {origin}
FROM (SELECT x.id, x.life, x.at, x.observation_id
      FROM life_change x WHERE x.home = :home AND x.id > :after ORDER BY x.id LIMIT :wanted) c
LEFT JOIN observation o ON o.id = c.observation_id
ORDER BY c.id
)sql");
    std::vector<ExportedLifeChange> rows;
    eachWithOrigin<std::int64_t, identity::Life, base::Time>(
        session, kSql,
        [&](std::int64_t id, identity::Life life, base::Time at, ProvenanceView by) {
            rows.push_back({id, home, life == identity::Life::Live, at, std::move(by)});
        },
        home, after, wanted);
    return rows;
}

std::vector<RefusalView> refusalsOf(Session& session, base::ProfileId home, const RefusalKey& after,
                                    std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT r.code, r.identifier_type, r.identifier_value, r.other, r.detail, r.count, r.first_at, r.last_at,
       r.by_decision, {origin}
FROM (SELECT x.code, x.identifier_type, x.identifier_value, x.other, x.detail, x.count, x.first_at, x.last_at,
             x.observation_id, x.by_decision
      FROM refusal x
      WHERE x.home = :home
        AND (x.code, x.identifier_type, x.identifier_value, x.other) > (:code, :type, :value, :other)
      ORDER BY x.code, x.identifier_type, x.identifier_value, x.other LIMIT :wanted) r
CROSS JOIN observation o
WHERE o.id = r.observation_id
ORDER BY r.code, r.identifier_type, r.identifier_value, r.other
)sql");
    std::vector<RefusalView> rows;
    eachWithOrigin<model::RefusalCode, std::string, std::string, base::ProfileId, std::string, std::int64_t,
                   base::Time, base::Time, bool>(
        session, kSql,
        [&](model::RefusalCode code, std::string type, std::string value, base::ProfileId other,
            std::string detail, std::int64_t count, base::Time first, base::Time last, bool byDecision,
            ProvenanceView by) {
            rows.push_back({code, refusedIdentifier(std::move(type), std::move(value)), home, other, other,
                            std::move(detail), count, first, last, std::move(by), byDecision});
        },
        home, std::get<0>(after), std::get<1>(after).type, std::get<1>(after).value, std::get<2>(after),
        wanted);
    return rows;
}

/// The homes of whom a conflict names beside the person; none if they became one.
std::vector<base::ProfileId> homesOfTheOther(Session& session, const ConflictView& conflict,
                                             base::ProfileId live) {
    static const std::string kOther = "SELECT " + personOf("p") +
                                      " FROM profile p WHERE p.id IN (:a, :b) AND " + personOf("p") +
                                      " <> :live";
    constexpr std::string_view kHomes = R"sql(
SELECT id FROM profile WHERE canonical_id = :other AND canonical_id <> id
UNION ALL
SELECT id FROM profile WHERE removed_live = :other AND removed_live <> id
)sql";
    std::vector<base::ProfileId> homes;
    const auto add = [&](base::ProfileId home) { homes.push_back(home); };
    session.each<base::ProfileId>(kOther, add, conflict.a, conflict.b, live);
    if (!homes.empty()) session.each<base::ProfileId>(kHomes, add, base::ProfileId{homes.front()});
    return homes;
}

}  // namespace

std::vector<ExportedIdentifierChange> nextIdentifierChanges(Session& session, RowPlace& place,
                                                            std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return identifierChangesOf(session, home, after, most);
        },
        [](const ExportedIdentifierChange& row) { return row.id; });
}

std::vector<ExportedLifeChange> nextLifeChanges(Session& session, RowPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return lifeChangesOf(session, home, after, most);
        },
        [](const ExportedLifeChange& row) { return row.id; });
}

std::vector<MergeView> nextMerges(Session& session, RowPlace& place, base::ProfileId live,
                                  std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return readMergesNaming(session, {.home = home, .live = live, .after = {after}}, most);
        },
        [](const MergeView& row) { return row.id.value; });
}

std::vector<ConflictView> nextConflicts(Session& session, RowPlace& place, base::ProfileId live,
                                        std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return conflictsOf(session, home, after, live, most);
        },
        [](const ConflictView& row) { return row.id.value; });
}

std::vector<ProhibitionView> nextProhibitions(Session& session, RowPlace& place, base::ProfileId live,
                                              std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return prohibitionsOf(session, home, after, live, most);
        },
        [](const ProhibitionView& row) { return row.id.value; });
}

std::vector<ExportedDismissal> nextDismissals(Session& session, RowPlace& place, base::ProfileId live,
                                              std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return dismissalsOf(session, home, after, live, most);
        },
        [](const ExportedDismissal& row) { return row.other.value; });
}

RefusalPlace firstRefusals(std::vector<base::ProfileId> homes) {
    // What is refused for the first of the reasons always has an identifier.
    return {std::move(homes), {model::RefusalCode{}, {}, {}}};
}

std::vector<RefusalView> nextRefusals(Session& session, RefusalPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, const RefusalKey& after, std::size_t most) {
            return refusalsOf(session, home, after, most);
        },
        [](const RefusalView& row) {
            return RefusalKey{row.code, row.identifier.value_or(model::Identifier{}), row.other};
        });
}

void readRefusedToOthers(Session& session, ConflictView& conflict, base::ProfileId live) {
    static const std::string kSql = withOrigin(R"sql(
SELECT r.home, r.code, r.identifier_type, r.identifier_value, r.other, r.detail, r.count, r.first_at, r.last_at,
       {origin}
FROM refusal r CROSS JOIN profile q CROSS JOIN observation o
WHERE r.home = :home AND q.id = r.other AND o.id = r.observation_id
  AND r.by_decision = 0 AND )sql" + personOf("q") +
                                               R"sql( = :live
ORDER BY r.code, r.identifier_type, r.identifier_value, r.other
)sql");
    for (const auto home : homesOfTheOther(session, conflict, live)) {
        eachWithOrigin<base::ProfileId, model::RefusalCode, std::string, std::string, base::ProfileId,
                       std::string, std::int64_t, base::Time, base::Time>(
            session, kSql,
            [&](base::ProfileId of, model::RefusalCode code, std::string type, std::string value,
                base::ProfileId other, std::string detail, std::int64_t count, base::Time first,
                base::Time last, ProvenanceView by) {
                conflict.refused.push_back({code, refusedIdentifier(std::move(type), std::move(value)), of,
                                            other, live, std::move(detail), count, first, last,
                                            std::move(by)});
            },
            home, live);
    }
}

}  // namespace kith::storage
