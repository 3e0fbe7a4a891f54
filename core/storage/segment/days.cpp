// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/days.hpp"

#include <fmt/format.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "core/base/error.hpp"

namespace kith::storage {
namespace {

using model::FieldValue;
using model::Operator;
using model::ValueKind;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

[[noreturn]] void throwIcu(UErrorCode status) {
    throw base::Error(base::ErrorCode::Internal, "Time zones can't be read.", u_errorName(status));
}

/// The calendar of one time zone.
class ZoneDays {
public:
    explicit ZoneDays(const UChar* zone, std::int32_t length) {
        UErrorCode status = U_ZERO_ERROR;
        calendar_.reset(ucal_open(zone, length, "en", UCAL_GREGORIAN, &status));
        if (U_FAILURE(status)) throwIcu(status);
        // A day whose midnight the clocks leave out begins when they go on, and one that has two with the
        // first.
        ucal_setAttribute(calendar_.get(), UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
        ucal_setAttribute(calendar_.get(), UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    }

    [[nodiscard]] sys_days dayOf(base::Time time) const {
        UErrorCode status = U_ZERO_ERROR;
        ucal_setMillis(calendar_.get(), static_cast<UDate>(base::toMillis(time)), &status);
        const auto offset = ucal_get(calendar_.get(), UCAL_ZONE_OFFSET, &status) +
                            ucal_get(calendar_.get(), UCAL_DST_OFFSET, &status);
        if (U_FAILURE(status)) throwIcu(status);
        return std::chrono::floor<days>(time + std::chrono::milliseconds{offset});
    }

    [[nodiscard]] base::Time startOf(sys_days day) const {
        const year_month_day date(day);
        UErrorCode status = U_ZERO_ERROR;
        ucal_clear(calendar_.get());
        ucal_setDateTime(calendar_.get(), static_cast<int>(date.year()),
                         static_cast<std::int32_t>(static_cast<unsigned>(date.month())) - 1,
                         static_cast<std::int32_t>(static_cast<unsigned>(date.day())), 0, 0, 0, &status);
        const auto millis = ucal_getMillis(calendar_.get(), &status);
        if (U_FAILURE(status)) throwIcu(status);
        return base::fromMillis(static_cast<std::int64_t>(millis));
    }

private:
    struct Close {
        void operator()(UCalendar* calendar) const noexcept { ucal_close(calendar); }
    };
    std::unique_ptr<UCalendar, Close> calendar_;
};

FieldValue dateValue(sys_days day) {
    const year_month_day date(day);
    return {ValueKind::Date, 0,
            fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()))};
}

/// Whoever is born on 29 February is celebrated the day before in other years.
DayRange anniversaries(sys_days today, int wanted) {
    constexpr int kYear = 365;
    constexpr std::size_t kMonthAt = 5;
    const auto of = [](std::string text) { return FieldValue{ValueKind::Date, 0, std::move(text)}; };
    if (wanted >= kYear) return {of("01-01"), of("12-31")};
    const auto last = today + days{wanted};
    auto high = dateValue(last).text.substr(kMonthAt);
    if (high == "02-28" && !year_month_day(last).year().is_leap()) high = "02-29";
    return {of(dateValue(today).text.substr(kMonthAt)), of(std::move(high))};
}

DayRange rangeOf(const ZoneDays& zone, const model::Comparison& comparison, ValueKind kind, base::Time now) {
    const auto today = zone.dayOf(now);
    const days wanted{comparison.days};
    if (comparison.is == Operator::Anniversary) return anniversaries(today, comparison.days);
    const bool isPast = comparison.is == Operator::InLastDays;
    if (kind == ValueKind::Date) {
        return {dateValue(isPast ? today - wanted : today), dateValue(isPast ? today : today + wanted)};
    }
    const auto of = [](base::Time time) { return FieldValue{ValueKind::Time, base::toMillis(time), {}}; };
    if (isPast) return {of(zone.startOf(today - wanted)), of(now)};
    return {of(now), of(zone.startOf(today + wanted + days{1}) - std::chrono::milliseconds{1})};
}

}  // namespace

DayRanges dayRanges(const model::Comparison& comparison, ValueKind kind, base::Time now) {
    const UChar utc[] = u"UTC";
    DayRanges ranges{rangeOf(ZoneDays(utc, -1), comparison, kind, now), {}};
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UEnumeration, decltype(&uenum_close)> names(ucal_openTimeZones(&status),
                                                                      &uenum_close);
    std::int32_t length = 0;
    while (const auto* name = uenum_unext(names.get(), &length, &status)) {
        auto range = rangeOf(ZoneDays(name, length), comparison, kind, now);
        if (range == ranges.utc) continue;
        std::string zone(static_cast<std::size_t>(length), '\0');
        u_UCharsToChars(name, zone.data(), length);
        ranges.zones.push_back({std::move(zone), std::move(range)});
    }
    if (U_FAILURE(status)) throwIcu(status);
    return ranges;
}

// ICU gives a zone of UTC for a name that it doesn't know.
sys_days dayIn(std::string_view zone, base::Time time) {
    if (zone.empty()) return std::chrono::floor<days>(time);
    const std::u16string name(zone.begin(), zone.end());
    return ZoneDays(name.data(), static_cast<std::int32_t>(name.size())).dayOf(time);
}

}  // namespace kith::storage
