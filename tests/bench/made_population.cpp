// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/made_population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/sql_text.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t kGroup = 50'000;  // People per transaction.

// `n` is a person, from 1, and `live` the id of the profile. What looks random is a remainder of a multiple
// of a prime, and something more, by the seed; who has something at all is the same for every seed.
// Identifiers have ids behind those of people.
constexpr const char* kPeople = R"sql(
WITH RECURSIVE
    step(n) AS (SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM step WHERE n < :last),
    made(n, live) AS (SELECT n, CASE WHEN n % 100 = 0 THEN n - 1 ELSE n END FROM step)
)sql";

struct Part {
    const char* into;
    const char* select;
};

constexpr Part kParts[] = {
    {R"sql(
INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name, updated_at, known, listed,
                     merge_count, sort_name))sql",
     R"sql(
SELECT n, live, 1, :now - ((n * :prime + :shift) % 730) * 86400000,
       CASE n % 3 WHEN 0 THEN 'form' ELSE 'api' END, 'shop', :now, 1, CASE WHEN n = live THEN 1 ELSE 0 END, 0, ''
FROM made)sql"},
    {R"sql(
INSERT INTO observation (id, home, key_id, source_type, source_name, given_id, content_hash, observed_at,
                         received_at, attested))sql",
     R"sql(
SELECT n, n, 1, 'api', 'shop', '', '00000000000000000000000000000000', :now - n, :now - n, 1 FROM made)sql"},
    {R"sql(
INSERT INTO identifier (id, type, value))sql",
     R"sql(
SELECT n + 1000000000, 'email', 'p' || n || CASE n % 20 WHEN 0 THEN '@example.org' ELSE '@example.com' END
FROM made)sql"},
    {R"sql(
INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, first_seen, last_seen))sql",
     R"sql(
SELECT n, n + 1000000000, CASE n % 50 WHEN 0 THEN 2 ELSE 0 END, '', 1, :now, :now FROM made)sql"},
    // Complained, blacklisted or unsubscribed; some opted in again; and deliveries.
    {R"sql(
INSERT INTO endpoint_state (identifier_id, id, kind, state, reason, detail, observation_id, at, current))sql",
     R"sql(
SELECT n + 1000000000, n, 0, (n * :prime + :shift) % 3, 'why', '', n, :now - n, 1 FROM made WHERE n % 25 = 0)sql"},
    {R"sql(
INSERT INTO endpoint_state (identifier_id, id, kind, state, reason, detail, observation_id, at, current))sql",
     R"sql(
SELECT n + 1000000000, n + 2000000000, 1, 5, '', '', n, :now, 1 FROM made WHERE n % 125 = 0)sql"},
    {R"sql(
INSERT INTO endpoint_state (identifier_id, id, kind, state, reason, detail, observation_id, at, current))sql",
     R"sql(
SELECT n + 1000000000, n + 1000000000, 2, 5, '', '', n, :now - n, 1 FROM made WHERE n % 2 = 0)sql"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, profile_id, current))sql",
     R"sql(
SELECT n, 'word', '', 1, 0, 'word ' || ((n * :prime + :shift) % 1000), n, :now, live,
       CASE WHEN n = live THEN 1 ELSE 0 END
FROM made)sql"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, number_value, observation_id, at, profile_id, current))sql",
     R"sql(
SELECT n, 'count', '', 1, 1, (n * :other + :shift) % 10000, n, :now, live, CASE WHEN n = live THEN 1 ELSE 0 END
FROM made WHERE n % 4 <> 0)sql"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, profile_id, current))sql",
     R"sql(
SELECT n, 'born', '', 1, 4,
       (1950 + n % 50) || '-' || substr(CAST(101 + n / 2 % 12 AS text), 2) || '-' ||
           substr(CAST(101 + n / 24 % 28 AS text), 2),
       n, :now, live, CASE WHEN n = live THEN 1 ELSE 0 END
FROM made WHERE n % 2 = 0)sql"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, number_value, observation_id, at, profile_id, current))sql",
     R"sql(
SELECT n, 'seen', '', 1, 5, :now - ((n * :other + :shift) % 4000) * 3600000, n, :now, live,
       CASE WHEN n = live THEN 1 ELSE 0 END
FROM made WHERE n % 3 <> 0)sql"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, profile_id, current))sql",
     R"sql(
SELECT n, 'time_zone', '', 1, 0, CASE n / 5 % 3 WHEN 0 THEN 'Europe/Kyiv' ELSE 'America/New_York' END, n, :now, live,
       CASE WHEN n = live THEN 1 ELSE 0 END
