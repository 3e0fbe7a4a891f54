// SPDX-License-Identifier: Apache-2.0
#include "tests/support/database_tables.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "core/model/endpoint_fold.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/facts_loader.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/origins.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::test {
namespace {

using storage::Session;

void readFlags(Session& session, const identity::World& world) {
    session.each<base::ProfileId, bool, bool>(
        "SELECT id, known, listed FROM profile", [&](base::ProfileId id, bool known, bool listed) {
            const auto& component = *world.component(id);
            const bool live = component.live == id;
            if (known != (live && component.known) || listed != (live && component.listed)) {
                throw std::logic_error("a profile's flags are not what its identifiers say");
            }
        });
}

void readPeople(Session& session, const identity::World& world, MemoryStore& store) {
    for (const auto& component : world.components()) {
        for (const auto& home : component->homes) {
            store.profiles[home.id] = {component->live,      home.earliest,     component->version,
                                       component->updatedAt, component->merges, component->known,
                                       component->listed,    component->life,   component->removedAt};
        }
        for (const auto& entry : component->entries) store.entries[{entry.identifier, entry.home}] = entry;
    }
    session.each<base::IdentifierId, std::string, std::string, std::optional<base::Time>>(
        "SELECT id, type, value, released_at FROM identifier",
        [&](base::IdentifierId id, std::string type, std::string value, std::optional<base::Time> released) {
            store.addIdentifier({std::move(type), std::move(value)}, id);
            if (released) store.released[id] = *released;
        });
}

void readRetired(Session& session, MemoryStore& store) {
    session.each<base::ProfileId, base::IdentifierId, model::Role, base::Time, base::Time,
                 std::optional<base::Time>>(
        "SELECT home, identifier_id, role, first_seen, last_seen, claim_at FROM removed_identifier",
        [&](base::ProfileId home, base::IdentifierId id, model::Role role, base::Time first, base::Time last,
            std::optional<base::Time> claimAt) {
            identity::RetiredEntry retired;
            retired.entry.identifier = id;
            retired.entry.home = home;
            retired.entry.role = role;
            retired.entry.firstSeen = first;
            retired.entry.lastSeen = last;
            if (claimAt) retired.entry.claim = {true, *claimAt, std::make_shared<model::Origin>()};
            store.retired[{id, home}] = retired;
        });
}

template <class Key, class Row>
void copyLedger(const std::vector<identity::Tracked<Row>>& rows, Key key,
                std::map<Key, std::vector<std::pair<Row, bool>>>& table) {
    for (const auto& tracked : rows) table[key].emplace_back(tracked.row, tracked.current);
}

void readFacts(Session& session, storage::Origins& origins, MemoryStore& store) {
    identity::FactKeys keys;
    for (const auto& [id, profile] : store.profiles) keys.homes.push_back(id);
    for (const auto& [identifier, id] : store.identifiers) keys.endpoints.push_back(id);
    session.each<std::string, std::string>(
        "SELECT channel, activity_key FROM activity", [&](std::string channel, std::string key) {
            keys.activities.emplace_back(std::move(channel), std::move(key));
        });
    const auto facts = storage::loadFacts(session, origins, keys);
    for (const auto& [home, rows] : facts.fields) {
        for (const auto& each : rows) {
            store.fields[{home, each.row.field, each.row.element}] = {each.row, each.current};
        }
    }
    for (const auto& [home, rows] : facts.consents) copyLedger(rows, home, store.consents);
    for (const auto& [id, rows] : facts.endpoints) copyLedger(rows, id, store.endpoints);
    for (const auto& [key, tracked] : facts.activities) store.activities[key] = tracked.row;
}

/// The rows that folding needs no more, which loadFacts leaves where they are: that they are there, and what
/// kind.
void readSuperseded(Session& session, MemoryStore& store) {
    session.each<base::ProfileId, std::string, int>(
        "SELECT consent.home, consent.category, observation.attested FROM consent "
        "JOIN observation ON observation.id = consent.observation_id WHERE consent.current = 0",
        [&](base::ProfileId home, std::string category, int attested) {
            model::Consent row;
            row.category = std::move(category);
            row.stamp.attested = attested != 0;
            store.consents[home].emplace_back(std::move(row), false);
        });
    session.each<base::IdentifierId, model::EndpointEntry::Kind>(
        "SELECT identifier_id, kind FROM endpoint_state WHERE current = 0",
        [&](base::IdentifierId identifier, model::EndpointEntry::Kind kind) {
            model::EndpointEntry row;
            row.kind = kind;
            store.endpoints[identifier].emplace_back(std::move(row), false);
        });
}

void readCounts(Session& session, MemoryStore& store) {
    session.each<base::ProfileId, std::string, model::ActivityKind, int, std::int64_t>(
        "SELECT home, channel, kind, status, count FROM activity_counter",
        [&](base::ProfileId home, std::string channel, model::ActivityKind kind, int status,
            std::int64_t count) {
            store.counters[{home, std::move(channel), kind, status}] = count;
        });
    session.each<base::ProfileId, model::RefusalCode, std::string, std::string, std::int64_t>(
        "SELECT home, code, identifier_type, identifier_value, count FROM refusal",
        [&](base::ProfileId home, model::RefusalCode code, std::string type, std::string value,
            std::int64_t count) {
            const model::Refusal refusal{code, {std::move(type), std::move(value)}, {}, {}};
            for (; count > 0; --count) store.refusals.push_back({home, refusal, nullptr, {}});
        });
}

}  // namespace

