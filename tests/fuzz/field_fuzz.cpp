// SPDX-License-Identifier: Apache-2.0
// The values of fields: numbers, days and times, and what the types of one form each make of any text.
#include <array>
#include <memory>
#include <string>
#include <variant>

#include "plugins/fields/calendar.hpp"
#include "plugins/fields/json_field.hpp"
#include "plugins/fields/locale_field.hpp"
#include "plugins/fields/number.hpp"
#include "plugins/fields/text_field.hpp"
#include "plugins/fields/url_field.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace kith;
using sdk::ValueKind;
using test::require;

namespace {

/// What is kept is kept again as it is.
void requireRepeatable(const sdk::FieldRule& rule, ValueKind kind, std::string_view text) {
    const auto first = rule.validate({kind, 0, text});
    const auto* kept = std::get_if<sdk::Stored>(&first);
    if (kept == nullptr) return;
    const auto second = rule.validate({kept->kind, 0, kept->text});
    require(std::holds_alternative<sdk::Stored>(second) && std::get<sdk::Stored>(second) == *kept);
}

void checkNumbers(std::string_view text) {
    const auto whole = fields::parseScaled(text, 0);
    const auto millionths = fields::parseScaled(text, 6);
    const auto* a = std::get_if<std::int64_t>(&whole);
    const auto* b = std::get_if<std::int64_t>(&millionths);
    if (a != nullptr && b != nullptr) require(*b == *a * 1'000'000);
    if (a != nullptr) require(fields::sameNumber(text, std::to_string(*a)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = test::textOf(data, size);
    checkNumbers(text);
    require(!fields::isDate(text) || size == 10);
    (void)fields::parseDatetime(text);

    static const std::array rules{
        fields::CountryType().prepare("{}"), fields::LanguageType().prepare("{}"),
        fields::TimeZoneType().prepare("{}"), fields::UrlType().prepare(R"({"max_length": 4096})"),
        fields::TextType().prepare(R"({"min_length": 1, "max_length": 4096, "pattern": "(?s)(a+|.)*"})")};
    for (const auto& rule : rules) requireRepeatable(*rule, ValueKind::Text, text);
    static const auto document = fields::JsonType().prepare(R"({"max_bytes": 65536, "max_depth": 16})");
    requireRepeatable(*document, ValueKind::Json, text);
    return 0;
}
