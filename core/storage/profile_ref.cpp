// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_ref.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/storage/profile_sql.hpp"

namespace kith::storage {

namespace {

constexpr std::string_view kRemovedById = R"(
SELECT removal.profile_id, profile.id, live.version, removal.at, removal.erased
FROM profile CROSS JOIN removal CROSS JOIN profile AS live
WHERE profile.id = :id AND removal.profile_id = profile.removed_live AND live.id = profile.removed_live)";

constexpr std::string_view kRemovedByIdentifier = R"(
SELECT removal.profile_id, profile.id, live.version, removal.at, removal.erased
FROM identifier CROSS JOIN removed_identifier AS entry CROSS JOIN profile CROSS JOIN removal
CROSS JOIN profile AS live
WHERE identifier.type = :type AND identifier.value = :value AND entry.identifier_id = identifier.id
  AND entry.role = 0 AND profile.id = entry.home AND removal.profile_id = profile.removed_live
  AND removal.erased = 0 AND live.id = profile.removed_live
ORDER BY removal.at DESC, removal.profile_id LIMIT 1)";

constexpr const char* kNobody = "There is no such profile.";
constexpr const char* kNobodyIdentified =
    "There is no such profile: `type:value` finds whom it identifies; `GET /v1/profiles?q=` finds whoever "
    "shares or claims it too.";

}  // namespace

std::optional<RemovedProfile> findRemoved(Session& session, const ProfileRef& ref) {
    std::optional<RemovedProfile> found;
    const auto keep = [&](base::ProfileId profile, base::ProfileId home, std::int64_t version, base::Time at,
                          bool erased) {
        found = RemovedProfile{profile, home, version, at, erased};
    };
    using base::ProfileId;
    if (const auto* id = std::get_if<ProfileId>(&ref)) {
        session.each<ProfileId, ProfileId, std::int64_t, base::Time, bool>(kRemovedById, keep, *id);
    } else {
        const auto& identifier = std::get<model::Identifier>(ref);
        session.each<ProfileId, ProfileId, std::int64_t, base::Time, bool>(
            kRemovedByIdentifier, keep, std::string_view{identifier.type},
            std::string_view{identifier.value});
    }
    return found;
}

std::map<base::ProfileId, RemovedProfile> findAllRemoved(Session& session,
                                                         std::span<const base::ProfileId> ids) {
    constexpr std::string_view kSql = R"(
SELECT profile.id, removal.profile_id, live.version, removal.at, removal.erased
FROM {rows id bigint} CROSS JOIN profile CROSS JOIN removal CROSS JOIN profile AS live
WHERE profile.id = given.id AND removal.profile_id = profile.removed_live AND live.id = profile.removed_live)";
    std::map<base::ProfileId, RemovedProfile> removed;
    using base::ProfileId;
    auto lookup = session.lookup<ProfileId, ProfileId, std::int64_t, base::Time, bool>(
        kSql, [&](ProfileId home, ProfileId profile, std::int64_t version, base::Time at, bool erased) {
            removed.emplace(home, RemovedProfile{profile, home, version, at, erased});
        });
    for (const auto id : ids) lookup.add(id);
    lookup.run();
    return removed;
}

base::Error goneError(const RemovedProfile& removed) {
    return {base::ErrorCode::Gone, std::string("This profile was ") +
                                       (removed.erased ? "erased" : "deleted") + " at " +
                                       base::formatRfc3339(removed.at) + '.'};
}

StandingFor standingFor(Session& session, base::ProfileId id) {
    constexpr std::string_view kWho =
        "SELECT COALESCE(NULLIF(canonical_id, 0), removed_live) FROM profile WHERE id = :id";
    // SQLite only uses a partial index whose condition it finds word by word.
    constexpr std::string_view kOthers = R"(
SELECT id FROM profile WHERE canonical_id = :live AND canonical_id <> id
UNION ALL
SELECT id FROM profile WHERE removed_live = :removed AND removed_live IS NOT NULL AND removed_live <> id)";
    StandingFor found;
    session.each<base::ProfileId>(
        kWho, [&](base::ProfileId profile) { found.profile = profile; }, id);
    if (!found.profile) return found;
    found.homes.push_back(found.profile);
    session.each<base::ProfileId>(
        kOthers, [&](base::ProfileId home) { found.homes.push_back(home); }, found.profile, found.profile);
    return found;
}

void throwNoProfile(Session& session, const ProfileRef& ref) {
    // An identifier is nobody's as soon as its profile is removed.
    if (!std::holds_alternative<base::ProfileId>(ref))
        throw base::Error(base::ErrorCode::NotFound, kNobodyIdentified);
    const auto removed = findRemoved(session, ref);
    if (!removed) throw base::Error(base::ErrorCode::NotFound, kNobody);
    throw goneError(*removed);
}

std::optional<ResolvedProfile> findProfile(Session& session, const ProfileRef& ref) {
    static const ProfileSql kSql(R"sql(
SELECT live.id, live.home, p.version FROM live CROSS JOIN profile p WHERE p.id = live.id
)sql");
    std::optional<ResolvedProfile> found;
    kSql.each<base::ProfileId, base::ProfileId, std::int64_t>(
        session, ref, [&](base::ProfileId live, base::ProfileId home, std::int64_t version) {
            found = ResolvedProfile{live, home, version};
        });
    return found;
}

ResolvedProfile resolveProfile(Session& session, const ProfileRef& ref) {
    const auto found = findProfile(session, ref);
    if (!found) throwNoProfile(session, ref);
    return *found;
}

std::vector<base::ProfileId> findHomes(Session& session, std::span<const model::Identifier> identifiers) {
    constexpr std::string_view kSql = R"(
SELECT given.place, entry.home
FROM {rows place bigint, type text, value text} CROSS JOIN identifier CROSS JOIN profile_identifier AS entry
WHERE identifier.type = given.type AND identifier.value = given.value AND entry.identifier_id = identifier.id
  AND entry.role = 0)";
    std::vector<base::ProfileId> homes(identifiers.size());
    auto lookup = session.lookup<std::size_t, base::ProfileId>(
        kSql, [&](std::size_t place, base::ProfileId home) { homes[place] = home; });
    for (std::size_t place = 0; place < identifiers.size(); ++place)
        lookup.add(place, identifiers[place].type, identifiers[place].value);
    lookup.run();
    return homes;
}

std::vector<base::ProfileId> listersOf(Session& session, const model::Identifier& identifier) {
    // `role <> 0` is the condition of the index over those that are listed alone.
    constexpr std::string_view kSql = R"(
SELECT DISTINCT profile.canonical_id
FROM identifier CROSS JOIN profile_identifier AS entry CROSS JOIN profile
WHERE identifier.type = :type AND identifier.value = :value AND entry.identifier_id = identifier.id
  AND entry.role <> 0 AND profile.id = entry.home AND profile.canonical_id <> 0
ORDER BY profile.canonical_id LIMIT 2)";
    std::vector<base::ProfileId> listers;
    session.each<base::ProfileId>(
        kSql, [&](base::ProfileId live) { listers.push_back(live); }, std::string_view{identifier.type},
        std::string_view{identifier.value});
    return listers;
}

}  // namespace kith::storage
