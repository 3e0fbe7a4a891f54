// SPDX-License-Identifier: Apache-2.0
// Telephone numbers: one that is one is E.164 and the same after another look.
#include <string>
#include <variant>

#include "plugins/phone/config.hpp"
#include "plugins/phone/number.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace kith;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const phone::NumberSource numbers(phone::Config{"US"});
    const auto number = numbers.normalize(test::textOf(data, size));
    if (const auto* value = std::get_if<std::string>(&number)) {
        require(value->size() <= 16 && value->front() == '+' &&
                value->find_first_not_of("0123456789", 1) == std::string::npos);
        require(std::get<std::string>(numbers.normalize(*value)) == *value);
    }
    return 0;
}
