// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/identity/field_table.hpp"
#include "core/storage/check/people.hpp"
#include "core/storage/check/rules.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/field_columns.hpp"
#include "core/storage/ledger.hpp"
#include "core/storage/name_words.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kFields = R"(
SELECT held.home, held.field, held.element, held.present, held.kind, held.text_value, held.number_value,
       held.current, held.at, o.attested, o.key_id, o.source_name, o.given_id, o.content_hash
FROM {rows home bigint} CROSS JOIN field_value AS held CROSS JOIN observation AS o
WHERE held.home = given.home AND o.id = held.observation_id)";

constexpr std::string_view kWords = R"(
SELECT held.profile_id, held.word
FROM {rows profile_id bigint} CROSS JOIN name_word AS held
WHERE held.profile_id = given.profile_id
ORDER BY held.profile_id, held.word)";

Rules owners() {
    return {"field_value",
            "home",
            {{keyText({"home", "field"}),
              "FROM field_value t CROSS JOIN profile p WHERE t.home > :after AND t.home <= :upto"
              " AND p.id = t.home AND t.profile_id <> COALESCE(p.removed_live, p.canonical_id)",
              "profile_id is not the live profile of its home"}}};
}

Rules wordsOfNobody() {
    return {"name_word",
            "profile_id",
            {{keyText({"profile_id"}),
              "FROM name_word t LEFT JOIN profile p ON p.id = t.profile_id AND p.canonical_id = p.id"
              " WHERE t.profile_id > :after AND t.profile_id <= :upto AND p.id IS NULL",
              "profile_id names no live profile"}}};
}

identity::Facts loadFields(const Checking& checking, const People& people) {
    identity::Facts facts;
    auto lookup =
        checking.session.lookup<base::ProfileId, std::string, std::string_view, bool, model::ValueKind,
                                std::optional<std::string>, std::optional<std::int64_t>, bool, base::Time,
                                bool, base::KeyId, std::string, std::string, std::string>(
            kFields,
            [&](base::ProfileId home, std::string field, std::string_view element, bool present,
                model::ValueKind kind, std::optional<std::string> text, std::optional<std::int64_t> number,
                bool current, base::Time at, bool attested, base::KeyId key, const std::string& sourceName,
                const std::string& givenId, const std::string& hash) {
                model::FieldRow row{home,
                                    std::move(field),
                                    {},
                                    present,
                                    {kind, number.value_or(0), std::move(text).value_or("")},
                                    makeStamp({attested, at, key, {}, sourceName, givenId, hash})};
                row.element = elementOf(element, row.value);
                facts.fields[home].push_back({std::move(row), current, {}});
            });
    for (const auto& [home, person] : people.byHome) lookup.add(home);
    lookup.run();
    return facts;
}

/// Folds a person's fields again, and finds the rows that say otherwise whether they win.
void checkWinners(const Checking& checking, identity::FieldTable& table, const Person& person) {
    table.markCurrent(person.homes);
    for (const auto home : person.homes) {
        for (const auto& row : table.rowsOf(home)) {
            if (row.change == identity::Change::None) continue;
            checking.findings.add("field_value",
                                  "home=" + std::to_string(home.value) + " field=" + row.row.field,
                                  row.current ? "wins in its profile, and current is 0"
                                              : "is outdone in its profile, and current is 1");
        }
    }
}

struct Name {
    std::string first;
    std::string last;
};

Name nameOf(identity::FieldTable& table, const Person& person) {
    const auto shown = [&](std::string_view field) {
        const auto* row = table.shown(person.homes, field, {});
        return row != nullptr ? row->value.text : std::string();
    };
    return {shown(kFirstName), shown(kLastName)};
}

void checkNames(const Checking& checking, const People& people, identity::FieldTable& table) {
    std::unordered_map<base::ProfileId, std::vector<std::string>> words;
    auto lookup = checking.session.lookup<base::ProfileId, std::string>(
        kWords, [&](base::ProfileId live, std::string word) { words[live].push_back(std::move(word)); });
    for (const auto& person : people.all) lookup.add(person.live);
    lookup.run();
    for (const auto& person : people.all) {
        const auto name = nameOf(table, person);
        const auto id = std::to_string(person.live.value);
        if (words[person.live] != nameWords(name.first + ' ' + name.last))
            checking.findings.add("name_word", "profile_id=" + id, "the words are not those of the name");
        if (person.sortName != sortName(name.first, name.last))
            checking.findings.add("profile", "id=" + id, "sort_name is not that of the name");
    }
}

}  // namespace

void checkFields(const Checking& checking) {
    checkRules(checking, owners());
    checkRules(checking, wordsOfNobody());
    eachPeople(checking, [&](People& people) {
        auto facts = loadFields(checking, people);
        identity::FieldTable table(facts);
        for (const auto& person : people.all) checkWinners(checking, table, person);
        checkNames(checking, people, table);
    });
}

}  // namespace kith::storage::check
