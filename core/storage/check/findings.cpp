// SPDX-License-Identifier: Apache-2.0
#include "core/storage/check/findings.hpp"

namespace kith::storage::check {

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
    show_({table, key, sentence});
}

std::vector<FindingCount> Findings::counts() const {
    std::vector<FindingCount> all;
    for (const auto& [rule, count] : counts_) {
        if (count.rows > 0) all.push_back({rule.first, rule.second, count.weight, count.rows, count.shown});
    }
    return all;
}

}  // namespace kith::storage::check
