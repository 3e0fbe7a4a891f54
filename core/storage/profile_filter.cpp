// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_filter.hpp"

#include <algorithm>

#include "core/storage/name_words.hpp"
#include "core/storage/type_list.hpp"

namespace kith::storage {
std::array<WordRange, kSearchedWords> searchedWords(const ProfileSearch& search) {
    auto words = search.words;
    std::ranges::stable_sort(words, std::ranges::greater{}, &std::string::size);
    std::array<WordRange, kSearchedWords> ranges;
    for (std::size_t i = 0; i < std::min(words.size(), kSearchedWords); ++i)
        ranges[i] = {words[i], words[i] + std::string{kLastCharacter}};
    return ranges;
}

FilterColumns::FilterColumns(const ProfileQuery& query, bool withWords) : tag(query.tag) {
    if (query.known == KnownFilter::Known) known = true;
    if (query.known == KnownFilter::ListedAnonymous || query.known == KnownFilter::Anonymous) known = false;
    if (query.source) {
        sourceType = query.source->type;
        sourceName = query.source->name;
    }
    if (query.category) {
        category = query.category->category;
        consent = consentBehind(*query.category);
    }
    if (query.endpoint) {
        types = typeList(query.endpoint->types);
        if (query.endpoint->state && leavesEntry(*query.endpoint->state)) state = query.endpoint->state;
        reason = query.endpoint->reason;
    }
    if (withWords && query.search) words = searchedWords(*query.search);
}

bool leavesEntry(model::EndpointState state) noexcept {
    return state != model::EndpointState::Active && state != model::EndpointState::Unconfirmed;
}

std::optional<bool> consentBehind(const CategoryFilter& filter) noexcept {
    const bool subscribed = filter.state != model::SubscriptionState::Unsubscribed;
    const bool byDefault = filter.state != model::SubscriptionState::Pending &&
                           filter.subscribedByDefault == std::optional<bool>{subscribed};
    return byDefault ? std::nullopt : std::optional<bool>{subscribed};
}

}  // namespace kith::storage
