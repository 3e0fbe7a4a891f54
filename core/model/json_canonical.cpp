// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "core/model/json.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

/// Whole numbers with at most this many digits are written out; longer and smaller ones as digits and
/// exponent.
constexpr long long kMaxPlainDigits = 40;

/// Equal numbers in one form, whatever the token looked like: `1`, `1.0` and `10e-1` are `1`.
void appendNumber(std::string& out, std::string_view token) {
    const bool negative = token.front() == '-';
    if (negative) token.remove_prefix(1);
    const auto exponentAt = token.find_first_of("eE");
    long long exponent = 0;
    if (exponentAt != std::string_view::npos) {
        auto text = token.substr(exponentAt + 1);
        if (text.front() == '+') text.remove_prefix(1);
        if (std::from_chars(text.data(), text.data() + text.size(), exponent).ec != std::errc{}) {
            out += negative ? "-" : "";
            out += token;
            return;
        }
    }
    std::string digits(token.substr(0, exponentAt));
    if (const auto point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<long long>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    digits.erase(0, digits.find_first_not_of('0'));
    if (digits.empty()) {
        out += '0';
        return;
    }
    const auto last = digits.find_last_not_of('0');
    exponent += static_cast<long long>(digits.size() - last - 1);
    digits.erase(last + 1);
    if (negative) out += '-';
    out += digits;
    if (exponent >= 0 && exponent <= kMaxPlainDigits - static_cast<long long>(digits.size())) {
        out.append(static_cast<std::size_t>(exponent), '0');
    } else {
        out += 'e';
        out += std::to_string(exponent);
    }
}

void append(std::string& out, const json& value) {
    switch (value.type()) {
        case json::value_t::object: {
            char separator = '{';
            for (const auto& [name, member] : value.get_ref<const json::object_t&>()) {
                out += separator;
                appendJsonString(out, name);
                out += ':';
                append(out, member);
                separator = ',';
            }
            out += separator == '{' ? "{}" : "}";
            break;
        }
        case json::value_t::array: {
            char separator = '[';
            for (const auto& element : value) {
                out += separator;
                append(out, element);
                separator = ',';
            }
            out += separator == '[' ? "[]" : "]";
            break;
        }
        case json::value_t::string:
            appendJsonString(out, value.get_ref<const std::string&>());
            break;
        case json::value_t::binary:
            appendNumber(out, numberToken(value));
            break;
        case json::value_t::number_float:
            appendNumber(out, value.dump());
            break;
        default:
            out += value.dump();
            break;
    }
}

}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    constexpr std::string_view named = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    out += '"';
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out.append(text, written, at - written);
        written = at + 1;
        out += '\\';
        if (const auto name = named.find(text[at]); name != std::string_view::npos) {
            out += names[name];
        } else {
            out += "u00";
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        }
    }
    out.append(text, written);
    out += '"';
}

std::string_view numberToken(const json& value) {
    const auto& bytes = value.get_binary();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool holdsDigits(std::string_view number) {
    std::string canonical;
    appendNumber(canonical, number);
    const auto held = json::parse(canonical, nullptr, false);
    return !held.is_discarded() && canonicalJson(held) == canonical;
}

std::string canonicalJson(const json& value) {
    std::string out;
    append(out, value);
    return out;
}

}  // namespace kith::model
