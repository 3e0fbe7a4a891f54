// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/segment_cases.hpp"

#include "core/base/time.hpp"
#include "core/storage/sql_text.hpp"
#include "tests/bench/made_population.hpp"

namespace kith::bench {
namespace {

// States of addresses and subscriptions go by the time alone, which costs less than the order of their
// observations. SQLite takes the tables around CROSS JOIN as they stand: to go from one person to the next
// reads activities in the order of the file. In the evening of 20 November in which the population is made,
// it is the 21st in Kyiv, the only one of its zones in which it is another day.
constexpr SegmentCase kCases[] = {
    {"a tag", R"({"tag": "vip"})",
     R"sql(
SELECT p.id FROM field_value f JOIN profile p ON p.id = f.profile_id
WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) = 'vip' AND {held text} AND p.listed = 1)sql"},
    {"beginnings", R"({"field": "word", "is": "starts_with", "value": "word 9"})",
     R"sql(
SELECT p.id FROM field_value f JOIN profile p ON p.id = f.profile_id
WHERE f.field = 'word' AND substr(f.text_value, 1, 100) >= 'word 9' AND substr(f.text_value, 1, 100) < 'word :'
  AND {held text} AND p.listed = 1)sql"},
    {"a part of a text", R"({"field": "word", "is": "contains", "value": "99"})",
     R"sql(
SELECT p.id FROM field_value f JOIN profile p ON p.id = f.profile_id
WHERE f.field = 'word' AND f.text_value LIKE '%99%' AND {held text} AND p.listed = 1)sql"},
    {"an unknown field", R"({"field": "count", "is": "unknown"})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND NOT EXISTS (
    SELECT 1 FROM field_value f
    WHERE f.home = p.id AND f.field = 'count' AND f.element = '' AND {held number}) AND NOT EXISTS (
    SELECT 1 FROM profile h JOIN field_value f ON f.home = h.id AND f.field = 'count' AND f.element = ''
    WHERE h.canonical_id = p.id AND h.canonical_id <> h.id AND {held number}))sql",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND NOT EXISTS (
    SELECT 1 FROM field_value f WHERE f.profile_id = p.id AND f.field = 'count' AND {held number}))sql"},
    {"birthdays", R"({"field": "born", "is": "anniversary", "days": 7})",
     R"sql(
SELECT p.id FROM field_value f JOIN profile p ON p.id = f.profile_id
WHERE f.field = 'born' AND substr(f.text_value, 6, 5) BETWEEN '11-20' AND '11-28'
  AND substr(f.text_value, 6, 5) <> CASE WHEN {in Kyiv} THEN '11-20' ELSE '11-28' END
  AND {held text} AND p.listed = 1)sql"},
    {"seen in the last week", R"({"field": "seen", "is": "in_last_days", "days": 7})",
     R"sql(
SELECT p.id FROM field_value f JOIN profile p ON p.id = f.profile_id
WHERE f.field = 'seen' AND f.number_value BETWEEN {midnight} AND {now}
  AND (f.number_value >= {midnight} + 22 * {hour}
       OR (NOT {in Kyiv} AND (f.number_value >= {midnight} + 5 * {hour} OR NOT {in New York})))
  AND {held number} AND p.listed = 1)sql"},
    {"subscribers", R"({"subscription": "news"})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM consent c JOIN profile h ON h.id = c.home JOIN observation o ON o.id = c.observation_id
    WHERE c.category = 'news' AND c.current = 1
    GROUP BY h.canonical_id
    HAVING max(c.subscribed * o.attested) = 1
       AND (min(c.subscribed) = 1 OR
            max(CASE WHEN c.subscribed = 0 THEN c.at END) <
            max(CASE WHEN c.subscribed = 1 AND o.attested = 1 AND c.given_by = 'person' THEN c.at END))))sql",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM consent c JOIN profile h ON h.id = c.home JOIN observation o ON o.id = c.observation_id
    WHERE c.category = 'news' AND c.current = 1 AND c.subscribed = 1 AND o.attested = 1) AND {none of}
    SELECT g.canonical_id AS id FROM consent u JOIN profile g ON g.id = u.home
    WHERE u.category = 'news' AND u.current = 1 AND u.subscribed = 0 AND NOT EXISTS (
        SELECT 1 FROM profile b JOIN consent c ON c.home = b.id AND c.category = 'news' AND c.current = 1
        JOIN observation o ON o.id = c.observation_id
        WHERE (b.id = g.canonical_id OR (b.canonical_id = g.canonical_id AND b.canonical_id <> b.id))
          AND c.subscribed = 1 AND c.given_by = 'person' AND o.attested = 1 AND c.at > u.at){end})sql"},
    {"subscribers by default", R"({"subscription": "offers"})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND {none of}
    SELECT t.id FROM (
        SELECT h.canonical_id AS id, max(c.subscribed * o.attested) AS opted_in,
               max(CASE WHEN c.subscribed = 0 THEN c.at END) AS left_at,
               max(CASE WHEN c.subscribed = 1 AND o.attested = 1 AND c.given_by = 'person' THEN c.at END) AS back_at
        FROM consent c JOIN profile h ON h.id = c.home JOIN observation o ON o.id = c.observation_id
        WHERE c.category = 'offers' AND c.current = 1 GROUP BY h.canonical_id) AS t
    WHERE t.opted_in = 0 OR (t.left_at IS NOT NULL AND (t.back_at IS NULL OR t.back_at <= t.left_at)){end})sql"},
    {"reachable by email", R"({"identifier": "email", "state": "active"})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    {active}))sql"},
    {"blacklisted", R"({"identifier": "email", "state": "blacklisted"})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM endpoint_state s JOIN identifier i ON i.id = s.identifier_id AND i.type = 'email'
    JOIN profile_identifier e ON e.identifier_id = i.id AND e.role = 0 JOIN profile h ON h.id = e.home
    WHERE s.current = 1 AND s.kind = 0 AND s.state = 1 AND {no complaint}
    UNION ALL
    SELECT h.canonical_id FROM endpoint_state s JOIN identifier i ON i.id = s.identifier_id AND i.type = 'email'
    JOIN profile_identifier e ON e.identifier_id = i.id AND e.role <> 0 JOIN profile h ON h.id = e.home
    WHERE s.current = 1 AND s.kind = 0 AND s.state = 1 AND {no complaint}))sql"},
    {"addresses of a provider", R"({"identifier": "email", "is": "contains", "value": "@example.org"})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM identifier i JOIN profile_identifier e ON e.identifier_id = i.id AND e.role = 0
    JOIN profile h ON h.id = e.home WHERE i.type = 'email' AND instr(i.value, '@example.org') > 0
    UNION ALL
    SELECT h.canonical_id FROM identifier i JOIN profile_identifier e ON e.identifier_id = i.id AND e.role <> 0
    JOIN profile h ON h.id = e.home WHERE i.type = 'email' AND instr(i.value, '@example.org') > 0))sql",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM identifier i JOIN profile_identifier e ON e.identifier_id = i.id
    JOIN profile h ON h.id = e.home WHERE i.type = 'email' AND i.value LIKE '%@example.org%'))sql"},
    {"new people", R"({"profile": "created_at", "is": "greater", "value": "2026-10-20T00:00:00Z"})",
     R"sql(
SELECT p.id FROM profile p WHERE p.listed = 1 AND p.canonical_id = p.id AND p.created_at > 1792454400000)sql"},
    {"clicked ever", R"({"activity": {"channel": "email", "kind": "message", "status": "clicked"}})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND (
    EXISTS (SELECT 1 FROM activity_counter a
            WHERE a.home = p.id AND a.channel = 'email' AND a.kind = 0 AND a.status = 10 AND a.count > 0)
    OR p.id IN (SELECT h.canonical_id FROM profile h JOIN activity_counter a ON a.home = h.id
                WHERE h.canonical_id <> h.id AND a.channel = 'email' AND a.kind = 0 AND a.status = 10
                  AND a.count > 0)))sql"},
    {"clicked a campaign twice lately",
     R"({"activity": {"channel": "email", "reached": "clicked",
                      "message": {"name": {"is": "starts_with", "value": "Campaign 1"}}},
         "times": {"at_least": 2}, "within": {"last_days": 180}})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM profile h CROSS JOIN activity a
    WHERE a.home = h.id AND a.channel = 'email' AND a.at BETWEEN {now} - 180 * {day} AND {now} AND a.status >= 10
      AND a.message_name LIKE 'Campaign 1%'
    GROUP BY h.canonical_id HAVING count(*) >= 2))sql"},
    {"no activity for 90 days", R"({"activity": {}, "within": {"last_days": 90}, "times": {"at_most": 0}})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND {none of}
    SELECT h.canonical_id AS id FROM profile h
    WHERE EXISTS (SELECT 1 FROM activity a WHERE a.home = h.id AND a.at BETWEEN {now} - 90 * {day} AND {now}){end})sql"},
    {"bought something dear",
     R"({"activity": {"channel": "web", "event": "bought",
                      "properties": {"price": {"is": "greater", "value": 250}}},
         "within": {"last_days": 60}})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM activity a JOIN profile h ON h.id = a.home
    WHERE a.channel = 'web' AND a.at BETWEEN {now} - 60 * {day} AND {now} AND a.event = 'bought'
      AND json_extract(a.properties, '$.price') > 250))sql",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM activity a JOIN profile h ON h.id = a.home
    WHERE a.channel = 'web' AND a.at BETWEEN {now} - 60 * {day} AND {now} AND a.event = 'bought'
      AND CAST(CAST(a.properties AS jsonb) ->> 'price' AS double precision) > 250))sql"},
    {"one message again",
     R"({"activity": {"channel": "email"}, "same_message": true, "times": {"at_least": 2},
         "within": {"last_days": 365}})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT h.canonical_id FROM profile h CROSS JOIN activity a
    WHERE a.home = h.id AND a.channel = 'email' AND a.message_id IS NOT NULL
      AND a.at BETWEEN {now} - 365 * {day} AND {now}
    GROUP BY h.canonical_id, a.message_id HAVING count(*) >= 2))sql"},
    {"a widget too often",
     R"({"activity": {"channel": "widget", "repeated": {"kind": "frequency"}},
         "within": {"last_days": 30}})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT a.person FROM (
        SELECT g.canonical_id AS person, x.at, x.properties, lag(x.at) OVER w AS before_at,
               lag(x.properties) OVER w AS before_properties
        FROM activity x JOIN profile g ON g.id = x.home
        WHERE x.channel = 'widget' AND x.kind = 0 AND x.message_id IS NOT NULL AND x.at <= {now}
          AND x.home IN ({displayed} UNION ALL SELECT y.id FROM profile y
                         WHERE y.canonical_id <> y.id AND y.canonical_id IN ({displayed}))
        WINDOW w AS (PARTITION BY g.canonical_id, x.message_id ORDER BY x.at, x.id)) AS a
    WHERE a.at >= {now} - 30 * {day} AND a.before_at IS NOT NULL
      AND ({frequency kind} = 'once'
           OR ({frequency kind} = 'session' AND (a.at - a.before_at <= 1800000 OR {session} = {session before}))
           OR ({frequency kind} = 'days' AND a.before_at > a.at - {frequency days} * {day}))))sql"},
    {"any of three",
     R"({"any": [{"tag": "vip"}, {"field": "count", "is": "less", "value": 500},
                 {"field": "word", "is": "equals", "value": "word 3"}]})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT f.profile_id FROM field_value f
    WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) = 'vip' AND {held text}
    UNION ALL
    SELECT f.profile_id FROM field_value f WHERE f.field = 'count' AND f.number_value < 500 AND {held number}
    UNION ALL
    SELECT f.profile_id FROM field_value f
    WHERE f.field = 'word' AND substr(f.text_value, 1, 100) = 'word 3' AND {held text}))sql"},
    {"a segment, reachable, not written to",
     R"({"all": [{"segment": "customers"}, {"identifier": "email", "state": "active"},
                 {"none": [{"activity": {"channel": "email"}, "within": {"last_days": 7}}]}]})",
     R"sql(
