// SPDX-License-Identifier: Apache-2.0
// Fields, and what a profile says of itself.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/storage/segment/comparison_sql.hpp"
#include "core/storage/segment/days.hpp"
#include "core/storage/segment/leaves.hpp"

namespace kith::storage {
namespace {

using model::Attribute;
using model::Comparison;
using model::FieldValue;
using model::Operator;
using model::ValueKind;

constexpr std::string_view kCurrent = "f.current = 1 AND f.present = 1";

bool isRelative(Operator is) noexcept {
    return is == Operator::InLastDays || is == Operator::InNextDays || is == Operator::Anniversary;
}

/// Of two values of days: dates as text, times as numbers.
struct IsEarlier {
    bool isText;
    bool operator()(const FieldValue& a, const FieldValue& b) const noexcept {
        return isText ? a.text < b.text : a.number < b.number;
    }
};

/// A comparison with days around today of a column of rows whose profile is in another one.
class DaysSql {
public:
    DaysSql(std::string_view column, std::string_view profile, const Comparison& comparison, ValueKind kind,
            SegmentText& text)
        : column_(column),
          profile_(profile),
          isText_(kind == ValueKind::Date),
          isEarlier_{isText_},
          wraps_(comparison.is == Operator::Anniversary),
          ranges_(dayRanges(comparison, kind, text.scope.now)),
          text_(text) {}

    /// Behind the FROM item: the range `own` of a person whose time zone has another one than UTC has. No
    /// zone has a name of a hundred characters.
    [[nodiscard]] std::string join() const {
        const std::array<RowColumn, 3> columns{{{"zone", true}, {"low", isText_}, {"high", isText_}}};
        auto rows = nlohmann::json::array();
        for (const auto& [zone, range] : ranges_.zones) {
            rows.push_back({{"zone", zone}, {"low", plain(range.low)}, {"high", plain(range.high)}});
        }
        return fmt::format(
            " LEFT JOIN field_value z ON z.profile_id = {} AND z.field = 'time_zone' AND z.current = 1"
            " AND z.present = 1 LEFT JOIN {} ON own.zone = substr(z.text_value, 1, 100)",
            profile_, text_.dialect.jsonRows(text_.made.bind(rows.dump()), "own", columns));
    }

    [[nodiscard]] std::string condition() const {
        const auto low = fmt::format("coalesce(own.low, {})", bind(ranges_.utc.low));
        const auto high = fmt::format("coalesce(own.high, {})", bind(ranges_.utc.high));
        const auto from = fmt::format("{} >= {}", column_, low);
        const auto to = fmt::format("{} <= {}", column_, high);
        if (wraps_) {
            return fmt::format("(({} <= {} AND {} AND {}) OR ({} > {} AND ({} OR {})))", low, high, from, to,
                               low, high, from, to);
        }
        return fmt::format("{} AND {}", from, to);
    }

    /// Within which those of all zones lie, so that an index can begin with it. Nothing if one goes over the
    /// end of a year.
    [[nodiscard]] std::optional<DayRange> widest() const {
        return over([this](const DayRange& a, const DayRange& b) {
            return DayRange{std::min(a.low, b.low, isEarlier_), std::max(a.high, b.high, isEarlier_)};
        });
    }
    /// What lies in those of all zones, so that nobody has to be asked for theirs. Nothing if nothing does,
    /// or one goes over the end of a year.
    [[nodiscard]] std::optional<DayRange> common() const {
        return over([this](const DayRange& a, const DayRange& b) {
            return DayRange{std::max(a.low, b.low, isEarlier_), std::min(a.high, b.high, isEarlier_)};
        });
    }
    [[nodiscard]] std::string within(const DayRange& range, std::string_view column) const {
        return fmt::format("{} BETWEEN {} AND {}", column, bind(range.low), bind(range.high));
    }

private:
    template <class Fold>
    [[nodiscard]] std::optional<DayRange> over(Fold fold) const {
        const auto isOne = [this](const DayRange& range) { return !isEarlier_(range.high, range.low); };
        auto all = ranges_.utc;
        for (const auto& [zone, range] : ranges_.zones) {
            if (!isOne(range)) return std::nullopt;
            all = fold(all, range);
        }
        return isOne(ranges_.utc) && isOne(all) ? std::optional(std::move(all)) : std::nullopt;
    }
    [[nodiscard]] nlohmann::json plain(const FieldValue& value) const {
        return isText_ ? nlohmann::json(value.text) : nlohmann::json(value.number);
    }
    [[nodiscard]] std::string bind(const FieldValue& value) const {
        return isText_ ? text_.made.bind(value.text) : text_.made.bind(value.number);
    }

