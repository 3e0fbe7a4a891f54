// SPDX-License-Identifier: Apache-2.0
#include "core/identity/fold_fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
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
        // What takes away goes first: an element that is both added and removed never shows.
        for (const bool adds : {false, true}) {
            for (const auto& write : step_.observation.fields) {
                if (KITH_FAULT(SetRemoveIgnored) && write.op == FieldWrite::Op::Remove) continue;
                if ((write.op == FieldWrite::Op::Add) == adds) apply(write);
            }
        }
        return std::any_of(before_.begin(), before_.end(),
                           [this](const Shown& before) { return !(shownOf(before.field) == before); });
    }

private:
    /// What the profile shows of one field.
    struct Shown {
        std::string field;
        std::optional<FieldValue> single;
        std::vector<std::string> elements;

        friend bool operator==(const Shown&, const Shown&) = default;
    };

    FieldTable::Homes home() const { return {&step_.resolution.home, 1}; }

    Shown shownOf(const std::string& field) {
        Shown shown{field, valueOf(table_.shown(step_.homes(), field, {})), {}};
        for (const FieldRow* each : table_.shownElements(step_.homes(), field)) {
            shown.elements.push_back(each->element);
        }
        return shown;
    }

    void remember(const std::string& field) {
        const bool known = std::any_of(before_.begin(), before_.end(),
                                       [&](const Shown& before) { return before.field == field; });
        if (!known) before_.push_back(shownOf(field));
    }

    void apply(const FieldWrite& write) {
        using Op = FieldWrite::Op;
        remember(write.field);
        FieldRow row{step_.resolution.home, write.field, {}, false, write.value, stampFor(write.field)};
        if (write.op == Op::Add || write.op == Op::Remove) row.element = write.value.elementKey();
        row.present = write.op == Op::Set || write.op == Op::Add;
        if (write.rule == model::MergeRule::First) {
            applyFirst(write, std::move(row));
            return;
        }
        const auto* standing = table_.find(row.home, row.field, row.element);
        if (standing != nullptr && !supersedes(row, standing->row)) return;
        write.op == Op::Clear ? clear(std::move(row)) : set(std::move(row));
    }

    /// Of a field whose first value counts.
    void applyFirst(const FieldWrite& write, FieldRow row) {
        const std::string field = row.field;
        const auto stamp = row.stamp;
        const auto before = valueOf(table_.shown(home(), field, {}));
        putIfBetter(row);
        row.element = row.present ? model::kFirstElement : model::kClearElement;
        putIfBetter(std::move(row));
        warnOfFirst(write, field);
        const FieldRow* after = table_.shown(home(), field, {});
        if (before == valueOf(after)) return;
        record(field, {}, before ? std::optional{jsonText(*before)} : std::nullopt, textOf(after), stamp);
    }

    /// Whoever edits such a field means to correct it. What merely arrives later is left aside without a
    /// word.
    void warnOfFirst(const FieldWrite& write, const std::string& field) {
        if (!step_.observation.dateAfterReplaced || write.op != FieldWrite::Op::Set) return;
        const auto shown = valueOf(table_.shown(step_.homes(), field, {}));
        if (shown && *shown != write.value)
            step_.warn("/fields/" + field, "first_value_stays",
                       "Noted, and still the value of before: of this field the first value counts. Clear it "
                       "with null, and then write the other.");
    }

    void putIfBetter(FieldRow row) {
        const auto* standing = table_.find(row.home, row.field, row.element);
        if (standing == nullptr || supersedes(row, standing->row)) table_.put(std::move(row));
    }

    /// Set, Add and Remove: one key is concerned.
    void set(FieldRow row) {
        const std::string field = row.field;
        const std::string element = row.element;
        const auto stamp = row.stamp;
        const auto before = valueOf(table_.shown(home(), field, element));
        table_.put(std::move(row));
        const FieldRow* after = table_.shown(home(), field, element);
        if (before == valueOf(after)) return;
        record(field, element, before ? std::optional{jsonText(*before)} : std::nullopt, textOf(after),
               stamp);
    }

    /// A single value, or every element of a set that is older.
    void clear(FieldRow row) {
        const std::string field = row.field;
        const auto stamp = row.stamp;
        const FieldRow* single = table_.shown(home(), field, {});
        const auto before = single != nullptr ? textOf(single) : textOf(olderElements(row));
        if (KITH_FAULT(LostClear)) row.stamp.at = base::Time::min();
        table_.put(std::move(row));
        if (before) record(field, {}, before, std::nullopt, stamp);
    }

    std::vector<const FieldRow*> olderElements(const FieldRow& clear) {
        auto elements = table_.shownElements(home(), clear.field);
        std::erase_if(elements, [&](const FieldRow* each) { return !(each->stamp < clear.stamp); });
        return elements;
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
        for (const auto& [row, hidden] : table_.winners(step_.homes())) {
            if (row->row.field == field) replaced = std::max(replaced, std::optional{row->row.stamp.at});
        }
        const base::Time at = dates_.emplace_back(field, step_.dateAfter(own, replaced)).second;
        return step_.observation.stampAt(at);
    }

    FieldTable& table_;
    const FoldStep& step_;
    std::vector<Shown> before_;
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
                           otherShows ? other->row->row.home : base::ProfileId{},
                           whyNot(other, row.stamp)};
    }
    const FieldRow& taker = merged.hidden && clear != nullptr ? *clear : row;
    const FieldTable::Winner* lost = aShows ? a : b;
    return FieldChoice{row.field,
                       row.element,
                       "null",
                       taker.home,
                       jsonText(lost->row->row.value),
                       lost->row->row.home,
                       whyNot(lost, taker.stamp)};
}

