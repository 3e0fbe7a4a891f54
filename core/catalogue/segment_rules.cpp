// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/segment_rules.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/model/reader.hpp"
#include "core/model/segment/condition_json.hpp"

namespace kith::catalogue {

ReadSegment readSegment(const storage::Segment& segment, const model::Catalogue& catalogue) {
    model::Findings findings;
    const model::Where top;
    ReadSegment read;
    read.condition = model::readCondition(nlohmann::json::parse(segment.condition.value()),
                                          {top, "condition"}, catalogue, findings);
    if (findings.isWrong()) read.faults = findings.takeError().violations();
    return read;
}

storage::SegmentBook bookOf(const std::vector<storage::Segment>& segments,
                            const model::Catalogue& catalogue) {
    storage::SegmentBook book;
    for (const auto& segment : segments) {
        storage::SegmentContent content{segment.id, std::nullopt};
        if (segment.condition) {
            auto read = readSegment(segment, catalogue);
            if (read.faults.empty()) content.condition = std::move(read.condition);
        }
        book.emplace(segment.key, std::move(content));
    }
    return book;
}

storage::SegmentBook namingBookOf(const std::vector<storage::Segment>& segments,
                                  const model::Catalogue& catalogue) {
    auto book = bookOf(segments, catalogue);
    for (const auto& segment : segments) {
        auto& content = book.at(segment.key);
        if (content.condition || !segment.condition) continue;
        model::ConditionGroup named{model::ConditionGroup::Kind::Any, {}};
        for (auto& each : model::namedIn(nlohmann::json::parse(*segment.condition), "segment"))
            named.children.push_back(model::Condition{model::SegmentCondition{std::move(each.key)}});
        content.condition = model::Condition{std::move(named)};
    }
    return book;
}

}  // namespace kith::catalogue
