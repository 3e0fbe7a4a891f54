// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "core/storage/codes.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;
using identity::Component;
using identity::Home;

constexpr std::string_view kInsertProfiles = R"(
INSERT INTO profile
{insert id bigint, canonical_id bigint, first_observation_id bigint, version bigint, created_at bigint,
        source_type text, source_name text, updated_at bigint, known bigint, listed bigint, merge_count bigint,
        sort_name text})";

constexpr std::string_view kCounted = R"(
SELECT profile.known, profile.source_type, profile.source_name, profile.created_at
FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id AND profile.canonical_id = given.id)";

constexpr std::string_view kUpdateProfiles = R"(
UPDATE profile
SET first_observation_id = given.first_observation_id, version = given.version, created_at = given.created_at,
    source_type = given.source_type, source_name = given.source_name, updated_at = given.updated_at,
    known = given.known, listed = given.listed, merge_count = given.merge_count
FROM {rows id bigint, first_observation_id bigint, version bigint, created_at bigint, source_type text,
           source_name text, updated_at bigint, known bigint, listed bigint, merge_count bigint}
WHERE profile.id = given.id)";

// A home that is not live stands in no list, and says nothing of whom it is shown with: they may part again.
constexpr std::string_view kPointHomes = R"(
UPDATE profile
SET canonical_id = given.canonical_id, first_observation_id = given.first_observation_id, known = 0, listed = 0,
    source_type = '', source_name = '', sort_name = ''
FROM {rows id bigint, canonical_id bigint, first_observation_id bigint}
WHERE profile.id = given.id)";

// The homes of a profile that does not live point to nobody, and so are found by nothing that looks for
// people.
constexpr std::string_view kSetLife = R"(
UPDATE profile SET canonical_id = given.canonical_id, removed_live = given.removed_live
FROM {rows id bigint, canonical_id bigint, removed_live bigint}
WHERE profile.id = given.id)";

constexpr std::string_view kInsertRetired = R"(
INSERT INTO removed_identifier
{insert home bigint, identifier_id bigint, role bigint, given text, normalizer_version bigint,
        first_seen bigint, first_attested bigint, last_seen bigint, claim_at bigint,
        claim_observation_id bigint, released_before bigint})";

constexpr std::string_view kRemoveRetired =
    "DELETE FROM removed_identifier WHERE home IN (SELECT home FROM {rows home bigint})";

constexpr std::string_view kTakeBackReleases = R"(
UPDATE removed_identifier SET released_before = given.before_that
FROM {rows identifier_id bigint, released_at bigint, before_that bigint}
WHERE removed_identifier.identifier_id = given.identifier_id
  AND removed_identifier.released_before = given.released_at)";

constexpr std::string_view kRevive =
    "UPDATE profile SET canonical_id = id WHERE id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kRemoveEntries = R"(
DELETE FROM profile_identifier
WHERE (home, identifier_id) IN (SELECT home, identifier_id FROM {rows home bigint, identifier_id bigint}))";

constexpr std::string_view kInsertEntries = R"(
INSERT INTO profile_identifier
{insert home bigint, identifier_id bigint, role bigint, given text, normalizer_version bigint,
        first_seen bigint, first_attested bigint, last_seen bigint, claim_at bigint,
        claim_observation_id bigint})";

constexpr std::string_view kUpdateEntries = R"(
UPDATE profile_identifier
SET role = given.role, given = given.as_given, normalizer_version = given.normalizer_version,
    first_seen = given.first_seen, first_attested = given.first_attested, last_seen = given.last_seen,
    claim_at = given.claim_at, claim_observation_id = given.claim_observation_id
FROM {rows home bigint, identifier_id bigint, role bigint, as_given text, normalizer_version bigint,
           first_seen bigint, first_attested bigint, last_seen bigint, claim_at bigint,
           claim_observation_id bigint}
WHERE profile_identifier.home = given.home AND profile_identifier.identifier_id = given.identifier_id)";

constexpr std::string_view kReleaseIdentifiers = R"(
UPDATE identifier SET released_at = given.released_at FROM {rows id bigint, released_at bigint}
WHERE identifier.id = given.id)";

std::optional<base::ObservationId> rowOf(const std::shared_ptr<const model::Origin>& origin) {
    return origin ? std::optional{origin->row} : std::nullopt;
}

/// How live profiles are counted before and after the group. To be told of a row before that is changed.
class ProfileCounts {
public:
    ProfileCounts(Session& session, Counts& counts)
        : counts_(counts),
          before_(session.lookup<bool, std::string, std::string, base::Time>(kCounted, TakeOff{counts})) {}

    void change(const Component& component, const Home& home) {
        if (home.change != Change::Added) before_.add(home.id);
        if (home.id != component.live || component.life != identity::Life::Live) return;
        const auto* earliest = component.earliest();
        counts_.addProfile(
            {component.known, earliest->sourceType, earliest->sourceName, earliest->observedAt}, 1);
    }
    void run() { before_.run(); }

private:
    struct TakeOff {
        Counts& counts;
        void operator()(bool known, const std::string& sourceType, const std::string& sourceName,
                        base::Time createdAt) const {
            counts.addProfile({known, sourceType, sourceName, createdAt}, -1);
        }
    };

    Counts& counts_;
    BulkRead<TakeOff, bool, std::string, std::string, base::Time> before_;
};

