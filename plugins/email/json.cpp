// SPDX-License-Identifier: Apache-2.0
#include "json.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <kith/sdk/json.hpp>

namespace kith::email {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned byteAt(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// The length of the well-formed UTF-8 sequence (Unicode, table 3-7) at `at`, 0 if there is none.
std::size_t sequenceAt(std::string_view text, std::size_t at) {
    const unsigned lead = byteAt(text, at);
    const unsigned second = byteAt(text, at + 1);
    const auto continues = [&](std::size_t offset) { return (byteAt(text, at + offset) & 0xC0U) == 0x80U; };
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool fits = (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second < 0xA0);
        return fits && continues(1) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool fits = (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second < 0x90);
        return fits && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

/// The code unit of the escape `\uXXXX` at `at`.
std::optional<unsigned> escapedUnit(std::string_view text, std::size_t at) {
    const auto part = text.substr(std::min(at, text.size()), 6);
    if (part.size() < 6 || part[0] != '\\' || part[1] != 'u') return std::nullopt;
    unsigned unit = 0;
    const auto [end, error] = std::from_chars(part.data() + 2, part.data() + 6, unit, 16);
    if (error != std::errc{} || end != part.data() + 6) return std::nullopt;
    return unit;
}

/// The bytes to take unchanged at the escape at `at`; 0 for a lone surrogate.
std::size_t escapeAt(std::string_view text, std::size_t at) {
    const auto unit = escapedUnit(text, at);
    if (!unit) return std::min<std::size_t>(2, text.size() - at);
    if (*unit < 0xD800 || *unit > 0xDFFF) return 6;
    const auto next = *unit < 0xDC00 ? escapedUnit(text, at + 6) : std::nullopt;
    return next && *next >= 0xDC00 && *next <= 0xDFFF ? 12 : 0;
}

std::string repaired(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const bool escape = text[i] == '\\';
        const auto keep = escape ? escapeAt(text, i) : sequenceAt(text, i);
        out.append(keep == 0 ? kReplacement : text.substr(i, keep));
        i += keep != 0 ? keep : escape ? 6 : 1;
    }
    return out;
}

}  // namespace

std::optional<nlohmann::json> parseDocument(std::string_view text) {
    auto document = sdk::parseJson(text);
    return document ? std::move(document) : sdk::parseJson(repaired(text));
}

const nlohmann::json* member(const nlohmann::json& value, std::string_view name) {
    if (!value.is_object()) return nullptr;
    const auto found = value.find(name);
    return found == value.end() ? nullptr : &*found;
}

std::string_view textOf(const nlohmann::json& value, std::string_view name) {
    const auto* found = member(value, name);
    return found != nullptr && found->is_string() ? std::string_view(found->get_ref<const std::string&>())
                                                  : std::string_view{};
}

std::string clean(std::string_view text, std::size_t bytes) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool ofTwoBytes = byteAt(out, i) == 0xC2 && byteAt(out, i + 1) < 0xA0;
        if (ofTwoBytes) out.erase(i, 1);
        if (ofTwoBytes || byteAt(out, i) < 0x20 || byteAt(out, i) == 0x7F) out[i] = ' ';
    }
    const auto first = std::min(out.find_first_not_of(' '), out.size());
    out.erase(0, first);
    if (out.size() > bytes) {
        while (bytes > 0 && (byteAt(out, bytes) & 0xC0U) == 0x80U) --bytes;
        out.resize(bytes);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
}

}  // namespace kith::email
