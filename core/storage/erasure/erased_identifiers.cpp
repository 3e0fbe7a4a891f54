// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/model/endpoint_fold.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/erasure/erased_rows.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::IdentifierId;

/// Identifiers of one step: each has a few rows of evidence and states.
constexpr std::size_t kIdentifiersAtOnce = 100;
/// Of those that stay somebody else's, and of the links of each.
constexpr std::size_t kKeptAtOnce = 64;
constexpr std::size_t kSeenWithAtOnce = 256;

constexpr std::string_view kNamed = R"(
SELECT identifier_id FROM removed_identifier WHERE home = :home
UNION
SELECT identifier_id FROM named_identifier WHERE home = :home
ORDER BY identifier_id LIMIT :most)";

constexpr std::string_view kListed =
    "SELECT entry.identifier_id FROM {rows home bigint} CROSS JOIN removed_identifier AS entry"
    " WHERE entry.home = given.home";

constexpr std::string_view kLock = R"(
SELECT identifier.id, identifier.type, identifier.value, identifier.released_at
FROM {rows id bigint} CROSS JOIN identifier
WHERE identifier.id = given.id
ORDER BY identifier.type, identifier.value {lock identifier})";

// SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kNamedElsewhere = R"(
SELECT given.id
FROM {rows id bigint, home bigint}
WHERE EXISTS (SELECT 1 FROM profile_identifier AS held WHERE held.identifier_id = given.id AND held.role = 0)
   OR EXISTS (SELECT 1 FROM profile_identifier AS listing
              WHERE listing.identifier_id = given.id AND listing.role <> 0)
   OR EXISTS (SELECT 1 FROM removed_identifier AS other
              WHERE other.identifier_id = given.id AND other.home <> given.home)
   OR EXISTS (SELECT 1 FROM named_identifier AS other
              WHERE other.identifier_id = given.id AND other.home <> given.home AND other.kept_until > 0))";

// With the newest of the claims, whose times are negative. SQLite only uses a partial index whose condition
// it finds word by word.
constexpr std::string_view kUnkept = R"(
SELECT identifier_id, min(kept_until) FROM named_identifier
WHERE kept_until <= 0 AND identifier_id > :after
GROUP BY identifier_id ORDER BY identifier_id LIMIT :most)";

constexpr std::string_view kClaimedSince = R"(
SELECT given.id FROM {rows id bigint, newest bigint}
WHERE EXISTS (SELECT 1 FROM named_identifier AS claim
              WHERE claim.identifier_id = given.id AND claim.kept_until <= 0
                AND claim.kept_until <= given.newest))";

constexpr std::string_view kRemoveHistory = R"(
DELETE FROM endpoint_state
WHERE (identifier_id, id) IN
      (SELECT identifier_id, id FROM endpoint_state
       WHERE identifier_id = :identifier AND current = 0 ORDER BY id LIMIT :most))";

constexpr std::string_view kRemoveLinks = R"(
DELETE FROM evidence
WHERE (identifier_a, identifier_b, at, observation_id) IN
      (SELECT identifier_a, identifier_b, at, observation_id FROM evidence
       WHERE identifier_a = :identifier ORDER BY identifier_b, at, observation_id LIMIT :most))";

constexpr std::string_view kRemoveReverseLinks = R"(
DELETE FROM evidence
WHERE (identifier_a, identifier_b, at, observation_id) IN
      (SELECT identifier_a, identifier_b, at, observation_id FROM evidence
       WHERE identifier_b = :identifier LIMIT :most))";

// What claims were refused because somebody else was identified by it. SQLite only uses a partial index whose
// condition it finds word by word.
constexpr std::string_view kRemoveRefusedClaims = R"(
DELETE FROM refusal
WHERE (home, code, identifier_type, identifier_value, other) IN
      (SELECT home, code, identifier_type, identifier_value, other FROM refusal
       WHERE code = 4 AND identifier_type = :type AND identifier_value = :value LIMIT :most))";

// But for one, by which it is found as long as there is something to be removed.
constexpr std::string_view kRemoveNamingsOfOthers = R"(
DELETE FROM named_identifier
WHERE (home, identifier_id) IN
      (SELECT home, identifier_id FROM named_identifier
       WHERE identifier_id = :identifier AND home <> :finder LIMIT :most))";

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

