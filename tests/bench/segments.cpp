// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "core/model/segment/condition_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/segment/membership.hpp"
#include "tests/bench/bench_database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/made_population.hpp"
#include "tests/support/segment_catalogue.hpp"

namespace kith::bench {
namespace {

/// A condition, and the ids of the same people as somebody writes it who knows the tables: `{day}` is a day
/// in milliseconds, `{now}` the time.
struct Case {
    const char* name;
    const char* condition;
    const char* sql;
};

// What people are asked for everywhere.
#define KITH_LISTED "SELECT p.id FROM profile p WHERE p.listed = 1 AND "

constexpr Case kCases[] = {
    {"a tag", R"({"tag": "vip"})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'tags' AND substr(text_value, 1, 100) ="
     " 'vip' AND text_value = 'vip' AND current = 1 AND present = 1 AND text_value IS NOT NULL)"},
    {"a text", R"({"field": "word", "is": "equals", "value": "word 7"})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'word' AND substr(text_value, 1, 100) ="
     " 'word 7' AND text_value = 'word 7' AND current = 1 AND present = 1 AND text_value IS NOT NULL)"},
    {"beginnings", R"({"field": "word", "is": "starts_with", "value": "word 9"})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'word' AND substr(text_value, 1, 100) >="
     " 'word 9' AND substr(text_value, 1, 100) < 'word :' AND current = 1 AND present = 1 AND text_value IS"
     " NOT NULL)"},
    {"a part of a text", R"({"field": "word", "is": "contains", "value": "99"})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'word' AND text_value LIKE '%99%' AND"
     " current = 1 AND present = 1 AND text_value IS NOT NULL)"},
    {"a narrow range", R"({"field": "count", "is": "between", "from": 100, "to": 199})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'count' AND number_value BETWEEN 100 AND"
     " 199 AND current = 1 AND present = 1 AND number_value IS NOT NULL)"},
    {"a wide range", R"({"field": "count", "is": "greater", "value": 2000})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'count' AND number_value > 2000 AND"
     " current = 1 AND present = 1 AND number_value IS NOT NULL)"},
    {"an unknown field", R"({"field": "count", "is": "unknown"})",
     "SELECT id FROM profile WHERE listed = 1 EXCEPT SELECT profile_id FROM field_value WHERE field = "
     "'count' AND"
     " current = 1 AND present = 1 AND number_value IS NOT NULL"},
    {"birthdays", R"({"field": "born", "is": "anniversary", "days": 400})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'born' AND current = 1 AND present = 1"
     " AND text_value IS NOT NULL)"},
    {"subscribers", R"({"subscription": "news"})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM consent c JOIN profile h ON h.id = c.home JOIN observation o ON"
     " o.id = c.observation_id WHERE c.category = 'news' AND c.current = 1 AND c.subscribed = 1 AND"
     " o.attested = 1) AND NOT EXISTS (SELECT 1 FROM consent u JOIN profile g ON g.id = u.home WHERE"
     " u.category = 'news' AND u.current = 1 AND u.subscribed = 0 AND g.canonical_id = p.id AND g.id = "
     "p.id)"},
    {"reachable by email", R"({"identifier": "email", "state": "active"})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM profile_identifier e JOIN profile h ON h.id = e.home WHERE"
     " e.role = 0 AND e.identifier_id NOT IN (SELECT identifier_id FROM endpoint_state WHERE current = 1"
     " AND kind = 0 AND state < 3))"},
    {"blacklisted", R"({"identifier": "email", "state": "blacklisted"})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM endpoint_state s JOIN profile_identifier e ON e.identifier_id ="
     " s.identifier_id JOIN profile h ON h.id = e.home WHERE s.current = 1 AND s.kind = 0 AND s.state = 1)"},
    {"addresses of a provider", R"({"identifier": "email", "is": "contains", "value": "@example.org"})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM identifier i JOIN profile_identifier e ON e.identifier_id = i.id"
     " JOIN profile h ON h.id = e.home WHERE i.type = 'email' AND i.value LIKE '%@example.org%')"},
    {"new people", R"({"profile": "created_at", "is": "greater", "value": "2026-10-20T00:00:00Z"})",
     "SELECT id FROM profile WHERE listed = 1 AND canonical_id = id AND created_at > 1792454400000"},
    {"clicked ever", R"({"activity": {"channel": "email", "kind": "message", "status": "clicked"}})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM activity_counter a JOIN profile h ON h.id = a.home WHERE"
     " a.channel = 'email' AND a.kind = 0 AND a.status = 10)"},
    {"clicked a campaign twice lately",
     R"({"activity": {"channel": "email", "reached": "clicked", "message": {"name": {"is": "starts_with",
         "value": "Campaign 1"}}}, "times": {"at_least": 2}, "within": {"last_days": 180}})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM activity a JOIN profile h ON h.id = a.home WHERE a.channel ="
     " 'email' AND a.at >= {now} - 180 * {day} AND a.at <= {now} AND a.status >= 10 AND a.message_name LIKE"
     " 'Campaign 1%' GROUP BY h.canonical_id HAVING count(*) >= 2)"},
    {"no activity for 90 days", R"({"activity": {}, "within": {"last_days": 90}, "times": {"at_most": 0}})",
     "SELECT id FROM profile WHERE listed = 1 EXCEPT SELECT h.canonical_id FROM profile h WHERE EXISTS "
     "(SELECT 1 FROM"
     " activity a WHERE a.home = h.id AND a.at >= {now} - 90 * {day} AND a.at <= {now})"},
    {"bought something dear",
     R"({"activity": {"channel": "web", "event": "bought", "properties": {"price": {"is": "greater", "value": 250}}},
         "within": {"last_days": 60}})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM activity a JOIN profile h ON h.id = a.home WHERE a.channel ="
     " 'web' AND a.event = 'bought' AND a.at >= {now} - 60 * {day} AND a.at <= {now} AND"
     " CAST({price} AS double precision) > 250)"},
    {"one message again",
     R"({"activity": {"channel": "email"}, "same_message": true, "times": {"at_least": 2},
                              "within": {"last_days": 365}})",
     KITH_LISTED
     "p.id IN (SELECT h.canonical_id FROM activity a JOIN profile h ON h.id = a.home WHERE a.channel ="
     " 'email' AND a.message_id IS NOT NULL AND a.at >= {now} - 365 * {day} AND a.at <= {now} GROUP BY"
     " h.canonical_id, a.message_id HAVING count(*) >= 2)"},
    {"any of three", R"({"any": [{"tag": "vip"}, {"field": "count", "is": "less", "value": 500},
                                 {"field": "word", "is": "equals", "value": "word 3"}]})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE current = 1 AND present = 1 AND text_value IS NOT"
     " NULL AND field = 'tags' AND substr(text_value, 1, 100) = 'vip' UNION SELECT profile_id FROM"
     " field_value WHERE current = 1 AND present = 1 AND number_value IS NOT NULL AND field = 'count' AND"
     " number_value < 500 UNION SELECT profile_id FROM field_value WHERE current = 1 AND present = 1 AND"
     " text_value IS NOT NULL AND field = 'word' AND substr(text_value, 1, 100) = 'word 3')"},
    {"tagged, reachable, not written to lately",
     R"({"all": [{"tag": "vip"}, {"identifier": "email", "state": "active"},
                 {"none": [{"activity": {"channel": "email"}, "within": {"last_days": 7}}]}]})",
     KITH_LISTED
     "p.id IN (SELECT profile_id FROM field_value WHERE field = 'tags' AND substr(text_value, 1, 100) ="
     " 'vip' AND current = 1 AND present = 1 AND text_value IS NOT NULL) AND p.id IN (SELECT h.canonical_id"
     " FROM profile_identifier e JOIN profile h ON h.id = e.home WHERE e.role = 0 AND e.identifier_id NOT IN"
     " (SELECT identifier_id FROM endpoint_state WHERE current = 1 AND kind = 0 AND state < 3))"
     " AND NOT EXISTS (SELECT 1 FROM profile h JOIN activity a ON a.home = h.id WHERE (h.id = p.id OR"
     " (h.canonical_id = p.id AND h.canonical_id <> h.id)) AND a.channel = 'email' AND a.at >= {now} - 7 *"
     " {day} AND a.at <= {now})"},
};

