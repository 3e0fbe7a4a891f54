// SPDX-License-Identifier: Apache-2.0
// Fields, and what a profile says of itself.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
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

/// A comparison with days around today of a column of rows whose profile is in another one.
class DaysSql {
public:
    DaysSql(std::string_view column, std::string_view profile, const Comparison& comparison, ValueKind kind,
            SegmentText& text)
        : column_(column),
          profile_(profile),
          isText_(kind == ValueKind::Date),
          wraps_(comparison.is == Operator::Anniversary),
          ranges_(dayRanges(comparison, kind, text.scope.now)),
          text_(text) {}

    /// Behind the FROM item: the range `own` of a person whose time zone has another one than UTC has. No
    /// zone has a name of a hundred characters, so that the index tells it alone; to compare the whole text
    /// besides would have PostgreSQL expect one row, and go over all of them for each person.
    [[nodiscard]] std::string join() const {
        const std::array<RowColumn, 3> columns{{{"zone", true}, {"low", isText_}, {"high", isText_}}};
        auto rows = nlohmann::json::array();
        for (const auto& [zone, range] : ranges_.zones) {
            rows.push_back({{"zone", zone}, {"low", plain(range.low)}, {"high", plain(range.high)}});
        }
        return fmt::format(
            " LEFT JOIN (SELECT z.profile_id AS profile_id, zone.low AS low, zone.high AS high FROM {}"
            " JOIN field_value z ON substr(z.text_value, 1, 100) = zone.zone"
            " WHERE z.field = 'time_zone' AND z.current = 1 AND z.present = 1 AND z.text_value IS NOT NULL{})"
            " AS own ON own.profile_id = {}",
            text_.dialect.jsonRows(text_.made.bind(rows.dump()), "zone", columns), text_.ofScope("z.home"),
            profile_);
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

    /// Within which all of them lie, so that an index can begin with it, and few are asked for their zone.
    /// Nothing if one goes over the end of a year.
    [[nodiscard]] std::string widest(std::string_view column) const {
        auto [low, high] = ranges_.utc;
        const auto isLess = [&](const FieldValue& a, const FieldValue& b) {
            return isText_ ? a.text < b.text : a.number < b.number;
        };
        if (isLess(high, low)) return {};
        for (const auto& [zone, range] : ranges_.zones) {
            if (isLess(range.high, range.low)) return {};
            low = std::min(low, range.low, isLess);
            high = std::max(high, range.high, isLess);
        }
        return fmt::format(" AND {} BETWEEN {} AND {}", column, bind(low), bind(high));
    }

private:
    [[nodiscard]] nlohmann::json plain(const FieldValue& value) const {
        return isText_ ? nlohmann::json(value.text) : nlohmann::json(value.number);
    }
    [[nodiscard]] std::string bind(const FieldValue& value) const {
        return isText_ ? text_.made.bind(value.text) : text_.made.bind(value.number);
    }

    std::string_view column_;
    std::string_view profile_;
    bool isText_;
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

std::string rowsInDays(const model::FieldCondition& condition, SegmentText& text) {
    const bool isDate = condition.kind == ValueKind::Date;
    const bool isAnniversary = condition.comparison.is == Operator::Anniversary;
    const std::string_view column = isAnniversary ? "substr(f.text_value, 6, 5)"
                                    : isDate      ? "f.text_value"
                                                  : "f.number_value";
    const DaysSql days(column, "f.profile_id", condition.comparison, condition.kind, text);
    const std::string_view indexed = isDate && !isAnniversary ? "substr(f.text_value, 1, 100)" : column;
    return rowsOf(condition, days.join(), days.condition() + days.widest(indexed), text);
}

/// The elements of a set are rows of their own.
std::string rowsWithAll(const model::FieldCondition& condition, SegmentText& text) {
    const bool isNumber = model::isNumeric(condition.kind);
    auto any = condition.comparison;
    any.is = Operator::OneOf;
    const auto test =
        isNumber ? compareNumber("f.number_value", any, text.made) : compareIndexedText(any, text.made);
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

ProfileSet profilesWith(const model::FieldCondition& condition, SegmentText& text) {
    const auto is = condition.comparison.is;
    if (isRelative(is)) return {rowsInDays(condition, text)};
    if (is == Operator::AllOf) return {rowsWithAll(condition, text)};
    auto comparison = condition.comparison;
    comparison.is = positive(is);
    if (condition.isSet && is == Operator::Contains) comparison.is = Operator::Equals;
    const auto test = model::isNumeric(condition.kind)
                          ? compareNumber("f.number_value", comparison, text.made)
                          : compareIndexedText(comparison, text.made);
    return {rowsOf(condition, {}, test, text), isNegative(is)};
}

ProfileSet profilesWith(const model::ProfileCondition& condition, SegmentText& text) {
    const auto column = columnOf(condition.attribute);
    auto comparison = condition.comparison;
    comparison.is = positive(comparison.is);
    std::string joins;
    std::string test;
    if (isRelative(comparison.is)) {
        const DaysSql days(column, "p.id", comparison, ValueKind::Time, text);
        joins = days.join();
        test = days.condition() + days.widest(column);
    } else if (condition.attribute == Attribute::SourceType || condition.attribute == Attribute::SourceName) {
        test = compareText(column, comparison, text.made);
    } else {
        test = compareNumber(column, comparison, text.made);
    }
    // The indexes over lists are of the profiles that live.
    return {fmt::format("SELECT p.id AS id FROM profile p{} WHERE {} AND p.canonical_id = p.id AND {}", joins,
                        text.everybody(), test),
            isNegative(condition.comparison.is)};
}

}  // namespace kith::storage