/// What there may be much of, by the name that a receipt has for it.
constexpr std::pair<std::string_view, std::string_view> kMany[] = {
    {"endpoint_states", kRemoveHistory}, {"links", kRemoveLinks}, {"links", kRemoveReverseLinks}};

constexpr std::string_view kFinders = R"(
SELECT given.id, (SELECT min(home) FROM named_identifier WHERE identifier_id = given.id) FROM {rows id bigint})";

constexpr std::string_view kEntries = R"(
SELECT held.identifier_id, held.id, held.kind, held.state, held.reason, held.until_at, held.at,
       source.source_type, CASE WHEN source.home = 0 THEN source.id END
FROM {rows id bigint} CROSS JOIN endpoint_state AS held CROSS JOIN observation AS source
WHERE held.identifier_id = given.id AND held.current = 1 AND source.id = held.observation_id)";

constexpr std::string_view kRemoveStates =
    "DELETE FROM endpoint_state WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kRemoveIdentifiers =
    "DELETE FROM identifier WHERE id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kRemoveNamings =
    "DELETE FROM named_identifier WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

// Of what was only claimed, others' changes may still tell.
constexpr std::string_view kRemoveChanges =
    "DELETE FROM identifier_change WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kUnlist = R"(
DELETE FROM removed_identifier
WHERE (home, identifier_id) IN (SELECT home, identifier_id FROM {rows home bigint, identifier_id bigint}))";
constexpr std::string_view kUnname = R"(
DELETE FROM named_identifier
WHERE (home, identifier_id) IN (SELECT home, identifier_id FROM {rows home bigint, identifier_id bigint}))";

struct Found {
    IdentifierId id;
    model::Identifier identifier;
    std::optional<base::Time> releasedAt;
    base::ProfileId finder = {};  ///< The home whose row it is found by.
};

struct Link {
    IdentifierId a;
    IdentifierId b;
    base::Time at;
    base::ObservationId by;
};

std::vector<IdentifierId> namedBy(Session& session, base::ProfileId home, std::size_t most) {
    std::vector<IdentifierId> named;
    session.each<IdentifierId>(
        kNamed, [&](IdentifierId id) { named.push_back(id); }, home, std::min(most, kIdentifiersAtOnce));
    return named;
}

std::vector<IdentifierId> allNamedBy(Session& session, base::ProfileId home) {
    std::vector<IdentifierId> named;
    session.each<IdentifierId>(
        kNamed, [&](IdentifierId id) { named.push_back(id); }, home,
        std::numeric_limits<std::int64_t>::max());
    return named;
}

std::vector<Found> lockRows(Session& session, const std::vector<IdentifierId>& identifiers) {
    std::vector<Found> found;
    auto locking = session.lookup<IdentifierId, std::string, std::string, std::optional<base::Time>>(
        kLock,
        [&](IdentifierId id, std::string type, std::string value, std::optional<base::Time> releasedAt) {
            found.push_back({id, {std::move(type), std::move(value)}, releasedAt, {}});
        });
    for (const auto id : identifiers) locking.add(id);
    locking.run();
    return found;
}

/// Those that no other home lists or names.
std::vector<IdentifierId> namedHere(Session& session, base::ProfileId home,
                                    std::vector<IdentifierId> identifiers) {
    std::unordered_set<IdentifierId> elsewhere;
    auto find = session.lookup<IdentifierId>(kNamedElsewhere, [&](IdentifierId id) { elsewhere.insert(id); });
    for (const auto id : identifiers) find.add(id, home);
    find.run();
    std::erase_if(identifiers, [&](IdentifierId id) { return elsewhere.contains(id); });
    return identifiers;
}

