// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_fold.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/model/subscription_fold.hpp"
#include "core/storage/ledger.hpp"
#include "core/storage/segment/membership.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

/// The profiles that `keeps` is true for stay, in their order.
template <class Keeps>
void keepOnly(std::vector<ProfileRow>& rows, Keeps keeps) {
    std::erase_if(rows, [&](const ProfileRow& row) { return !keeps(row.key.id); });
}

void keepCategory(Session& session, const CategoryFilter& filter, std::vector<ProfileRow>& rows) {
    std::unordered_map<base::ProfileId, std::vector<model::Consent>> consents;
    auto found = session.lookup<base::ProfileId, bool, std::string, base::Time, bool, base::KeyId,
                                std::string, std::string, std::string>(
        R"sql(
SELECT given.id, c.subscribed, c.given_by, c.at, o.attested, o.key_id, o.source_name, o.given_id, o.content_hash
FROM {rows id bigint, category text}
CROSS JOIN {lateral} (
    SELECT {row id} AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
CROSS JOIN consent c CROSS JOIN observation o
WHERE c.home = h.id AND c.category = {row category} AND c.current = 1 AND o.id = c.observation_id
)sql",
        [&](base::ProfileId id, bool subscribed, std::string by, base::Time at, bool attested,
            base::KeyId key, const std::string& sourceName, const std::string& givenId,
            const std::string& hash) {
            auto& consent = consents[id].emplace_back();
            consent.category = filter.category;
            consent.subscribed = subscribed;
            consent.by = std::move(by);
            consent.stamp = makeStamp({attested, at, key, {}, sourceName, givenId, hash});
        });
    for (const auto& row : rows) found.add(row.key.id, filter.category);
    found.run();
    keepOnly(rows, [&](base::ProfileId id) {
        const auto view = model::foldSubscription(consents[id], filter.subscribedByDefault);
        return view && view->state == filter.state;
    });
}

bool asksForState(const EndpointFilter& filter) noexcept {
    return filter.state || filter.reason;
}

/// Whether the endpoint shows that state, and for that reason.
bool isWanted(const model::EndpointView& endpoint, const EndpointFilter& filter) {
    if (filter.state && endpoint.state != *filter.state) return false;
    if (!filter.reason) return true;
    return std::ranges::any_of(endpoint.states, [&](const model::EndpointStateView& each) {
        return each.state == endpoint.state && !each.lifted && each.reason == *filter.reason;
    });
}

bool asksForMembers(const ProfileQuery& query, const ProfileCandidates& candidates) noexcept {
    return query.segment != nullptr && !knowsMembers(query, candidates);
}

void keepMembers(Session& session, const SegmentQuestion& segment, std::vector<ProfileRow>& rows) {
    std::vector<base::ProfileId> ids;
    for (const auto& row : rows) ids.push_back(row.key.id);
    const auto found = membersAmong(session, segment, ids);
    const std::unordered_set<base::ProfileId> members(found.begin(), found.end());
    keepOnly(rows, [&](base::ProfileId id) { return members.contains(id); });
}

/// The endpoints of some profiles with what their ledgers still say.
class Endpoints {
public:
    void read(Session& session, const std::vector<ProfileRow>& rows);
    [[nodiscard]] std::unordered_set<base::ProfileId> withState(const EndpointFilter& filter, base::Time now);

private:
    struct Listing {
        base::ProfileId profile;
        base::IdentifierId identifier;
        std::string type;
        bool onlyClaimed = false;
    };
    std::vector<Listing> listings_;
    EndpointLedgers ledgers_;
};

void Endpoints::read(Session& session, const std::vector<ProfileRow>& rows) {
    // An identifier without entries has one row without an entry.
    using Text = std::optional<std::string>;
    auto found =
        session.lookup<base::ProfileId, base::IdentifierId, std::string, bool, std::optional<base::RowId>,
                       std::optional<model::EndpointEntry::Kind>, std::optional<model::EndpointState>, Text,
                       std::optional<base::Time>, std::optional<base::Time>, std::optional<bool>,
                       std::optional<base::KeyId>, Text, Text, Text, Text>(
            R"sql(
SELECT given.id, e.identifier_id, i.type,
       CASE WHEN e.role <> 2
              OR (SELECT 1 FROM profile_identifier x WHERE x.identifier_id = e.identifier_id AND x.role = 0 LIMIT 1) IS NOT NULL
              OR (SELECT 1 FROM profile_identifier x
                         WHERE x.identifier_id = e.identifier_id AND x.role <> 0 AND x.role = 1 LIMIT 1) IS NOT NULL
            THEN 0 ELSE 1 END,
       s.id, s.kind, s.state, s.reason, s.until_at, s.at, o.attested, o.key_id, o.source_type, o.source_name,
       o.given_id, o.content_hash
FROM {rows id bigint}
CROSS JOIN {lateral} (
    SELECT {row id} AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
CROSS JOIN profile_identifier e CROSS JOIN identifier i
LEFT JOIN endpoint_state s ON s.identifier_id = e.identifier_id AND s.current = 1
LEFT JOIN observation o ON o.id = s.observation_id
WHERE e.home = h.id AND i.id = e.identifier_id
)sql",
            [&](base::ProfileId profile, base::IdentifierId identifier, std::string type, bool onlyClaimed,
                std::optional<base::RowId> id, std::optional<model::EndpointEntry::Kind> kind,
                std::optional<model::EndpointState> state, Text reason, std::optional<base::Time> until,
                std::optional<base::Time> at, std::optional<bool> attested, std::optional<base::KeyId> key,
                Text sourceType, Text sourceName, Text givenId, Text hash) {
                if (listings_.empty() || listings_.back().identifier != identifier ||
                    listings_.back().profile != profile) {
                    listings_.push_back({profile, identifier, std::move(type), onlyClaimed});
                }
                if (!id || !key) return;
                model::EndpointEntry entry;
                entry.id = *id;
                entry.identifier = identifier;
                entry.kind = *kind;
                entry.state = *state;
                entry.reason = std::move(*reason);
                entry.until = until;
                entry.stamp = makeStamp({*attested, *at, *key, *sourceType, *sourceName, *givenId, *hash});
                ledgers_.add(std::move(entry));
            });
    for (const auto& row : rows) found.add(row.key.id);
    found.run();
    ledgers_.sort();
}

std::unordered_set<base::ProfileId> Endpoints::withState(const EndpointFilter& filter, base::Time now) {
    std::unordered_set<base::ProfileId> found;
    for (const auto& listing : listings_) {
        const bool wanted =
            filter.types.empty() || std::ranges::find(filter.types, listing.type) != filter.types.end();
        if (wanted && isWanted(ledgers_.fold(listing.identifier, listing.onlyClaimed, now), filter))
            found.insert(listing.profile);
    }
    return found;
}

}  // namespace

bool asksForFold(const ProfileQuery& query, const ProfileCandidates& candidates) noexcept {
    return asksForMembers(query, candidates) || query.category ||
           (query.endpoint && asksForState(*query.endpoint));
}

void keepFolded(Session& session, const ProfileQuery& query, const ProfileCandidates& candidates,
                base::Time now, std::vector<ProfileRow>& rows) {
    if (asksForMembers(query, candidates)) keepMembers(session, *query.segment, rows);
    if (query.category) keepCategory(session, *query.category, rows);
    if (query.endpoint && asksForState(*query.endpoint)) {
        Endpoints endpoints;
        endpoints.read(session, rows);
        const auto found = endpoints.withState(*query.endpoint, now);
        keepOnly(rows, [&](base::ProfileId id) { return found.contains(id); });
    }
}

}  // namespace kith::storage
