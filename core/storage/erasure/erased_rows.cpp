// SPDX-License-Identifier: Apache-2.0
#include "core/storage/erasure/erased_rows.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/storage/conflict_places.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

/// A kind of rows, and the statement that removes some of one home; of what is counted of everybody also the
/// one that says what these are counted by.
struct Part {
    std::string_view name;
    std::string_view sql;
    std::string_view counted = {};
};

constexpr std::string_view kCountedActivities = R"(
SELECT 4, (gone.at - (gone.at % 86400000 + 86400000) % 86400000) / 86400000, gone.channel, COALESCE(gone.status, 0),
       count(*)
FROM (SELECT at, channel, status FROM activity WHERE home = :home ORDER BY at, id LIMIT :most) AS gone
GROUP BY 2, 3, 4)";

// `+ 0` keeps PostgreSQL from walking over all of them in their order.
constexpr std::string_view kCountedConflicts = R"(
SELECT 7, (gone.first_at - (gone.first_at % 86400000 + 86400000) % 86400000) / 86400000, '', 0, count(*)
FROM (SELECT first_at FROM conflict WHERE a = :home ORDER BY id + 0 LIMIT :most) AS gone GROUP BY 2)";

constexpr std::string_view kCountedReverseConflicts = R"(
SELECT 7, (gone.first_at - (gone.first_at % 86400000 + 86400000) % 86400000) / 86400000, '', 0, count(*)
FROM (SELECT first_at FROM conflict WHERE b = :home ORDER BY id + 0 LIMIT :most) AS gone GROUP BY 2)";

static_assert(static_cast<int>(Counted::Activities) == 4);
static_assert(static_cast<int>(Counted::Conflicts) == 7);

// Texts come first in what rows are found by: else SQLite looks up the numbers of the key alone, and passes
// over everything of the home. Statuses before the activities that they are found by; which are removed is
// the same choice in both.
constexpr Part kParts[] = {
    {"activity_statuses", R"(
DELETE FROM activity_status
WHERE activity_id IN (SELECT id FROM activity WHERE home = :home ORDER BY at, id LIMIT :most))"},
    {"activities", R"(
DELETE FROM activity
WHERE (home, at, id) IN (SELECT home, at, id FROM activity WHERE home = :home ORDER BY at, id LIMIT :most))",
     kCountedActivities},
    {"activity_counters", R"(
DELETE FROM activity_counter
WHERE (channel, home, kind, status) IN
      (SELECT channel, home, kind, status FROM activity_counter WHERE home = :home LIMIT :most))"},
    {"fields", R"(
DELETE FROM field_value
WHERE (field, element, home) IN (SELECT field, element, home FROM field_value WHERE home = :home LIMIT :most))"},
    {"field_changes", R"(
DELETE FROM field_change
WHERE (home, id) IN (SELECT home, id FROM field_change WHERE home = :home LIMIT :most))"},
    {"identifier_changes", R"(
DELETE FROM identifier_change
WHERE (home, id) IN (SELECT home, id FROM identifier_change WHERE home = :home LIMIT :most))"},
    {"life_changes", R"(
DELETE FROM life_change
WHERE (home, id) IN (SELECT home, id FROM life_change WHERE home = :home LIMIT :most))"},
    {"consents", R"(
DELETE FROM consent WHERE (home, id) IN (SELECT home, id FROM consent WHERE home = :home LIMIT :most))"},
    {"name_words", R"(
DELETE FROM name_word
WHERE (word, profile_id) IN (SELECT word, profile_id FROM name_word WHERE profile_id = :home LIMIT :most))"},
    {"segment_members", R"(
DELETE FROM segment_member
WHERE (segment_id, home) IN (SELECT segment_id, home FROM segment_member WHERE home = :home LIMIT :most))"},
    {"refusals", R"(
DELETE FROM refusal
WHERE (identifier_type, identifier_value, home, code, other) IN
      (SELECT identifier_type, identifier_value, home, code, other FROM refusal WHERE home = :home LIMIT :most))"},
    {"conflicts",
     "DELETE FROM conflict WHERE id IN (SELECT id FROM conflict WHERE a = :home ORDER BY id + 0 LIMIT :most)",
     kCountedConflicts},
    {"conflicts",
     "DELETE FROM conflict WHERE id IN (SELECT id FROM conflict WHERE b = :home ORDER BY id + 0 LIMIT :most)",
     kCountedReverseConflicts},
    {"prohibitions",
     "DELETE FROM must_not_link WHERE id IN (SELECT id FROM must_not_link WHERE a = :home LIMIT :most)"},
    {"prohibitions",
     "DELETE FROM must_not_link WHERE id IN (SELECT id FROM must_not_link WHERE b = :home LIMIT :most)"},
    {"dismissed_duplicates", R"(
DELETE FROM dismissed_duplicate
WHERE (a, b) IN (SELECT a, b FROM dismissed_duplicate WHERE a = :home LIMIT :most))"},
    {"dismissed_duplicates", R"(
DELETE FROM dismissed_duplicate
WHERE (a, b) IN (SELECT a, b FROM dismissed_duplicate WHERE b = :home LIMIT :most))"},
    {"merge_undos", R"(
DELETE FROM merge_undo
WHERE merge_id IN (SELECT id FROM merge_record WHERE survivor = :home ORDER BY id LIMIT :most))"},
    {"merges", R"(
DELETE FROM merge_record
WHERE id IN (SELECT id FROM merge_record WHERE survivor = :home ORDER BY id LIMIT :most))"},
    {"merge_undos", R"(
DELETE FROM merge_undo
WHERE merge_id IN (SELECT id FROM merge_record WHERE absorbed = :home ORDER BY id LIMIT :most))"},
    {"merges", R"(
DELETE FROM merge_record
WHERE id IN (SELECT id FROM merge_record WHERE absorbed = :home ORDER BY id LIMIT :most))"},
};

