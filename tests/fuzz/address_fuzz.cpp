// SPDX-License-Identifier: Apache-2.0
// Addresses and dates of mail: an address that is one is the same after another look.
#include <string>
#include <variant>

#include "core/base/utf8.hpp"
#include "core/model/text.hpp"
#include "plugins/email/address.hpp"
#include "plugins/email/time.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace kith;
using test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const email::AddressNormalizer addresses({{"example.com", {true, true, ""}}});
    const auto text = test::textOf(data, size);
    if (const auto millis = email::parseTime(text)) {
        require(email::parseTime(email::formatTime(*millis)) == millis);
    }
    if (!base::isUtf8(text)) return 0;
    (void)email::addressIn(text);
    (void)email::normalizeDomain(text);
    const auto address = addresses.normalize(text);
    if (const auto* value = std::get_if<std::string>(&address)) {
        require(base::isUtf8(*value) && !model::hasControl(*value) && value->size() <= 512);
        require(std::get<std::string>(addresses.normalize(*value)) == *value);
    }
    return 0;
}
