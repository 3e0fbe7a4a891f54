// SPDX-License-Identifier: Apache-2.0
#include "core/storage/name_words.hpp"

#include <algorithm>

#include "core/model/folded_words.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kWordBytes = 64;
constexpr std::size_t kWords = 16;
constexpr std::size_t kSortBytes = 200;

}  // namespace

std::vector<std::string> nameWords(std::string_view text) {
    auto words = model::foldedWords(text);
    if (words.size() > kWords) words.resize(kWords);
    for (auto& word : words) model::cutText(word, kWordBytes);
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

std::string sortName(std::string_view firstName, std::string_view lastName) {
    std::string name;
    for (const auto part : {lastName, firstName}) {
        for (const auto& word : model::foldedWords(part)) {
            if (!name.empty()) name += ' ';
            name += word;
        }
    }
    model::cutText(name, kSortBytes);
    return name;
}

}  // namespace kith::storage
