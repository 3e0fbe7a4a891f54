// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/made_names.hpp"

#include <string>

#include "core/storage/sql_text.hpp"
#include "tests/bench/made_population.hpp"

namespace kith::bench {
namespace {

// Whoever was merged into another one has no name of their own. 30 first names and 12,000 last ones. CROSS
// JOIN keeps SQLite to this order.
constexpr const char* kNamed = R"sql(
WITH RECURSIVE
    step(n) AS (SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM step WHERE n < :last),
    given(k, name) AS (VALUES
        (0, 'Anna'), (1, 'Bohdan'), (2, 'Clara'), (3, 'Daniel'), (4, 'Emma'), (5, 'Fedir'), (6, 'Greta'),
        (7, 'Hugo'), (8, 'Iryna'), (9, 'Jakub'), (10, 'Kateryna'), (11, 'Leo'), (12, 'Maria'), (13, 'Noah'),
        (14, 'Oksana'), (15, 'Petro'), (16, 'Quentin'), (17, 'Rosa'), (18, 'Stepan'), (19, 'Tamara'),
        (20, 'Ursula'), (21, 'Viktor'), (22, 'Wanda'), (23, 'Xenia'), (24, 'Yurii'), (25, 'Zoe'), (26, 'Marko'),
        (27, 'Olena'), (28, 'Taras'), (29, 'Sofia')),
    beginning(k, name) AS (VALUES
        (0, 'Bal'), (1, 'Cor'), (2, 'Dan'), (3, 'Fal'), (4, 'Gor'), (5, 'Hal'), (6, 'Kov'), (7, 'Lan'), (8, 'Mar'),
        (9, 'Nor'), (10, 'Pal'), (11, 'Ros'), (12, 'Sav'), (13, 'Tor'), (14, 'Vas'), (15, 'Wil'), (16, 'Yan'),
        (17, 'Zab'), (18, 'Shev'), (19, 'Bren')),
    middle(k, name) AS (VALUES
        (0, 'al'), (1, 'an'), (2, 'ar'), (3, 'ch'), (4, 'den'), (5, 'em'), (6, 'en'), (7, 'er'), (8, 'et'), (9, 'il'),
        (10, 'in'), (11, 'is'), (12, 'kov'), (13, 'lin'), (14, 'mat'), (15, 'nov'), (16, 'ol'), (17, 'or'),
        (18, 'os'), (19, 'ud'), (20, 'ul'), (21, 'un'), (22, 'ur'), (23, 'vit'), (24, 'yn')),
    ending(k, name) AS (VALUES
        (0, 'enko'), (1, 'er'), (2, 'ski'), (3, 'son'), (4, 'uk'), (5, 'man'), (6, 'berg'), (7, 'ova'), (8, 'ic'),
        (9, 'ton'), (10, 'sen'), (11, 'o'), (12, 'a'), (13, 'ak'), (14, 'yshyn'), (15, 'field'), (16, 'ley'),
        (17, 'ez'), (18, 'ini'), (19, 'dotter'), (20, 'escu'), (21, 'ides'), (22, 'wicz'), (23, 'yan')),
    named(n, first_name, last_name) AS (
        SELECT step.n, given.name, beginning.name || middle.name || ending.name
        FROM step CROSS JOIN given CROSS JOIN beginning CROSS JOIN middle CROSS JOIN ending
        WHERE given.k = step.n * 7919 % 30 AND beginning.k = step.n * 7907 / 7 % 20
          AND middle.k = step.n * 7901 / 11 % 25 AND ending.k = step.n * 7883 / 13 % 24 AND step.n % 100 <> 0)
)sql";

struct Part {
    const char* into;
    const char* select;
};

constexpr Part kParts[] = {
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, profile_id, current))sql",
     "SELECT n, 'first_name', '', 1, 0, first_name, n, :now, n, 1 FROM named"},
    {R"sql(
INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at, profile_id, current))sql",
     "SELECT n, 'last_name', '', 1, 0, last_name, n, :now, n, 1 FROM named"},
    {"INSERT INTO name_word (profile_id, word)",
     "SELECT n, lower(first_name) FROM named UNION ALL SELECT n, lower(last_name) FROM named"},
    {R"sql(
INSERT INTO identifier (id, type, value))sql",
     "SELECT n + 4000000000, 'phone', '+380' || (500000000 + n) FROM named WHERE n % 2 = 0"},
    {R"sql(
INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, first_seen, last_seen))sql",
     R"sql(
SELECT n, n + 4000000000, 0, '+380' || (500000000 + n), 1, :now, :now FROM named WHERE n % 2 = 0)sql"},
};

constexpr const char* kSortNames = R"sql(
UPDATE profile SET sort_name = (
    SELECT lower(l.text_value) || ' ' || lower(f.text_value) FROM field_value l CROSS JOIN field_value f
    WHERE l.home = profile.id AND l.field = 'last_name' AND f.home = profile.id AND f.field = 'first_name')
WHERE id BETWEEN :first AND :last AND id % 100 <> 0
)sql";

void nameGroup(storage::Session& session, std::size_t first, std::size_t last) {
    const auto filled = [&](const std::string& sql) {
        return storage::replaceMarks(sql, {{":first", std::to_string(first)},
                                           {":last", std::to_string(last)},
                                           {":now", std::to_string(base::toMillis(kPopulationTime))}});
    };
    for (const auto& [into, select] : kParts) session.runOnce(filled(std::string(into) + kNamed + select));
    session.runOnce(filled(kSortNames));
}

}  // namespace

void makeNames(storage::Session& session, std::size_t people, const Report& report) {
    makeInGroups(session, people, "names", report,
                 [&](std::size_t first, std::size_t last) { nameGroup(session, first, last); });
    session.runOnce("ANALYZE");
}

}  // namespace kith::bench
