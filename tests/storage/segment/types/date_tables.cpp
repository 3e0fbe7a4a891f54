// SPDX-License-Identifier: Apache-2.0
// Dates of the calendar, and days around today where the person is.
#include "tests/storage/segment/types/type_table.hpp"

namespace kith::test {
namespace {

TypeTable calendar() {
    return {"date",
            {
                {"nobody"},
                {"cleared", R"("2000-02-29")", "null"},
                {"first", R"("0001-01-01")"},
                {"eve", R"("1999-12-31")"},
                {"leap", R"("2000-02-29")"},
                {"march", R"("2000-03-01")"},
                {"last", R"("9999-12-31")"},
            },
            {
                {"equals", R"("value": "2000-02-29")", {"leap"}},
                {"equals", R"("value": "2000-02-28")", {}},
                {"not_equals",
                 R"("value": "2000-02-29")",
                 {"nobody", "cleared", "first", "eve", "march", "last"}},
                {"one_of", R"("values": ["2000-03-01", "0001-01-01", "2026-01-01"])", {"march", "first"}},
                {"less", R"("value": "2000-02-29")", {"first", "eve"}},
                {"less", R"("value": "2000-03-01")", {"first", "eve", "leap"}},
                {"less", R"("value": "0001-01-01")", {}},
                {"greater", R"("value": "2000-02-28")", {"leap", "march", "last"}},
                {"greater", R"("value": "2000-02-29")", {"march", "last"}},
                {"greater", R"("value": "9999-12-31")", {}},
                {"between", R"("from": "1999-12-31", "to": "2000-02-29")", {"eve", "leap"}},
                {"between", R"("from": "2000-02-29", "to": "2000-02-29")", {"leap"}},
                {"known", "", {"first", "eve", "leap", "march", "last"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

/// UTC is 10 hours ahead of Honolulu, and 13 behind Auckland in its summer.
TypeTable aroundToday() {
    const std::string morning = "2026-11-20T11:30:00.000Z";
    return {"date",
            {
                {"nobody"},
                {"utc19", R"("2026-11-19")"},
                {"utc20", R"("2026-11-20")"},
                {"utc21", R"("2026-11-21")"},
                {"honolulu19", R"("2026-11-19")", "", "Pacific/Honolulu"},
                {"honolulu20", R"("2026-11-20")", "", "Pacific/Honolulu"},
                {"auckland20", R"("2026-11-20")", "", "Pacific/Auckland"},
                {"auckland21", R"("2026-11-21")", "", "Pacific/Auckland"},
            },
            {
                {"in_last_days", R"("days": 0)", {"utc20", "honolulu20", "auckland21"}, morning},
                {"in_last_days",
                 R"("days": 1)",
                 {"utc19", "utc20", "honolulu19", "honolulu20", "auckland20", "auckland21"},
                 morning},
                {"in_next_days", R"("days": 0)", {"utc20", "honolulu20", "auckland21"}, morning},
                {"in_next_days", R"("days": 1)", {"utc20", "utc21", "honolulu20", "auckland21"}, morning},
                // The last millisecond of the 19th in Honolulu, and the first of the 20th.
                {"in_last_days",
                 R"("days": 0)",
                 {"utc20", "honolulu19", "auckland20"},
                 "2026-11-20T09:59:59.999Z"},
                {"in_last_days",
                 R"("days": 0)",
                 {"utc20", "honolulu20", "auckland20"},
                 "2026-11-20T10:00:00.000Z"},
                // The last millisecond of the 20th in Auckland, and the first of the 21st.
                {"in_next_days",
                 R"("days": 0)",
                 {"utc20", "honolulu20", "auckland20"},
                 "2026-11-20T10:59:59.999Z"},
                {"in_next_days",
                 R"("days": 0)",
                 {"utc20", "honolulu20", "auckland21"},
                 "2026-11-20T11:00:00.000Z"},
            }};
}

/// Who is born on 29 February is celebrated on the 28th in other years.
TypeTable anniversaries() {
    return {
        "date",
        {
            {"nobody"},
            {"leap", R"("2000-02-29")"},
            {"day", R"("1990-02-28")"},
            {"march", R"("1990-03-01")"},
            {"eve", R"("1990-12-31")"},
            {"new_year", R"("1990-01-01")"},
            {"auckland", R"("1996-02-29")", "", "Pacific/Auckland"},
        },
        {
            {"anniversary", R"("days": 0)", {"leap", "day", "auckland"}, "2027-02-28T08:00:00.000Z"},
            {"anniversary", "", {"leap", "day", "auckland"}, "2027-02-28T10:59:59.999Z"},
            {"anniversary", "", {"leap", "day"}, "2027-02-28T11:00:00.000Z"},
            {"anniversary", "", {"march"}, "2027-03-01T10:00:00.000Z"},
            {"anniversary", R"("days": 1)", {"leap", "day", "auckland", "march"}, "2027-02-28T08:00:00.000Z"},
            // In a leap year the day is there, first in Auckland.
            {"anniversary", "", {"day"}, "2028-02-28T10:59:59.999Z"},
            {"anniversary", "", {"day", "auckland"}, "2028-02-28T11:00:00.000Z"},
            {"anniversary", R"("days": 1)", {"day", "leap", "auckland"}, "2028-02-28T12:00:00.000Z"},
            {"anniversary", "", {"leap", "auckland"}, "2028-02-29T08:00:00.000Z"},
            // Over the end of a year.
            {"anniversary", R"("days": 1)", {"eve"}, "2026-12-30T10:00:00.000Z"},
            {"anniversary", R"("days": 2)", {"eve", "new_year"}, "2026-12-30T10:00:00.000Z"},
            {"anniversary",
             R"("days": 365)",
             {"leap", "day", "march", "eve", "new_year", "auckland"},
             "2026-12-30T10:00:00.000Z"},
        }};
}

}  // namespace

std::vector<TypeTable> dateTables() {
    return {calendar(), aroundToday(), anniversaries()};
}

}  // namespace kith::test
