// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/storage/reads/people.hpp"
#include "tests/storage/reads/query_plans.hpp"

using namespace kith;
using namespace kith::storage;
using test::fill;
using test::People;
using test::readEverything;
using test::sqliteStatements;
using test::walk;

namespace {

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
                              'activity_id', 'removed_live', 'survivor', 'absorbed', 'joined_a', 'joined_b', 'number', 'a', 'b',
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
