// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/segment_planner.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/catalogue/definer.hpp"
#include "core/catalogue/planner.hpp"
#include "core/catalogue/segment_rules.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/storage/segment/book.hpp"

namespace kith::catalogue {
namespace {

using base::Violation;
using storage::Segment;

std::shared_ptr<const model::Definitions> definitionsOf(const Stored& stored, const Deployment& deployment,
                                                        const Plan& plan) {
    storage::StoredCatalogue later;
    later.version = stored.catalogue.version;
    later.fields = overlaid(stored.catalogue.fields, plan.fields);
    later.categories = overlaid(stored.catalogue.categories, plan.categories);
    return defineAll(later, deployment.registry);
}

}  // namespace

SegmentPlanner::SegmentPlanner(const Stored& stored, const Deployment& deployment, base::Time now, Plan& plan)
    : stored_(stored),
      deployment_(deployment),
      now_(now),
      plan_(plan),
      later_(deployment.catalogue.with(definitionsOf(stored, deployment, plan))) {}

void SegmentPlanner::want(const std::vector<Provisioned<Segment>>& wanted,
                          std::vector<Violation>& violations) {
    const auto readable = read(wanted, violations);
    Planner("segment", stored_.segments, now_, plan_, plan_.segments)
        .want(readable, deployment_.registry, violations);
    checkNaming(wanted, readable, violations);
}

/// With their conditions as they are stored.
std::vector<Provisioned<Segment>> SegmentPlanner::read(const std::vector<Provisioned<Segment>>& wanted,
                                                       std::vector<Violation>& violations) {
    std::vector<Provisioned<Segment>> readable;
    for (auto [segment, pointer] : wanted) {
        const auto made = readSegment(segment, later_);
        if (made.faults.empty()) {
            segment.condition = model::conditionToJson(*made.condition).dump();
            plan_.named[segment.key] = model::segmentsNamedBy(*made.condition);
            readable.push_back({std::move(segment), pointer});
        } else if (deployment_.isComplete) {
            for (const auto& each : made.faults)
                violations.push_back({pointer + each.pointer, each.code, each.detail});
        } else {
            leaveOut(segment.key, pointer, readable);
        }
    }
    return readable;
}

void SegmentPlanner::leaveOut(const std::string& key, const std::string& pointer,
                              std::vector<Provisioned<Segment>>& readable) {
    plan_.changes.push_back({Change::Kind::LeftOut, "segment", key, {}});
    const auto found = std::ranges::find(stored_.segments, key, &Segment::key);
    if (found != stored_.segments.end()) readable.push_back({*found, pointer});
}

/// Those of which something else is wrong are there for whoever names them.
void SegmentPlanner::checkNaming(const std::vector<Provisioned<Segment>>& wanted,
                                 const std::vector<Provisioned<Segment>>& readable,
                                 std::vector<Violation>& violations) const {
    const auto all = overlaid(stored_.segments, plan_.segments);
    if (all.size() > storage::kMaxSegments)
        violations.push_back(
            {"/segments", "too_many",
             "with those of the API there would be more than " + std::to_string(storage::kMaxSegments)});
    auto book = bookOf(all, later_);
    if (deployment_.isComplete)
        for (const auto& [segment, pointer] : wanted)
            if (std::ranges::none_of(
                    readable, [&key = segment.key](const auto& each) { return each.entry.key == key; }))
                book.insert_or_assign(segment.key, storage::SegmentContent{});
    for (const auto& [segment, pointer] : readable) {
        std::vector<Violation> faults;
        if (const auto& condition = book.at(segment.key).condition)
            faults = storage::unknownNamed(*condition, book);
        if (faults.empty())
            if (auto fault = storage::excessOf(book, segment.key)) faults.push_back(*std::move(fault));
        for (const auto& each : faults)
            violations.push_back({pointer + each.pointer, each.code, each.detail});
    }
    if (!violations.empty()) return;
    // One of the API may name what asks for more now.
    for (const auto& [key, content] : book)
        if (const auto fault = storage::excessOf(book, key))
            violations.push_back({"/segments", fault->code, fault->detail});
}

}  // namespace kith::catalogue
