// SPDX-License-Identifier: Apache-2.0
#include "tests/property/history_shares.hpp"

#include <iostream>

namespace kith::test {
namespace {

std::size_t activitiesOf(const std::vector<Item>& items) {
    std::size_t count = 0;
    for (const auto& item : items) count += item.activities.size();
    return count;
}

}  // namespace

void HistoryShares::add(const HistoryFacts& facts) {
    ++histories_;
    joining_ += facts.linkingMerges + facts.absorptions > 0 ? 1 : 0;
    merging_ += facts.linkingMerges >= 2 ? 1 : 0;
    moving_ += facts.moves > 0 ? 1 : 0;
    absorbing_ += facts.absorptions > 0 ? 1 : 0;
    refusing_ += facts.refusals > 0 ? 1 : 0;
    mergedByHand_ += facts.handMerges > 0 ? 1 : 0;
    takenBack_ += facts.undone > 0 ? 1 : 0;
    deleted_ += facts.deleted > 0 ? 1 : 0;
    restored_ += facts.restored > 0 ? 1 : 0;
    erased_ += facts.erased > 0 ? 1 : 0;
}

void HistoryShares::addSafe(const std::vector<Item>& safe, const std::vector<Item>& history) {
    mostlySafe_ += 2 * safe.size() > history.size() ? 1 : 0;
    items_ += history.size();
    safeItems_ += safe.size();
    activities_ += activitiesOf(history);
    safeActivities_ += activitiesOf(safe);
}

void HistoryShares::print() const {
    std::cout << "of " << histories_ << " histories " << joining() << " % had a merge or an absorption, "
              << merging() << " % two merges or more, " << moving() << " % a move, " << absorbing()
              << " % an absorption, " << percent(refusing_, histories_) << " % a refusal\n";
    if (mergedByHand_ + takenBack_ > 0) {
        std::cout << "  in " << mergedByHand() << " % people merged by hand, in " << takenBack()
                  << " % they took a merge back\n";
    }
    if (deleted_ + restored_ + erased_ > 0) {
        std::cout << "  in " << deleted() << " % profiles were deleted, in " << restored()
                  << " % restored, in " << erased() << " % erased\n";
    }
    if (items_ == 0) return;
    std::cout << "  of " << mostlySafe() << " % most is safe, in all " << safeItems()
              << " % of observations and " << safeActivities() << " % of activities\n";
}

}  // namespace kith::test
