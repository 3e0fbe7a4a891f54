// SPDX-License-Identifier: Apache-2.0
#include "core/storage/provenance.hpp"

#include "core/storage/nobody.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

void readBy(Session& session, const std::string& sql, const std::vector<DecisionView*>& decisions) {
    auto rows = lookupWithOrigin<std::size_t>(
        session, sql, [&](std::size_t place, ProvenanceView by) { decisions[place]->by = std::move(by); });
    for (std::size_t place = 0; place < decisions.size(); ++place)
        rows.add(place, decisions[place]->observation);
    rows.run();
}

}  // namespace

std::string withOrigin(std::string_view sql) {
    return replaceMarks(sql, {{"{origin}",
                               "COALESCE(o.id, 0), COALESCE(o.given_id, ''), COALESCE(o.source_type, ''),"
                               " COALESCE(o.source_name, ''), COALESCE(o.key_id, 0), COALESCE(o.attested, 0),"
                               " COALESCE(o.observed_at, 0), COALESCE(o.received_at, 0)"}});
}

std::string withStateOrigin(std::string_view sql) {
    return replaceMarks(
        sql, {{"{erased}", kJoinErased},
              {"{origin}",
               "o.id, CASE WHEN ended.profile_id IS NULL THEN o.given_id ELSE '' END, o.source_type,"
               " CASE WHEN ended.profile_id IS NULL THEN o.source_name ELSE '' END, o.key_id, o.attested,"
               " o.observed_at, o.received_at"}});
}

ProvenanceView provenanceOf(const model::Origin& origin) {
    if (origin.row == kNobody || origin.row == kNobodyOfStaff) return {};
    return {origin.row,       origin.observationId, {origin.sourceType, origin.sourceName},
            origin.key,       origin.attested,      origin.observedAt,
            origin.receivedAt};
}

std::optional<DecisionView> decisionOf(std::optional<base::Time> at,
                                       std::optional<base::ObservationId> observation,
                                       std::optional<std::string> reason) {
    if (!at) return std::nullopt;
    return DecisionView{*at, observation.value_or(base::ObservationId{}), std::move(reason).value_or(""), {}};
}

void readDeciders(Session& session, const std::vector<DecisionView*>& decisions) {
    static const std::string kSql = withOrigin(R"sql(
SELECT given.place, {origin}
FROM {rows place bigint, id bigint} CROSS JOIN observation o WHERE o.id = given.id)sql");
    readBy(session, kSql, decisions);
}

void readLifters(Session& session, const std::vector<DecisionView*>& liftings) {
    static const std::string kSql = withStateOrigin(R"sql(
SELECT given.place, {origin}
FROM {rows place bigint, id bigint} CROSS JOIN observation o {erased} WHERE o.id = given.id)sql");
    readBy(session, kSql, liftings);
}

}  // namespace kith::storage