#undef KITH_LISTED

std::string written(const Case& one, storage::Engine engine) {
    std::string sql = one.sql;
    const auto put = [&](const std::string& mark, const std::string& text) {
        for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark))
            sql.replace(at, mark.size(), text);
    };
    put("{now}", std::to_string(base::toMillis(kPopulationTime)));
    put("{day}", "CAST(86400000 AS bigint)");
    put("{price}", engine == storage::Engine::Sqlite ? "json_extract(a.properties, '$.price')"
                                                     : "(CAST(a.properties AS jsonb) ->> 'price')");
    return "SELECT count(*) FROM (" + sql + ") AS member";
}

std::int64_t countBy(storage::Session& session, const std::string& sql) {
    if (!session.inTransaction()) session.beginSnapshot();
    session.planForSets();
    std::int64_t count = 0;
    session.eachMade<std::int64_t>(sql, {}, [&](std::int64_t found) { count = found; });
    session.rollback();
    return count;
}

SideBySide measure(storage::Database& database, const Case& one, int repetitions) {
    static const auto catalogue = test::segmentCatalogue();
    const auto condition = model::parseCondition(one.condition, catalogue);
    const storage::SegmentBook book;
    const storage::SegmentQuestion question{condition, book, kPopulationTime};
    const auto sql = written(one, database.engine());
    SideBySide rates;
    for (int i = 0; i <= repetitions; ++i) {
        std::int64_t ours = 0;
        std::int64_t limit = 0;
        const auto oursTook = secondsOf([&] {
            const auto session = database.read();
            ours = storage::countMembers(*session, question);
        });
        const auto limitTook = secondsOf([&] {
            const auto session = database.read();
            limit = countBy(*session, sql);
        });
        if (ours != limit) {
            throw std::runtime_error(
                fmt::format("'{}' holds for {} people, and for {} by hand", one.name, ours, limit));
        }
        if (i > 0) rates.add(1 / oursTook, 1 / limitTook);
    }
    return rates;
}

}  // namespace

void benchSegments(storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    report.progress(fmt::format("making {} people with ten activities each on {}", sizes.population, on));
    const BenchDatabase made(engine);
    auto settings = made.settings().database;
    settings.statementTimeout = std::chrono::hours{1};
    storage::Database database(settings);
    makePopulation(*database.openWriter(), sizes.population);
    SideBySide all;
    for (const auto& one : kCases) {
        report.progress(fmt::format("segments on {}: {}", on, one.name));
        const auto rates = measure(database, one, sizes.repetitions);
        all.add(rates.ratio(), 1.0);
        report.add({fmt::format("{}: segment, {}", on, one.name), "/s", rates, 1.0, 0.5});
    }
    constexpr double kMedian = 1 / 1.3;
    report.add({fmt::format("{}: segments, all of them", on), "of SQL by hand", all, 1.0, kMedian});
}

}  // namespace kith::bench