/// The links of one, by whatever else the home lists or names.
std::vector<Link> ownLinksByPairs(Session& session, base::ProfileId home, IdentifierId identifier) {
    std::vector<Link> own;
    auto find = session.lookup<IdentifierId, IdentifierId, base::Time, base::ObservationId>(
        kOwnLinks, [&](IdentifierId a, IdentifierId b, base::Time at, base::ObservationId by) {
            own.push_back({a, b, at, by});
        });
    for (const auto other : allNamedBy(session, home))
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

class RemovingIdentifiers {
public:
    RemovingIdentifiers(Session& session, const model::HashKey& key) : session_(session), key_(key) {}

    std::size_t removeOf(const model::Person& person, std::size_t most, RemovedRows& removed) {
        for (const auto home : person.homes) {
            if (const auto count = removeOf(home, most, removed)) return count;
        }
        return 0;
    }

    Unkept removeUnkept(base::Time before, IdentifierId after, std::size_t most) {
        const base::Time newest{-before.time_since_epoch()};
        std::vector<IdentifierId> over;
        auto last = after;
        session_.each<IdentifierId, base::Time>(
            kUnkept,
            [&](IdentifierId id, base::Time claimed) {
                last = id;
                if (claimed > newest) over.push_back(id);
            },
            after, std::min(most, kIdentifiersAtOnce));
        if (last == after) return {after, 0, true};
        auto gone = goneOf({}, over);
        dropClaimed(gone, newest);
        auto finders = session_.lookup<IdentifierId, base::ProfileId>(
            kFinders, [&](IdentifierId id, base::ProfileId home) {
                std::ranges::find(gone, id, &Found::id)->finder = home;
            });
        for (const auto& each : gone) finders.add(each.id);
        finders.run();
        RemovedRows removed;
        if (removeMany(gone, most, removed) != 0) return {after, 0, false};
        forget(gone, removed);
        return {last, gone.size(), false};
    }

private:
    std::size_t removeOf(base::ProfileId home, std::size_t most, RemovedRows& removed) {
        const auto named = namedBy(session_, home, most);
        if (named.empty()) return 0;
        auto gone = goneOf(home, named);
        for (auto& each : gone) each.finder = home;
        if (const auto count = removeMany(gone, most, removed)) return count;
        auto done = named;
        std::erase_if(done,
                      [&](IdentifierId id) { return std::ranges::find(gone, id, &Found::id) != gone.end(); });
        if (const auto count = removeOwnLinks(home, done, most, removed)) return count;
        forget(gone, removed);
        for (const auto& each : gone) done.push_back(each.id);
        auto unlist = session_.bulk(kUnlist);
        auto unname = session_.bulk(kUnname);
        for (const auto id : done) {
            unlist.add(home, id);
            unname.add(home, id);
        }
        removed["listings"] += static_cast<std::size_t>(unlist.run());
        unname.run();
        return done.size();
    }

    /// Before the rows that they are found by.
    std::size_t removeMany(const std::vector<Found>& gone, std::size_t most, RemovedRows& removed) {
        std::size_t count = 0;
        const auto note = [&](std::string_view name, long long rows) {
            removed[std::string(name)] += static_cast<std::size_t>(rows);
            count += static_cast<std::size_t>(rows);
        };
        for (const auto& each : gone) {
            for (const auto& [name, statement] : kMany)
                note(name, session_.execute(statement, each.id, most - count));
            const auto& [type, value] = each.identifier;
            note("refusals", session_.execute(kRemoveRefusedClaims, type, value, most - count));
            count += static_cast<std::size_t>(
                session_.execute(kRemoveNamingsOfOthers, each.id, each.finder, most - count));
            if (count >= most) return count;
        }
        return count;
    }

    /// What the person was seen with, of what stays somebody else's; leaves of `kept` the first, as many as
    /// one step looks at. Their home lists or names both ends of each link, and those with lesser ids are
    /// done.
    std::size_t removeOwnLinks(base::ProfileId home, std::vector<IdentifierId>& kept, std::size_t most,
                               RemovedRows& removed) {
        if (kept.empty()) return 0;
        kept.resize(std::min(kept.size(), kKeptAtOnce));
        auto own = ownLinks(session_, home, kept);
        own.resize(std::min(own.size(), most));
        auto remove = session_.bulk(kRemoveOwnLinks);
        for (const auto& [a, b, at, by] : own) remove.add(a, b, at, by);
        remove.run();
        if (!own.empty()) removed["links"] += own.size();
        return own.size();
    }

    /// What was claimed again until the lock was had stays.
    void dropClaimed(std::vector<Found>& gone, base::Time newest) {
        std::unordered_set<IdentifierId> claimed;
        auto find =
            session_.lookup<IdentifierId>(kClaimedSince, [&](IdentifierId id) { claimed.insert(id); });
        for (const auto& each : gone) find.add(each.id, newest);
        find.run();
        std::erase_if(gone, [&](const Found& each) { return claimed.contains(each.id); });
    }

    /// Those that no other home lists or names, locked. Of those that several homes of the person do, the
    /// last one's.
    std::vector<Found> goneOf(base::ProfileId home, const std::vector<IdentifierId>& named) {
        // Nobody is to wait for what stays; and what is locked may have been listed until the lock was had.
        auto gone = lockRows(session_, namedHere(session_, home, named));
        std::vector<IdentifierId> locked;
        for (const auto& each : gone) locked.push_back(each.id);
        const auto here = namedHere(session_, home, locked);
        std::erase_if(gone,
                      [&](const Found& each) { return std::ranges::find(here, each.id) == here.end(); });
        return gone;
    }

    /// The addresses become hashes, which stay in the states that the addresses were in.
    void forget(const std::vector<Found>& gone, RemovedRows& removed) {
        Forgetting forgetting(session_, key_);
        for (const auto& each : gone) forgetting.add(each.identifier, each.releasedAt);
        keepEntries(forgetting, gone);
        forgetting.run();
        const auto removeBy = [&](std::string_view statement) {
            auto rows = session_.bulk(statement);
            for (const auto& each : gone) rows.add(each.id);
            return static_cast<std::size_t>(rows.run());
        };
        removed["endpoint_states"] += removeBy(kRemoveStates);
        removed["identifiers"] += removeBy(kRemoveIdentifiers);
        removed["identifier_changes"] += removeBy(kRemoveChanges);
        removeBy(kRemoveNamings);
    }

    void keepEntries(Forgetting& forgetting, const std::vector<Found>& gone) {
        auto read = session_.lookup<IdentifierId, base::RowId, model::EndpointEntry::Kind,
                                    model::EndpointState, std::string, std::optional<base::Time>, base::Time,
                                    std::string, std::optional<base::ObservationId>>(
            kEntries,
            [&](IdentifierId identifier, base::RowId id, model::EndpointEntry::Kind kind,
                model::EndpointState state, std::string reason, std::optional<base::Time> until,
                base::Time at, const std::string& sourceType, std::optional<base::ObservationId> ofNobody) {
                const auto of = std::ranges::find(gone, identifier, &Found::id);
                const model::EndpointEntry entry{
                    id, identifier, kind, state, std::move(reason), {}, until, {true, at, nullptr}};
                forgetting.addEntry(of->identifier, entry, {sourceType == model::kStaffSource, ofNobody});
            });
        for (const auto& each : gone) read.add(each.id);
        read.run();
    }

    Session& session_;
    const model::HashKey& key_;
};

}  // namespace

