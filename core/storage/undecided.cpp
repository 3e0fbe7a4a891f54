// SPDX-License-Identifier: Apache-2.0
#include "core/storage/undecided.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/storage/evidence.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kMaxUndecided = 1'000;
constexpr std::size_t kEvidenceLooked = 20'000;

/// For each identifier the side that it belongs to, by the strongest role in which one of them lists it.
struct Sides {
    struct Side {
        bool ofFirst = false;
        bool ofBoth = false;  ///< Both list it, and neither more than the other.
        model::Role role = model::Role::Claimed;
        model::Identifier identifier;
    };
    std::unordered_map<base::IdentifierId, Side> sides;

    void add(const Listings& listings, bool ofFirst) {
        for (const auto& row : listings.rows) {
            const Side own{ofFirst, false, row.view.role, row.view.identifier};
            const auto [place, isNew] = sides.try_emplace(row.identifier, own);
            auto& side = place->second;
            if (row.view.role < side.role) side = own;
            if (row.view.role == side.role && side.ofFirst != ofFirst) side.ofBoth = true;
        }
    }

    /// Nothing of what belongs to neither for sure.
    [[nodiscard]] const Side* find(base::IdentifierId id) const {
        const auto found = sides.find(id);
        return found == sides.end() || found->second.ofBoth ? nullptr : &found->second;
    }
};

/// Of one observation, or of one identifier that neither side has for itself: what it was seen with of each.
struct Seen {
    const Sides::Side* first = nullptr;
    const Sides::Side* second = nullptr;
    bool isFull = false;  ///< More may have been forgotten.

    void add(const Sides::Side& side) { (side.ofFirst ? first : second) = &side; }
    [[nodiscard]] bool isOfEach() const { return first != nullptr && second != nullptr; }
};

using ByObservation = std::map<base::ObservationId, Seen, std::greater<>>;

/// Evidence of the two sides: which observations carried something of each, and whether there were more.
class Crossings {
public:
    explicit Crossings(const Sides& sides) : sides_(sides) {}

    void add(const EvidenceRow& row) {
        const auto* side = sides_.find(row.identifier);
        if (side == nullptr) return;
        byObservation[row.observation].add(*side);
        const auto* other = sides_.find(row.beside);
        const bool isFull = ++rows_[{row.identifier, row.beside, row.attested}] == kEvidenceOfPair;
        if (other != nullptr) {
            mayLack_ = mayLack_ || (isFull && other->ofFirst != side->ofFirst);
            return;
        }
        auto& hub = hubs_[row.beside];
        hub.add(*side);
        hub.isFull = hub.isFull || isFull;
    }
    /// Once all are added.
    [[nodiscard]] bool lacksSome() const {
        return mayLack_ || std::ranges::any_of(hubs_, [](const auto& each) {
                   return each.second.isFull && each.second.isOfEach();
               });
    }

    ByObservation byObservation;

private:
    const Sides& sides_;
    /// Of a pair and grade, of which so many are kept, whoever made them.
    std::map<std::tuple<base::IdentifierId, base::IdentifierId, bool>, std::size_t> rows_;
    std::unordered_map<base::IdentifierId, Seen> hubs_;
    bool mayLack_ = false;
};

/// What was observed of others is undecided between nobody.
void keepTheirs(Session& session, ByObservation& found, std::initializer_list<base::ProfileId> people) {
    std::unordered_set<base::ObservationId> ids;
    for (const auto& [id, seen] : found) ids.insert(id);
    const auto standing = standingUnder(session, ids, people);
    std::erase_if(found, [&](const auto& each) { return !standing.contains(each.first); });
}

std::vector<UndecidedView> readViews(Session& session, const ByObservation& seen) {
    static const std::string kSql = withOrigin(R"sql(
SELECT p.canonical_id, {origin}
FROM {rows id bigint} CROSS JOIN observation o CROSS JOIN profile p
WHERE o.id = given.id AND p.id = o.home
)sql");
    std::vector<UndecidedView> views;
    auto rows =
        lookupWithOrigin<base::ProfileId>(session, kSql, [&](base::ProfileId stays, ProvenanceView by) {
            const auto& [first, second, isFull] = seen.at(by.observation);
            views.push_back({first->identifier, second->identifier, stays, std::move(by)});
        });
    for (const auto& [id, each] : seen) rows.add(id);
    rows.run();
    std::ranges::sort(views, std::greater{}, [](const UndecidedView& view) { return view.by.observation; });
    return views;
}

}  // namespace

Undecided readUndecided(Session& session, base::ProfileId first, base::ProfileId second) {
    if (findRemoved(session, first) || findRemoved(session, second)) return {{}, true};
    Sides sides;
    const auto ofFirst = readListings(session, first);
    const auto ofSecond = readListings(session, second);
    sides.add(ofFirst, true);
    sides.add(ofSecond, false);
    std::vector<base::IdentifierId> ids;
    for (const auto& [id, side] : sides.sides) ids.push_back(id);
    Crossings crossings(sides);
    Undecided undecided;
    const auto looked = kEvidenceLooked / std::max<std::size_t>(ids.size(), 1);
    undecided.truncated =
        readEvidence(session, ids, looked, [&](const EvidenceRow& row) { crossings.add(row); }) ||
        crossings.lacksSome();
    auto& found = crossings.byObservation;
    std::erase_if(found, [](const auto& each) { return !each.second.isOfEach(); });
    keepTheirs(session, found, {ofFirst.live, ofSecond.live});
    if (found.size() > kMaxUndecided) {
        undecided.truncated = true;
        found.erase(std::next(found.begin(), kMaxUndecided), found.end());
    }
    undecided.items = readViews(session, found);
    return undecided;
}

}  // namespace kith::storage
