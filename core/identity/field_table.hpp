// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/identity/facts.hpp"

namespace kith::identity {

/// The field rows of the loaded homes, and the rules by which one of them is shown.
class FieldTable {
public:
    using Row = Tracked<model::FieldRow>;
    using Homes = std::span<const base::ProfileId>;

    explicit FieldTable(Facts& facts) : facts_(facts) {}

    /// Null if that home has no such row. Valid until a row is put.
    [[nodiscard]] Row* find(base::ProfileId home, std::string_view field, std::string_view element);
    /// Stores a statement that supersedes what its home held.
    void put(model::FieldRow row);
    [[nodiscard]] std::span<Row> rowsOf(base::ProfileId home);

    /// The row of the key that supersedes the others over these homes; null if there is none.
    [[nodiscard]] const model::FieldRow* newest(Homes homes, std::string_view field,
                                                std::string_view element);
    /// The value's row if it is shown: present, and of a set not cleared since. Of a field whose first value
    /// counts, that one unless it was cleared since.
    [[nodiscard]] const model::FieldRow* shown(Homes homes, std::string_view field, std::string_view element);
    /// The elements of a set that are shown over these homes, in order.
    [[nodiscard]] std::vector<const model::FieldRow*> shownElements(Homes homes, std::string_view field);

    /// The row of every key that supersedes the others over some homes, by field and element.
    struct Winner {
        Row* row = nullptr;
        /// An element that a newer Clear removed; and of a field whose first value counts all but what is
        /// shown, or the Clear for which nothing is.
        bool hidden = false;

        [[nodiscard]] bool isShown() const noexcept { return !hidden && row->row.present; }
    };
    [[nodiscard]] std::vector<Winner> winners(Homes homes);
    /// Sets `current` on every row of these homes.
    void markCurrent(Homes homes);

private:
    using Index = std::unordered_map<std::string, std::size_t>;

    Facts& facts_;
    std::unordered_map<base::ProfileId, Index> indexes_;  ///< Of homes with many rows.
};

/// Whether a statement replaces the standing one of its key: it is newer, or of the same observation and
/// takes away; as the first value of a field, it is attested alone, or earlier.
[[nodiscard]] bool supersedes(const model::FieldRow& candidate, const model::FieldRow& standing) noexcept;

}  // namespace kith::identity
