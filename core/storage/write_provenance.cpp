// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <vector>

#include "core/model/hash.hpp"
#include "core/storage/choices.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/evidence.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kInsertObservations = R"(
INSERT INTO observation
{insert id bigint, home bigint, key_id bigint, source_type text, source_name text, given_id text,
        content_hash text, observed_at bigint, received_at bigint, attested bigint})";

constexpr std::string_view kInsertSeen = R"(
INSERT INTO seen_observation
{insert key_id bigint, id_hash text, content_hash text, profile_id bigint, result bigint, at bigint})";

constexpr std::string_view kInsertMerges = R"(
INSERT INTO merge_record
{insert id bigint, at bigint, survivor bigint, absorbed bigint, rule text, observation_id bigint,
        joined_a bigint, joined_b bigint, survivor_homes text, absorbed_homes text, choices text,
        version bigint, joined_a_home bigint, joined_b_home bigint, reason text})";

constexpr std::string_view kCountRefusals = R"(
INSERT INTO refusal
{insert home bigint, code bigint, identifier_type text, identifier_value text, other bigint, detail text,
        count bigint, first_at bigint, last_at bigint, observation_id bigint, by_decision bigint}
ON CONFLICT (home, code, identifier_type, identifier_value, other) DO UPDATE
SET count = refusal.count + excluded.count,
    by_decision = CASE WHEN excluded.by_decision = 0 THEN 0 ELSE refusal.by_decision END,
    first_at = CASE WHEN excluded.first_at < refusal.first_at THEN excluded.first_at ELSE refusal.first_at END,
    observation_id = CASE WHEN excluded.last_at < refusal.last_at THEN refusal.observation_id
                     ELSE excluded.observation_id END,
    detail = CASE WHEN excluded.last_at < refusal.last_at THEN refusal.detail ELSE excluded.detail END,
    last_at = CASE WHEN excluded.last_at < refusal.last_at THEN refusal.last_at ELSE excluded.last_at END)";

constexpr std::string_view kInsertEvidence = R"(
INSERT INTO evidence
{insert identifier_a bigint, identifier_b bigint, at bigint, observation_id bigint, attested bigint})";

// But for kEvidenceOfPair.
constexpr std::string_view kPruneEvidence = R"(
DELETE FROM evidence
WHERE (identifier_a, identifier_b, at, observation_id) IN (
    SELECT ranked.identifier_a, ranked.identifier_b, ranked.at, ranked.observation_id
    FROM (SELECT held.identifier_a, held.identifier_b, held.at, held.observation_id,
                 row_number() OVER (PARTITION BY held.identifier_a, held.identifier_b, held.attested
                                    ORDER BY held.at DESC, held.observation_id DESC) AS place
          FROM {rows identifier_a bigint, identifier_b bigint} CROSS JOIN evidence AS held
          WHERE held.identifier_a = given.identifier_a AND held.identifier_b = given.identifier_b) AS ranked
    WHERE ranked.place > 10))";

void writeObservations(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertObservations);
    for (const auto& recorded : plan.appends.observations) {
        const auto& origin = *recorded.origin;
        insert.add(origin.row, recorded.home, origin.key, origin.sourceType, origin.sourceName,
                   origin.observationId, model::hexOf(origin.contentHash), origin.observedAt,
                   origin.receivedAt, origin.attested);
    }
    insert.run();
}

/// Sorted, since two writers may see the same ids. What the rules forbid may be asked for again under its id.
void writeSeen(Session& session, const GroupPlan& plan) {
    std::vector<std::size_t> order;
    const auto& recorded = plan.appends.observations;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (recorded[i].observation->idHash && recorded[i].result != model::Result::Rejected)
            order.push_back(i);
    }
    std::ranges::sort(order, {}, [&](std::size_t i) {
        const auto& observation = *recorded[i].observation;
        return std::pair{observation.origin->key, *observation.idHash};
    });
    auto insert = session.bulk(kInsertSeen);
    for (const auto i : order) {
        const auto& observation = *recorded[i].observation;
        insert.add(observation.origin->key, model::hexOf(*observation.idHash),
                   model::hexOf(observation.origin->contentHash), recorded[i].live, recorded[i].result,
                   plan.now);
    }
    insert.run();
}

