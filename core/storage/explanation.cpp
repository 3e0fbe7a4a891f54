// SPDX-License-Identifier: Apache-2.0
#include "core/storage/explanation.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"
#include "core/identity/chain.hpp"
#include "core/storage/evidence.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

using Identifiers = std::unordered_map<base::IdentifierId, model::Identifier>;

// Of pairs with identifiers that other people list, which are read and passed over, too.
constexpr std::size_t kLooked = 100'000;

base::IdentifierId idOf(const Identifiers& identifiers, const model::Identifier& wanted) {
    const auto found =
        std::ranges::find_if(identifiers, [&](const auto& each) { return each.second == wanted; });
    if (found == identifiers.end())
        throw base::Error(base::ErrorCode::NotFound,
                          "The profile has no such identifier of the type " + wanted.type + ".");
    return found->first;
}

/// Which observations carried them, whatever they were seen with: that may be somebody else's by now.
std::vector<identity::Carrying> readCarried(Session& session, const Identifiers& identifiers,
                                            bool& truncated) {
    std::vector<base::IdentifierId> ids;
    for (const auto& [id, identifier] : identifiers) ids.push_back(id);
    std::vector<identity::Carrying> carried;
    truncated = readEvidence(session, ids, kLooked / ids.size(), [&](const EvidenceRow& row) {
        carried.push_back({row.identifier, row.at, row.observation});
    });
    return carried;
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
    const auto carried = readCarried(session, identifiers, view.truncated);
    if (const auto chain = identity::shortestChain(carried, first, last))
        view.hops = readHops(session, identifiers, *chain);
    return view;
}

}  // namespace kith::storage
