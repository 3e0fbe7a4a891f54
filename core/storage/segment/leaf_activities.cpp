// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>

#include "core/storage/codes.hpp"
#include "core/storage/segment/comparison_sql.hpp"
#include "core/storage/segment/leaves.hpp"

namespace kith::storage {
namespace {

using model::ActivityCondition;
using model::Comparison;
using model::Operator;
using model::ValueKind;

std::string symbolOf(Operator is) {
    return is == Operator::Less ? "<" : is == Operator::Greater ? ">" : "=";
}

/// A number is compared as one, which what is none is not asked for.
std::string compareMember(const Comparison& comparison, MadeSql& made) {
    if (comparison.is == Operator::Known) return "m.kind <> 'null'";
    const auto& first = comparison.values[0];
    if (first.kind == ValueKind::Text) {
        return "m.kind = 'string' AND " + compareText("m.value", comparison, made);
    }
    if (first.kind == ValueKind::Boolean) {
        return fmt::format("m.kind = 'boolean' AND m.value = '{}'", first.number != 0 ? "true" : "false");
    }
    const auto number = [&](const model::FieldValue& value) {
        return fmt::format("CAST({} AS double precision)", made.bind(value.text));
    };
    const std::string value = "CAST(m.value AS double precision)";
    const auto test =
        comparison.is == Operator::Between
            ? fmt::format("{} BETWEEN {} AND {}", value, number(first), number(comparison.values[1]))
            : fmt::format("{} {} {}", value, symbolOf(comparison.is), number(first));
    return fmt::format("CASE WHEN m.kind = 'number' THEN {} END", test);
}

class ActivitySql {
public:
    ActivitySql(const ActivityCondition& condition, SegmentText& text) : condition_(condition), text_(text) {}

    [[nodiscard]] ProfileSet set() const {
        const auto most = condition_.atMost;
        if (condition_.atLeast == 0) return {atLeast(*most + 1), true};
        return {most ? counted(condition_.atLeast, most) : atLeast(condition_.atLeast)};
    }

private:
    /// Counters know the answer.
    [[nodiscard]] bool isCounted() const {
        const auto& within = condition_.within;
        return !condition_.event && !condition_.messageId && !condition_.messageName &&
               condition_.properties.empty() && !condition_.sameMessage && !within.lastDays && !within.from &&
               !within.to;
    }
    /// The last activities of each home are a range, and there is no index of those of all.
    [[nodiscard]] bool isEachHomeAsked() const {
        return !condition_.channel && (condition_.within.lastDays || condition_.within.from);
    }

    [[nodiscard]] std::string tests() const {
        auto& made = text_.made;
        std::string sql;
        if (condition_.channel) sql += " AND a.channel = " + made.bind(*condition_.channel);
        if (condition_.kind) sql += fmt::format(" AND a.kind = {}", static_cast<int>(*condition_.kind));
        if (condition_.reached)
            sql += fmt::format(" AND a.status >= {}", static_cast<int>(*condition_.reached));
        if (!condition_.statuses.empty()) {
            std::vector<std::string> codes;
            for (const auto status : condition_.statuses)
                codes.push_back(std::to_string(static_cast<int>(status)));
            sql += fmt::format(" AND a.status IN ({})", joined(codes, ", "));
        }
        sql += time();
        if (condition_.event) sql += " AND " + compareText("a.event", *condition_.event, made);
        if (condition_.messageId) sql += " AND " + compareText("a.message_id", *condition_.messageId, made);
        if (condition_.messageName)
            sql += " AND " + compareText("a.message_name", *condition_.messageName, made);
        for (const auto& property : condition_.properties) {
            std::vector<std::string> path;
            for (const auto& name : model::pathOf(property.name)) path.push_back(made.bind(name));
            sql += fmt::format(" AND EXISTS (SELECT 1 FROM {} WHERE {})",
                               text_.dialect.jsonMember("a.properties", path),
                               compareMember(property.comparison, made));
        }
        return sql + text_.ofScope("a.home");
    }

    [[nodiscard]] std::string time() const {
        const auto& within = condition_.within;
        auto from = within.from;
        auto to = within.to;
        if (within.lastDays) {
            from = text_.scope.now - std::chrono::days{*within.lastDays};
            to = text_.scope.now + std::chrono::milliseconds{1};
        }
        std::string sql;
        if (from) sql += " AND a.at >= " + text_.made.bind(base::toMillis(*from));
        if (to) sql += " AND a.at < " + text_.made.bind(base::toMillis(*to));
        return sql;
    }

    [[nodiscard]] std::string_view table() const { return isCounted() ? "activity_counter" : "activity"; }

    [[nodiscard]] std::string eachHome() const {
        return fmt::format(
            "SELECT h.canonical_id AS id FROM profile h WHERE EXISTS (SELECT 1 FROM {} a WHERE a.home = "
            "h.id{})",
            table(), tests());
    }

    [[nodiscard]] std::string atLeast(std::int64_t count) const {
        if (count > 1 || condition_.sameMessage) return counted(count, {});
        if (isCounted()) {
            return fmt::format(
                "SELECT h.canonical_id AS id FROM {} a JOIN profile h ON h.id = a.home"
                " WHERE a.count > 0{}",
                table(), tests());
        }
        if (isEachHomeAsked()) return eachHome();
        // Each home once, before its person is looked up.
        return fmt::format(
            "SELECT h.canonical_id AS id FROM (SELECT DISTINCT a.home AS home FROM {} a"
            " WHERE 1 = 1{}) AS t JOIN profile h ON h.id = t.home",
            table(), tests());
    }

    [[nodiscard]] std::string counted(std::int64_t least, std::optional<std::int64_t> most) const {
        const std::string_view message = condition_.sameMessage ? ", a.message_id" : "";
        auto sql = fmt::format(
            "SELECT h.canonical_id AS id FROM (SELECT a.home AS home, {} AS total{} FROM {} a WHERE 1 = 1{}{}"
            " GROUP BY a.home{}) AS t JOIN profile h ON h.id = t.home GROUP BY h.canonical_id{}"
            " HAVING sum(t.total) >= {}",
            isCounted() ? "sum(a.count)" : "count(*)",
            condition_.sameMessage ? ", a.message_id AS message" : "", table(),
            condition_.sameMessage ? " AND a.message_id IS NOT NULL" : "", tests(), message,
            condition_.sameMessage ? ", t.message" : "", text_.made.bind(least));
        if (most) sql += " AND sum(t.total) <= " + text_.made.bind(*most);
        return sql;
    }

    const ActivityCondition& condition_;
    SegmentText& text_;
};

}  // namespace

ProfileSet profilesWith(const ActivityCondition& condition, SegmentText& text) {
    return ActivitySql(condition, text).set();
}

}  // namespace kith::storage
