// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/model/names.hpp"
#include "core/model/reader.hpp"

namespace kith::model {

/// Reads a member that is one of the names or an array of them into `chosen`, each once and in their order.
/// Nothing is added for an absent one. False, and found to be wrong, if it is neither.
template <class Choice, std::size_t Count, int First>
[[nodiscard]] bool readChoices(const nlohmann::json& object, const Where& where, std::string_view member,
                               const Names<Choice, Count, First>& names, std::vector<Choice>& chosen,
                               Findings& findings) {
    const auto* given = memberOf(object, member);
    if (given == nullptr) return true;
    const Where at(where, member);
    bool good = true;
    const auto add = [&](const nlohmann::json& one, const Where& place) {
        const auto* text = one.get_ptr<const std::string*>();
        const auto choice = text == nullptr ? std::nullopt : names.find(*text);
        if (choice) {
            chosen.push_back(*choice);
        } else {
            findings.wrong(place, "invalid_value", mustBeOneOf(names.names));
            good = false;
        }
    };
    if (!given->is_array()) {
        add(*given, at);
    } else if (given->empty() || given->size() > Count) {
        findings.wrong(at, "out_of_range", "must hold 1 to " + std::to_string(Count));
        return false;
    } else {
        std::size_t index = 0;
        for (const auto& one : *given) add(one, {at, index++});
    }
    std::ranges::sort(chosen);
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return good;
}

/// Adds the member, unless nothing was chosen.
template <class Choice, std::size_t Count, int First>
void writeChoices(nlohmann::json& object, std::string_view member, const Names<Choice, Count, First>& names,
                  const std::vector<Choice>& chosen) {
    if (chosen.empty()) return;
    auto& list = object[std::string(member)] = nlohmann::json::array();
    for (const auto choice : chosen) list.push_back(names.of(choice));
}

}  // namespace kith::model
