// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/book.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "core/model/segment/condition_json.hpp"

namespace kith::storage {
namespace {

using base::Violation;
using model::Condition;

constexpr const char* kAt = "/condition";

/// Counts leaves through segments, each of which is counted once and remembered.
class LeafCounter {
public:
    explicit LeafCounter(const SegmentBook& book) : book_(book) {}

    std::optional<std::size_t> count(const Condition& condition) {
        if (const auto* segment = std::get_if<model::SegmentCondition>(&condition.node))
            return countNamed(segment->segment);
        const auto* group = std::get_if<model::ConditionGroup>(&condition.node);
        if (group == nullptr) return 1;
        std::size_t sum = 0;
        for (const auto& child : group->children) {
            const auto leaves = count(child);
            if (!leaves) return std::nullopt;
            sum = std::min(sum + *leaves, kMaxExpandedLeaves + 1);
        }
        return sum;
    }

private:
    std::optional<std::size_t> countNamed(const std::string& key) {
        if (const auto known = counted_.find(key); known != counted_.end()) return known->second;
        const auto found = book_.find(key);
        if (found == book_.end() || !found->second.condition) return 1;
        counted_[key] = std::nullopt;  // Whoever comes here again while it is counted goes round.
        const auto leaves = count(*found->second.condition);
        counted_[key] = leaves;
        return leaves;
    }

    const SegmentBook& book_;
    std::map<std::string, std::optional<std::size_t>> counted_;
};

const std::optional<Condition>& conditionOf(const SegmentBook& book, std::string_view key) {
    static const std::optional<Condition> kNone;
    const auto found = book.find(key);
    return found == book.end() ? kNone : found->second.condition;
}

}  // namespace

std::optional<std::size_t> expandedLeaves(const Condition& condition, const SegmentBook& book) {
    return LeafCounter(book).count(condition);
}

std::vector<Violation> unknownNamed(const Condition& condition, const SegmentBook& book) {
    std::vector<Violation> unknown;
    for (const auto& [pointer, key] : model::namedIn(model::conditionToJson(condition), "segment"))
        if (!book.contains(key))
            unknown.push_back({kAt + pointer, "unknown_segment", "there is no segment '" + key + "'"});
    return unknown;
}

std::optional<Violation> excessOf(const SegmentBook& book, std::string_view key) {
    if (!conditionOf(book, key)) return std::nullopt;
    const auto leaves = expandedLeaves(Condition{model::SegmentCondition{std::string(key)}}, book);
    if (!leaves) return Violation{kAt, "cycle", "comes back to the segment itself"};
    if (*leaves <= kMaxExpandedLeaves) return std::nullopt;
    return Violation{kAt, "too_many",
                     "with the segments that are named, '" + std::string(key) + "' would ask for more than " +
                         std::to_string(kMaxExpandedLeaves) + " conditions"};
}

}  // namespace kith::storage
