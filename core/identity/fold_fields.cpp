// SPDX-License-Identifier: Apache-2.0
#include "core/identity/fold_fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using model::FieldRow;
using model::FieldValue;
using model::FieldWrite;

std::string jsonText(const FieldValue& value) {
    return value.toJson().dump();
}

/// A value as the history shows it; a set that is cleared shows what it held.
std::optional<std::string> textOf(const FieldRow* row) {
    return row == nullptr ? std::nullopt : std::optional{jsonText(row->value)};
}

std::optional<std::string> textOf(const std::vector<const FieldRow*>& elements) {
    if (elements.empty()) return std::nullopt;
    auto array = nlohmann::json::array();
    for (const FieldRow* element : elements) array.push_back(element->value.toJson());
    return array.dump();
}

std::optional<FieldValue> valueOf(const FieldRow* row) {
    return row == nullptr ? std::nullopt : std::optional{row->value};
}

/// The fields of one observation on their way into the table.
class Folding {
public:
    Folding(FieldTable& table, const FoldStep& step) : table_(table), step_(step) {}

    bool run() {
        bool changed = false;
        for (const auto& write : step_.observation.fields) {
            if (KITH_FAULT(SetRemoveIgnored) && write.op == FieldWrite::Op::Remove) continue;
            const bool wrote = write.op == FieldWrite::Op::Clear ? clear(write) : set(write);
            changed = changed || wrote;
        }
        return changed;
    }

private:
    FieldTable::Homes home() const { return {&step_.resolution.home, 1}; }
    FieldTable::Homes homes() const { return step_.homes(); }

    FieldRow rowFor(const FieldWrite& write) {
        FieldRow row{step_.resolution.home, write.field, {}, false, write.value, stampFor(write.field)};
        if (write.op == FieldWrite::Op::Add || write.op == FieldWrite::Op::Remove) {
            row.element = write.value.elementKey();
        }
        row.present = write.op == FieldWrite::Op::Set || write.op == FieldWrite::Op::Add;
        return row;
    }

    bool supersedesItsHome(const FieldRow& row) {
        const auto* standing = table_.find(row.home, row.field, row.element);
        return standing == nullptr || supersedes(row, standing->row);
    }

    /// Set, Add and Remove: one key is concerned.
    bool set(const FieldWrite& write) {
        FieldRow row = rowFor(write);
        if (!supersedesItsHome(row)) return false;
        const std::string element = row.element;
        const auto stamp = row.stamp;
        const auto homeBefore = valueOf(table_.shown(home(), write.field, element));
        const auto before =
            homes().size() == 1 ? homeBefore : valueOf(table_.shown(homes(), write.field, element));
        table_.put(std::move(row));
        const FieldRow* homeAfter = table_.shown(home(), write.field, element);
        if (homeBefore != valueOf(homeAfter)) {
            record(write.field, element, homeBefore ? std::optional{jsonText(*homeBefore)} : std::nullopt,
                   textOf(homeAfter), stamp);
        }
        return before != valueOf(table_.shown(homes(), write.field, element));
    }

    /// A single value, or every element of a set that is older.
    bool clear(const FieldWrite& write) {
        FieldRow row = rowFor(write);
        if (!supersedesItsHome(row)) return false;
        auto stamp = row.stamp;
        if (KITH_FAULT(LostClear)) row.stamp.at = base::Time::min();
        const FieldRow* single = table_.shown(home(), write.field, {});
        const auto before = single != nullptr ? textOf(single) : textOf(olderElements(home(), row));
        const std::size_t shownBefore = countShown(write.field);
        table_.put(std::move(row));
        if (before) record(write.field, {}, before, std::nullopt, std::move(stamp));
        return countShown(write.field) != shownBefore;
    }

    std::vector<const FieldRow*> olderElements(FieldTable::Homes homes, const FieldRow& clear) {
        auto elements = table_.shownElements(homes, clear.field);
        std::erase_if(elements, [&](const FieldRow* each) { return !(each->stamp < clear.stamp); });
        return elements;
    }

    std::size_t countShown(const std::string& field) {
        return (table_.shown(homes(), field, {}) != nullptr ? 1U : 0U) +
               table_.shownElements(homes(), field).size();
    }

    void record(const std::string& field, std::string element, std::optional<std::string> before,
                std::optional<std::string> after, model::Stamp stamp) {
        step_.appends.fieldChanges.push_back({step_.ids.make<base::RowId>(), step_.resolution.home, field,
                                              std::move(element), std::move(before), std::move(after),
                                              std::move(stamp)});
    }