std::string idsText(const std::vector<base::ProfileId>& ids) {
    auto array = nlohmann::json::array();
    for (const auto id : ids) array.push_back(id.value);
    return array.dump();
}

void writeMerges(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertMerges);
    for (const auto& record : plan.appends.merges) {
        const auto& merge = record.merge;
        insert.add(merge.id, plan.now, merge.survivor, merge.absorbed, merge.rule, record.origin->row,
                   merge.joinedA, merge.joinedB, idsText(merge.survivorHomes), idsText(merge.absorbedHomes),
                   choicesText(record.choices), record.version, merge.joinedAHome, merge.joinedBHome,
                   merge.reason);
    }
    insert.run();
}

struct CountedRefusal {
    const model::Refusal* refusal = nullptr;  ///< The last.
    std::int64_t count = 0;
    base::Time first;
    base::Time last;
    base::ObservationId observation;
    bool byDecision = true;  ///< Nothing but decisions.
};

void writeRefusals(Session& session, const GroupPlan& plan) {
    using Key = std::tuple<base::ProfileId, model::RefusalCode, model::Identifier, base::ProfileId>;
    std::map<Key, CountedRefusal> counted;
    for (const auto& record : plan.appends.refusals) {
        const auto& refusal = record.refusal;
        auto& entry = counted[{record.home, refusal.code, refusal.identifier, refusal.other}];
        const auto at = record.origin->observedAt;
        if (entry.count == 0 || at < entry.first) entry.first = at;
        if (entry.count == 0 || at >= entry.last) {
            entry.last = at;
            entry.observation = record.origin->row;
            entry.refusal = &refusal;
        }
        entry.byDecision = entry.byDecision && record.byDecision;
        ++entry.count;
    }
    auto upsert = session.bulk(kCountRefusals);
    for (const auto& [key, entry] : counted) {
        const auto& [home, code, identifier, other] = key;
        upsert.add(home, code, identifier.type, identifier.value, other, entry.refusal->detail, entry.count,
                   entry.first, entry.last, entry.observation, entry.byDecision);
    }
    upsert.run();
}

using Pair = std::pair<base::IdentifierId, base::IdentifierId>;

bool isOld(const identity::World& world, const Pair& pair) {
    return !world.find(pair.first)->added && !world.find(pair.second)->added;
}

void writeEvidence(Session& session, const GroupPlan& plan) {
    std::map<std::pair<Pair, bool>, std::vector<const model::Origin*>> graded;
    std::set<Pair> pairs;
    for (const auto& [link, origin] : plan.appends.links) {
        const Pair pair = std::minmax(link.a, link.b);
        pairs.insert(pair);
        graded[{pair, origin->attested}].push_back(origin.get());
    }
    auto insert = session.bulk(kInsertEvidence);
    for (auto& [key, origins] : graded) {
        const auto& [pair, attested] = key;
        std::ranges::sort(origins, std::greater{}, [](const model::Origin* origin) {
            return std::pair{origin->observedAt, origin->row};
        });
        origins.resize(std::min(origins.size(), kEvidenceOfPair));
        for (const auto* origin : origins) {
            insert.add(pair.first, pair.second, origin->observedAt, origin->row, attested);
        }
    }
    insert.run();
    // What this group paired first can't be too much.
    auto prune = session.bulk(kPruneEvidence);
    for (const auto& pair : pairs) {
        if (isOld(plan.world, pair)) prune.add(pair.first, pair.second);
    }
    prune.run();
}

}  // namespace

void writeProvenance(Session& session, const GroupPlan& plan) {
    writeObservations(session, plan);
    writeSeen(session, plan);
    writeMerges(session, plan);
    writeRefusals(session, plan);
    writeEvidence(session, plan);
}

}  // namespace kith::storage
