// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/codes.hpp"
#include "core/storage/segment/comparison_sql.hpp"
#include "core/storage/segment/leaves.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

using model::ActivityCondition;
using model::Comparison;
using model::Operator;
using model::Repetition;
using model::ValueKind;

// Messages, each with the one of its message that its person got before it: also from before the time that
// is asked for, and over all homes.
constexpr std::string_view kMessages = R"sql((
    SELECT x.home, x.channel, x.kind, x.status, x.at, x.event, x.message_id, x.message_name, x.properties,
           lag(x.at) OVER w AS before_at, {before} AS before_properties
    FROM activity x JOIN profile g ON g.id = x.home
    WHERE x.kind = {message} AND x.message_id IS NOT NULL{tests}
    WINDOW w AS (PARTITION BY g.canonical_id, x.channel, x.message_id ORDER BY x.at, x.id)) AS a)sql";

constexpr std::int64_t kDayMs = 86'400'000;

constexpr std::chrono::days kLongTime{90};

std::string symbolOf(Operator is) {
    return is == Operator::Less ? "<" : is == Operator::Greater ? ">" : "=";
}

/// A number is compared as one, which what is none is not asked for.
std::string compareMember(const Comparison& comparison, SegmentText& text) {
    if (comparison.is == Operator::Known) return "m.kind <> 'null'";
    const auto& first = comparison.values[0];
    if (first.kind == ValueKind::Text) {
        return "m.kind = 'string' AND " + compareText("m.value", comparison, text);
    }
    if (first.kind == ValueKind::Boolean) {
        return fmt::format("m.kind = 'boolean' AND m.value = '{}'", first.number != 0 ? "true" : "false");
    }
    const auto number = [&](const model::FieldValue& value) {
        return fmt::format("CAST({} AS double precision)", text.made.bind(value.text));
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
        return {most ? between(condition_.atLeast, most) : atLeast(condition_.atLeast)};
    }

private:
    /// Counters know the answer.
    [[nodiscard]] bool isCounted() const {
        const auto& within = condition_.within;
        return !condition_.event && !condition_.messageId && !condition_.messageName &&
               condition_.properties.empty() && !condition_.repeated && !condition_.sameMessage &&
               !within.lastDays && !within.from && !within.to;
    }
    /// The last activities of each home are a range, and there is no index of those of all.
    [[nodiscard]] bool isEachHomeAsked() const {
        return !condition_.channel && !condition_.repeated &&
               (condition_.within.lastDays || condition_.within.from);
    }

    /// SQLite, which does not know how many there are, takes an index wherever there is one. Of a long time
    /// it leads to so many rows, one here and one there, that to read all of them in the order of the file,
    /// each home's together, is several times as fast.
    [[nodiscard]] bool isRead() const {
        const auto within = window();
        const auto to = within.to.value_or(text_.scope.now);
        const bool isLong = !within.from || to - *within.from >= kLongTime;
        const bool isInIndex = !condition_.kind && !condition_.reached && condition_.statuses.empty() &&
                               !condition_.event && !condition_.messageId && !condition_.messageName &&
                               condition_.properties.empty() && !condition_.sameMessage;
        return text_.dialect.engine() == Engine::Sqlite && isLong && !isInIndex && !isCounted() &&
               !condition_.repeated && text_.scope.homes.empty();
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
        const auto within = window();
        if (within.from) sql += " AND a.at >= " + made.bind(base::toMillis(*within.from));
        if (within.to) sql += " AND a.at < " + made.bind(base::toMillis(*within.to));
        if (condition_.event) sql += " AND " + compareText("a.event", *condition_.event, text_);
        if (condition_.messageId) sql += " AND " + compareText("a.message_id", *condition_.messageId, text_);
        if (condition_.messageName)
            sql += " AND " + compareText("a.message_name", *condition_.messageName, text_);
        for (const auto& property : condition_.properties) {
            std::vector<std::string> path;
            for (const auto& name : model::pathOf(property.name)) path.push_back(made.bind(name));
            sql += fmt::format(" AND EXISTS (SELECT 1 FROM {} WHERE {})",
                               text_.dialect.jsonMember("a.properties", path),
                               compareMember(property.comparison, text_));
        }
        if (condition_.repeated) sql += " AND a.before_at IS NOT NULL AND " + isRepeated();
        return sql + text_.ofScope("a.home");
    }

    struct Window {
        std::optional<base::Time> from;
        std::optional<base::Time> to;  ///< It is before that.
    };
    [[nodiscard]] Window window() const {
        const auto& within = condition_.within;
        if (!within.lastDays) return {within.from, within.to};
        return {text_.scope.now - std::chrono::days{*within.lastDays},
                text_.scope.now + std::chrono::milliseconds{1}};
    }

    [[nodiscard]] std::string isRepeated() const {
        switch (condition_.repeated->kind) {
            case Repetition::Kind::Frequency:
                return isTooFrequent();
            case Repetition::Kind::Session:
                return isInSession();
            case Repetition::Kind::Days:
                return "a.before_at > a.at - " + text_.made.bind(condition_.repeated->days * kDayMs);
        }
        return {};
    }

    /// A FROM item `m(kind, value)`.
    [[nodiscard]] std::string member(std::string_view object,
                                     std::initializer_list<std::string_view> path) const {
        std::vector<std::string> names;
        for (const auto name : path) names.push_back(text_.made.bind(name));
        return text_.dialect.jsonMember(object, names);
    }

    [[nodiscard]] std::string isInSession() const {
        const auto session = [this](std::string_view properties) {
            return fmt::format("(SELECT m.value FROM {} WHERE m.kind = 'string' AND m.value <> '')",
                               member(properties, {"session"}));
        };
        const std::chrono::milliseconds idle = model::kSessionIdle;
        return fmt::format("(a.at - a.before_at <= {} OR {} = {})",
                           text_.made.bind(std::int64_t{idle.count()}), session("a.properties"),
                           session("a.before_properties"));
    }

    /// What anybody could have recorded there that is no number of days is none.
    [[nodiscard]] std::string isTooFrequent() const {
        const auto days = fmt::format(
            "(SELECT CASE WHEN m.kind = 'number' AND length(CAST(m.value AS text)) <= 6"
            " THEN CAST(m.value AS double precision) END FROM {})",
            member("a.properties", {"frequency", "days"}));
        return fmt::format(
            "EXISTS (SELECT 1 FROM {} WHERE m.kind = 'string' AND (m.value = 'once'"
            " OR (m.value = 'session' AND {}) OR (m.value = 'days' AND a.before_at > a.at - {} * {})))",
            member("a.properties", {"frequency", "kind"}), isInSession(), kDayMs, days);
    }

    /// All homes of those who did something in the channel then: of nobody else what was before matters.
    [[nodiscard]] std::string homesIn(const Window& within) const {
        auto people = fmt::format(
            "SELECT m.canonical_id AS id FROM activity n JOIN profile m ON m.id = n.home"
            " WHERE n.channel = {} AND n.at >= {}",
            text_.made.bind(*condition_.channel), text_.made.bind(base::toMillis(*within.from)));
        if (within.to) people += " AND n.at < " + text_.made.bind(base::toMillis(*within.to));
        return fmt::format(
            "{0} UNION ALL SELECT y.id AS id FROM profile y WHERE y.canonical_id <> y.id"
            " AND y.canonical_id IN ({0})",
            people);
    }

    /// What is counted, a FROM item `a`.
    [[nodiscard]] std::string source() const {
        if (!condition_.repeated) return isCounted() ? "activity_counter a" : "activity a";
        const bool isByDays = condition_.repeated->kind == Repetition::Kind::Days;
        std::string which = text_.ofScope("x.home");
        if (condition_.channel) which += " AND x.channel = " + text_.made.bind(*condition_.channel);
        const auto within = window();
        if (within.to) which += " AND x.at < " + text_.made.bind(base::toMillis(*within.to));
        if (within.from && isByDays) {
            const auto earliest = *within.from - std::chrono::days{condition_.repeated->days};
            which += " AND x.at >= " + text_.made.bind(base::toMillis(earliest));
        } else if (within.from && condition_.channel && text_.scope.homes.empty()) {
            which += " AND x.home IN (" + homesIn(within) + ")";
        }
        return replaceMarks(kMessages,
                            {{"{before}", isByDays ? "CAST(NULL AS text)" : "lag(x.properties) OVER w"},
                             {"{message}", std::to_string(static_cast<int>(model::ActivityKind::Message))},
                             {"{tests}", which}});
    }

    [[nodiscard]] std::string eachHome() const {
        return fmt::format(
            "SELECT h.canonical_id AS id FROM profile h WHERE EXISTS (SELECT 1 FROM {} WHERE a.home = "
            "h.id{})",
            source(), tests());
    }

    [[nodiscard]] std::string atLeast(std::int64_t count) const {
        if (count > 1 || condition_.sameMessage) return between(count, {});
        if (isCounted()) {
            return fmt::format(
                "SELECT h.canonical_id AS id FROM {} JOIN profile h ON h.id = a.home"
                " WHERE a.count > 0{}",
                source(), tests());
        }
        if (isEachHomeAsked() || isRead()) return eachHome();
        // Each home once, before its person is looked up.
        return fmt::format(
            "SELECT h.canonical_id AS id FROM (SELECT DISTINCT a.home AS home FROM {}"
            " WHERE 1 = 1{}) AS t JOIN profile h ON h.id = t.home",
            source(), tests());
    }

    /// From one person's homes to the next, so that activities are read in the order of the file.
    [[nodiscard]] std::string readBetween(std::int64_t least, std::optional<std::int64_t> most) const {
        auto sql = fmt::format(
            "SELECT h.canonical_id AS id FROM profile h CROSS JOIN {} WHERE a.home = h.id{}{}"
            " GROUP BY h.canonical_id{} HAVING count(*) >= {}",
            source(), condition_.sameMessage ? " AND a.message_id IS NOT NULL" : "", tests(),
            condition_.sameMessage ? ", a.message_id" : "", text_.made.bind(least));
        if (most) sql += " AND count(*) <= " + text_.made.bind(*most);
        return sql;
    }

    [[nodiscard]] std::string between(std::int64_t least, std::optional<std::int64_t> most) const {
        if (isRead()) return readBetween(least, most);
        const std::string_view message = condition_.sameMessage ? ", a.message_id" : "";
        auto sql = fmt::format(
            "SELECT h.canonical_id AS id FROM (SELECT a.home AS home, {} AS total{} FROM {} WHERE 1 = 1{}{}"
            " GROUP BY a.home{}) AS t JOIN profile h ON h.id = t.home GROUP BY h.canonical_id{}"
            " HAVING sum(t.total) >= {}",
            isCounted() ? "sum(a.count)" : "count(*)",
            condition_.sameMessage ? ", a.message_id AS message" : "", source(),
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