FROM made WHERE n % 5 < 2)sql"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, profile_id, current))sql",
     R"sql(
SELECT n, 'tags', 'vip', 1, 0, 'vip', n, :now, live, 1 FROM made WHERE n % 10 = 1)sql"},
    // Some of those who left the news came back.
    {R"sql(
INSERT INTO consent (home, id, category, subscribed, given_by, wording, ip, observation_id, at, current))sql",
     R"sql(
SELECT n, n, 'news', CASE n % 10 WHEN 9 THEN 0 ELSE 1 END, 'person', '', '', n, :now - n, 1
FROM made WHERE n % 5 <> 0)sql"},
    {R"sql(
INSERT INTO consent (home, id, category, subscribed, given_by, wording, ip, observation_id, at, current))sql",
     R"sql(
SELECT n, n + 1000000000, 'news', 1, 'person', '', '', n, :now, 1 FROM made WHERE n % 50 = 9)sql"},
    {R"sql(
INSERT INTO consent (home, id, category, subscribed, given_by, wording, ip, observation_id, at, current))sql",
     R"sql(
SELECT n, n + 2000000000, 'offers', CASE n % 8 WHEN 3 THEN 0 ELSE 1 END, 'person', '', '', n, :now - n, 1
FROM made WHERE n % 8 IN (3, 5))sql"},
    // Six emails, a widget that was displayed twice, a page and a purchase; of the last email it is the first
    // message again.
    {R"sql(
INSERT INTO activity (home, at, id, channel, activity_key, kind, event, message_id, message_name, properties, status,
                      observation_id, facts_at))sql",
     R"sql(
SELECT n,
       :now - ((n * :prime + :shift +
                CASE k WHEN 7 THEN 6 * :other + n * 31 % 400 ELSE k * :other END) % 17520) * 3600000,
       n * 16 + k,
       CASE WHEN k < 6 THEN 'email' WHEN k < 8 THEN 'widget' ELSE 'web' END,
       'k' || (n * 16 + k),
       CASE WHEN k < 8 THEN 0 ELSE 1 END,
       CASE k WHEN 8 THEN 'viewed' WHEN 9 THEN 'bought' END,
       CASE WHEN k < 6 THEN 'm' || ((n + k % 5 * 31) % 200) WHEN k < 8 THEN 'w' || ((n + 50) / 100 % 20) END,
       CASE WHEN k < 6 THEN 'Campaign ' || ((n + k % 5 * 31) % 200) WHEN k < 8 THEN 'Survey' END,
       CASE WHEN k < 6 THEN '{}'
            WHEN k < 8 THEN '{"session": "s' || n || '-' || CASE n % 7 WHEN 0 THEN 6 ELSE k END || '", "frequency": ' ||
                 CASE n % 3 WHEN 0 THEN '{"kind": "once"}' WHEN 1 THEN '{"kind": "session"}'
                            ELSE '{"kind": "days", "days": 7}' END || '}'
            ELSE '{"price": ' || ((n * 31 + :shift) % 300) || '}' END,
       CASE WHEN k < 8 THEN 6 + (n * 13 + :shift + k * 7) % 5 END,
       n, :now
FROM made
CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
            UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS ten)sql"},
    {R"sql(
INSERT INTO activity_counter (home, channel, kind, status, count))sql",
     R"sql(
SELECT home, channel, kind, coalesce(status, 0), count(*) FROM activity WHERE home BETWEEN :first AND :last
GROUP BY home, channel, kind, coalesce(status, 0))sql"},
    // The counters of all of that.
    {R"sql(
INSERT INTO counter (subject, period, name, detail, code, stripe, count))sql",
     R"sql(
SELECT 1, 0, '', '', known, 0, count(*) FROM profile
WHERE id BETWEEN :first AND :last AND canonical_id = id GROUP BY known
ON CONFLICT (subject, period, name, detail, code, stripe) DO UPDATE SET count = counter.count + excluded.count)sql"},
    {R"sql(
INSERT INTO counter (subject, period, name, detail, code, stripe, count))sql",
     R"sql(
SELECT 2, 0, source_type, source_name, known, 0, count(*) FROM profile
WHERE id BETWEEN :first AND :last AND canonical_id = id GROUP BY source_type, source_name, known
ON CONFLICT (subject, period, name, detail, code, stripe) DO UPDATE SET count = counter.count + excluded.count)sql"},
    {R"sql(
INSERT INTO counter (subject, period, name, detail, code, stripe, count))sql",
     R"sql(
