// SPDX-License-Identifier: Apache-2.0
#include "core/storage/explanation.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"
#include "core/identity/chain.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

using Identifiers = std::unordered_map<base::IdentifierId, model::Identifier>;

// Of pairs with identifiers that other people list, which are read and passed over, too.
constexpr std::size_t kLooked = 100'000;

constexpr std::string_view kSeenTogether = R"(
SELECT e.identifier_a, e.identifier_b, e.at, e.observation_id
FROM {rows identifier_id bigint, looked bigint}
CROSS JOIN {lateral} (
    SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id
    FROM evidence x WHERE x.identifier_a = {row identifier_id}
    ORDER BY x.identifier_b DESC, x.at DESC, x.observation_id DESC LIMIT {row looked}) e)";

base::IdentifierId idOf(const Identifiers& identifiers, const model::Identifier& wanted) {
    const auto found =
        std::ranges::find_if(identifiers, [&](const auto& each) { return each.second == wanted; });
    if (found == identifiers.end())
        throw base::Error(base::ErrorCode::NotFound,
                          "The profile has no such identifier of the type " + wanted.type + ".");
    return found->first;
}

std::vector<identity::SeenTogether> readSeenTogether(Session& session, const Identifiers& identifiers,
                                                     bool& truncated) {
    const std::size_t looked = kLooked / identifiers.size();
    std::unordered_map<base::IdentifierId, std::size_t> found;
    std::vector<identity::SeenTogether> seen;
    auto rows = session.lookup<base::IdentifierId, base::IdentifierId, base::Time, base::ObservationId>(
        kSeenTogether,
        [&](base::IdentifierId a, base::IdentifierId b, base::Time at, base::ObservationId by) {
            truncated = truncated || ++found[a] > looked;
            if (identifiers.contains(b)) seen.push_back({a, b, at, by});
        });
    for (const auto& [id, identifier] : identifiers) rows.add(id, looked + 1);
    rows.run();
    return seen;
}

std::vector<LinkView> readHops(Session& session, const Identifiers& identifiers,
                               const std::vector<identity::Hop>& chain) {
    static const std::string kSql = withOrigin(R"sql(
SELECT given.place, {origin} FROM {rows place bigint, id bigint} CROSS JOIN observation o WHERE o.id = given.id
)sql");
    std::vector<LinkView> hops(chain.size());
    auto rows = lookupWithOrigin<std::size_t>(session, kSql, [&](std::size_t place, ProvenanceView by) {
        const auto& hop = chain[place];
        hops[place] = {identifiers.at(hop.from), identifiers.at(hop.to), by.observedAt, by.attested,
                       std::move(by)};
    });
    for (std::size_t i = 0; i < chain.size(); ++i) rows.add(i, chain[i].observation);
    rows.run();
    return hops;
}

}  // namespace

ChainView readChain(Session& session, const ProfileRef& ref, const model::Identifier& from,
                    const model::Identifier& to) {
    const auto identifiers = readListings(session, ref).identifiers();
    const auto first = idOf(identifiers, from);
    const auto last = idOf(identifiers, to);
    ChainView view;
    const auto seen = readSeenTogether(session, identifiers, view.truncated);
    if (const auto chain = identity::shortestChain(seen, first, last))
        view.hops = readHops(session, identifiers, *chain);
    return view;
}

}  // namespace kith::storage
