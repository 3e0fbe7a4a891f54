// SPDX-License-Identifier: Apache-2.0
#include "core/identity/field_table.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/identity/fold_step.hpp"
#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using model::FieldRow;

constexpr std::size_t kIndexFrom = 32;

std::string keyOf(std::string_view field, std::string_view element) {
    std::string key;
    key.reserve(field.size() + 1 + element.size());
    key.append(field).append(1, '\0').append(element);
    return key;
}

/// A Clear of a whole set hides what was added before; what the same observation added stays.
bool isHidden(const FieldRow& element, const FieldRow* clear) noexcept {
    return clear != nullptr && !clear->present && element.stamp < clear->stamp;
}

/// Whether a statement is the one of two that comes first. Attested beats claimed whatever their times.
bool isEarlier(const model::Stamp& a, const model::Stamp& b) noexcept {
    return a.attested == b.attested ? a < b : a.attested;
}

bool isCleared(const FieldRow& first, const FieldRow* clear) noexcept {
    return clear != nullptr && first.stamp < clear->stamp;
}

/// The last winner is the first value of its field: it is shown, or what the newest statement says.
void settleFirst(std::vector<FieldTable::Winner>& winners) {
    auto& first = winners.back();
    FieldTable::Winner* newest = nullptr;
    const FieldRow* clear = nullptr;
    for (auto each = winners.rbegin() + 1; each != winners.rend(); ++each) {
        const FieldRow& row = each->row->row;
        if (row.field != first.row->row.field) break;
        if (row.element == model::kClearElement) clear = &row;
        if (row.element.empty()) newest = &*each;
    }
    first.hidden = isCleared(first.row->row, clear);
    if (newest != nullptr && !first.hidden) newest->hidden = true;
}

bool comesFirst(const FieldTable::Row* a, const FieldTable::Row* b) {
    const auto key = [](const FieldTable::Row* row) { return std::tie(row->row.field, row->row.element); };
    if (key(a) != key(b)) return key(a) < key(b);
    return supersedes(a->row, b->row);
}

}  // namespace

bool supersedes(const FieldRow& candidate, const FieldRow& standing) noexcept {
    if (candidate.element == model::kFirstElement) return isEarlier(candidate.stamp, standing.stamp);
    if (KITH_FAULT(TiesByArrival) && candidate.stamp.attested == standing.stamp.attested) {
        return candidate.stamp.at >= standing.stamp.at;
    }
    const auto order = candidate.stamp <=> standing.stamp;
    return order > 0 || (order == 0 && standing.present && !candidate.present);
}

FieldTable::Row* FieldTable::find(base::ProfileId home, std::string_view field, std::string_view element) {
    const auto found = facts_.fields.find(home);
    if (found == facts_.fields.end()) return nullptr;
    auto& rows = found->second;
    if (rows.size() < kIndexFrom) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) {
            return each.row.field == field && each.row.element == element;
        });
        return row == rows.end() ? nullptr : &*row;
    }
    Index& index = indexes_[home];
    for (std::size_t i = index.size(); i < rows.size(); ++i) {
        index.emplace(keyOf(rows[i].row.field, rows[i].row.element), i);
    }
    const auto at = index.find(keyOf(field, element));
    return at == index.end() ? nullptr : &rows[at->second];
}

void FieldTable::put(FieldRow row) {
    if (Row* standing = find(row.home, row.field, row.element)) {
        standing->row = std::move(row);
        touch(*standing);
        return;
    }
    auto& rows = facts_.fields[row.home];
    rows.push_back({std::move(row), true, Change::Added});
}

std::span<FieldTable::Row> FieldTable::rowsOf(base::ProfileId home) {
    const auto found = facts_.fields.find(home);
    return found == facts_.fields.end() ? std::span<Row>{} : std::span<Row>{found->second};
}

const FieldRow* FieldTable::newest(Homes homes, std::string_view field, std::string_view element) {
    const FieldRow* newest = nullptr;
    for (const auto home : homes) {
        const Row* row = find(home, field, element);
        if (row != nullptr && (newest == nullptr || supersedes(row->row, *newest))) newest = &row->row;
    }
    return newest;
}

const FieldRow* FieldTable::shown(Homes homes, std::string_view field, std::string_view element) {
    if (element.empty()) {
        const FieldRow* first = newest(homes, field, model::kFirstElement);
        if (first != nullptr && !isCleared(*first, newest(homes, field, model::kClearElement))) return first;
    }
    const FieldRow* row = newest(homes, field, element);
    if (row == nullptr || !row->present) return nullptr;
    if (!element.empty() && isHidden(*row, newest(homes, field, {}))) return nullptr;
    return row;
}

std::vector<const FieldRow*> FieldTable::shownElements(Homes homes, std::string_view field) {
    std::set<std::string_view> elements;
    for (const auto home : homes) {
        for (const Row& row : rowsOf(home)) {
            if (row.row.field == field && model::isOfSet(row.row.element)) elements.insert(row.row.element);
        }
    }
    std::vector<const FieldRow*> rows;
    for (const auto element : elements) {
        if (const FieldRow* row = shown(homes, field, element)) rows.push_back(row);
    }
    return rows;
}

std::vector<FieldTable::Winner> FieldTable::winners(Homes homes) {
    std::vector<Row*> rows;
    for (const auto home : homes) {
        for (Row& row : rowsOf(home)) rows.push_back(&row);
    }
    std::sort(rows.begin(), rows.end(), comesFirst);
    std::vector<Winner> winners;
    winners.reserve(rows.size());
    const FieldRow* clear = nullptr;
    for (Row* row : rows) {
        const FieldRow& each = row->row;
        if (!winners.empty()) {
            const FieldRow& last = winners.back().row->row;
            if (last.field == each.field && last.element == each.element) continue;
        }
        if (clear != nullptr && clear->field != each.field) clear = nullptr;
        if (each.element.empty()) clear = &each;
        const bool ofSet = model::isOfSet(each.element);
        winners.push_back({row, each.element == model::kClearElement || (ofSet && isHidden(each, clear))});
        if (each.element == model::kFirstElement) settleFirst(winners);
    }
    return winners;
}

void FieldTable::markCurrent(Homes homes) {
    std::vector<const Row*> current;
    for (const Winner& winner : winners(homes)) {
        if (!winner.hidden) current.push_back(winner.row);
    }
    std::sort(current.begin(), current.end());
    for (const auto home : homes) {
        for (Row& row : rowsOf(home)) {
            bool wins = std::binary_search(current.begin(), current.end(), &row);
            if (KITH_FAULT(MergeDropsFields) && home != homes.front()) wins = false;
            if (std::exchange(row.current, wins) != wins) touch(row);
        }
    }
}

}  // namespace kith::identity
