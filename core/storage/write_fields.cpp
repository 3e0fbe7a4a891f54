// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>
#include <vector>

#include "core/storage/codes.hpp"
#include "core/storage/field_columns.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;
using Lives = std::set<base::ProfileId>;

constexpr std::string_view kInsertFields = R"(
INSERT INTO field_value
{insert home bigint, field text, element text, present bigint, kind bigint, text_value text,
        number_value bigint, observation_id bigint, at bigint, profile_id bigint, current bigint})";

constexpr std::string_view kUpdateFields = R"(
UPDATE field_value
SET present = given.present, kind = given.kind, text_value = given.text_value, number_value = given.number_value,
    observation_id = given.observation_id, at = given.at, profile_id = given.profile_id, current = given.current
FROM {rows home bigint, field text, element text, present bigint, kind bigint, text_value text,
           number_value bigint, observation_id bigint, at bigint, profile_id bigint, current bigint}
WHERE field_value.home = given.home AND field_value.field = given.field
  AND field_value.element = given.element)";

constexpr std::string_view kPointFields = R"(
UPDATE field_value SET profile_id = given.profile_id
FROM {rows home bigint, profile_id bigint}
WHERE field_value.home = given.home)";

constexpr std::string_view kInsertChanges = R"(
INSERT INTO field_change
{insert home bigint, id bigint, field text, element text, before_value text, after_value text,
        observation_id bigint, at bigint})";

constexpr std::string_view kDeleteWords =
    "DELETE FROM name_word WHERE profile_id IN (SELECT profile_id FROM {rows profile_id bigint})";
constexpr std::string_view kInsertWords = "INSERT INTO name_word {insert profile_id bigint, word text}";
constexpr std::string_view kUpdateSortNames =
    "UPDATE profile SET sort_name = given.sort_name FROM {rows id bigint, sort_name text}"
    " WHERE profile.id = given.id";

base::ProfileId liveOf(const identity::World& world, base::ProfileId home) {
    return world.component(home)->live;
}

bool isName(const std::string& field) {
    return field == kFirstName || field == kLastName;
}

/// Writes the rows that changed; returns the people whose name did.
Lives writeValues(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertFields);
    auto update = session.bulk(kUpdateFields);
    Lives renamed;
    for (const auto& [home, rows] : plan.facts.fields) {
        const auto live = liveOf(plan.world, home);
        for (const auto& [row, current, change] : rows) {
            if (change == Change::None) continue;
            const auto columns = columnsOf(row);
            auto& statement = change == Change::Added ? insert : update;
            statement.add(home, row.field, elementColumn(row.element), row.present, row.value.kind,
                          columns.text, columns.number, row.stamp.origin->row, row.stamp.at, live, current);
            if (isName(row.field)) renamed.insert(live);
        }
    }
    insert.run();
    update.run();
    return renamed;
}

/// The rows of homes that now belong to another live profile follow it.
void pointValues(Session& session, const GroupPlan& plan) {
    if (plan.appends.merges.empty() && plan.appends.undos.empty()) return;
    Lives moved;
    for (const auto& record : plan.appends.merges) {
        moved.insert(record.merge.absorbedHomes.begin(), record.merge.absorbedHomes.end());
    }
    for (const auto& record : plan.appends.undos) {
        moved.insert(record.undo.homes.begin(), record.undo.homes.end());
    }
    auto point = session.bulk(kPointFields);
    for (const auto home : moved) point.add(home, liveOf(plan.world, home));
    point.run();
}

void writeChanges(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertChanges);
    for (const auto& change : plan.appends.fieldChanges) {
        insert.add(change.home, change.id, change.field, change.element, change.before, change.after,
                   change.stamp.origin->row, change.stamp.at);
    }
    insert.run();
}

void writeNames(Session& session, const GroupPlan& plan, Lives renamed) {
    auto remove = session.bulk(kDeleteWords);
    for (const auto& record : plan.appends.merges) {
        renamed.insert(liveOf(plan.world, record.merge.survivor));
        remove.add(record.merge.absorbed);
    }
    for (const auto& record : plan.appends.undos) {
        renamed.insert({record.undo.survivor, record.undo.restored});
    }
    for (const auto& record : plan.appends.lives) renamed.insert(liveOf(plan.world, record.life.profile));
    const auto isNew = [&](base::ProfileId live) { return plan.world.loadedVersion(live) == 0; };
    auto insert = session.bulk(kInsertWords);
    auto sort = session.bulk(kUpdateSortNames);
    for (const auto live : renamed) {
        if (!isNew(live)) remove.add(live);
    }
    remove.run();
    for (const auto live : renamed) {
        if (plan.world.component(live)->life != identity::Life::Live) continue;
        const auto name = shownName(plan, live);
        for (const auto& word : nameWords(std::string{name.first} + ' ' + std::string{name.last}))
            insert.add(live, word);
        if (!isNew(live)) sort.add(live, sortName(name.first, name.last));
    }
    insert.run();
    sort.run();
}

}  // namespace

ShownName shownName(const GroupPlan& plan, base::ProfileId live) {
    ShownName name;
    for (const auto& home : plan.world.component(live)->homes) {
        const auto rows = plan.facts.fields.find(home.id);
        if (rows == plan.facts.fields.end()) continue;
        for (const auto& [row, current, change] : rows->second) {
            if (!current || !row.present) continue;
            if (row.field == kFirstName) name.first = row.value.text;
            if (row.field == kLastName) name.last = row.value.text;
        }
    }
    return name;
}

void writeFields(Session& session, const GroupPlan& plan) {
    pointValues(session, plan);
    auto renamed = writeValues(session, plan);
    writeChanges(session, plan);
    writeNames(session, plan, std::move(renamed));
}

}  // namespace kith::storage
