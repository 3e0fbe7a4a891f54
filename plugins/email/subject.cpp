// SPDX-License-Identifier: Apache-2.0
#include "subject.hpp"

#include <optional>

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "json.hpp"
#include "signature.hpp"

namespace kith::email {
namespace {

/// More than anybody is shown. Words that never end are looked for from each beginning.
constexpr std::size_t kMaxSubject = 2'000;

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::optional<std::string> decodeQ(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '=') {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
            if (low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

std::optional<std::string> toUtf8(const std::string& bytes, std::string_view charset) {
    const auto name = std::string(charset.substr(0, charset.find('*')));
    UErrorCode error = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(name.c_str(), &error);
    if (U_FAILURE(error)) return std::nullopt;
    const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter, error);
    ucnv_close(converter);
    if (U_FAILURE(error)) return std::nullopt;
    std::string out;
    return text.toUTF8String(out);
}

struct EncodedWord {
    std::string text;
    std::size_t size;
};

/// The word `=?charset?encoding?text?=` at the beginning.
std::optional<EncodedWord> wordAt(std::string_view text) {
    if (!text.starts_with("=?")) return std::nullopt;
    const auto charsetEnd = text.find('?', 2);
    if (charsetEnd == std::string_view::npos || charsetEnd + 2 >= text.size() ||
        text[charsetEnd + 2] != '?') {
        return std::nullopt;
    }
    const auto end = text.find("?=", charsetEnd + 3);
    if (end == std::string_view::npos) return std::nullopt;
    const auto content = text.substr(charsetEnd + 3, end - charsetEnd - 3);
    const char encoding = text[charsetEnd + 1];
    std::optional<std::string> bytes;
    if (encoding == 'B' || encoding == 'b') bytes = decodeBase64(content);
    if (encoding == 'Q' || encoding == 'q') bytes = decodeQ(content);
    auto decoded = bytes ? toUtf8(*bytes, text.substr(2, charsetEnd - 2)) : std::nullopt;
    if (!decoded) return std::nullopt;
    return EncodedWord{std::move(*decoded), end + 2};
}

}  // namespace

std::string decodeSubject(std::string_view given) {
    const auto bounded = clean(given, kMaxSubject);
    const std::string_view text = bounded;
    std::string out;
    bool afterWord = false;
    std::size_t wordEnd = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (const auto word = wordAt(text.substr(i))) {
            // White space between two encoded words belongs to neither.
            if (afterWord) out.resize(wordEnd);
            out += word->text;
            i += word->size;
            afterWord = true;
            wordEnd = out.size();
            continue;
        }
        if (text[i] != ' ') afterWord = false;
        out += text[i++];
    }
    return out;
}

}  // namespace kith::email