SELECT p.id FROM profile p
WHERE p.listed = 1 AND p.id IN (
    SELECT f.profile_id FROM field_value f
    WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) = 'vip' AND {held text}
    UNION ALL
    SELECT f.profile_id FROM field_value f WHERE f.field = 'count' AND f.number_value > 9000 AND {held number})
  AND p.id IN (
    {active}) AND {none of}
    SELECT h.canonical_id AS id FROM activity a JOIN profile h ON h.id = a.home
    WHERE a.channel = 'email' AND a.at BETWEEN {now} - 7 * {day} AND {now}{end})sql"},
};

struct Fragment {
    const char* mark;
    const char* onSqlite;
    const char* onPostgresql = nullptr;  ///< Where it is another one.
};

// Those that hold others stand before these.
constexpr Fragment kFragments[] = {
    {"{active}",
     R"sql(SELECT h.canonical_id FROM profile_identifier e JOIN identifier i ON i.id = e.identifier_id
    JOIN profile h ON h.id = e.home
    WHERE i.type = 'email' AND {confirmed} AND e.identifier_id NOT IN ({suppressed}))sql"},
    {"{confirmed}", R"sql((e.role <> 2
     OR EXISTS (SELECT 1 FROM profile_identifier x WHERE x.identifier_id = e.identifier_id AND x.role = 0)
     OR EXISTS (SELECT 1 FROM profile_identifier x
                WHERE x.identifier_id = e.identifier_id AND x.role <> 0 AND x.role = 1)
     OR EXISTS (SELECT 1 FROM endpoint_state a
                WHERE a.identifier_id = e.identifier_id AND a.current = 1
                  AND ((a.kind = 0 AND a.state = 5) OR a.kind IN (1, 3)))))sql"},
    {"{suppressed}", R"sql(
        SELECT s.identifier_id FROM endpoint_state s
        WHERE s.current = 1 AND s.kind = 0 AND s.state < 3 AND (s.state = 1 OR {not lifted}))sql"},
    {"{no complaint}", R"sql(NOT EXISTS (
        SELECT 1 FROM endpoint_state s
        WHERE s.identifier_id = i.id AND s.current = 1 AND s.kind = 0 AND s.state = 0 AND {not lifted}))sql"},
    {"{not lifted}", R"sql(NOT EXISTS (
            SELECT 1 FROM endpoint_state l
            WHERE l.identifier_id = s.identifier_id AND l.current = 1 AND l.kind IN (1, 3) AND l.at > s.at))sql"},
    {"{held text}", "f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL"},
    {"{held number}", "f.current = 1 AND f.present = 1 AND f.number_value IS NOT NULL"},
    {"{in Kyiv}", R"sql(EXISTS (
        SELECT 1 FROM field_value z
        WHERE z.field = 'time_zone' AND substr(z.text_value, 1, 100) = 'Europe/Kyiv' AND z.profile_id = f.profile_id
          AND z.current = 1 AND z.present = 1 AND z.text_value IS NOT NULL))sql"},
    {"{in New York}", R"sql(EXISTS (
        SELECT 1 FROM field_value z
        WHERE z.field = 'time_zone' AND substr(z.text_value, 1, 100) = 'America/New_York'
          AND z.profile_id = f.profile_id AND z.current = 1 AND z.present = 1 AND z.text_value IS NOT NULL))sql"},
    {"{displayed}", R"sql(
            SELECT m.canonical_id FROM activity n JOIN profile m ON m.id = n.home
            WHERE n.channel = 'widget' AND n.at BETWEEN {now} - 30 * {day} AND {now})sql"},
    {"{frequency kind}", "json_extract(a.properties, '$.frequency.kind')",
     "CAST(a.properties AS jsonb) #>> '{frequency,kind}'"},
    {"{frequency days}", "json_extract(a.properties, '$.frequency.days')",
     "CAST(CAST(a.properties AS jsonb) #>> '{frequency,days}' AS bigint)"},
    {"{session}", "json_extract(a.properties, '$.session')", "CAST(a.properties AS jsonb) ->> 'session'"},
    {"{session before}", "json_extract(a.before_properties, '$.session')",
     "CAST(a.before_properties AS jsonb) ->> 'session'"},
    // SQLite reads the set once, into a table of its own; PostgreSQL makes an anti-join of it.
    {"{none of}", "p.id NOT IN (", "NOT EXISTS (SELECT 1 FROM ("},
    {"{end}", ")", ") AS x WHERE x.id = p.id)"},
    {"{midnight}", "({now} - {now} % {day} - 7 * {day})"},
    {"{hour}", "3600000"},
    {"{day}", "CAST(86400000 AS bigint)"},
};

}  // namespace

std::span<const SegmentCase> segmentCases() noexcept {
    return kCases;
}

std::string countByHand(const SegmentCase& one, storage::Engine engine) {
    const bool isPostgresql = engine == storage::Engine::Postgresql;
    std::string sql = isPostgresql && one.onPostgresql != nullptr ? one.onPostgresql : one.sql;
    for (const auto& [mark, onSqlite, onPostgresql] : kFragments) {
        const auto* const text = isPostgresql && onPostgresql != nullptr ? onPostgresql : onSqlite;
        sql = storage::replaceMarks(sql, {{mark, text}});
    }
    const auto now = std::to_string(base::toMillis(kPopulationTime));
    return storage::replaceMarks("SELECT count(*) FROM (" + sql + ") AS member", {{"{now}", now}});
}

}  // namespace kith::bench
