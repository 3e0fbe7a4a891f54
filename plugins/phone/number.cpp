// SPDX-License-Identifier: Apache-2.0
#include "number.hpp"

#include <phonenumbers/phonenumberutil.h>

namespace kith::phone {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/// What the library takes for "no region".
constexpr const char* kNoRegion = "ZZ";
constexpr std::size_t kMaxBytes = 250;
/// A plus and 15 digits (E.164 section 6.1); the library knows longer ones within countries.
constexpr std::size_t kMaxE164Bytes = 16;

sdk::Rejection notANumber() {
    return {"not_a_phone_number", "It is no telephone number."};
}

}  // namespace

NumberSource::NumberSource(const Config& config)
    : region_(config.defaultRegion.empty() ? kNoRegion : config.defaultRegion) {}

sdk::Outcome<std::string> NumberSource::normalize(std::string_view given) const {
    auto number = read(given);
    const auto* e164 = std::get_if<std::string>(&number);
    if (e164 == nullptr || *e164 == given) return number;
    // Zeros in front of a number (+49 00 20801) are taken off one at a time: it would be another one each
    // time.
    const auto again = read(*e164);
    const auto* same = std::get_if<std::string>(&again);
    if (same == nullptr || *same != *e164) return notANumber();
    return number;
}

sdk::Outcome<std::string> NumberSource::read(std::string_view given) const {
    if (given.size() > kMaxBytes) return notANumber();
    const auto& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    switch (util.Parse(std::string(given), region_, &number)) {
        case PhoneNumberUtil::NO_PARSING_ERROR:
            break;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
            return sdk::Rejection{"no_country_code",
                                  "It has no country code that exists, and none was configured."};
        default:
            return notANumber();
    }
    if (number.has_extension()) {
        return sdk::Rejection{"extension",
                              "It has an extension, so it reaches a switchboard and no one person."};
    }
    std::string e164;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    // Whether a range is in use changes faster than this library; its length does not.
    if (util.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE ||
        e164.size() > kMaxE164Bytes) {
        return sdk::Rejection{"impossible_phone_number",
                              "No telephone number of its country has this length."};
    }
    return e164;
}

}  // namespace kith::phone