void readTables(Session& session, const model::IdentifierRules& rules, base::IdGenerator& ids,
                MemoryStore& store) {
    // Loading locks, as it does for a writer; nothing is written.
    const storage::Transaction transaction(session);
    std::vector<base::ProfileId> homes;
    session.each<base::ProfileId>("SELECT id FROM profile", [&](base::ProfileId id) { homes.push_back(id); });
    identity::World world(rules);
    storage::Origins origins;
    if (!storage::WorldLoader(session, ids, origins, homes.size(), {}).load(homes, world)) {
        throw std::logic_error("a profile's pointer leads to one that is not live");
    }
    readFlags(session, world);
    readPeople(session, world, store);
    readRetired(session, store);
    readFacts(session, origins, store);
    readSuperseded(session, store);
    readCounts(session, store);
}

void readForgotten(Session& session, const model::HashKey& addressKey,
                   const std::set<model::Identifier>& identifiers, base::IdGenerator& ids,
                   MemoryStore& store) {
    for (const auto& identifier : identifiers) {
        if (store.identifiers.contains(identifier)) continue;
        const auto hash = storage::forgottenHash(addressKey, identifier);
        const auto known = session.first<std::optional<base::Time>>(
            "SELECT released_at FROM forgotten_identifier WHERE hash = :hash", hash);
        if (!known) continue;
        const auto id = ids.make<base::IdentifierId>();
        store.addIdentifier(identifier, id);
        store.forgotten.insert(id);
        if (const auto released = std::get<0>(*known)) store.released[id] = *released;
        session.each<base::RowId, model::EndpointEntry::Kind, model::EndpointState, std::string,
                     std::optional<base::Time>, base::Time, bool>(
            "SELECT id, kind, state, reason, until_at, at, by_staff FROM suppression WHERE hash = :hash",
            [&](base::RowId row, model::EndpointEntry::Kind kind, model::EndpointState state,
                std::string reason, std::optional<base::Time> until, base::Time at, bool byStaff) {
                auto origin = std::make_shared<model::Origin>();
                if (byStaff) origin->sourceType = model::kStaffSource;
                store.endpoints[id].emplace_back(
                    model::EndpointEntry{
                        row, id, kind, state, std::move(reason), {}, until, {true, at, std::move(origin)}},
                    true);
            },
            hash);
    }
}

// PostgreSQL takes them as one text, which saves most of the time.
void clearTables(Session& session) {
    const bool atOnce = session.dialect().engine() == storage::Engine::Postgresql;
    storage::Transaction transaction(session);
    std::string all;
    for (const char* table : {"profile",
                              "identifier",
                              "profile_identifier",
                              "observation",
                              "seen_observation",
                              "field_value",
                              "field_change",
                              "consent",
                              "endpoint_state",
                              "activity",
                              "activity_status",
                              "activity_counter",
                              "counter",
                              "evidence",
                              "merge_record",
                              "merge_undo",
                              "must_not_link",
                              "conflict",
                              "dismissed_duplicate",
                              "identifier_change",
                              "life_change",
                              "refusal",
                              "name_word",
                              "event",
                              "webhook",
                              "webhook_delivery",
                              "webhook_queue",
                              "match_key",
                              "match_group",
                              "removal",
                              "removed_identifier",
                              "named_identifier",
                              "erasure",
                              "forgotten_identifier",
                              "suppression"}) {
        // Those of no observation that anybody made stay.
        const bool isOfAll = std::string_view(table) == "observation";
        const auto clear = std::string("DELETE FROM ") + table + (isOfAll ? " WHERE key_id <> 0" : "");
        if (atOnce)
            all += clear + ";";
        else
            session.runOnce(clear);
    }
    if (atOnce) session.runOnce(all);
    transaction.commit();
}

}  // namespace kith::test