std::vector<model::Identifier> lockIdentifiers(Session& session, const model::Person& person,
                                               std::size_t most) {
    std::vector<IdentifierId> wanted;
    auto listed = session.lookup<IdentifierId>(kListed, [&](IdentifierId id) { wanted.push_back(id); });
    for (const auto home : person.homes) listed.add(home);
    listed.run();
    base::ProfileId first;
    std::vector<IdentifierId> next;
    for (const auto home : person.homes) {
        first = home;
        next = namedBy(session, home, most);
        if (!next.empty()) break;
    }
    wanted.insert(wanted.end(), next.begin(), next.end());
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const auto locked = lockRows(session, wanted);
    const auto forgotten = namedHere(session, first, std::move(next));
    std::vector<model::Identifier> identifiers;
    for (const auto& each : locked)
        if (std::ranges::find(forgotten, each.id) != forgotten.end()) identifiers.push_back(each.identifier);
    return identifiers;
}

std::size_t removeIdentifiers(Session& session, const model::HashKey& addressKey, const model::Person& person,
                              std::size_t most, RemovedRows& removed) {
    return RemovingIdentifiers(session, addressKey).removeOf(person, most, removed);
}

Unkept forgetUnkept(Session& session, const model::HashKey& addressKey, base::Time before, IdentifierId after,
                    std::size_t most) {
    return RemovingIdentifiers(session, addressKey).removeUnkept(before, after, most);
}

}  // namespace kith::storage
