// SPDX-License-Identifier: Apache-2.0
// Days are those of the person's time zone.
#include "core/storage/segment/days.hpp"

#include <algorithm>

#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;

namespace {

void born(SegmentPeople& people, const std::string& name, std::string_view date, std::string_view zone = {}) {
    people.field(name, "born", '"' + std::string(date) + '"');
    if (!zone.empty()) people.field(name, "time_zone", '"' + std::string(zone) + '"');
}

void seen(SegmentPeople& people, const std::string& name, std::string_view time, std::string_view zone = {}) {
    people.field(name, "seen", '"' + std::string(time) + '"');
    if (!zone.empty()) people.field(name, "time_zone", '"' + std::string(zone) + '"');
}

std::string within(std::string_view field, std::string_view is, int days) {
    return R"({"field": ")" + std::string(field) + R"(", "is": ")" + std::string(is) + R"(", "days": )" +
           std::to_string(days) + "}";
}

storage::DayRange rangeIn(std::string_view zone, model::Operator is, int days, model::ValueKind kind,
                          std::string_view now) {
    const auto ranges = storage::dayRanges({is, {}, days}, kind, base::parseRfc3339(now).value());
    const auto found = std::ranges::find(ranges.zones, zone, &storage::DayRanges::OfZone::zone);
    return found == ranges.zones.end() ? ranges.utc : found->range;
}

}  // namespace

TEST_CASE("today is the day of the person's zone", "[storage][segment]") {
    // It is 20 November in UTC, and the 21st in Auckland.
    SegmentPeople people(eachEngine(), "2026-11-20T11:30:00.000Z");
    born(people, "utc", "2026-11-20");
    born(people, "auckland", "2026-11-21", "Pacific/Auckland");
    born(people, "early", "2026-11-20", "Pacific/Auckland");
    born(people, "nowhere", "2026-11-20", "Mars/Olympus");
    born(people, "tomorrow", "2026-11-21", "Europe/Kyiv");
    CHECK(people.members(within("born", "in_last_days", 0)) == Names{"utc", "auckland", "nowhere"});
    CHECK(people.members(within("born", "in_last_days", 1)) == Names{"utc", "auckland", "early", "nowhere"});
    CHECK(people.members(within("born", "in_next_days", 0)) == Names{"utc", "auckland", "nowhere"});
    CHECK(people.members(within("born", "in_next_days", 1)) ==
          Names{"utc", "auckland", "nowhere", "tomorrow"});
    // Two hours before it is the 20th there too, and still the 19th in Honolulu.
    people.clock.set(base::parseRfc3339("2026-11-20T09:30:00Z").value());
    born(people, "honolulu", "2026-11-19", "Pacific/Honolulu");
    CHECK(people.members(within("born", "in_last_days", 0)) == Names{"utc", "early", "honolulu", "nowhere"});
}

TEST_CASE("a day of a time begins and ends at the person's midnight", "[storage][segment]") {
    SegmentPeople people(eachEngine(), "2026-11-20T09:30:00.000Z");
    seen(people, "first", "2026-11-18T22:00:00.000Z", "Europe/Kyiv");
    seen(people, "before", "2026-11-18T21:59:59.999Z", "Europe/Kyiv");
    seen(people, "utc-first", "2026-11-19T00:00:00.000Z");
    seen(people, "utc-before", "2026-11-18T23:59:59.999Z");
    seen(people, "last", "2026-11-21T21:59:59.999Z", "Europe/Kyiv");
    seen(people, "behind", "2026-11-21T22:00:00.000Z", "Europe/Kyiv");
    seen(people, "utc-last", "2026-11-21T23:59:59.999Z");
    CHECK(people.members(within("seen", "in_last_days", 1)) == Names{"first", "utc-first"});
    CHECK(people.members(within("seen", "in_next_days", 1)) == Names{"last", "utc-last"});
}

TEST_CASE("a time zone that came with a merge counts for the whole person", "[storage][segment]") {
    SegmentPeople people(eachEngine(), "2026-11-20T11:30:00.000Z");
    people.field("ann", "born", R"("2026-11-21")");
    people.field("anna", "time_zone", R"("Pacific/Auckland")");
    CHECK(people.members(within("born", "in_last_days", 0)).empty());
    people.observe({"ann", "anna"});
    CHECK(people.members(within("born", "in_last_days", 0)) == Names{"ann", "anna"});
}

TEST_CASE("an anniversary comes every year, that of 29 February a day early in most", "[storage][segment]") {
    SegmentPeople people(eachEngine(), "2027-02-28T12:00:00.000Z");
    born(people, "leap", "2000-02-29");
    born(people, "day", "1990-02-28");
    born(people, "march", "1990-03-01");
    CHECK(people.members(within("born", "anniversary", 0)) == Names{"leap", "day"});
    CHECK(people.members(within("born", "anniversary", 1)) == Names{"leap", "day", "march"});
    people.clock.set(base::parseRfc3339("2028-02-28T12:00:00Z").value());
    CHECK(people.members(within("born", "anniversary", 0)) == Names{"day"});
    CHECK(people.members(within("born", "anniversary", 1)) == Names{"leap", "day"});
    people.clock.set(base::parseRfc3339("2027-03-01T12:00:00Z").value());
    CHECK(people.members(within("born", "anniversary", 0)) == Names{"march"});
    CHECK(people.members(within("born", "anniversary", 364)) == Names{"day", "march"});
    CHECK(people.members(within("born", "anniversary", 365)) == Names{"leap", "day", "march"});
}

TEST_CASE("the days before an anniversary go over the end of the year", "[storage][segment]") {
    SegmentPeople people(eachEngine(), "2026-12-30T12:00:00.000Z");
    born(people, "eve", "1990-12-31");
    born(people, "new-year", "1990-01-01");
    born(people, "summer", "1990-07-01");
    CHECK(people.members(within("born", "anniversary", 3)) == Names{"eve", "new-year"});
    CHECK(people.members(within("born", "anniversary", 366)) == Names{"eve", "new-year", "summer"});
}

TEST_CASE("a day without a midnight begins when the clocks have gone on", "[segment]") {
    using model::Operator;
    using model::ValueKind;
    // In 2018 São Paulo went from 23:59:59 on 3 November to 01:00 on the 4th.
    const auto range =
        rangeIn("America/Sao_Paulo", Operator::InLastDays, 0, ValueKind::Time, "2018-11-04T12:00:00Z");
    CHECK(base::formatRfc3339(base::fromMillis(range.low.number)) == "2018-11-04T03:00:00.000Z");
    // A day of 25 hours.
    const auto longer =
        rangeIn("Europe/Kyiv", Operator::InNextDays, 0, ValueKind::Time, "2026-10-25T00:30:00Z");
    CHECK(base::formatRfc3339(base::fromMillis(longer.high.number)) == "2026-10-25T21:59:59.999Z");
    const auto date =
        rangeIn("Asia/Kolkata", Operator::InLastDays, 0, ValueKind::Date, "2026-11-19T18:30:00Z");
    CHECK(date.high.text == "2026-11-20");
}
