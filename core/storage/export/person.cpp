// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/person.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kHead = R"(
SELECT known, version, created_at, updated_at, source_type, source_name FROM profile WHERE id = :live)";

constexpr std::string_view kHeld = R"(
SELECT given.id
FROM {rows id bigint, live bigint}
WHERE EXISTS (SELECT 1 FROM profile_identifier AS held WHERE held.identifier_id = given.id AND held.role = 0)
   OR EXISTS (SELECT 1 FROM removed_identifier AS other CROSS JOIN profile AS whose CROSS JOIN removal
              WHERE other.identifier_id = given.id AND other.role = 0 AND whose.id = other.home
                AND whose.removed_live <> given.live AND removal.profile_id = whose.removed_live
                AND removal.erased = 0))";

/// Of what the deleted listed, what identifies somebody who lives, or was deleted and can be restored.
std::unordered_set<base::IdentifierId> heldByOthers(Session& session, const ExportedPerson& person) {
    std::unordered_set<base::IdentifierId> held;
    if (!person.deletedAt) return held;
    auto find = session.lookup<base::IdentifierId>(kHeld, [&](base::IdentifierId id) { held.insert(id); });
    for (const auto& row : person.listings.rows) find.add(row.identifier, person.id);
    find.run();
    return held;
}

}  // namespace

ExportedPerson readExportedPerson(Session& session, const ProfileRef& ref) {
    ExportedPerson person;
    const bool byId = std::holds_alternative<base::ProfileId>(ref);
    const auto removed = byId ? findRemoved(session, ref) : std::nullopt;
    if (removed && !removed->erased) person.deletedAt = removed->at;
    person.listings =
        person.deletedAt ? readRemovedListings(session, removed->profile) : readListings(session, ref);
    std::ranges::sort(person.listings.homes);
    std::ranges::sort(person.listings.rows, {},
                      [](const Listings::Row& row) { return std::pair(row.view.home, row.identifier); });
    person.id = person.listings.live;
    session.each<bool, std::int64_t, base::Time, base::Time, std::string, std::string>(
        kHead,
        [&](bool known, std::int64_t version, base::Time createdAt, base::Time updatedAt, std::string type,
            std::string name) {
            person.known = known;
            person.version = version;
            person.createdAt = createdAt;
            person.updatedAt = updatedAt;
            person.source = {std::move(type), std::move(name)};
        },
        person.id);
    return person;
}

model::Person readAskedPerson(Session& session, const ExportedPerson& person) {
    const auto held = heldByOthers(session, person);
    auto rows = person.listings.rows;
    std::ranges::sort(rows, {}, [](const Listings::Row& row) {
        return std::tuple(row.identifier, row.view.role, row.view.firstSeen, row.view.home);
    });
    model::Person asked{person.id, person.listings.homes, {}};
    base::IdentifierId last;
    for (const auto& [identifier, view] : rows) {
        if (std::exchange(last, identifier) == identifier) continue;
        const auto role = held.contains(identifier) ? model::Role::Shared : view.role;
        asked.identifiers.push_back({view.identifier, view.given, role});
    }
    return asked;
}

}  // namespace kith::storage