SELECT 3, seen.day, seen.source_type, '', seen.known, 0, count(*)
FROM (SELECT known, source_type, (created_at - (created_at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM profile WHERE id BETWEEN :first AND :last AND canonical_id = id) AS seen
WHERE seen.day IS NOT NULL GROUP BY seen.day, seen.source_type, seen.known
ON CONFLICT (subject, period, name, detail, code, stripe) DO UPDATE SET count = counter.count + excluded.count)sql"},
    {R"sql(
INSERT INTO counter (subject, period, name, detail, code, stripe, count))sql",
     R"sql(
SELECT 4, done.day, done.channel, '', done.status, 0, count(*)
FROM (SELECT channel, coalesce(status, 0) AS status, (at - (at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM activity WHERE home BETWEEN :first AND :last) AS done
WHERE done.day IS NOT NULL GROUP BY done.day, done.channel, done.status
ON CONFLICT (subject, period, name, detail, code, stripe) DO UPDATE SET count = counter.count + excluded.count)sql"},
    {R"sql(
INSERT INTO counter (subject, period, name, detail, code, stripe, count))sql",
     R"sql(
SELECT 5, 0, 'email', 'why', (n * :prime + :shift) % 3, 0, count(*) FROM made
WHERE n % 25 = 0 AND (n % 125 <> 0 OR (n * :prime + :shift) % 3 = 1) GROUP BY (n * :prime + :shift) % 3
ON CONFLICT (subject, period, name, detail, code, stripe) DO UPDATE SET count = counter.count + excluded.count)sql"},
};

struct Index {
    std::string name;
    std::string definition;
};

/// Those beside the primary keys.
std::vector<Index> indexesOf(storage::Session& session) {
    const bool isSqlite = session.dialect().engine() == storage::Engine::Sqlite;
    std::vector<Index> indexes;
    session.each<std::string, std::string>(
        isSqlite
            ? "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            : "SELECT CAST(indexname AS text), indexdef FROM pg_indexes WHERE schemaname = current_schema()"
              " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [&](std::string name, std::string definition) {
            indexes.push_back({std::move(name), std::move(definition)});
        });
    return indexes;
}

void run(storage::Session& session, const std::string& sql) {
    storage::Transaction transaction(session);
    session.runOnce(sql);
    transaction.commit();
}

// Of every modulus of the statements no multiple.
constexpr std::array<std::pair<int, int>, 5> kPrimes{
    {{7919, 104729}, {7907, 104723}, {7901, 104717}, {7883, 104711}, {7879, 104707}}};
constexpr std::uint32_t kShift = 31;

void makePeople(storage::Session& session, std::size_t first, std::size_t last, std::uint32_t seed) {
    const auto now = std::to_string(base::toMillis(kPopulationTime));
    const auto& [prime, other] = kPrimes.at(seed % kPrimes.size());
    for (const auto& [into, select] : kParts) {
        session.runOnce(storage::replaceMarks(std::string(into) + kPeople + select,
                                              {{":first", std::to_string(first)},
                                               {":last", std::to_string(last)},
                                               {":now", now},
                                               {":prime", std::to_string(prime)},
                                               {":other", std::to_string(other)},
                                               {":shift", std::to_string(seed * kShift)}}));
    }
}

}  // namespace

void makeInGroups(storage::Session& session, std::size_t people, const std::string& what,
                  const Report& report, const std::function<void(std::size_t, std::size_t)>& make) {
    for (std::size_t made = 0; made < people;) {
        const auto last = std::min(made + kGroup, people);
        storage::Transaction transaction(session);
        make(made + 1, last);
        transaction.commit();
        made = last;
        report.progress(fmt::format("  {} of {} of {} people", what, made, people));
    }
}

// Indexes are made in the end, sorted: rows come in no order of theirs, and in a file that is larger than the
// cache each one would be a page of its own.
void makePopulation(storage::Session& session, std::size_t people, std::uint32_t seed, const Report& report) {
    const auto indexes = indexesOf(session);
    for (const auto& index : indexes) run(session, "DROP INDEX " + index.name);
    makeInGroups(session, people, "rows", report,
                 [&](std::size_t first, std::size_t last) { makePeople(session, first, last, seed); });
    for (const auto& index : indexes) {
        report.progress("  index " + index.name);
        run(session, index.definition);
    }
    session.runOnce("ANALYZE");
}

}  // namespace kith::bench