// Decisions about the person, some of which stand under another one: who decided stays, and what the caller
// called it does not.
constexpr std::string_view kBlankDecisions = R"(
UPDATE observation SET given_id = '', content_hash = '00000000000000000000000000000000'
WHERE id IN (
    SELECT own.id
    FROM (SELECT observation_id AS id FROM removal WHERE profile_id = :home
          UNION ALL SELECT observation_id FROM must_not_link WHERE a = :home OR b = :home
          UNION ALL SELECT observation_id FROM identifier_change WHERE home = :home
          UNION ALL SELECT lift_observation_id FROM must_not_link WHERE a = :home OR b = :home
          UNION ALL SELECT decision_observation_id FROM conflict WHERE a = :home OR b = :home
          UNION ALL SELECT observation_id FROM merge_record
                    WHERE rule = 'hand' AND (survivor = :home OR absorbed = :home)
          UNION ALL SELECT merge_undo.observation_id FROM merge_record CROSS JOIN merge_undo
                    WHERE merge_undo.merge_id = merge_record.id
                      AND (survivor = :home OR absorbed = :home)) AS decided
    CROSS JOIN observation AS own
    WHERE own.id = decided.id
      AND (own.given_id <> '' OR own.content_hash <> '00000000000000000000000000000000')
    LIMIT :most))";

// What states of addresses refer to, anybody's, is nobody's from now on.
constexpr std::string_view kDisownObservations = R"(
UPDATE observation
SET home = 0, given_id = '', source_name = '', content_hash = '00000000000000000000000000000000'
WHERE id IN (SELECT id FROM observation WHERE home = :home
             AND id <> (SELECT observation_id FROM removal WHERE profile_id = :profile)
             ORDER BY id LIMIT :most)
  AND EXISTS (SELECT 1 FROM endpoint_state WHERE endpoint_state.observation_id = observation.id))";

// Who it was that ended the person is said for ever.
constexpr std::string_view kRemoveObservations = R"(
DELETE FROM observation
WHERE id IN (SELECT id FROM observation WHERE home = :home
             AND id <> (SELECT observation_id FROM removal WHERE profile_id = :profile)
             ORDER BY id LIMIT :most)
  AND NOT EXISTS (SELECT 1 FROM endpoint_state WHERE endpoint_state.observation_id = observation.id))";

/// What is going to be removed counts no more.
void countRemoved(Session& session, Counts& counts, const Part& part, base::ProfileId home,
                  std::size_t most) {
    if (part.counted.empty()) return;
    session.each<Counted, std::int64_t, std::string, std::int64_t, std::int64_t>(
        part.counted,
        [&](Counted subject, std::int64_t period, std::string name, std::int64_t code, std::int64_t rows) {
            counts.add({subject, period, std::move(name), {}, code}, -rows);
        },
        home, most);
}

}  // namespace

std::size_t removeRows(Session& session, const model::Person& person, std::size_t most,
                       RemovedRows& removed) {
    // Whoever says of conflicts which are shown locks some that are not between their own people.
    const std::vector<base::ProfileId>* const homes = &person.homes;
    if (!conflictPartners(session, {&homes, 1}).front().empty()) lockConflicts(session);
    std::size_t sum = 0;
    Counts counts;
    for (const auto home : person.homes) {
        // Before what they are found by.
        if (const auto count = static_cast<std::size_t>(session.execute(kBlankDecisions, home, most))) {
            removed["decisions"] += count;
            counts.write(session);
            return count;
        }
        for (const auto& part : kParts) {
            countRemoved(session, counts, part, home, most);
            const auto count = static_cast<std::size_t>(session.execute(part.sql, home, most));
            if (count != 0) removed[std::string(part.name)] += count;
            sum += count;
        }
        if (sum >= most) break;
    }
    counts.write(session);
    return sum;
}

std::size_t removeObservations(Session& session, const model::Person& person, std::size_t most,
                               RemovedRows& removed) {
    std::size_t sum = 0;
    for (const auto home : person.homes) {
        for (const auto statement : {kDisownObservations, kRemoveObservations})
            sum += static_cast<std::size_t>(session.execute(statement, home, person.id, most));
        if (sum >= most) break;
    }
    if (sum != 0) removed["observations"] += sum;
    return sum;
}

}  // namespace kith::storage
