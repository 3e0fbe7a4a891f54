// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <variant>

#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/text.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/profile_list.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kMaxSearch = 200;

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
    if (!isNumber(text) && text.find('@') == std::string_view::npos) search.words = nameWords(text);
    return search;
}

}  // namespace kith::storage
