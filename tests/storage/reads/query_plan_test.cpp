// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/id_time.hpp"
#include "core/storage/anonymous.hpp"
#include "core/storage/change_list.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/duplicate_list.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/erasure/unkept_identifiers.hpp"
#include "core/storage/event_feed.hpp"
#include "core/storage/explanation.hpp"
#include "core/storage/export/events.hpp"
#include "core/storage/flag_backlog.hpp"
#include "core/storage/identifier_classes.hpp"
#include "core/storage/identifier_sightings.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/maintenance.hpp"
#include "core/storage/merge_list.hpp"
#include "core/storage/overview.hpp"
#include "core/storage/profile_count.hpp"
#include "core/storage/profile_list.hpp"
#include "core/storage/prohibition_list.hpp"
#include "core/storage/retention.hpp"
#include "core/storage/sqlite_session.hpp"
#include "core/storage/suppression_list.hpp"
#include "core/storage/tag_list.hpp"
#include "core/storage/timeline.hpp"
#include "core/storage/timeline_days.hpp"
#include "core/storage/undecided.hpp"
#include "core/storage/webhook_store.hpp"
#include "tests/storage/reads/people.hpp"
#include "tests/support/manual_clock.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

const base::Time kNow = base::fromMillis(1'000'000);
const model::Identifier kIdentifier{"email", "ann@example.com"};
const model::Identifier kUnlinked{"external_id", "42"};

/// Runs every read once in each of its forms, so that the session holds all of their statements.
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
    CHECK(findHomes(session, std::vector{kIdentifier, kUnlinked}) == std::vector{profile, profile});
    CHECK_FALSE(listTags(session, {}).items.empty());
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
    static_cast<void>(readDue(session, WebhookId{1}, true, 50));
    static_cast<void>(findQueued(session, WebhookId{1}, {Event{}}));
    static_cast<void>(findWebhookFailure(session, WebhookId{1}));
    static_cast<void>(readDeadLetters(session, WebhookId{1}, 0, 50));
}

