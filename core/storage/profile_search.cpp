// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/text.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/profile_list.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kMaxSearch = 200;
constexpr std::size_t kShortestBeginning = 2;  // In bytes.

bool isNumber(std::string_view text) noexcept {
    return text.find_first_of("0123456789") != std::string_view::npos &&
           text.find_first_not_of("0123456789+-(). ") == std::string_view::npos;
}

std::vector<model::Identifier> identifiersLike(std::string_view text, const model::Catalogue& catalogue) {
    std::vector<model::Identifier> found;
    for (const auto& rule : catalogue.rules().all()) {
        const auto* const source = catalogue.source(rule.type);
        if (source == nullptr) continue;
        auto normalised = source->normalize(rule.type, text);
        if (auto* const value = std::get_if<std::string>(&normalised))
            found.push_back({rule.type, std::move(*value)});
    }
    return found;
}

/// As types of identifiers may have normalised it that begin so: in the case given, and in lower case; of a
/// number its digits, with the plus that makes it international and without.
std::vector<std::string> normalisedBeginnings(std::string_view text) {
    std::vector<std::string> beginnings;
    if (isNumber(text)) {
        std::string digits(text);
        std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
        beginnings.push_back('+' + digits);
        if (!text.starts_with('+')) beginnings.push_back(std::move(digits));
    } else if (text.find(' ') == std::string_view::npos) {
        beginnings.push_back(model::caseFolded(text));
    }
    if (text.find(' ') == std::string_view::npos) beginnings.emplace_back(text);
    std::ranges::sort(beginnings);
    beginnings.erase(std::unique(beginnings.begin(), beginnings.end()), beginnings.end());
    std::erase_if(beginnings, [](const std::string& each) { return each.size() < kShortestBeginning; });
    return beginnings;
}

/// Of the types that identify people: nobody types the beginning of a cookie.
std::vector<model::Identifier> beginningsOf(std::string_view text, const model::Catalogue& catalogue) {
    const auto values = normalisedBeginnings(text);
    std::vector<model::Identifier> found;
    for (const auto& rule : catalogue.rules().all()) {
        if (rule.cls == model::IdentifierClass::Moving) continue;
        for (const auto& value : values) found.push_back({rule.type, value});
    }
    return found;
}

}  // namespace

ProfileSearch parseProfileSearch(std::string_view q, const model::Catalogue& catalogue) {
    if (q.size() > kMaxSearch || !base::isUtf8(q) || model::hasControl(q) || model::trimmed(q).empty()) {
        const std::string detail = "A search is a text of 1 to 200 bytes without control characters.";
        throw base::Error(base::ErrorCode::InvalidInput, detail,
                          {base::Violation{"?q", "invalid_search", detail}});
    }
    const auto text = model::trimmed(q);
    ProfileSearch search;
    search.id = base::ProfileId::parse(text);
    search.identifiers = identifiersLike(text, catalogue);
    // Numbers are often shown, and copied, without the plus that makes them international.
    if (isNumber(text) && !text.starts_with('+')) {
        for (auto& identifier : identifiersLike('+' + std::string(text), catalogue))
            if (std::ranges::find(search.identifiers, identifier) == search.identifiers.end())
                search.identifiers.push_back(std::move(identifier));
    }
    search.beginnings = beginningsOf(text, catalogue);
    if (!isNumber(text) && text.find('@') == std::string_view::npos) search.words = nameWords(text);
    return search;
}

}  // namespace kith::storage
