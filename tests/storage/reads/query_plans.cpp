// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/reads/query_plans.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id_time.hpp"
#include "core/base/time.hpp"
#include "core/storage/anonymous.hpp"
#include "core/storage/change_list.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/deleted_list.hpp"
#include "core/storage/duplicate_list.hpp"
#include "core/storage/erasure/unkept_identifiers.hpp"
#include "core/storage/event_feed.hpp"
#include "core/storage/explanation.hpp"
#include "core/storage/export/decisions.hpp"
#include "core/storage/export/events.hpp"
#include "core/storage/flag_backlog.hpp"
#include "core/storage/identifier_classes.hpp"
#include "core/storage/identifier_sightings.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/overview.hpp"
#include "core/storage/profile_count.hpp"
#include "core/storage/profile_list.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/profile_view.hpp"
#include "core/storage/prohibition_list.hpp"
#include "core/storage/retention.hpp"
#include "core/storage/sqlite_session.hpp"
#include "core/storage/suppression_list.hpp"
#include "core/storage/tag_list.hpp"
#include "core/storage/timeline.hpp"
#include "core/storage/timeline_days.hpp"
#include "core/storage/undecided.hpp"
#include "core/storage/webhook_store.hpp"
#include "tests/support/manual_clock.hpp"

using namespace kith::storage;

