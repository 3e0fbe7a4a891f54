// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/made_population.hpp"

#include <string>

#include "core/storage/sql_text.hpp"

namespace kith::bench {
namespace {

// `n` is a person, from 1, and `live` the id of the profile. What looks random is a remainder of a multiple
// of a prime; identifiers have ids behind those of people.
constexpr const char* kPeople =
    "WITH RECURSIVE step(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM step WHERE n < :people),"
    " made(n, live) AS (SELECT n, CASE WHEN n % 100 = 0 THEN n - 1 ELSE n END FROM step) ";

struct Part {
    const char* into;
    const char* select;
};

constexpr Part kParts[] = {
    {"INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name, updated_at, "
     "known,"
     " listed, merge_count, sort_name) ",
     "SELECT n, live, 1, :now - (n * 7919 % 730) * 86400000, CASE n % 3 WHEN 0 THEN 'form' ELSE 'api' END, "
     "'shop',"
     " :now, 1, CASE WHEN n = live THEN 1 ELSE 0 END, 0, '' FROM made"},
    {"INSERT INTO observation (id, home, key_id, source_type, source_name, given_id, content_hash, "
     "observed_at,"
     " received_at, attested) ",
     "SELECT n, n, 1, 'api', 'shop', '', '00000000000000000000000000000000', :now - n, :now - n, 1 FROM "
     "made"},
    {"INSERT INTO identifier (id, type, value) ",
     "SELECT n + 1000000000, 'email', 'p' || n || CASE n % 20 WHEN 0 THEN '@example.org' ELSE '@example.com' "
     "END"
     " FROM made"},
    {"INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, first_seen, "
     "last_seen) ",
     "SELECT n, n + 1000000000, CASE n % 50 WHEN 0 THEN 2 ELSE 0 END, '', 1, :now, :now FROM made"},
    {"INSERT INTO endpoint_state (identifier_id, id, kind, state, reason, detail, observation_id, at, "
     "current) ",
     "SELECT n + 1000000000, n, 0, n * 7919 % 3, 'why', '', n, :now - n, 1 FROM made WHERE n % 25 = 0"},
    {"INSERT INTO endpoint_state (identifier_id, id, kind, state, reason, detail, observation_id, at, "
     "current) ",
     "SELECT n + 1000000000, n + 1000000000, 2, 5, '', '', n, :now - n, 1 FROM made WHERE n % 2 = 0"},
    {"INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, "
     "profile_id,"
     " current) ",
     "SELECT n, 'word', '', 1, 0, 'word ' || (n * 7919 % 1000), n, :now, live, CASE WHEN n = live THEN 1 "
     "ELSE 0 END"
     " FROM made"},
    {"INSERT INTO field_value (home, field, element, present, kind, number_value, observation_id, at, "
     "profile_id,"
     " current) ",
     "SELECT n, 'count', '', 1, 1, n * 104729 % 10000, n, :now, live, CASE WHEN n = live THEN 1 ELSE 0 END "
     "FROM made"
     " WHERE n % 4 <> 0"},
    {"INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, "
     "profile_id,"
     " current) ",
     "SELECT n, 'born', '', 1, 4, (1950 + n % 50) || '-0' || (1 + n * 7919 % 9) || '-' || "
     "(10 + n * 31 % 19), n, :now, live, CASE WHEN n = live THEN 1 ELSE 0"
     " END FROM made WHERE n % 2 = 0"},
    {"INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, "
     "profile_id,"
     " current) ",
     "SELECT n, 'time_zone', '', 1, 0, CASE n % 3 WHEN 0 THEN 'Europe/Kyiv' ELSE 'America/New_York' END, n, "
     ":now,"
     " live, CASE WHEN n = live THEN 1 ELSE 0 END FROM made WHERE n % 5 = 0"},
    {"INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, "
     "profile_id,"
     " current) ",
     "SELECT n, 'tags', 'vip', 1, 0, 'vip', n, :now, live, 1 FROM made WHERE n % 10 = 1"},
    {"INSERT INTO consent (home, id, category, subscribed, given_by, wording, ip, observation_id, at, "
     "current) ",
     "SELECT n, n, 'news', CASE n % 10 WHEN 9 THEN 0 ELSE 1 END, 'person', '', '', n, :now - n, 1 FROM made"
     " WHERE n % 5 <> 0"},
    {"INSERT INTO activity (home, at, id, channel, activity_key, kind, event, message_id, message_name, "
     "properties,"
     " status, observation_id, facts_at) ",
     "SELECT n, :now - ((n * 7919 + k * 104729) % 17520) * 3600000, n * 16 + k,"
     " CASE WHEN k < 7 THEN 'email' ELSE 'web' END, 'k' || (n * 16 + k), CASE WHEN k < 7 THEN 0 ELSE 1 END,"
     " CASE WHEN k < 7 THEN NULL WHEN k = 9 THEN 'bought' ELSE 'viewed' END,"
     " CASE WHEN k < 7 THEN 'm' || ((n + k % 6 * 31) % 200) END,"
     " CASE WHEN k < 7 THEN 'Campaign ' || ((n + k % 6 * 31) % 200) END,"
     " CASE WHEN k < 7 THEN '{}' ELSE '{\"price\": ' || (n * 31 % 300) || '}' END,"
     " CASE WHEN k < 7 THEN 6 + (n * 13 + k * 7) % 5 END, n, :now FROM made"
     " CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
     " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS "
     "ten"},
};

constexpr const char* kCounters =
    "INSERT INTO activity_counter (home, channel, kind, status, count)"
    " SELECT home, channel, kind, coalesce(status, 0), count(*) FROM activity"
    " GROUP BY home, channel, kind, coalesce(status, 0)";

}  // namespace

void makePopulation(storage::Session& session, std::size_t people) {
    const auto now = std::to_string(base::toMillis(kPopulationTime));
    const auto count = std::to_string(people);
    const auto run = [&](const std::string& sql) {
        storage::Transaction transaction(session);
        session.runOnce(storage::replaceMarks(sql, {{":people", count}, {":now", now}}));
        transaction.commit();
    };
    for (const auto& part : kParts) run(std::string(part.into) + kPeople + part.select);
    run(kCounters);
    session.runOnce("ANALYZE");
}

}  // namespace kith::bench
