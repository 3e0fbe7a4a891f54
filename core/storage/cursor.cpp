// SPDX-License-Identifier: Apache-2.0
#include "core/storage/cursor.hpp"

#include <algorithm>

#include <sodium.h>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kMaxLength = 2'000;
constexpr int kEncoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

[[noreturn]] void throwInvalid(std::string_view parameter, std::string_view code, const std::string& detail) {
    throw base::Error(base::ErrorCode::InvalidInput, detail,
                      {base::Violation{std::string{parameter}, std::string{code}, detail}});
}

nlohmann::json decode(std::string_view text) {
    if (text.size() > kMaxLength) return nlohmann::json::value_t::discarded;
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, kEncoding) != 0) {
        return nlohmann::json::value_t::discarded;
    }
    bytes.resize(size);
    return nlohmann::json::parse(bytes, nullptr, false);
}

bool isCursor(const nlohmann::json& value, std::string_view list, std::size_t numbers) {
    if (!value.is_array() || value.size() != numbers + 2 || value.front() != list) return false;
    const auto isNumber = [](const auto& each) { return each.is_number_integer(); };
    // The database takes no U+0000, and a number of more than 63 bits reads as unsigned.
    return std::all_of(value.begin() + 1, value.end() - 1, isNumber) &&
           std::none_of(value.begin() + 1, value.end() - 1,
                        [](const auto& each) {
                            return each.is_number_unsigned() &&
                                   each.template get<std::uint64_t>() >> 63U != 0;
                        }) &&
           value.back().is_string() &&
           value.back().get_ref<const std::string&>().find('\0') == std::string::npos;
}

}  // namespace

std::string writeCursor(const Cursor& cursor) {
    auto value = nlohmann::json::array({cursor.list});
    for (const auto number : cursor.numbers) value.push_back(number);
    value.push_back(cursor.text);
    const std::string bytes = value.dump();
    std::string text(sodium_base64_encoded_len(bytes.size(), kEncoding), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kEncoding);
    text.pop_back();  // The terminating zero.
    return text;
}

Cursor readCursor(std::string_view text, std::string_view list, std::size_t numbers) {
    const auto value = decode(text);
    if (!isCursor(value, list, numbers))
        throwInvalid("?cursor", "invalid_cursor", "The cursor is not one of this list.");
    Cursor cursor{std::string{list}, {}, value.back().get<std::string>()};
    for (std::size_t i = 0; i < numbers; ++i) cursor.numbers.push_back(value[i + 1].get<std::int64_t>());
    return cursor;
}

void checkLimit(std::size_t limit) {
    if (limit < 1 || limit > kMaxPage)
        throwInvalid("?limit", "out_of_range", "The limit must be from 1 to 500.");
}

}  // namespace kith::storage
