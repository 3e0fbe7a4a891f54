// SPDX-License-Identifier: Apache-2.0
#include "core/model/segment/condition.hpp"

#include <set>

namespace kith::model {
namespace {

void collect(const Condition& condition, std::set<std::string>& segments) {
    if (const auto* segment = std::get_if<SegmentCondition>(&condition.node)) {
        segments.insert(segment->segment);
    } else if (const auto* group = std::get_if<ConditionGroup>(&condition.node)) {
        for (const auto& child : group->children) collect(child, segments);
    }
}

}  // namespace

std::vector<std::string> segmentsNamedBy(const Condition& condition) {
    std::set<std::string> segments;
    collect(condition, segments);
    return {segments.begin(), segments.end()};
}

std::vector<std::string_view> pathOf(std::string_view property) {
    std::vector<std::string_view> names;
    for (;;) {
        const auto end = property.find('.');
        names.push_back(property.substr(0, end));
        if (end == std::string_view::npos) return names;
        property.remove_prefix(end + 1);
    }
}

}  // namespace kith::model
