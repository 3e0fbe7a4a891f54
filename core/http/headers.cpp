// SPDX-License-Identifier: Apache-2.0
#include "core/http/headers.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr bool isTokenChar(char c) noexcept {
    const bool alphanumeric = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void requireValid(std::string_view name, std::string_view value) {
    if (isToken(name) && isFieldValue(value)) return;
    throw base::Error(base::ErrorCode::Internal, "The answer could not be written.",
                      "a header with a forbidden character was refused");
}

}  // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool isToken(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isFieldValue(std::string_view text) noexcept {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

void Headers::add(std::string name, std::string value) {
    requireValid(name, value);
    fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value) {
    requireValid(name, value);
    remove(name);
    fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name) {
    std::erase_if(fields_, [&](const Field& field) { return equalsIgnoringCase(field.first, name); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
    for (const auto& [key, value] : fields_) {
        if (equalsIgnoringCase(key, name)) return std::string_view(value);
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const noexcept {
    const auto same = [&](const Field& field) { return equalsIgnoringCase(field.first, name); };
    return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(), same));
}

bool Headers::hasListMember(std::string_view name, std::string_view token) const noexcept {
    for (const auto& [key, value] : fields_) {
        if (!equalsIgnoringCase(key, name)) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto comma = std::min(rest.find(','), rest.size());
            if (equalsIgnoringCase(trim(rest.substr(0, comma)), token)) return true;
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return false;
}

}  // namespace kith::http
