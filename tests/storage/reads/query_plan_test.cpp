// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/storage/change_list.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/profile_list.hpp"
#include "core/storage/sqlite_session.hpp"
#include "core/storage/timeline.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

const base::Time kNow = base::fromMillis(1'000'000);

/// Runs every read once in each of its forms, so that the session holds all of their statements.
void readEverything(Session& session, base::ProfileId profile) {
    const model::Identifier identifier{"email", "ann@example.com"};
    for (const ProfileRef& ref : {ProfileRef{profile}, ProfileRef{identifier}}) {
        static_cast<void>(resolveProfile(session, ref));
        static_cast<void>(readProfile(session, ref, kNow));
        TimelineQuery timeline;
        timeline.filter.event = "page_viewed";
        static_cast<void>(readTimeline(session, ref, timeline));
        static_cast<void>(listChanges(session, ref, {}, 50));
        static_cast<void>(readIdentity(session, ref));
    }
    for (const auto sort :
         {ProfileSort::UpdatedDescending, ProfileSort::CreatedAscending, ProfileSort::NameAscending}) {
        ProfileQuery query;
        query.sort = sort;
        static_cast<void>(listProfiles(session, query, kNow));
        query.search = ProfileSearch{profile, {identifier}, {"ann", "lee"}};
        static_cast<void>(listProfiles(session, query, kNow));
    }
    ProfileQuery query;
    query.tag = "vip";
    static_cast<void>(listProfiles(session, query, kNow));
    query = {};
    query.endpoint = EndpointFilter{{"email"}, model::EndpointState::Blacklisted};
    static_cast<void>(listProfiles(session, query, kNow));
    query = {};
    query.category = CategoryFilter{"news", model::SubscriptionState::Subscribed, {}};
    static_cast<void>(listProfiles(session, query, kNow));
}

People& fill(People& people) {
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto seen = people.observation(ann);
    const auto email = people.list(ann, "email", "ann@example.com");
    people.endpointState(email, model::EndpointState::Blacklisted, seen, 100);
    people.evidence(email, people.list(old, "phone", "+380501112233"), seen, 100);
    people.consent(ann, "news", true, seen, 100);
    people.field(ann, "tags", "vip", "vip");
    people.activity(ann, {});
    people.merge(ann, old);
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
    std::set<std::string> own{"CONSTANT", "h", "live"};
    std::vector<std::string> scans;
    soci::rowset<soci::row> plan = (session.raw().prepare << "EXPLAIN QUERY PLAN " + statement);
    for (const auto& row : plan) {
        std::istringstream detail(row.get<std::string>(3));
        std::string verb;
        std::string name;
        detail >> verb >> name;
        if (verb == "CO-ROUTINE" || verb == "MATERIALIZE") own.insert(name);
        if ((verb == "SCAN" && !own.contains(name)) || verb == "BLOOM")
            scans.push_back(row.get<std::string>(3));
    }
    return scans;
}

std::vector<std::string> postgresqlScans(Session& session, const std::string& name, int parameters) {
    std::string call = "EXPLAIN EXECUTE \"" + name + "\"";
    for (int i = 0; i < parameters; ++i) call += i == 0 ? "(NULL" : ", NULL";
    if (parameters > 0) call += ")";
    std::vector<std::string> scans;
    soci::rowset<std::string> plan = (session.raw().prepare << call);
    std::ranges::copy_if(plan, std::back_inserter(scans), [](const std::string& line) {
        return line.find("Seq Scan on ") != std::string::npos;
    });
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

TEST_CASE("no read of a profile, a page or a list needs to scan a table on PostgreSQL", "[storage]") {
    People people(Engine::Postgresql);
    fill(people);
    const auto session = people.read();
    session->runOnce("SET enable_seqscan = off");
    session->runOnce("SET plan_cache_mode = force_generic_plan");
    readEverything(*session, base::ProfileId{1});
    struct Prepared {
        std::string name;
        int parameters = 0;
    };
    std::vector<Prepared> statements;
    soci::rowset<soci::row> prepared =
        (session->raw().prepare << "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements"
                                   " WHERE statement NOT LIKE '%pg_prepared_statements%'");
    for (const auto& row : prepared) statements.push_back({row.get<std::string>(0), row.get<int>(1)});
    CHECK(statements.size() > 25);
    for (const auto& [name, parameters] : statements) {
        CHECK(postgresqlScans(*session, name, parameters) == std::vector<std::string>{});
    }
}
