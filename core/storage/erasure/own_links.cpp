// SPDX-License-Identifier: Apache-2.0
#include "core/storage/erasure/own_links.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>

#include "core/storage/erasure/gone_identifiers.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::IdentifierId;

/// Of the identifiers that one step looks at, and of the links of each.
constexpr std::size_t kKeptAtOnce = 64;
constexpr std::size_t kSeenWithAtOnce = 256;

constexpr std::string_view kSeenWith = R"sql(
SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id, COALESCE(said.home, 0)
FROM {rows identifier bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT e.identifier_a, e.identifier_b, e.at, e.observation_id
    FROM evidence e WHERE e.identifier_a = {row identifier} LIMIT {row most}) x
LEFT JOIN observation said ON said.id = x.observation_id)sql";

// By both ends, of one that others have and that was seen with very many.
constexpr std::string_view kOwnLinks = R"(
SELECT own.identifier_a, own.identifier_b, own.at, own.observation_id
FROM {rows identifier_a bigint, identifier_b bigint, home bigint}
CROSS JOIN evidence AS own CROSS JOIN observation AS said
WHERE own.identifier_a = given.identifier_a AND own.identifier_b = given.identifier_b
  AND said.id = own.observation_id AND said.home = given.home)";

constexpr std::string_view kRemoveOwnLinks = R"(
DELETE FROM evidence
WHERE (identifier_a, identifier_b, at, observation_id) IN
      (SELECT identifier_a, identifier_b, at, observation_id
       FROM {rows identifier_a bigint, identifier_b bigint, at bigint, observation_id bigint}))";

struct Link {
    IdentifierId a;
    IdentifierId b;
    base::Time at;
    base::ObservationId by;
};

constexpr std::size_t kAll = std::numeric_limits<std::int64_t>::max();

/// The links of one, by whatever else the home lists or names.
std::vector<Link> ownLinksByPairs(Session& session, base::ProfileId home, IdentifierId identifier) {
    std::vector<Link> own;
    auto find = session.lookup<IdentifierId, IdentifierId, base::Time, base::ObservationId>(
        kOwnLinks, [&](IdentifierId a, IdentifierId b, base::Time at, base::ObservationId by) {
            own.push_back({a, b, at, by});
        });
    for (const auto other : namedBy(session, home, kAll))
        if (identifier < other) find.add(identifier, other, home);
    find.run();
    return own;
}

/// The links of these that observations of the home made. Leaves of them those before the first that was seen
/// with very many, or that one alone.
std::vector<Link> ownLinks(Session& session, base::ProfileId home, std::vector<IdentifierId>& identifiers) {
    std::unordered_map<IdentifierId, std::size_t> seen;
    std::vector<Link> own;
    auto find = session.lookup<IdentifierId, IdentifierId, base::Time, base::ObservationId, base::ProfileId>(
        kSeenWith,
        [&](IdentifierId a, IdentifierId b, base::Time at, base::ObservationId by, base::ProfileId saidOf) {
            ++seen[a];
            if (saidOf == home) own.push_back({a, b, at, by});
        });
    for (const auto id : identifiers) find.add(id, kSeenWithAtOnce);
    find.run();
    const auto hub =
        std::ranges::find_if(identifiers, [&](IdentifierId id) { return seen[id] == kSeenWithAtOnce; });
    if (hub == identifiers.end()) return own;
    if (hub == identifiers.begin()) {
        identifiers.resize(1);
        return ownLinksByPairs(session, home, identifiers.front());
    }
    identifiers.erase(hub, identifiers.end());
    std::erase_if(
        own, [&](const Link& link) { return std::ranges::find(identifiers, link.a) == identifiers.end(); });
    return own;
}

}  // namespace

std::size_t removeOwnLinks(Session& session, base::ProfileId home, std::vector<IdentifierId>& kept,
                           std::size_t most, RemovedRows& removed) {
    if (kept.empty()) return 0;
    kept.resize(std::min(kept.size(), kKeptAtOnce));
    auto own = ownLinks(session, home, kept);
    own.resize(std::min(own.size(), most));
    auto remove = session.bulk(kRemoveOwnLinks);
    for (const auto& [a, b, at, by] : own) remove.add(a, b, at, by);
    remove.run();
    if (!own.empty()) removed["links"] += own.size();
    return own.size();
}

}  // namespace kith::storage