    std::string_view column_;
    std::string_view profile_;
    bool isText_;
    IsEarlier isEarlier_;
    bool wraps_;
    DayRanges ranges_;
    SegmentText& text_;
};

/// Rows of one field, of those that are asked about.
std::string rowsOf(const model::FieldCondition& condition, std::string_view joins, std::string_view test,
                   SegmentText& text) {
    const bool isNumber = model::isNumeric(condition.kind);
    return fmt::format(
        "SELECT f.profile_id AS id FROM field_value f{} WHERE f.field = {} AND {} AND {} IS NOT NULL"
        " AND {}{}",
        joins, text.made.bind(condition.field), kCurrent, isNumber ? "f.number_value" : "f.text_value", test,
        text.ofScope("f.home"));
}

/// What `rows(joins, test)` yields for them, where an index has the column as `indexed`. Whoever is in the
/// range of every zone is found without asking for their own: only those near its ends are asked.
template <class Rows>
std::string rowsInDays(const DaysSql& days, std::string_view indexed, Rows rows) {
    const auto widest = days.widest();
    if (!widest) return rows(days.join(), days.condition());
    auto near = days.condition() + " AND " + days.within(*widest, indexed);
    const auto common = days.common();
    if (!common) return rows(days.join(), near);
    near += " AND NOT " + days.within(*common, indexed);
    return rows(std::string{}, days.within(*common, indexed)) + " UNION ALL " + rows(days.join(), near);
}

std::string rowsInDays(const model::FieldCondition& condition, SegmentText& text) {
    const bool isDate = condition.kind == ValueKind::Date;
    const bool isAnniversary = condition.comparison.is == Operator::Anniversary;
    const std::string_view column = isAnniversary ? "substr(f.text_value, 6, 5)"
                                    : isDate      ? "f.text_value"
                                                  : "f.number_value";
    const std::string_view indexed = isDate && !isAnniversary ? "substr(f.text_value, 1, 100)" : column;
    const DaysSql days(column, "f.profile_id", condition.comparison, condition.kind, text);
    return rowsInDays(days, indexed, [&](const std::string& joins, const std::string& test) {
        return rowsOf(condition, joins, test, text);
    });
}

/// The elements of a set are rows of their own.
std::string rowsWithAll(const model::FieldCondition& condition, SegmentText& text) {
    const bool isNumber = model::isNumeric(condition.kind);
    auto any = condition.comparison;
    any.is = Operator::OneOf;
    const auto test = isNumber ? compareNumber("f.number_value", any, text) : compareIndexedText(any, text);
    return fmt::format("{} GROUP BY f.profile_id HAVING count(DISTINCT {}) = {}",
                       rowsOf(condition, {}, test, text), isNumber ? "f.number_value" : "f.text_value",
                       any.values.size());
}

std::string_view columnOf(Attribute attribute) noexcept {
    switch (attribute) {
        case Attribute::CreatedAt:
            return "p.created_at";
        case Attribute::UpdatedAt:
            return "p.updated_at";
        case Attribute::SourceType:
            return "p.source_type";
        case Attribute::SourceName:
            return "p.source_name";
        case Attribute::Known:
            return "p.known";
    }
    return {};
}

}  // namespace

// Of a field that most people have, SQLite would put their ids in order, one by one; to look at each person's
// homes takes a fraction of that, and little more than to pass over everybody where few have it.
std::optional<std::string> testOf(const model::FieldCondition& condition, SegmentText& text) {
    if (condition.comparison.is != Operator::Unknown || text.dialect.engine() != Engine::Sqlite)
        return std::nullopt;
    const auto value =
        fmt::format("f.field = {} AND {} AND {} IS NOT NULL", text.made.bind(condition.field), kCurrent,
                    model::isNumeric(condition.kind) ? "f.number_value" : "f.text_value");
    return fmt::format(
        "NOT EXISTS (SELECT 1 FROM field_value f WHERE f.home = p.id AND {0}) AND NOT EXISTS (SELECT 1"
        " FROM profile h CROSS JOIN field_value f WHERE h.canonical_id = p.id AND h.canonical_id <> h.id"
        " AND f.home = h.id AND {0})",
        value);
}

ProfileSet profilesWith(const model::FieldCondition& condition, SegmentText& text) {
    const auto is = condition.comparison.is;
    if (isRelative(is)) return {rowsInDays(condition, text)};
    if (is == Operator::AllOf) return {rowsWithAll(condition, text)};
    auto comparison = condition.comparison;
    comparison.is = positive(is);
    if (condition.isSet && is == Operator::Contains) comparison.is = Operator::Equals;
    const auto test = model::isNumeric(condition.kind) ? compareNumber("f.number_value", comparison, text)
                                                       : compareIndexedText(comparison, text);
    // Of one field a profile has one value, or one of an element of a set.
    const bool isDistinct = !condition.isSet || comparison.is == Operator::Equals;
    return {rowsOf(condition, {}, test, text), isNegative(is), isDistinct};
}

// The indexes over lists are of the profiles that live.
std::optional<std::string> testOf(const model::ProfileCondition& condition, SegmentText& text) {
    auto comparison = condition.comparison;
    comparison.is = positive(comparison.is);
    if (isRelative(comparison.is)) return std::nullopt;
    const auto column = columnOf(condition.attribute);
    const bool isText =
        condition.attribute == Attribute::SourceType || condition.attribute == Attribute::SourceName;
    const auto test =
        isText ? compareText(column, comparison, text) : compareNumber(column, comparison, text);
    return fmt::format("p.canonical_id = p.id AND {}({})", isNegative(condition.comparison.is) ? "NOT " : "",
                       test);
}

ProfileSet profilesWith(const model::ProfileCondition& condition, SegmentText& text) {
    const auto rows = [&](const std::string& joins, const std::string& test) {
        return fmt::format("SELECT p.id AS id FROM profile p{} WHERE {} AND {}", joins, text.everybody(),
                           test);
    };
    if (auto test = testOf(condition, text)) return {rows({}, *test)};
    const auto column = columnOf(condition.attribute);
    const DaysSql days(column, "p.id", condition.comparison, ValueKind::Time, text);
    const auto living = [&](const std::string& joins, const std::string& test) {
        return rows(joins, "p.canonical_id = p.id AND " + test);
    };
    return {rowsInDays(days, column, living)};
}

}  // namespace kith::storage
