// SPDX-License-Identifier: Apache-2.0
#include "core/base/suggest.hpp"

#include <algorithm>
#include <numeric>

namespace kith::base {
namespace {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
std::size_t editDistance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> beforeLast(to.size() + 1), last(to.size() + 1), row(to.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[to.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view given, const std::vector<std::string>& candidates) {
    constexpr std::size_t kLongestKey = 100;
    if (given.size() > kLongestKey) return std::nullopt;
    std::optional<std::string> best;
    std::size_t bestDistance = std::max<std::size_t>(1, given.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        // So much has to be inserted or deleted at least, which needs no table.
        const auto [shorter, longer] = std::minmax({given.size(), candidate.size()});
        if (longer - shorter >= bestDistance) continue;
        const auto distance = editDistance(given, candidate);
        if (distance >= bestDistance) continue;
        bestDistance = distance;
        best = candidate;
    }
    return best;
}

std::string suggestion(std::string_view given, const std::vector<std::string>& candidates) {
    const auto best = nearest(given, candidates);
    return best ? "; did you mean '" + *best + "'?" : std::string();
}

}  // namespace kith::base
