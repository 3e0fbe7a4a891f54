// SPDX-License-Identifier: Apache-2.0
#include "core/storage/evidence.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/storage/provenance.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kAsFirst = R"(
SELECT e.identifier_a, e.identifier_b, e.at, e.observation_id, e.attested
FROM {rows identifier_id bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id, x.attested
    FROM evidence x WHERE x.identifier_a = {row identifier_id}
    ORDER BY x.identifier_b DESC, x.at DESC, x.observation_id DESC LIMIT {row most}) e)";

constexpr std::string_view kAsSecond = R"(
SELECT e.identifier_b, e.identifier_a, e.at, e.observation_id, e.attested
FROM {rows identifier_id bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id, x.attested
    FROM evidence x WHERE x.identifier_b = {row identifier_id} LIMIT {row most}) e)";

constexpr std::string_view kOfPairs = R"(
SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id, x.attested
FROM {rows identifier_a bigint, identifier_b bigint} CROSS JOIN evidence x
WHERE x.identifier_a = given.identifier_a AND x.identifier_b = given.identifier_b)";

constexpr std::string_view kWhose = R"(
SELECT o.id, p.canonical_id
FROM {rows id bigint} CROSS JOIN observation o CROSS JOIN profile p
WHERE o.id = given.id AND p.id = o.home)";

/// One who was only seen beside strangers' values very often has few pairs with what is their own.
constexpr std::size_t kMostPairs = 10'000;

using Take = std::function<void(const EvidenceRow&)>;

auto lookup(Session& session, std::string_view statement, const Take& take) {
    return session.lookup<base::IdentifierId, base::IdentifierId, base::Time, base::ObservationId, bool>(
        statement, [&take](base::IdentifierId identifier, base::IdentifierId beside, base::Time at,
                           base::ObservationId by, bool attested) {
            take({identifier, beside, at, by, attested});
        });
}

void readPairs(Session& session, const std::unordered_set<base::IdentifierId>& of,
               std::span<const base::IdentifierId> identifiers, const Take& take) {
    if (of.size() * identifiers.size() > kMostPairs) return;
    const Take takeBoth = [&](const EvidenceRow& row) {
        take(row);
        take({row.beside, row.identifier, row.at, row.observation, row.attested});
    };
    auto pairs = lookup(session, kOfPairs, takeBoth);
    for (const auto identifier : of) {
        for (const auto other : identifiers) {
            // A pair of two of those once.
            if (identifier == other || (of.contains(other) && other < identifier)) continue;
            const auto [a, b] = std::minmax(identifier, other);
            pairs.add(a, b);
        }
    }
    pairs.run();
}

}  // namespace

bool readEvidence(Session& session, std::span<const base::IdentifierId> identifiers, std::size_t most,
                  const Take& take) {
    std::unordered_set<base::IdentifierId> cut;
    for (const auto statement : {kAsFirst, kAsSecond}) {
        std::unordered_map<base::IdentifierId, std::size_t> found;
        const Take takeSome = [&](const EvidenceRow& row) {
            if (++found[row.identifier] > most)
                cut.insert(row.identifier);
            else
                take(row);
        };
        auto rows = lookup(session, statement, takeSome);
        for (const auto identifier : identifiers) rows.add(identifier, most + 1);
        rows.run();
    }
    if (!cut.empty()) readPairs(session, cut, identifiers, take);
    return !cut.empty();
}

std::vector<LinkView> readHops(Session& session,
                               const std::unordered_map<base::IdentifierId, model::Identifier>& identifiers,
                               std::span<const identity::Hop> hops) {
    static const std::string kSql = withOrigin(R"sql(
SELECT given.place, {origin} FROM {rows place bigint, id bigint} CROSS JOIN observation o WHERE o.id = given.id
)sql");
    std::vector<LinkView> views(hops.size());
    auto rows = lookupWithOrigin<std::size_t>(session, kSql, [&](std::size_t place, ProvenanceView by) {
        const auto& hop = hops[place];
        views[place] = {identifiers.at(hop.from), identifiers.at(hop.to), by.observedAt, by.attested,
                        std::move(by)};
    });
    for (std::size_t i = 0; i < hops.size(); ++i) rows.add(i, hops[i].observation);
    rows.run();
    // An erasure may have ended meanwhile.
    std::erase_if(views, [](const LinkView& view) { return !view.by.observation; });
    return views;
}

std::unordered_set<base::ObservationId> standingUnder(
    Session& session, const std::unordered_set<base::ObservationId>& observations,
    std::initializer_list<base::ProfileId> people) {
    std::unordered_set<base::ObservationId> standing;
    auto rows = session.lookup<base::ObservationId, base::ProfileId>(
        kWhose, [&](base::ObservationId observation, base::ProfileId live) {
            if (std::ranges::find(people, live) != people.end()) standing.insert(observation);
        });
    for (const auto observation : observations) rows.add(observation);
    rows.run();
    return standing;
}

}  // namespace kith::storage
