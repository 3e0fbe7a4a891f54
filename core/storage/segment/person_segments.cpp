// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/person_segments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "core/storage/segment/set_reading.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::Condition;
using model::ConditionGroup;
using model::SegmentCondition;

// Where one statement ends: what both databases take of parts of a UNION, constants, and bytes is several
// times as much, and the last condition may be large.
constexpr std::size_t kParts = 50;
constexpr std::size_t kConstants = 8'000;
constexpr std::size_t kBytes = 300'000;

void collectLeaves(const Condition& condition, std::vector<const Condition*>& leaves) {
    if (const auto* group = std::get_if<ConditionGroup>(&condition.node)) {
        for (const auto& child : group->children) collectLeaves(child, leaves);
    } else if (!std::holds_alternative<SegmentCondition>(condition.node)) {
        leaves.push_back(&condition);
    }
}

/// What is asked about one person.
class Person {
public:
    Person(Session& session, const SegmentBook& book, const std::vector<base::ProfileId>& homes,
           base::Time now)
        : session_(session), book_(book), scope_{now, homes} {
        askAll();
        readListed();
    }

    /// Nothing if it can't be said.
    std::optional<bool> isIn(std::string_view key) {
        const auto named = book_.find(key);
        if (named == book_.end()) return std::nullopt;
        const auto& [id, condition] = named->second;
        if (!condition) return listedBy_.contains(id);
        if (const auto known = isIn_.find(id); known != isIn_.end()) return known->second;
        isIn_[id] = std::nullopt;  // Until it is known; who comes back here goes round.
        const auto found = holds(*condition);
        isIn_[id] = found;
        return found;
    }

private:
    std::optional<bool> holds(const Condition& condition) {
        if (const auto* group = std::get_if<ConditionGroup>(&condition.node)) return holds(*group);
        if (const auto* named = std::get_if<SegmentCondition>(&condition.node)) return isIn(named->segment);
        if (!asked_.contains(&condition)) return std::nullopt;
        return holding_.contains(&condition);
    }

    std::optional<bool> holds(const ConditionGroup& group) {
        std::size_t holding = 0;
        for (const auto& child : group.children) {
            const auto known = holds(child);
            if (!known) return std::nullopt;
            if (*known) ++holding;
        }
        switch (group.kind) {
            case ConditionGroup::Kind::All:
                return holding == group.children.size();
            case ConditionGroup::Kind::Any:
                return holding > 0;
            case ConditionGroup::Kind::None:
                return holding == 0;
        }
        return std::nullopt;
    }

    void askAll() {
        std::vector<const Condition*> leaves;
        for (const auto& [key, content] : book_) {
            if (content.condition) collectLeaves(*content.condition, leaves);
        }
        leaves.resize(std::min(leaves.size(), kMaxPersonLeaves));
        asked_.insert(leaves.begin(), leaves.end());
        for (std::size_t begin = 0; begin < leaves.size();) begin = askSome(leaves, begin);
    }

    /// Asks as many as one statement may hold; returns where the next one begins.
    std::size_t askSome(const std::vector<const Condition*>& leaves, std::size_t begin) {
        MadeSql made;
        SegmentText text{session_.dialect(), scope_, made};
        std::string sql;
        auto end = begin;
        for (; end < leaves.size(); ++end) {
            if (end - begin == kParts || made.size() > kConstants || sql.size() > kBytes) break;
            if (!sql.empty()) sql += " UNION ALL ";
            sql += fmt::format("SELECT {} AS place {}", end, membersOf(*leaves[end], book_, text));
        }
        sql = text.with() + sql;
        session_.eachMade<std::size_t>(sql, made, [&](std::size_t place) { holding_.insert(leaves[place]); });
        return end;
    }

    void readListed() {
        MadeSql made;
        const SegmentText text{session_.dialect(), scope_, made};
        const auto sql = "SELECT m.segment_id FROM segment_member m WHERE 1 = 1" + text.ofScope("m.home");
        session_.eachMade<SegmentId>(sql, made, [&](SegmentId segment) { listedBy_.insert(segment); });
    }

    Session& session_;
    const SegmentBook& book_;
    SegmentScope scope_;
    std::set<const Condition*> asked_;
    std::set<const Condition*> holding_;
    std::set<SegmentId> listedBy_;  ///< Static ones.
    std::map<SegmentId, std::optional<bool>> isIn_;
};

}  // namespace

PersonSegments segmentsOf(Session& session, const SegmentBook& book,
                          const std::vector<base::ProfileId>& homes, base::Time now) {
    const SetReading reading(session);
    PersonSegments segments;
    const auto listed = session.first<bool>("SELECT listed FROM profile WHERE id = :id", homes.front());
    if (!listed || !std::get<0>(*listed)) return segments;
    Person person(session, book, homes, now);
    for (const auto& [key, content] : book) {
        const auto isIn = person.isIn(key);
        if (!isIn) segments.complete = false;
        if (isIn.value_or(false)) segments.keys.push_back(key);
    }
    return segments;
}

}  // namespace kith::storage
