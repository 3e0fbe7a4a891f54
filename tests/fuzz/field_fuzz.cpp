// SPDX-License-Identifier: Apache-2.0
// The values of fields that are numbers, days and times.
#include <cmath>
#include <variant>

#include "plugins/fields/calendar.hpp"
#include "plugins/fields/number.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace kith;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = test::textOf(data, size);
    const auto whole = fields::parseScaled(text, 0);
    const auto millionths = fields::parseScaled(text, 6);
    const auto* a = std::get_if<std::int64_t>(&whole);
    const auto* b = std::get_if<std::int64_t>(&millionths);
    if (a != nullptr && b != nullptr) require(*b == *a * 1'000'000);
    require(!fields::isDate(text) || size == 10);
    (void)fields::parseDatetime(text);
    return 0;
}
