// SPDX-License-Identifier: Apache-2.0
// Conditions of segments: what is read is within its bounds, and reads again from what is written of it.
#include <algorithm>

#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/segment/condition_json.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/segment_catalogue.hpp"

namespace {

using kith::base::Error;
using kith::base::ErrorCode;
using kith::test::require;
namespace bounds = kith::model::bounds;

std::size_t depthOf(const kith::model::Condition& condition) {
    const auto* group = std::get_if<kith::model::ConditionGroup>(&condition.node);
    if (group == nullptr) return 0;
    require(!group->children.empty());
    std::size_t depth = 0;
    for (const auto& child : group->children) depth = std::max(depth, depthOf(child));
    return depth + 1;
}

std::size_t leavesOf(const kith::model::Condition& condition) {
    const auto* group = std::get_if<kith::model::ConditionGroup>(&condition.node);
    if (group == nullptr) return 1;
    std::size_t leaves = 0;
    for (const auto& child : group->children) leaves += leavesOf(child);
    return leaves;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto catalogue = kith::test::segmentCatalogue();
    try {
        const auto condition = kith::model::parseCondition(kith::test::textOf(data, size), catalogue);
        require(depthOf(condition) <= bounds::kConditionDepth);
        require(leavesOf(condition) <= bounds::kConditionLeaves);
        const auto written = kith::model::conditionToJson(condition);
        const auto again = kith::model::parseCondition(written.dump(), catalogue);
        require(kith::model::conditionToJson(again) == written);
    } catch (const Error& error) {
        require(error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::TooLarge);
        require(error.violations().size() <= bounds::kViolations + 1);
    }
    return 0;
}