std::string whyFirst(const FieldRow& chosen, const FieldRow* other) {
    if (other == nullptr) return "only_value";
    if (chosen.stamp.attested != other->stamp.attested) return "attested";
    return chosen.stamp < other->stamp ? "earlier" : "newer";
}

/// The same of a field whose first value counts.
std::optional<FieldChoice> chooseFirst(FieldTable& table, const std::string& field,
                                       const std::vector<base::ProfileId>& homes, const Merge& merge) {
    const FieldRow* a = table.shown(merge.survivorHomes, field, {});
    const FieldRow* b = table.shown(merge.absorbedHomes, field, {});
    const FieldRow* lost = a != nullptr ? a : b;
    if (lost == nullptr) return std::nullopt;
    const FieldRow* merged = table.shown(homes, field, {});
    if (merged != nullptr) {
        if (merged == lost) lost = b != merged ? b : nullptr;
        return FieldChoice{field,
                           {},
                           jsonText(merged->value),
                           merged->home,
                           lost != nullptr ? jsonText(lost->value) : std::string{},
                           lost != nullptr ? lost->home : base::ProfileId{},
                           whyFirst(*merged, lost)};
    }
    const FieldRow& clear = *table.newest(homes, field, {});
    return FieldChoice{
        field, {}, "null", clear.home, jsonText(lost->value), lost->home, whyFirst(clear, lost)};
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
    const auto winners = table.winners(homes);
    std::set<std::string_view> firsts;
    for (const auto& merged : winners) {
        if (merged.row->row.element == model::kFirstElement) firsts.insert(merged.row->row.field);
    }
    for (const auto& merged : winners) {
        const FieldRow& row = merged.row->row;
        if (firsts.contains(row.field)) {
            if (row.element != model::kFirstElement) continue;
            if (auto choice = chooseFirst(table, row.field, homes, merge))
                choices.push_back(*std::move(choice));
            continue;
        }
        if (row.element.empty()) clear = &row;
        if (clear != nullptr && clear->field != row.field) clear = nullptr;
        auto choice = choose(merged, sideOf(a, merged), sideOf(b, merged), clear);
        if (choice) choices.push_back(std::move(*choice));
    }
    return choices;
}

}  // namespace kith::identity