    /// Everything that an edit says about one field bears one date, so that what it puts in place of a
    /// cleared set is not older than the clearing.
    model::Stamp stampFor(const std::string& field) {
        const base::Time own = step_.observation.origin->observedAt;
        if (!step_.observation.dateAfterReplaced) return step_.observation.stampAt(own);
        const auto dated =
            std::find_if(dates_.begin(), dates_.end(), [&](const auto& each) { return each.first == field; });
        if (dated != dates_.end()) return step_.observation.stampAt(dated->second);
        std::optional<base::Time> replaced;
        for (const auto home : homes()) {
            for (const auto& row : table_.rowsOf(home)) {
                if (row.row.field == field) replaced = std::max(replaced, std::optional{row.row.stamp.at});
            }
        }
        const base::Time at = dates_.emplace_back(field, step_.dateAfter(own, replaced)).second;
        return step_.observation.stampAt(at);
    }

    FieldTable& table_;
    const FoldStep& step_;
    std::vector<std::pair<std::string, base::Time>> dates_;
};

auto keyOf(const FieldTable::Winner& winner) {
    return std::tie(winner.row->row.field, winner.row->row.element);
}

/// The side's row of the key if the side shows it.
const FieldTable::Winner* sideOf(const std::vector<FieldTable::Winner>& side, const FieldTable::Winner& key) {
    const auto found = std::lower_bound(side.begin(), side.end(), key,
                                        [](const auto& a, const auto& b) { return keyOf(a) < keyOf(b); });
    return found != side.end() && keyOf(*found) == keyOf(key) ? &*found : nullptr;
}

std::string whyNot(const FieldTable::Winner* other, const model::Stamp& chosen) {
    if (other == nullptr || !other->isShown()) return "only_value";
    return chosen.attested != other->row->row.stamp.attested ? "attested" : "newer";
}

/// What the two sides showed of one key, and which of it the merged profile shows.
std::optional<FieldChoice> choose(const FieldTable::Winner& merged, const FieldTable::Winner* a,
                                  const FieldTable::Winner* b, const FieldRow* clear) {
    const bool aShows = a != nullptr && a->isShown();
    const bool bShows = b != nullptr && b->isShown();
    if (!aShows && !bShows) return std::nullopt;
    const FieldRow& row = merged.row->row;
    if (merged.isShown()) {
        const FieldTable::Winner* other = a != nullptr && a->row == merged.row ? b : a;
        const bool otherShows = other != nullptr && other->isShown();
        return FieldChoice{row.field,
                           row.element,
                           jsonText(row.value),
                           row.home,
                           otherShows ? jsonText(other->row->row.value) : std::string{},
                           whyNot(other, row.stamp)};
    }
    const FieldRow& taker = merged.hidden && clear != nullptr ? *clear : row;
    const FieldTable::Winner* lost = aShows ? a : b;
    return FieldChoice{row.field,
                       row.element,
                       "null",
                       taker.home,
                       jsonText(lost->row->row.value),
                       whyNot(lost, taker.stamp)};
}

}  // namespace

bool foldFields(FieldTable& table, const FoldStep& step) {
    if (step.observation.fields.empty()) return false;
    if (!step.resolution.mayWriteFacts) {
        step.warn("/fields", "not_attested", "A claim doesn't change the fields of a known profile.");
        return false;
    }
    return Folding(table, step).run();
}

std::vector<FieldChoice> chooseFields(FieldTable& table, const Merge& merge) {
    std::vector<base::ProfileId> homes = merge.survivorHomes;
    homes.insert(homes.end(), merge.absorbedHomes.begin(), merge.absorbedHomes.end());
    const auto a = table.winners(merge.survivorHomes);
    const auto b = table.winners(merge.absorbedHomes);
    std::vector<FieldChoice> choices;
    const FieldRow* clear = nullptr;
    for (const auto& merged : table.winners(homes)) {
        const FieldRow& row = merged.row->row;
        if (row.element.empty()) clear = &row;
        if (clear != nullptr && clear->field != row.field) clear = nullptr;
        auto choice = choose(merged, sideOf(a, merged), sideOf(b, merged), clear);
        if (choice) choices.push_back(std::move(*choice));
    }
    return choices;
}

}  // namespace kith::identity
