// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tests/property/plain_model.hpp"

namespace kith::test {

/// What happened in the histories that a property was checked on: it says little where nothing happens.
class HistoryShares {
public:
    void add(const HistoryFacts& facts);
    /// `safe` is what keepSafe left of a history.
    void addSafe(const std::vector<Item>& safe, const std::vector<Item>& history);
    void print() const;

    [[nodiscard]] int histories() const { return static_cast<int>(histories_); }
    /// Whether there were so many histories that shares below their bounds are no accident.
    [[nodiscard]] bool isEnough() const { return histories_ >= 100; }

    /// Per cent of the histories that had a merge or an absorption, two merges or more, a move, an
    /// absorption.
    [[nodiscard]] int joining() const { return percent(joining_, histories_); }
    [[nodiscard]] int merging() const { return percent(merging_, histories_); }
    [[nodiscard]] int moving() const { return percent(moving_, histories_); }
    [[nodiscard]] int absorbing() const { return percent(absorbing_, histories_); }
    /// Per cent of the histories in which people merged by hand, and took a merge back.
    [[nodiscard]] int mergedByHand() const { return percent(mergedByHand_, histories_); }
    [[nodiscard]] int takenBack() const { return percent(takenBack_, histories_); }
    /// Per cent of the histories in which profiles were deleted, restored, and erased.
    [[nodiscard]] int deleted() const { return percent(deleted_, histories_); }
    [[nodiscard]] int restored() const { return percent(restored_, histories_); }
    [[nodiscard]] int erased() const { return percent(erased_, histories_); }
    /// Per cent of the histories of which more than half of the observations are safe.
    [[nodiscard]] int mostlySafe() const { return percent(mostlySafe_, histories_); }
    /// Per cent of what all of them hold together.
    [[nodiscard]] int safeItems() const { return percent(safeItems_, items_); }
    [[nodiscard]] int safeActivities() const { return percent(safeActivities_, activities_); }

private:
    static int percent(std::size_t part, std::size_t whole) {
        return whole == 0 ? 0 : static_cast<int>(100 * part / whole);
    }

    std::size_t histories_ = 0;
    std::size_t joining_ = 0;
    std::size_t merging_ = 0;
    std::size_t moving_ = 0;
    std::size_t absorbing_ = 0;
    std::size_t refusing_ = 0;
    std::size_t mergedByHand_ = 0;
    std::size_t takenBack_ = 0;
    std::size_t deleted_ = 0;
    std::size_t restored_ = 0;
    std::size_t erased_ = 0;
    std::size_t mostlySafe_ = 0;
    std::size_t items_ = 0;
    std::size_t safeItems_ = 0;
    std::size_t activities_ = 0;
    std::size_t safeActivities_ = 0;
};

}  // namespace kith::test
