// SPDX-License-Identifier: Apache-2.0
// Times to the millisecond, and days that begin and end at the person's midnights.
#include "tests/storage/segment/types/type_table.hpp"

namespace kith::test {
namespace {

TypeTable instants() {
    return {
        "datetime",
        {
            {"nobody"},
            {"cleared", R"("2026-01-01T00:00:00Z")", "null"},
            {"first", R"("0001-01-01T00:00:00.000Z")"},
            {"before", R"("1969-12-31T23:59:59.999Z")"},
            {"epoch", R"("1970-01-01T00:00:00Z")"},
            {"leap_second", R"("2016-12-31T23:59:60Z")"},
            {"offset", R"("2026-01-01T00:00:00.000+02:00")"},
            {"last", R"("9999-12-31T23:59:59.999Z")"},
        },
        {
            {"equals", R"("value": "2025-12-31T22:00:00Z")", {"offset"}},
            {"equals", R"("value": "1970-01-01T02:00:00.000+02:00")", {"epoch"}},
            {"equals", R"("value": "2016-12-31T23:59:59.999Z")", {"leap_second"}},
            {"equals", R"("value": "2016-12-31T23:59:59.998Z")", {}},
            {"not_equals",
             R"("value": "1970-01-01T00:00:00Z")",
             {"nobody", "cleared", "first", "before", "leap_second", "offset", "last"}},
            {"one_of",
             R"("values": ["1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"])",
             {"before", "last"}},
            {"less", R"("value": "1970-01-01T00:00:00Z")", {"first", "before"}},
            {"less", R"("value": "1969-12-31T23:59:59.999Z")", {"first"}},
            {"less", R"("value": "0001-01-01T00:00:00Z")", {}},
            {"greater", R"("value": "2016-12-31T23:59:59.998Z")", {"leap_second", "offset", "last"}},
            {"greater", R"("value": "2016-12-31T23:59:59.999Z")", {"offset", "last"}},
            {"greater", R"("value": "9999-12-31T23:59:59.999Z")", {}},
            {"between",
             R"("from": "1969-12-31T23:59:59.999Z", "to": "1970-01-01T00:00:00Z")",
             {"before", "epoch"}},
            {"between", R"("from": "2025-12-31T22:00:00Z", "to": "2026-01-01T00:00:00+02:00")", {"offset"}},
            {"known", "", {"first", "before", "epoch", "leap_second", "offset", "last"}},
            {"unknown", "", {"nobody", "cleared"}},
        }};
}

/// Kyiv is two hours ahead of UTC in winter, and three in summer, which ends on 25 October 2026.
TypeTable aroundToday() {
    const std::string kyiv = "Europe/Kyiv";
    return {
        "datetime",
        {
            {"nobody"},
            {"kyiv_before", R"("2026-11-18T21:59:59.999Z")", "", kyiv},
            {"kyiv_first", R"("2026-11-18T22:00:00.000Z")", "", kyiv},
            {"kyiv_last", R"("2026-11-21T21:59:59.999Z")", "", kyiv},
            {"kyiv_behind", R"("2026-11-21T22:00:00.000Z")", "", kyiv},
            {"utc_before", R"("2026-11-18T23:59:59.999Z")"},
            {"utc_first", R"("2026-11-19T00:00:00.000Z")"},
            {"utc_last", R"("2026-11-21T23:59:59.999Z")"},
            {"utc_behind", R"("2026-11-22T00:00:00.000Z")"},
            {"now", R"("2026-11-20T09:30:00.000Z")"},
            {"summer_first", R"("2026-10-24T21:00:00.000Z")", "", kyiv},
            {"winter_last", R"("2026-10-25T21:59:59.999Z")", "", kyiv},
            {"winter_behind", R"("2026-10-25T22:00:00.000Z")", "", kyiv},
        },
        {
            {"in_last_days", R"("days": 0)", {"now"}},
            {"in_last_days", R"("days": 1)", {"kyiv_first", "utc_first", "now"}},
            {"in_last_days", R"("days": 2)", {"kyiv_before", "kyiv_first", "utc_before", "utc_first", "now"}},
            {"in_next_days", R"("days": 0)", {"now"}},
            {"in_next_days", R"("days": 1)", {"kyiv_last", "utc_last", "now"}},
            {"in_next_days", R"("days": 2)", {"kyiv_last", "kyiv_behind", "utc_last", "utc_behind", "now"}},
            // The last millisecond of 21 November in Kyiv, and the first of the 22nd.
            {"in_last_days", R"("days": 0)", {"kyiv_last"}, "2026-11-21T21:59:59.999Z"},
            {"in_last_days", R"("days": 0)", {"kyiv_behind"}, "2026-11-21T22:00:00.000Z"},
            // A day of 25 hours.
            {"in_last_days", R"("days": 0)", {"summer_first", "winter_last"}, "2026-10-25T21:59:59.999Z"},
            {"in_last_days", R"("days": 0)", {"winter_behind"}, "2026-10-25T22:00:00.000Z"},
            {"in_next_days", R"("days": 0)", {"winter_last"}, "2026-10-25T00:30:00.000Z"},
            {"in_next_days", R"("days": 1)", {"winter_last", "winter_behind"}, "2026-10-25T00:30:00.000Z"},
        }};
}

}  // namespace

std::vector<TypeTable> datetimeTables() {
    return {instants(), aroundToday()};
}

}  // namespace kith::test
