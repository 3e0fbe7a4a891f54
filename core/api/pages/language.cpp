// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/language.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <utility>

#include "core/http/headers.hpp"
#include "core/model/text.hpp"

namespace kith::api {
namespace {

constexpr std::size_t kMostRanges = 20;

std::string_view takeUntil(std::string_view& rest, char separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    const auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return model::trimmed(part);
}

/// In lower case; empty if it is no language tag.
std::string tagOf(std::string_view text) {
    if (!model::isLanguageTag(text)) return {};
    std::string tag;
    for (const char c : text) tag += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return tag;
}

/// In thousandths; 0 if it is malformed, as if it were not wanted.
int qualityOf(std::string_view parameters) {
    if (parameters.empty()) return 1'000;
    if (!parameters.starts_with("q=") && !parameters.starts_with("Q=")) return 0;
    const auto value = parameters.substr(2);
    if (value.empty() || value.size() > 5 || (value[0] != '0' && value[0] != '1')) return 0;
    int quality = (value[0] - '0') * 1'000;
    if (value.size() == 1) return quality;
    if (value[1] != '.') return 0;
    int weight = 100;
    for (const char c : value.substr(2)) {
        if (c < '0' || c > '9') return 0;
        quality += (c - '0') * weight;
        weight /= 10;
    }
    return std::min(quality, 1'000);
}

}  // namespace

WantedLanguages wantedLanguages(std::string_view chosen, std::string_view accepted) {
    std::vector<std::pair<int, std::string>> ranges;
    for (std::size_t i = 0; i < kMostRanges && !accepted.empty(); ++i) {
        auto range = takeUntil(accepted, ',');
        auto tag = tagOf(takeUntil(range, ';'));
        const int quality = qualityOf(model::trimmed(range));
        if (!tag.empty() && quality > 0) ranges.emplace_back(quality, std::move(tag));
    }
    std::ranges::stable_sort(ranges, std::greater{}, &std::pair<int, std::string>::first);
    WantedLanguages wanted;
    if (auto tag = tagOf(chosen); !tag.empty()) wanted.push_back(std::move(tag));
    for (auto& range : ranges) wanted.push_back(std::move(range.second));
    return wanted;
}

std::optional<std::size_t> bestLanguage(const WantedLanguages& wanted,
                                        std::span<const std::string_view> offered) {
    const auto find = [&](const auto& serves) -> std::optional<std::size_t> {
        const auto found = std::ranges::find_if(offered, serves);
        if (found == offered.end()) return std::nullopt;
        return static_cast<std::size_t>(found - offered.begin());
    };
    for (std::string_view range : wanted) {
        for (auto shorter = range; !shorter.empty();) {
            if (const auto same =
                    find([&](std::string_view tag) { return http::equalsIgnoringCase(tag, shorter); }))
                return same;
            const auto cut = shorter.rfind('-');
            shorter = cut == std::string_view::npos ? std::string_view() : shorter.substr(0, cut);
        }
        const auto longer = find([&](std::string_view tag) {
            return tag.size() > range.size() && tag[range.size()] == '-' &&
                   http::equalsIgnoringCase(tag.substr(0, range.size()), range);
        });
        if (longer) return longer;
    }
    return std::nullopt;
}

}  // namespace kith::api
