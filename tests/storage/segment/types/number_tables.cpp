// SPDX-License-Identifier: Apache-2.0
// Numbers are compared exactly, up to what 64 bits and 18 digits hold.
#include "tests/storage/segment/types/type_table.hpp"

namespace kith::test {
namespace {

TypeTable integer() {
    return {
        "integer",
        {
            {"nobody"},
            {"cleared", "0", "null"},
            {"least", "-9223372036854775808"},
            {"minus", "-1"},
            {"zero", "0"},
            {"one", "1"},
            {"almost", "9223372036854775806"},
            {"most", "9223372036854775807"},
        },
        {
            {"equals", R"("value": 9223372036854775807)", {"most"}},
            {"equals", R"("value": -9223372036854775808)", {"least"}},
            {"equals", R"("value": "9223372036854775806")", {"almost"}},
            {"equals", R"("value": "1.0")", {"one"}},
            {"equals", R"("value": "-0")", {"zero"}},
            {"equals", R"("value": 2)", {}},
            {"not_equals", R"("value": 0)", {"nobody", "cleared", "least", "minus", "one", "almost", "most"}},
            {"not_equals",
             R"("value": 9223372036854775807)",
             {"nobody", "cleared", "least", "minus", "zero", "one", "almost"}},
            {"one_of", R"("values": [0, 9223372036854775806, 5])", {"zero", "almost"}},
            {"less", R"("value": 0)", {"least", "minus"}},
            {"less", R"("value": -9223372036854775807)", {"least"}},
            {"less", R"("value": -9223372036854775808)", {}},
            {"greater", R"("value": 0)", {"one", "almost", "most"}},
            {"greater", R"("value": 9223372036854775806)", {"most"}},
            {"greater", R"("value": 9223372036854775807)", {}},
            {"between", R"("from": -1, "to": 1)", {"minus", "zero", "one"}},
            {"between", R"("from": 0, "to": 0)", {"zero"}},
            {"between", R"("from": 9223372036854775806, "to": 9223372036854775807)", {"almost", "most"}},
            {"between",
             R"("from": -9223372036854775808, "to": 9223372036854775807)",
             {"least", "minus", "zero", "one", "almost", "most"}},
            {"known", "", {"least", "minus", "zero", "one", "almost", "most"}},
            {"unknown", "", {"nobody", "cleared"}},
        }};
}

TypeTable decimal() {
    return {"decimal",
            {
                {"nobody"},
                {"cleared", R"("0")", "null"},
                {"least", R"("-999999999999.999999")"},
                {"minus", R"("-0.000001")"},
                {"zero", "0"},
                {"cent", "0.01"},
                {"third", R"("0.333333")"},
                {"nearly", R"("999999999999.999998")"},
                {"most", R"("999999999999.999999")"},
            },
            {
                {"equals", R"("value": "999999999999.999999")", {"most"}},
                {"equals", R"("value": "-999999999999.999999")", {"least"}},
                {"equals", R"("value": 0.01)", {"cent"}},
                {"equals", R"("value": "0.010000")", {"cent"}},
                {"equals", R"("value": "-0.0")", {"zero"}},
                {"equals", R"("value": "0.333334")", {}},
                {"not_equals",
                 R"("value": "0.01")",
                 {"nobody", "cleared", "least", "minus", "zero", "third", "nearly", "most"}},
                {"not_equals",
                 R"("value": "999999999999.999999")",
                 {"nobody", "cleared", "least", "minus", "zero", "cent", "third", "nearly"}},
                {"one_of", R"("values": ["-999999999999.999999", 0.01, 7])", {"least", "cent"}},
                {"less", R"("value": "0")", {"least", "minus"}},
                {"less", R"("value": "-0.000001")", {"least"}},
                {"less", R"("value": "-999999999999.999999")", {}},
                {"less",
                 R"("value": "999999999999.999999")",
                 {"least", "minus", "zero", "cent", "third", "nearly"}},
                {"greater", R"("value": "0")", {"cent", "third", "nearly", "most"}},
                {"greater", R"("value": "999999999999.999998")", {"most"}},
                {"greater", R"("value": "999999999999.999999")", {}},
                {"between", R"("from": "0.01", "to": "999999999999.999998")", {"cent", "third", "nearly"}},
                {"between", R"("from": "-0.000001", "to": "0")", {"minus", "zero"}},
                {"known", "", {"least", "minus", "zero", "cent", "third", "nearly", "most"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

TypeTable boolean() {
    return {"boolean",
            {
                {"nobody"},
                {"cleared", "false", "null"},
                {"yes", "true"},
                {"spelled", R"("true")"},
                {"no", "false"},
                {"turned", "true", "false"},
            },
            {
                {"equals", R"("value": true)", {"yes", "spelled"}},
                {"equals", R"("value": false)", {"no", "turned"}},
                {"equals", R"("value": "false")", {"no", "turned"}},
                {"known", "", {"yes", "spelled", "no", "turned"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

}  // namespace

std::vector<TypeTable> numberTables() {
    return {integer(), decimal(), boolean()};
}

}  // namespace kith::test
