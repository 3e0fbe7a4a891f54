// SPDX-License-Identifier: Apache-2.0
#include "core/storage/explanation.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/error.hpp"
#include "core/identity/chain.hpp"
#include "core/identity/joins.hpp"
#include "core/storage/evidence.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/merge_list.hpp"
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

using Sightings = std::vector<identity::Carrying>;

/// Which observations carried the identifiers of somebody, attested ones of anybody, whatever they were seen
/// with: that may be somebody else's by now. Claims apart, which strangers make as they like.
Sightings readCarried(Session& session, const Identifiers& identifiers, Sightings& claimed, bool& truncated) {
    std::vector<base::IdentifierId> ids;
    for (const auto& [id, identifier] : identifiers) ids.push_back(id);
    Sightings attested;
    truncated = readEvidence(session, ids, kLooked / ids.size(), [&](const EvidenceRow& row) {
        (row.attested ? attested : claimed).push_back({row.identifier, row.at, row.observation});
    });
    return attested;
}

/// Those of this one's own claims that link something.
void addOwnClaims(Session& session, base::ProfileId live, const Sightings& claimed, Sightings& carried) {
    std::unordered_map<base::ObservationId, base::IdentifierId> first;
    std::unordered_set<base::ObservationId> linking;
    for (const auto& each : claimed) {
        if (first.try_emplace(each.observation, each.identifier).first->second != each.identifier)
            linking.insert(each.observation);
    }
    const auto own = standingUnder(session, linking, {live});
    std::ranges::copy_if(claimed, std::back_inserter(carried),
                         [&](const auto& each) { return own.contains(each.observation); });
}

/// One of the two that no chain links.
struct End {
    std::unordered_set<base::IdentifierId> linked;  ///< Itself, and what chains lead to from it.
    std::set<base::ProfileId> homes;                ///< Under which these stand.
};

End endOf(const Listings& listings, const std::vector<identity::Carrying>& carried, base::IdentifierId id) {
    End end{identity::linkedWith(carried, id), {}};
    for (const auto& row : listings.rows)
        if (end.linked.contains(row.identifier)) end.homes.insert(row.view.home);
    return end;
}

/// Those that stand between the homes of the one and of the other, in their order.
std::vector<MergeView> readMergesBetween(Session& session, const Listings& listings, const End& from,
                                         const End& to) {
    auto merges = readMergesOf(session, listings.homes);
    std::erase_if(merges, [&](const MergeView& merge) {
        const bool isHere = std::ranges::find(listings.homes, merge.absorbed) != listings.homes.end();
        return merge.undone || !isHere;
    });
    std::vector<identity::Joined> joined;
    for (const auto& merge : merges) joined.emplace_back(merge.survivor, merge.absorbed);
    std::vector<MergeView> way;
    for (const auto place : identity::mergesBetween(joined, from.homes, to.homes))
        way.push_back(std::move(merges[place]));
    return way;
}

using Attached = std::map<base::IdentifierId, AttachmentView>;

/// What the profile lists because somebody attached it last, and not because it was seen since it was
/// detached.
Attached readAttached(Session& session, const Listings& listings) {
    static const std::string kSql = withOrigin(R"sql(
SELECT given.identifier_id, c.home, c.attached, c.at, {origin}
FROM {rows identifier_id bigint, live bigint}
CROSS JOIN {lateral} (
    SELECT x.home, x.attached, x.at, x.observation_id
    FROM identifier_change x CROSS JOIN profile p
    WHERE x.identifier_id = {row identifier_id} AND p.id = x.home AND p.canonical_id = {row live}
    ORDER BY x.id DESC LIMIT 1) c
LEFT JOIN observation o ON o.id = c.observation_id
)sql");
    const auto identifiers = listings.identifiers();
    Attached attached;
    auto rows = lookupWithOrigin<base::IdentifierId, base::ProfileId, bool, base::Time>(
        session, kSql,
        [&](base::IdentifierId id, base::ProfileId home, bool isAttached, base::Time at, ProvenanceView by) {
            if (isAttached) attached[id] = {identifiers.at(id), home, at, std::move(by)};
        });
    for (const auto& [id, identifier] : identifiers) rows.add(id, listings.live);
    rows.run();
    return attached;
}

/// Whether something with which an attached identifier was seen stood there before it.
bool cameLater(const AttachmentView& attachment, const End& end, const Listings& listings,
               const Attached& attached) {
    return std::ranges::any_of(listings.rows, [&](const Listings::Row& row) {
        return row.view.home == attachment.home && row.view.firstSeen < attachment.at &&
               end.linked.contains(row.identifier) && !attached.contains(row.identifier);
    });
}

void readJoins(Session& session, const Listings& listings, const End& from, const End& to, ChainView& view) {
    view.merges = readMergesBetween(session, listings, from, to);
    const auto attached = readAttached(session, listings);
    std::vector<AttachmentView> later;
    for (const auto* end : {&from, &to}) {
        for (const auto& [id, attachment] : attached) {
            if (!end->linked.contains(id)) continue;
            const bool isLater = cameLater(attachment, *end, listings, attached);
            (isLater ? later : view.attachments).push_back(attachment);
        }
    }
    // What is told late of an early time seems to have stood there.
    if (view.merges.empty() && view.attachments.empty()) view.attachments = std::move(later);
    std::ranges::sort(view.attachments, std::greater{}, [](const AttachmentView& each) {
        return std::tie(each.at, each.by.observation, each.identifier);
    });
}

}  // namespace

ChainView readChain(Session& session, const ProfileRef& ref, const model::Identifier& from,
                    const model::Identifier& to) {
    const auto listings = readListings(session, ref);
    const auto identifiers = listings.identifiers();
    const auto first = idOf(identifiers, from);
    const auto last = idOf(identifiers, to);
    ChainView view;
    Sightings claimed;
    auto carried = readCarried(session, identifiers, claimed, view.truncated);
    auto chain = identity::shortestChain(carried, first, last);
    if (!chain) {
        addOwnClaims(session, listings.live, claimed, carried);
        chain = identity::shortestChain(carried, first, last);
    }
    if (chain)
        view.hops = readHops(session, identifiers, *chain);
    else
        readJoins(session, listings, endOf(listings, carried, first), endOf(listings, carried, last), view);
    return view;
}

}  // namespace kith::storage
