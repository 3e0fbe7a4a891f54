// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/condition_sql.hpp"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/segment/leaves.hpp"

namespace kith::storage {
namespace {

using model::Condition;
using model::ConditionGroup;

class ConditionSql {
public:
    ConditionSql(const SegmentBook& book, SegmentText& text) : book_(book), text_(text) {}

    /// `FROM profile p … WHERE …` of those for whom all hold.
    [[nodiscard]] std::string members(std::span<const Condition> all) {
        Tests tests{{}, {text_.everybody()}};
        for (const auto& each : all) add(each, tests);
        return "FROM profile p" + tests.join + " WHERE " + joined(tests.conditions, " AND ");
    }

private:
    /// What is asked of a row `p`.
    struct Tests {
        std::string join;  ///< Behind `profile p`; at most one set, so that no row comes twice.
        std::vector<std::string> conditions;
    };

    /// One condition per part of what has to hold.
    void add(const Condition& condition, Tests& tests) {
        const auto* group = std::get_if<ConditionGroup>(&condition.node);
        if (group != nullptr && group->kind == ConditionGroup::Kind::All) {
            for (const auto& child : group->children) add(child, tests);
        } else if (auto test =
                       std::visit([this](const auto& node) { return rowTest(node); }, condition.node)) {
            tests.conditions.push_back(*std::move(test));
        } else {
            add(set(condition), tests);
        }
    }

    // PostgreSQL would make a set of what is one already, in an order in which it then finds no two profiles
    // on one page.
    void add(const ProfileSet& set, Tests& tests) {
        const bool isJoined = set.isDistinct && !set.complement && tests.join.empty() &&
                              text_.dialect.engine() == Engine::Postgresql;
        if (isJoined)
            tests.join = fmt::format(" JOIN ({}) AS s ON s.id = p.id", set.sql);
        else
            tests.conditions.push_back(text_.isIn(set));
    }

    template <class Node>
    [[nodiscard]] std::optional<std::string> rowTest(const Node& node) {
        if constexpr (requires { testOf(node, text_); }) return testOf(node, text_);
        return std::nullopt;
    }

    [[nodiscard]] ProfileSet set(const Condition& condition) {
        return std::visit([this](const auto& node) { return setOf(node); }, condition.node);
    }

    [[nodiscard]] ProfileSet setOf(const ConditionGroup& group) {
        if (group.kind == ConditionGroup::Kind::All)
            return named("SELECT p.id AS id " + members(group.children));
        std::vector<std::string> parts;
        for (const auto& child : group.children) parts.push_back(text_.enumerated(set(child)));
        auto some = named(united(parts));
        some.complement = group.kind == ConditionGroup::Kind::None;
        return some;
    }
    [[nodiscard]] ProfileSet named(std::string query) {
        return {"SELECT id FROM " + text_.name(std::move(query))};
    }

    /// Each in parentheses of its own, since one may be grouped.
    [[nodiscard]] static std::string united(const std::vector<std::string>& sets) {
        std::vector<std::string> parts;
        for (const auto& set : sets) parts.push_back(fmt::format("SELECT s.id AS id FROM ({}) AS s", set));
        return joined(parts, " UNION ALL ");
    }

    [[nodiscard]] ProfileSet setOf(const model::SegmentCondition& named) {
        const auto found = book_.find(named.segment);
        if (found == book_.end())
            throw base::Error(base::ErrorCode::Conflict,
                              "There is no segment '" + named.segment + "' any more.");
        const auto& [id, condition] = found->second;
        return condition ? set(*condition) : ProfileSet{listedBy(id, text_)};
    }

    template <class Leaf>
    [[nodiscard]] ProfileSet setOf(const Leaf& leaf) {
        return profilesWith(leaf, text_);
    }

    const SegmentBook& book_;
    SegmentText& text_;
};

}  // namespace

std::string membersOf(const Condition& condition, const SegmentBook& book, SegmentText& text) {
    return ConditionSql(book, text).members({&condition, 1});
}

std::string listedBy(SegmentId segment, SegmentText& text) {
    return fmt::format(
        "SELECT h.canonical_id AS id FROM segment_member m JOIN profile h ON h.id = m.home"
        " WHERE m.segment_id = {}{}",
        text.made.bind(segment.value), text.ofScope("m.home"));
}

}  // namespace kith::storage