const base::Time kLater = kNow + std::chrono::days{1'000};

/// Runs one step of each walk over everybody. What it finds and nobody else asks for is all that it runs.
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

/// What a plan scans from end to end; subqueries and the statement's own rows are none of the tables.
std::vector<std::string> sqliteScans(Session& session, const std::string& statement) {
    std::set<std::string> own{"h", "live"};
    std::vector<std::string> scans;
    soci::rowset<soci::row> plan = (session.raw().prepare << "EXPLAIN QUERY PLAN " + statement);
    for (const auto& row : plan) {
        std::istringstream detail(row.get<std::string>(3));
        std::string verb;
        std::string name;
        detail >> verb >> name;
        if (verb == "CO-ROUTINE" || verb == "MATERIALIZE") own.insert(name);
        const auto& step = detail.str();
        const bool isConstant = step.find("CONSTANT ROW") != std::string::npos;
        const bool isScan = verb == "SCAN" && !isConstant && !own.contains(name);
        // All values of a field are as many as there are people.
        const bool isByFieldAlone = step.find("field_value_by_text (field=?)") != std::string::npos;
        if (isScan || isByFieldAlone || verb == "BLOOM") scans.push_back(step);
    }
    return scans;
}

std::map<std::string, std::string> firstColumns(Session& session) {
    std::map<std::string, std::string> columns;
    soci::rowset<soci::row> rows =
        (session.raw().prepare
         << "SELECT CAST(indexrelid::regclass AS text), pg_get_indexdef(indexrelid, 1, true)"
            " FROM pg_index");
    for (const auto& row : rows) columns[row.get<std::string>(0)] = row.get<std::string>(1);
    return columns;
}

/// As many people like those there are that PostgreSQL plans as it would when the tables have grown.
void multiply(Session& session) {
    session.runOnce("SET statement_timeout = 0");
    session.runOnce(R"(
DO $$
DECLARE
    t text;
    shifted text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
        SELECT string_agg(format('%L, %I + g * 1000000', column_name, column_name), ', ') INTO shifted
        FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = t AND data_type = 'bigint'
          AND column_name IN ('id', 'canonical_id', 'home', 'identifier_id', 'profile_id', 'observation_id',
                              'activity_id', 'survivor', 'absorbed', 'joined_a', 'joined_b', 'number', 'a', 'b',
                              'other');
        IF t IN ('match_key', 'match_group') THEN
            shifted := concat_ws(', ', shifted, '''value'', value / 2 + g');
        END IF;
        IF t IN ('suppression', 'forgotten_identifier') THEN
            shifted := concat_ws(', ', shifted, '''hash'', hash || g');
        END IF;
        IF t = 'setting' THEN shifted := '''name'', name || g'; END IF;
        IF t = 'activity' THEN shifted := shifted || ', ''activity_key'', activity_key || g'; END IF;
        IF t = 'identifier' THEN shifted := shifted || ', ''value'', value || g'; END IF;
        IF t = 'endpoint_state' THEN shifted := shifted || ', ''state'', g % 6'; END IF;
        IF t = 'profile_identifier' THEN shifted := shifted || ', ''role'', g % 3'; END IF;
        IF shifted IS NOT NULL THEN
            EXECUTE format('INSERT INTO %I SELECT (jsonb_populate_record(r, jsonb_build_object(%s))).*'
                           ' FROM %I r CROSS JOIN generate_series(1::bigint, 20000) g ON CONFLICT DO NOTHING',
                           t, shifted, t);
        END IF;
    END LOOP;
    INSERT INTO counter (subject, period, name, detail, code, stripe, count)
    SELECT 4, g, 'email', '', 6, 0, 1 FROM generate_series(1::bigint, 20000) g ON CONFLICT DO NOTHING;
END $$)");
    session.runOnce("ANALYZE");
}

/// What a plan reads of an index without knowing where it begins, or for all rows at once that might ask. A
/// list's order is walked from where the page begins.
std::vector<std::string> postgresqlScans(Session& session, const std::string& name, int parameters) {
    static const std::regex kIndex(R"((?:using|Bitmap Index Scan on) (\w+))");
    const auto first = firstColumns(session);
    std::string call = "EXPLAIN EXECUTE \"" + name + "\"";
    for (int i = 0; i < parameters; ++i) call += i == 0 ? "(NULL" : ", NULL";
    if (parameters > 0) call += ")";
    std::vector<std::string> scans;
    soci::rowset<std::string> plan = (session.raw().prepare << call);
    std::string index;
    for (const auto& line : plan) {
        for (const char* bad : {"Seq Scan on ", "hashed SubPlan"})
            if (line.find(bad) != std::string::npos) scans.push_back(line);
        if (!index.empty()) {
            const auto condition = line.find("Index Cond: ");
            if (condition == std::string::npos || line.find(first.at(index), condition) == std::string::npos)
                scans.push_back(index + line);
        }
        std::smatch found;
        index = std::regex_search(line, found, kIndex) ? found[1].str() : std::string();
    }
    return scans;
}

}  // namespace

TEST_CASE("no read of a profile, a page or a list scans a table on SQLite, analysed or not", "[storage]") {
    People people(Engine::Sqlite);
    fill(people);
    const bool analysed = GENERATE(false, true);
    if (analysed) {
        // So many rows that reading all of them to build a filter would seem worth its while.
        for (const char* table :
             {"field_value", "endpoint_state", "profile_identifier", "consent", "observation"})
            people.writer().runOnce("ANALYZE " + std::string{table});
        people.writer().runOnce("UPDATE sqlite_stat1 SET stat = '20000 1 1' WHERE idx IS NOT NULL");
    }
    const auto session = people.read();
    readEverything(*session, base::ProfileId{1});
    session->rollback();  // Some settings can't be explained inside of a transaction.
    const auto statements = sqliteStatements(*session);
    CHECK(statements.size() > 25);
    for (const auto& statement : statements) {
        const auto scans = sqliteScans(*session, statement);
        CAPTURE(statement);
        CHECK(scans == std::vector<std::string>{});
    }
}

TEST_CASE("no step of a walk over everybody scans a table on SQLite", "[storage]") {
    People people(Engine::Sqlite);
    fill(people);
    const auto session = people.database().openWriter();
    walk(*session);
    for (const auto& statement : sqliteStatements(*session)) {
        const auto scans = sqliteScans(*session, statement);
        CAPTURE(statement);
        CHECK(scans == std::vector<std::string>{});
    }
}

namespace {

/// Of every statement that the session holds, of which there are more than so many.
void checkPlansOnPostgresql(Session& session, std::size_t least) {
    struct Prepared {
        std::string name;
        int parameters = 0;
        std::string text;
    };
    std::vector<Prepared> statements;
    soci::rowset<soci::row> prepared =
        (session.raw().prepare
         << "SELECT name, cardinality(parameter_types), statement FROM pg_prepared_statements"
            " WHERE statement NOT LIKE '%pg_prepared_statements%'");
    for (const auto& row : prepared)
        statements.push_back({row.get<std::string>(0), row.get<int>(1), row.get<std::string>(2)});
    CHECK(statements.size() > least);
    for (const auto& [name, parameters, statement] : statements) {
        CAPTURE(statement);
        CHECK(postgresqlScans(session, name, parameters) == std::vector<std::string>{});
    }
}

}  // namespace

TEST_CASE("neither a read nor a step of a walk over everybody needs to scan a table on PostgreSQL",
          "[storage]") {
    People people(Engine::Postgresql);
    fill(people);
    multiply(people.writer());
    {
        const auto session = people.read();
        readEverything(*session, base::ProfileId{1});
        checkPlansOnPostgresql(*session, 25);
    }
    const auto session = people.database().openWriter();
    walk(*session);
    checkPlansOnPostgresql(*session, 10);
}

namespace {

/// How the session runs the statement that this is part of.
std::string planOf(Session& session, Engine engine, const std::string& part) {
    std::string plan;
    if (engine == Engine::Sqlite) {
        for (const auto& statement : sqliteStatements(session)) {
            if (statement.find(part) == std::string::npos) continue;
            soci::rowset<soci::row> steps = (session.raw().prepare << "EXPLAIN QUERY PLAN " + statement);
            for (const auto& step : steps) plan += step.get<std::string>(3) + '\n';
        }
        return plan;
    }
    // Otherwise it may not be worth the while to look anything up in so small a table.
    session.runOnce("SET enable_seqscan = off");
    const auto name = std::get<0>(*session.first<std::string>(
        "SELECT name FROM pg_prepared_statements WHERE position(:part IN statement) > 0"
        " AND statement NOT LIKE '%pg_prepared_statements%'",
        part));
    soci::rowset<std::string> steps =
        (session.raw().prepare << "EXPLAIN EXECUTE \"" + name + "\"(NULL, NULL, NULL)");
    for (const auto& step : steps) plan += step + '\n';
    return plan;
}

/// Their erasure is to be done; there is no word of what they listed.
void erasePerson(People& people, base::ProfileId id) {
    auto& session = people.writer();
    session.execute("UPDATE profile SET canonical_id = 0, removed_live = id WHERE id = :id", id);
    session.execute("INSERT INTO removal (profile_id, at, erased, observation_id) VALUES (:id, 100, 1, :by)",
                    id, people.observation(id));
    session.execute(
        "INSERT INTO erasure (profile_id, at, reason, removed) VALUES (:id, 100, 'person_request', '{}')",
        id);
}

}  // namespace

TEST_CASE("what the erased were seen with is looked up by both ends, however many others were seen with one",
          "[storage]") {
    const auto engine = eachEngine();
    People people(engine);
    auto& session = people.writer();
    const auto bob = people.profile();
    const auto gone = people.profile({.known = false, .listed = false});
    erasePerson(people, gone);
    const auto email = people.list(bob, "email", "ann@example.com");
    const auto phone = people.list(bob, "phone", "+380501112233");
    for (const auto identifier : {email, phone}) {
        session.execute(
            "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version,"
            " first_seen, last_seen) VALUES (:home, :identifier, 0, '', 1, 100, 100)",
            gone, identifier);
    }
    people.evidence(email, phone, people.observation(gone), 100);
    // Others of the one are greater, and of the other lesser.
    const std::string step =
        "WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 1000)";
    const std::string insert =
        "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested) " + step;
    session.execute(insert + " SELECT CAST(:email AS bigint), 1000000 + n, 0, 1, 1 FROM step", email);
    session.execute(insert + " SELECT -n, CAST(:phone AS bigint), 0, 1, 1 FROM step", phone);
    session.runOnce("ANALYZE evidence");
    {
        const Transaction undone(session);
        const auto did = eraseSome(session, {}, kNow, 100, {});
        REQUIRE(did);
        CHECK(did->removed == 1);
    }
    const auto plan = planOf(session, engine, "evidence AS own");
    CAPTURE(plan);
    if (engine == Engine::Sqlite) {
        CHECK(plan.find("identifier_a=?") != std::string::npos);
        CHECK(plan.find("identifier_b=?") != std::string::npos);
    } else {
        CHECK(plan.find("Index Cond: ((identifier_a = given.identifier_a) AND (identifier_b = "
                        "given.identifier_b))") != std::string::npos);
    }
}

TEST_CASE("what is forgotten, and counters that came to nothing, are looked up by their whole keys on SQLite",
          "[storage]") {
    People people(Engine::Sqlite);
    auto& session = people.writer();
    {
        Transaction transaction(session);
        CHECK(forgetObservations(session, kLater, 5) == 0);
        Counts counts;
        for (const int by : {1, -1}) {
            counts.addProfile({true, "form", "shop", kNow}, by);
            counts.write(session);
        }
        session.runOnce(
            "INSERT INTO counter (subject, period, name, detail, code, stripe, count)"
            " VALUES (2, 0, 'form', 'shop', 1, 0, 2), (2, 0, 'form', 'shop', 1, 7, -2)");
        CHECK(foldCounters(session, 5) == 1);
        transaction.commit();
    }
    CHECK(std::get<0>(session.first<std::int64_t>("SELECT count(*) FROM counter").value()) == 0);
    const auto forgets = planOf(session, Engine::Sqlite, "DELETE FROM seen_observation");
    CHECK(forgets.find("(key_id=? AND id_hash=?)") != std::string::npos);
    const auto removes = planOf(session, Engine::Sqlite, "DELETE FROM counter");
    CAPTURE(removes);
    CHECK(removes.find("detail=? AND code=? AND stripe=?)") != std::string::npos);
    CHECK(removes.find("period=?)") == std::string::npos);
}

TEST_CASE("what stands under the erased is looked up by its whole keys on SQLite", "[storage]") {
    People people(Engine::Sqlite);
    auto& session = people.writer();
    const auto gone = people.profile({.known = false, .listed = false});
    erasePerson(people, gone);
    const auto email = people.list(gone, "email", "ann@example.com");
    session.execute("DELETE FROM profile_identifier WHERE home = :home", gone);
    session.execute(
        "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version, first_seen,"
        " last_seen) VALUES (:home, :identifier, 0, '', 1, 100, 100)",
        gone, email);
    {
        const Transaction undone(session);
        while (const auto did = eraseSome(session, {}, kNow, 100, {}))
            if (did->removed == 0) break;
    }
    const auto plan = [&](const std::string& table) {
        return planOf(session, Engine::Sqlite, "DELETE FROM " + table + '\n');
    };
    CHECK(plan("field_value").find("(home=? AND field=? AND element=?)") != std::string::npos);
    CHECK(plan("name_word").find("(profile_id=? AND word=?)") != std::string::npos);
    CHECK(plan("activity_counter").find("(home=? AND channel=? AND kind=? AND status=?)") !=
          std::string::npos);
    const auto refusals = plan("refusal");
    CAPTURE(refusals);
    CHECK(refusals.find("AND other=?)") != std::string::npos);
    CHECK(refusals.find("PRIMARY KEY (home=? AND code=?)") == std::string::npos);
}

TEST_CASE("where a page begins among many of one name or time is looked up on SQLite", "[storage]") {
    People people(Engine::Sqlite);
    people.profile();
    const auto session = people.read();
    for (std::size_t sort = 0; sort < kProfileSorts; ++sort) {
        ProfileQuery query;
        query.sort = static_cast<ProfileSort>(sort);
        CHECK(listProfiles(*session, query, kNow).items.size() == 1);
    }
    session->rollback();
    std::size_t walks = 0;
    for (const auto& statement : sqliteStatements(*session)) {
        const auto isWalk = [&](const char* part) { return statement.find(part) != std::string::npos; };
        if (!isWalk(":scanned") && !isWalk(":skipped")) continue;
        const auto plan = planOf(*session, Engine::Sqlite, statement);
        CAPTURE(statement, plan);
        CHECK(plan.find(",canonical_id)") != std::string::npos);
        ++walks;
    }
    CHECK(walks == 2 * kProfileSorts);
}
