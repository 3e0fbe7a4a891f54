// SPDX-License-Identifier: Apache-2.0
#include "core/storage/identity_view.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "core/storage/evidence.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/merge_list.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

/// The newest first; of those of one moment everybody is told the same order.
bool comesFirst(const RefusalView& a, const RefusalView& b) {
    if (a.lastAt != b.lastAt) return a.lastAt > b.lastAt;
    return std::tie(a.home, a.code, a.identifier, a.other) < std::tie(b.home, b.code, b.identifier, b.other);
}

/// Whether there were more than may be shown, which are dropped.
template <class View>
bool cut(std::vector<View>& views) {
    if (views.size() <= kMaxIdentityRows) return false;
    views.resize(kMaxIdentityRows);
    return true;
}

/// The refusals of such a statement, with the rows of these homes; the newest first.
std::vector<RefusalView> refusals(Session& session, const std::string& sql,
                                  const std::vector<base::ProfileId>& homes) {
    std::vector<RefusalView> found;
    auto rows =
        lookupWithOrigin<base::ProfileId, model::RefusalCode, std::string, std::string, base::ProfileId,
                         base::ProfileId, std::string, std::int64_t, base::Time, base::Time, bool>(
            session, sql,
            [&](base::ProfileId home, model::RefusalCode code, std::string type, std::string value,
                base::ProfileId other, base::ProfileId otherLive, std::string detail, std::int64_t count,
                base::Time first, base::Time last, bool byDecision, ProvenanceView by) {
                found.push_back({code, refusedIdentifier(std::move(type), std::move(value)), home, other,
                                 otherLive, std::move(detail), count, first, last, std::move(by),
                                 byDecision});
            });
    for (const auto home : homes) rows.add(home, kMaxIdentityRows + 1);
    rows.run();
    std::ranges::sort(found, comesFirst);
    return found;
}

std::vector<RefusalView> readRefusals(Session& session, const std::vector<base::ProfileId>& homes) {
    // The newest of a home's refusals; of very many, of the first 10,000 in the order of their key.
    static const std::string kSql = withOrigin(R"sql(
SELECT r.home, r.code, r.identifier_type, r.identifier_value, r.other, COALESCE(live.canonical_id, 0), r.detail,
       r.count, r.first_at, r.last_at, r.by_decision, {origin}
FROM {rows home bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.home, x.code, x.identifier_type, x.identifier_value, x.other, x.detail, x.count, x.first_at,
           x.last_at, x.observation_id, x.by_decision
    FROM (SELECT y.home, y.code, y.identifier_type, y.identifier_value, y.other, y.detail, y.count, y.first_at,
                 y.last_at, y.observation_id, y.by_decision
          FROM refusal y WHERE y.home = {row home}
          ORDER BY y.code, y.identifier_type, y.identifier_value, y.other LIMIT 10000) x
    ORDER BY x.last_at DESC, x.code, x.identifier_type, x.identifier_value, x.other LIMIT {row wanted}) r
CROSS JOIN observation o
LEFT JOIN profile live ON live.id = r.other
WHERE o.id = r.observation_id
)sql");
    return refusals(session, kSql, homes);
}

/// Those that name one of the homes as the other side, but for claims, of which there may be very many.
std::vector<RefusalView> readRefusedElsewhere(Session& session, const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = withOrigin(R"sql(
SELECT r.home, r.code, r.identifier_type, r.identifier_value, r.other, live.canonical_id, r.detail, r.count,
       r.first_at, r.last_at, r.by_decision, {origin}
FROM {rows home bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.home, x.code, x.identifier_type, x.identifier_value, x.other, x.detail, x.count, x.first_at,
           x.last_at, x.observation_id, x.by_decision
    FROM refusal x WHERE x.other = {row home} AND x.other <> 0 AND x.code <> 4
    ORDER BY x.last_at DESC LIMIT {row wanted}) r
CROSS JOIN observation o
CROSS JOIN profile live
WHERE o.id = r.observation_id AND live.id = r.home AND live.canonical_id <> 0
)sql");
    static_assert(static_cast<int>(model::RefusalCode::NotAttested) == 4);
    return refusals(session, kSql, homes);
}

/// What was attested, and what was claimed of this one; the newest first.
std::vector<LinkView> readLinks(Session& session, const Listings& listings, bool& truncated) {
    constexpr std::size_t kLooked = 20'000;
    using Link = std::tuple<base::Time, base::ObservationId, base::IdentifierId, base::IdentifierId>;
    const auto identifiers = listings.identifiers();
    std::vector<base::IdentifierId> ids;
    for (const auto& [id, identifier] : identifiers) ids.push_back(id);
    std::set<Link, std::greater<>> found;
    std::unordered_set<base::ObservationId> claims;
    truncated = readEvidence(session, ids, kLooked / std::max<std::size_t>(ids.size(), 1),
                             [&](const EvidenceRow& row) {
                                 if (row.beside < row.identifier || !identifiers.contains(row.beside)) return;
                                 found.emplace(row.at, row.observation, row.identifier, row.beside);
                                 if (!row.attested) claims.insert(row.observation);
                             });
    const auto own = standingUnder(session, claims, {listings.live});
    std::vector<identity::Hop> hops;
    for (const auto& [at, observation, a, b] : found) {
        if (hops.size() > kMaxIdentityRows) break;
        if (!claims.contains(observation) || own.contains(observation)) hops.push_back({a, b, observation});
    }
    return readHops(session, identifiers, hops);
}

}  // namespace

std::optional<model::Identifier> refusedIdentifier(std::string type, std::string value) {
    if (type.empty()) return std::nullopt;
    return model::Identifier{std::move(type), std::move(value)};
}

IdentityView readIdentity(Session& session, const ProfileRef& ref) {
    auto listings = readListings(session, ref);
    IdentityView view;
    view.id = listings.live;
    view.merges = readAllMergesOf(session, listings.homes);
    view.refusals = readRefusals(session, listings.homes);
    view.refusedElsewhere = readRefusedElsewhere(session, listings.homes);
    view.prohibitions = readStandingOf(session, listings.homes);
    view.links = readLinks(session, listings, view.truncated);
    for (const bool isCut : {cut(view.merges), cut(view.refusals), cut(view.refusedElsewhere),
                             cut(view.prohibitions), cut(view.links)})
        view.truncated = view.truncated || isCut;
    for (auto& row : listings.rows) view.identifiers.push_back(std::move(row.view));
    std::ranges::sort(view.identifiers, {}, [](const ListingView& each) {
        return std::tie(each.identifier.type, each.firstSeen, each.identifier.value, each.home);
    });
    return view;
}

}  // namespace kith::storage