/// The statements about profiles, filled from one walk over the components.
class ProfileRows {
public:
    ProfileRows(Session& session, const GroupPlan& plan)
        : plan_(plan),
          counts_(session, plan.counts),
          insert_(session.bulk(kInsertProfiles)),
          update_(session.bulk(kUpdateProfiles)),
          point_(session.bulk(kPointHomes)),
          life_(session.bulk(kSetLife)) {}

    void add(const Component& component) {
        const bool lives = component.life == identity::Life::Live;
        for (const auto& home : component.homes) {
            const bool isShown = home.id == component.live;
            if (home.change != Change::None ||
                (isShown && (component.change != Change::None || component.lifeChanged)))
                counts_.change(component, home);
            if (home.change == Change::Added) {
                insert(component, home);
            } else if (isShown) {
                if (component.change != Change::None || home.change != Change::None) update(component, home);
            } else if (home.change != Change::None) {
                point_.add(home.id, lives ? component.live : base::ProfileId{}, rowOf(home.earliest));
            }
            if (!component.lifeChanged) continue;
            life_.add(home.id, lives ? component.live : base::ProfileId{},
                      lives ? std::nullopt : std::optional{component.live});
        }
    }

    void run() {
        counts_.run();
        insert_.run();
        update_.run();
        point_.run();
        life_.run();
    }

private:
    void insert(const Component& component, const Home& home) {
        const bool live = home.id == component.live;
        const auto* earliest = component.earliest();
        const auto name = live ? shownName(plan_, component.live) : ShownName{};
        insert_.add(home.id, component.live, rowOf(home.earliest), component.version, earliest->observedAt,
                    live ? earliest->sourceType : std::string{}, live ? earliest->sourceName : std::string{},
                    component.updatedAt, live && component.known, live && component.listed, component.merges,
                    sortName(name.first, name.last));
    }

    void update(const Component& component, const Home& home) {
        const auto* earliest = component.earliest();
        update_.add(home.id, rowOf(home.earliest), component.version, earliest->observedAt,
                    earliest->sourceType, earliest->sourceName, component.updatedAt, component.known,
                    component.listed, component.merges);
    }

    const GroupPlan& plan_;
    ProfileCounts counts_;
    BulkWrite insert_;
    BulkWrite update_;
    BulkWrite point_;
    BulkWrite life_;
};

/// When a moving identifier was claimed, and by which observation.
struct Claim {
    std::optional<base::Time> at;
    std::optional<base::ObservationId> by;

    explicit Claim(const identity::Entry& entry) {
        if (!entry.claim) return;
        at = entry.claim->at;
        by = entry.claim->origin->row;
    }
};

/// What the deleted listed is kept apart, for them to have again if they are restored.
void writeRetired(Session& session, const identity::World& world) {
    auto insert = session.bulk(kInsertRetired);
    auto remove = session.bulk(kRemoveRetired);
    for (const auto& component : world.components()) {
        if (!component->lifeChanged) continue;
        if (component->life == identity::Life::Live) {
            for (const auto& home : component->homes) remove.add(home.id);
        }
        for (const auto& [entry, releasedBefore, added] : component->retired) {
            if (!added) continue;
            const Claim claim(entry);
            insert.add(entry.home, entry.identifier, entry.role, entry.given, entry.normalizerVersion,
                       entry.firstSeen, entry.firstAttested, entry.lastSeen, claim.at, claim.by,
                       releasedBefore);
        }
    }
    remove.run();
    auto takeBack = session.bulk(kTakeBackReleases);
    for (const auto& [identifier, release, before] : world.releasesTakenBack())
        takeBack.add(identifier, release, before);
    takeBack.run();
    insert.run();
}

void writeEntries(Session& session, const identity::World& world) {
    auto remove = session.bulk(kRemoveEntries);
    for (const auto& entry : world.removedEntries()) remove.add(entry.home, entry.identifier);
    remove.run();
    auto insert = session.bulk(kInsertEntries);
    auto update = session.bulk(kUpdateEntries);
    const auto put = [](BulkWrite& rows, const identity::Entry& entry) {
        const Claim claim(entry);
        rows.add(entry.home, entry.identifier, entry.role, entry.given, entry.normalizerVersion,
                 entry.firstSeen, entry.firstAttested, entry.lastSeen, claim.at, claim.by);
    };
    // A value that changes hands leaves its holder before it is added elsewhere.
    for (const auto& component : world.components()) {
        for (const auto& entry : component->entries) {
            if (entry.change == Change::Changed) put(update, entry);
        }
    }
    update.run();
    for (const auto& component : world.components()) {
        for (const auto& entry : component->entries) {
            if (entry.change == Change::Added) put(insert, entry);
        }
    }
    insert.run();
}

}  // namespace

void writeIdentity(Session& session, const GroupPlan& plan) {
    ProfileRows profiles(session, plan);
    for (const auto& component : plan.world.components()) profiles.add(*component);
    profiles.run();
    auto revive = session.bulk(kRevive);
    for (const auto id : plan.world.revived()) revive.add(id);
    revive.run();
    writeRetired(session, plan.world);
    writeEntries(session, plan.world);
    auto release = session.bulk(kReleaseIdentifiers);
    for (const auto& identifier : plan.world.identifiers())
        if (identifier.released) release.add(identifier.id, identifier.releasedAt);
    release.run();
}

}  // namespace kith::storage
