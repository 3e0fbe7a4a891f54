// SPDX-License-Identifier: Apache-2.0
#include "core/storage/check/findings.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/base/id.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kOfProfiles[] = {"home", "profile_id", "a", "b", "other"};

bool namesProfile(std::string_view table, std::string_view column) {
    return table == "profile" ? column == "id"
                              : std::ranges::find(kOfProfiles, column) != std::end(kOfProfiles);
}

std::optional<base::ProfileId> profileIn(std::string_view text) {
    base::ProfileId id;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, id.value);
    if (read.ec != std::errc{} || read.ptr != end || id.value <= 0) return std::nullopt;
    return id;
}

/// The key as it is shown: of `column=value`, with blanks between, those that name profiles.
std::string shownKey(std::string_view table, std::string_view key) {
    std::string text;
    while (!key.empty()) {
        const auto part = key.substr(0, key.find(' '));
        key.remove_prefix(std::min(part.size() + 1, key.size()));
        const auto sign = std::min(part.find('='), part.size());
        const auto profile = namesProfile(table, part.substr(0, sign))
                                 ? profileIn(part.substr(std::min(sign + 1, part.size())))
                                 : std::nullopt;
        if (!text.empty()) text += ' ';
        if (profile)
            text.append(part.substr(0, sign + 1)).append(profile->text());
        else
            text += part;
    }
    return text;
}

}  // namespace

Findings::Count& Findings::of(std::string_view table, std::string_view sentence) {
    return counts_[{std::string(table), std::string(sentence)}];
}

void Findings::add(std::string_view table, std::string_view key, std::string_view sentence, Weight weight) {
    count(table, sentence, 1, weight);
    if (room(table, sentence) > 0) show(table, key, sentence);
}

void Findings::count(std::string_view table, std::string_view sentence, std::int64_t rows, Weight weight) {
    auto& counted = of(table, sentence);
    counted.rows += rows;
    counted.weight = weight;
}

std::int64_t Findings::room(std::string_view table, std::string_view sentence) {
    return mostShown_ - of(table, sentence).shown;
}

void Findings::show(std::string_view table, std::string_view key, std::string_view sentence) {
    ++of(table, sentence).shown;
    show_({table, shownKey(table, key), sentence});
}

std::vector<FindingCount> Findings::counts() const {
    std::vector<FindingCount> all;
    for (const auto& [rule, count] : counts_) {
        if (count.rows > 0) all.push_back({rule.first, rule.second, count.weight, count.rows, count.shown});
    }
    return all;
}

}  // namespace kith::storage::check
