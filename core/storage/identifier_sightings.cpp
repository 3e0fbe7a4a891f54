// SPDX-License-Identifier: Apache-2.0
#include "core/storage/identifier_sightings.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "core/storage/evidence.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

/// Observations that carried identifiers: those that attested it, the newest first, before claims of the same
/// profile. What others claim says nothing.
class Sightings {
public:
    Sightings(const std::vector<model::Identifier>& identifiers, std::size_t most)
        : identifiers_(identifiers), most_(most), found_(identifiers.size()) {}

    /// Of what is listed there.
    void add(Listings listings) { listings_.push_back(std::move(listings)); }

    /// Those that carried one beside another of the same profile.
    void readBeside(Session& session) {
        static const std::string kSql = withOrigin(R"sql(
SELECT given.place, {origin}
FROM {rows place bigint, identifier_a bigint, identifier_b bigint, most bigint, live bigint}
CROSS JOIN {lateral} (
    SELECT x.attested, x.observation_id
    FROM evidence x WHERE x.identifier_a = {row identifier_a} AND x.identifier_b = {row identifier_b}
    ORDER BY x.attested DESC, x.at DESC, x.observation_id DESC LIMIT {row most}) e
CROSS JOIN observation o CROSS JOIN profile whose
WHERE o.id = e.observation_id AND whose.id = o.home AND (e.attested = 1 OR whose.canonical_id = given.live)
)sql");
        auto rows = lookupWithOrigin<std::size_t>(
            session, kSql, [this](std::size_t place, const ProvenanceView& by) { keep(place, by); });
        for (const auto& listings : listings_) {
            const auto listed = listings.identifiers();
            for (const auto& [id, identifier] : listed) {
                const auto place = placeOf(identifier);
                if (!place) continue;
                for (const auto& [other, unused] : listed) {
                    const auto [a, b] = std::minmax(id, other);
                    if (id != other) rows.add(*place, a, b, 2 * kEvidenceOfPair, listings.live);
                }
            }
        }
        rows.run();
    }

    /// Of those that were seen beside none: what dates the claim, or what the home began with, if that was
    /// when it was seen first.
    void readAlone(Session& session) {
        static const std::string kSql = withOrigin(R"sql(
SELECT given.place, {origin}
FROM {rows place bigint, home bigint, identifier_id bigint}
CROSS JOIN profile_identifier e CROSS JOIN profile h CROSS JOIN observation o
WHERE e.home = given.home AND e.identifier_id = given.identifier_id AND h.id = e.home
  AND o.id = COALESCE(e.claim_observation_id, h.first_observation_id)
  AND (e.claim_observation_id IS NOT NULL OR o.observed_at = e.first_seen)
)sql");
        auto rows = lookupWithOrigin<std::size_t>(
            session, kSql, [this](std::size_t place, const ProvenanceView& by) { keep(place, by); });
        // What is found from here on may be told while rows are added, or afterwards.
        std::vector<bool> isAlone;
        for (const auto& found : found_) isAlone.push_back(found.empty());
        for (const auto& listings : listings_) {
            for (const auto& [id, view] : listings.rows) {
                const auto place = placeOf(view.identifier);
                if (place && isAlone[*place]) rows.add(*place, view.home, id);
            }
        }
        rows.run();
    }

    [[nodiscard]] std::map<model::Identifier, std::vector<ProvenanceView>> take() {
        std::map<model::Identifier, std::vector<ProvenanceView>> sightings;
        for (std::size_t place = 0; place < found_.size(); ++place) {
            auto& views = sightings[identifiers_[place]];
            for (auto& [key, view] : found_[place])
                if (views.size() < most_) views.push_back(std::move(view));
        }
        return sightings;
    }

private:
    using Newest =
        std::map<std::tuple<bool, base::Time, base::ObservationId>, ProvenanceView, std::greater<>>;

    [[nodiscard]] std::optional<std::size_t> placeOf(const model::Identifier& identifier) const {
        const auto wanted = std::ranges::find(identifiers_, identifier);
        if (wanted == identifiers_.end()) return std::nullopt;
        return static_cast<std::size_t>(wanted - identifiers_.begin());
    }

    void keep(std::size_t place, const ProvenanceView& by) {
        found_[place].try_emplace({by.attested, by.observedAt, by.observation}, by);
    }

    const std::vector<model::Identifier>& identifiers_;
    std::size_t most_;
    std::vector<Listings> listings_;
    std::vector<Newest> found_;
};

}  // namespace

std::map<model::Identifier, std::vector<ProvenanceView>> readSightings(
    Session& session, const std::vector<base::ProfileId>& profiles,
    const std::vector<model::Identifier>& identifiers, std::size_t most) {
    Sightings found(identifiers, most);
    for (const auto profile : profiles) found.add(readListings(session, profile));
    found.readBeside(session);
    found.readAlone(session);
    return found.take();
}

}  // namespace kith::storage
