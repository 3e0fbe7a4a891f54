// SPDX-License-Identifier: Apache-2.0
#include "core/http/conditional.hpp"

#include <sodium.h>

#include <array>
#include <optional>
#include <vector>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

void skipSpaceAndCommas(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t,"), text.size()));
}

/// The members of a list of entity tags, weak ones with their `W/`; nothing if it is malformed.
std::optional<std::vector<std::string_view>> parseTags(std::string_view text) {
    std::vector<std::string_view> tags;
    for (skipSpaceAndCommas(text); !text.empty(); skipSpaceAndCommas(text)) {
        const std::size_t prefix = text.starts_with("W/") ? 2 : 0;
        if (text.size() <= prefix || text[prefix] != '"') return std::nullopt;
        const auto end = text.find('"', prefix + 1);
        if (end == std::string_view::npos) return std::nullopt;
        tags.push_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return tags;
}

std::string_view opaque(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string versionTag(std::int64_t version) {
    return '"' + std::to_string(version) + '"';
}

std::string contentTag(std::string_view body) {
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(body.data()),
                       body.size(), nullptr, 0);
    std::array<char, 2 * hash.size() + 1> digits{};
    sodium_bin2hex(digits.data(), digits.size(), hash.data(), hash.size());
    return '"' + std::string(digits.data()) + '"';
}

bool requireMatch(const Request& request, std::string_view tag) {
    return requireMatch(request.headers.find("If-Match"), tag);
}

bool requireMatch(std::optional<std::string_view> ifMatch, std::string_view tag) {
    if (!ifMatch || *ifMatch == "*") return false;
    const auto tags = parseTags(*ifMatch);
    if (!tags) throw base::Error(base::ErrorCode::InvalidInput, "If-Match is not a list of entity tags.");
    for (const auto& candidate : *tags) {
        if (candidate == tag) return true;
    }
    throw base::Error(base::ErrorCode::PreconditionFailed,
                      "If-Match names another version than the current one. Read it again.");
}

bool isUnchanged(const Request& request, std::string_view tag) {
    const auto value = request.headers.find("If-None-Match");
    if (!value) return false;
    if (*value == "*") return true;
    const auto tags = parseTags(*value);
    if (!tags) return false;
    for (const auto& candidate : *tags) {
        if (opaque(candidate) == opaque(tag)) return true;
    }
    return false;
}

}  // namespace kith::http