namespace kith::test {
namespace {

const base::Time kNow = base::fromMillis(1'000'000);
const base::Time kLater = kNow + std::chrono::days{1'000};
const model::Identifier kIdentifier{"email", "ann@example.com"};
const model::Identifier kUnlinked{"external_id", "42"};

}  // namespace

void readEverything(Session& session, base::ProfileId profile) {
    for (const ProfileRef& ref : {ProfileRef{profile}, ProfileRef{kIdentifier}}) {
        static_cast<void>(resolveProfile(session, ref));
        static_cast<void>(readProfile(session, ref, kNow));
        static_cast<void>(readProfile(session, ref, kNow, Provenance::Read));
        TimelineQuery timeline;
        timeline.filter.event = "page_viewed";
        static_cast<void>(readTimeline(session, ref, timeline));
        static_cast<void>(readTimelineDays(session, ref, timeline.filter));
        static_cast<void>(listChanges(session, ref, {}, 50));
        static_cast<void>(readIdentity(session, ref));
        static_cast<void>(listDuplicates(session, {ref, {}, 50}, kNow));
        CHECK_FALSE(listDuplicates(session, {ref, {}, 50, true}, kNow).items.empty());
    }
    for (std::size_t sort = 0; sort < kProfileSorts; ++sort) {
        ProfileQuery query;
        query.sort = static_cast<ProfileSort>(sort);
        query.fields = {"nickname"};
        static_cast<void>(listProfiles(session, query, kNow));
        query.search = ProfileSearch{profile, {kIdentifier}, {"ann", "lee"}, {{"email", "an"}}};
        CHECK_FALSE(listProfiles(session, query, kNow).items.empty());
    }
    CHECK(countProfiles(session, {}, kNow).count > 0);
    ProfileQuery query;
    query.ids = std::vector{profile};
    CHECK_FALSE(listProfiles(session, query, kNow).items.empty());
    query = {};
    query.tag = "vip";
    static_cast<void>(listProfiles(session, query, kNow));
    query = {};
    query.endpoint = EndpointFilter{{"email"}, model::EndpointState::Blacklisted};
    static_cast<void>(listProfiles(session, query, kNow));
    query.endpoint = EndpointFilter{{}, {}, "inactive_address"};
    static_cast<void>(listProfiles(session, query, kNow));
    query = {};
    query.category = CategoryFilter{"news", model::SubscriptionState::Subscribed, {}};
    static_cast<void>(listProfiles(session, query, kNow));
    for (const bool lifted : {false, true}) {
        static_cast<void>(listProhibitions(session, {.of = {}, .lifted = lifted, .cursor = {}}));
        static_cast<void>(listProhibitions(session, {.of = profile, .lifted = lifted, .cursor = {}}));
    }
    static_cast<void>(readOverview(session, {0, 365}, kNow));
    static_cast<void>(findProhibition(session, profile, base::KeyId{7}, "once"));
    for (const auto sort : {ConflictSort::Newest, ConflictSort::MostObservations}) {
        ConflictQuery conflicts;
        conflicts.sort = sort;
        static_cast<void>(listConflicts(session, conflicts));
        conflicts.state = model::ConflictState::Merged;
        CHECK_FALSE(listConflicts(session, conflicts).items.empty());
    }
    static_cast<void>(readUndecided(session, profile, profile));
    static_cast<void>(readSightings(session, {profile}, {kIdentifier}, 3));
    CHECK_FALSE(readChain(session, profile, kIdentifier, kUnlinked).attachments.empty());
    CHECK(readChain(session, profile, kIdentifier, {"phone", "+380501112233"}).hops);
    static_cast<void>(listDuplicates(session, {}, kNow));
    CHECK_FALSE(listDuplicates(session, {{}, {}, 50, true}, kNow).items.empty());
    CHECK(findHomes(session, std::vector{kIdentifier, kUnlinked}) == std::vector{profile, profile});
    CHECK_FALSE(listTags(session, {}).items.empty());
    CHECK_FALSE(listDeleted(session, {}, 50).items.empty());
    const model::HashKey addressKey{};
    Suppressions suppressions(session, addressKey, kNow);
    static_cast<void>(suppressions.list({}, {}, 50));
    static_cast<void>(suppressions.count({}));
    static_cast<void>(suppressions.of(kIdentifier));
    static_cast<void>(suppressions.of({"email", "nobody@example.com"}));
    static_cast<void>(suppressions.find(std::string(32, '0') + ".complained"));
    static_cast<void>(readEvents(session, 0, 50));
    static_cast<void>(findEvent(session, 1));
    RowPlace place({profile}, 0);
    static_cast<void>(nextEvents(session, place, profile, 50));
    RowPlace dismissals({profile}, 0);
    static_cast<void>(nextDismissals(session, dismissals, profile, 50));
    static_cast<void>(readDue(session, WebhookId{1}, true, 50));
    static_cast<void>(findQueued(session, WebhookId{1}, {Event{}}));
    static_cast<void>(findWebhookFailure(session, WebhookId{1}));
    static_cast<void>(readDeadLetters(session, WebhookId{1}, 0, 50));
}

void walk(Session& session) {
    const test::ManualClock clock(kLater);
    base::IdGenerator ids(clock, 1);
    Transaction sweep(session);
    const auto swept = removeOld(session, ids, kLater, {kLater, kLater}, {}, 100, 100);
    CHECK(swept.activities > 0);
    CHECK(swept.changes > 0);
    sweep.commit();
    const model::IdentifierRules rules;
    const identity::Caps caps;
    const model::HashKey addressKey{};
    Transaction expiry(session);
    CHECK_FALSE(forgetUnkept(session, addressKey, kLater, {}, 5).isOver);
    const auto expired = expireAnonymous(session, {rules, ids, caps, addressKey}, kLater, kLater, {}, 5);
    REQUIRE(expired);
    CHECK(expired->profile);
    CHECK(expired->profiles == 0);
    expiry.commit();
    const model::IdentifierRules others({{"cookie", model::IdentifierClass::Moving, 1, 1, ""}});
    CHECK(noteIdentifierClasses(session, others).empty());
    Transaction refresh(session);
    const auto refreshed = refreshFlags(session, others, ids, kLater, caps, 5);
    REQUIRE(refreshed);
    CHECK(refreshed->profiles == 0);
    refresh.commit();
    CHECK(readIdentifierClasses(session).walk);
}

namespace {

/// Somebody who can be restored.
void addDeleted(People& people) {
    const auto deleted = people.profile({.known = false, .listed = false});
    people.field(deleted, "first_name", "Dan");
    people.writer().execute("UPDATE profile SET canonical_id = 0, removed_live = id WHERE id = :id", deleted);
    people.writer().execute(
        "INSERT INTO removal (profile_id, at, erased, observation_id) VALUES (:id, 100, 0, :by)", deleted,
        people.observation(deleted));
    people.writer().execute(
        "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version, first_seen,"
        " last_seen) VALUES (:home, :identifier, 0, '', 1, 100, 100)",
        deleted, people.identifier("email", "dan@example.com"));
}

}  // namespace

People& fill(People& people) {
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto seen = people.observation(ann);
    const auto email = people.list(ann, "email", "ann@example.com");
    people.endpointState(email, model::EndpointState::Blacklisted, seen, 100);
    people.evidence(email, people.list(old, "phone", "+380501112233"), seen, 100);
    people.list(ann, kUnlinked.type, kUnlinked.value);
    people.consent(ann, "news", true, seen, 100);
    people.field(ann, "tags", "vip", "vip");
    people.activity(ann, {});
    people.fieldChange(ann, "tags", std::nullopt, "[\"vip\"]", seen);
    people.writer().execute(
        "INSERT INTO identifier_change (home, id, identifier_id, attached, observation_id, at)"
        " VALUES (:home, 1, :identifier, 1, :by, 100)",
        ann, email, seen);
    people.writer().execute(
        "INSERT INTO life_change (home, id, life, observation_id, at) VALUES (:home, 1, 1, :by, 100)", ann,
        seen);
    people.merge(ann, old);
    const auto nobody = people.profile({.known = false, .listed = false});
    // Who was heard of since stays.
    people.writer().execute("UPDATE observation SET id = :seen WHERE id = :id", base::firstIdAt(kLater) + 1,
                            people.observation(nobody));
    const auto bob = people.profile();
    people.writer().execute(
        "INSERT INTO must_not_link (id, a, b, at, observation_id, reason)"
        " VALUES (1, :a, :b, 100, :by, 'twins')",
        ann, bob, seen);
    people.writer().execute(
        "INSERT INTO conflict (id, a, b, code, observations, first_at, last_at, shown_observations,"
        " shown_first_at, shown_last_at, observation_id, state)"
        " VALUES (1, :a, :b, 0, 1, 100, 100, 1, 100, 100, :by, 0)",
        ann, bob, seen);
    people.writer().execute(
        "INSERT INTO conflict (id, a, b, code, observations, first_at, last_at, shown_observations,"
        " shown_first_at, shown_last_at, observation_id, state, decided_at, decision_observation_id)"
        " VALUES (2, :a, :b, 0, 1, 100, 100, 1, 100, 100, :by, 1, 100, :by)",
        ann, old, seen);
    people.writer().execute(
        "INSERT INTO refusal (home, code, identifier_type, identifier_value, other, detail, count, first_at,"
        " last_at, observation_id) VALUES (:home, 0, 'email', 'b@example.com', :other, 'no', 1, 100, 100, "
        ":by)",
        ann, bob, seen);
    const auto gone = people.profile({.known = false, .listed = false});
    people.writer().execute("UPDATE profile SET canonical_id = 0, removed_live = id WHERE id = :id", gone);
    people.writer().execute(
        "INSERT INTO removal (profile_id, at, erased, observation_id) VALUES (:id, 100, 1, :by)", gone, seen);
    people.writer().execute(
        "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version, first_seen, "
        "last_seen)"
        " VALUES (:home, :identifier, 0, '', 1, 100, 100)",
        gone, people.identifier("phone", "+380501112299"));
    people.writer().execute("INSERT INTO named_identifier (home, identifier_id) VALUES (:home, :identifier)",
                            gone, people.identifier("email", "left@example.com"));
    const auto twin = people.profile();
    people.list(twin, "email", "a.nn@example.com");
    const auto keys = identity::keysOf({{{"email", "ann@example.com"}}, {}});
    people.writer().execute(
        "INSERT INTO dismissed_duplicate (a, b, at, key_id, source_type, source_name, reason)"
        " VALUES (:a, :b, 100, 7, 'api', 'shop', '')",
        ann, bob);
    for (const auto profile : {ann, twin})
        people.writer().execute(
            "INSERT INTO match_key (profile_id, agreement, value) VALUES (:profile, :agreement, :value)",
            profile, keys[0].agreement, keys[0].value);
    people.writer().execute(
        "INSERT INTO match_group (agreement, value, holders) VALUES (:agreement, :value, 2)",
        keys[0].agreement, keys[0].value);
    people.writer().execute(
        "INSERT INTO event (id, number, kind, profile_id, version, identifier_id, state_before, state_after, "
        "at)"
        " VALUES (1, 1, 7, :profile, 1, :identifier, 5, 1, 100)",
        ann, email);
    people.writer().execute("INSERT INTO setting (name, value) VALUES ('token_key', '00')");
    people.writer().execute("INSERT INTO forgotten_identifier (hash, type) VALUES ('00', 'email')");
    people.writer().execute(
        "INSERT INTO suppression (hash, id, kind, state, reason, at, by_staff)"
        " VALUES ('00', 1, 0, 0, '', 100, 0)");
    people.writer().execute(
        "INSERT INTO webhook_delivery (webhook_id, number, attempts, failed_at, reason)"
        " VALUES (1, 1, 1, 100, 'timeout')");
    people.writer().execute(
        "INSERT INTO webhook_delivery (webhook_id, number, attempts, due_at, failed_at, reason, turn)"
        " VALUES (1, 2, 1, 200, 100, 'timeout', 2)");
    people.writer().execute(
        "INSERT INTO webhook_queue (webhook_id, profile_id, number) VALUES (1, :profile, 2)", ann);
    addDeleted(people);
    return people;
}

std::vector<std::string> sqliteStatements(Session& session) {
    auto* const connection = sqliteConnectionOf(session.raw());
    std::vector<std::string> statements;
    for (auto* each = sqlite_api::sqlite3_next_stmt(connection, nullptr); each != nullptr;
         each = sqlite_api::sqlite3_next_stmt(connection, each)) {
        statements.emplace_back(sqlite_api::sqlite3_sql(each));
    }
    return statements;
}

}  // namespace kith::test
