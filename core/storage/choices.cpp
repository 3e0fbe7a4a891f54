// SPDX-License-Identifier: Apache-2.0
#include "core/storage/choices.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace kith::storage {
namespace {

base::ProfileId homeIn(const nlohmann::json& choice, const char* name) {
    const auto found = choice.find(name);
    if (found == choice.end()) return {};
    return base::ProfileId::parse(found->get_ref<const std::string&>()).value_or(base::ProfileId{});
}

/// Whose the values of one choice are.
std::vector<base::ProfileId> homesOf(const nlohmann::json& choice) {
    std::vector homes{homeIn(choice, "from")};
    // Nobody noted it at first.
    if (choice.contains("instead_of")) homes.push_back(homeIn(choice, "instead_of_from"));
    return homes;
}

}  // namespace

std::string choicesText(const std::vector<identity::FieldChoice>& choices) {
    auto array = nlohmann::json::array();
    for (const auto& choice : choices) {
        auto item = nlohmann::json{{"key", choice.field},
                                   {"value", nlohmann::json::parse(choice.value)},
                                   {"from", choice.from.text()},
                                   {"why", choice.why}};
        if (!choice.element.empty()) item["element"] = choice.element;
        if (!choice.insteadOf.empty()) {
            item["instead_of"] = nlohmann::json::parse(choice.insteadOf);
            item["instead_of_from"] = choice.insteadOfFrom.text();
        }
        array.push_back(std::move(item));
    }
    return array.dump();
}

std::set<base::ProfileId> homesIn(std::string_view choices) {
    std::set<base::ProfileId> all;
    for (const auto& choice : nlohmann::json::parse(choices)) {
        const auto homes = homesOf(choice);
        all.insert(homes.begin(), homes.end());
    }
    return all;
}

std::size_t keepChoicesOf(std::string& choices, const std::set<base::ProfileId>& homes) {
    const auto all = nlohmann::json::parse(choices);
    auto kept = nlohmann::json::array();
    std::ranges::copy_if(all, std::back_inserter(kept), [&](const nlohmann::json& choice) {
        return std::ranges::all_of(homesOf(choice),
                                   [&](base::ProfileId home) { return homes.contains(home); });
    });
    const auto removed = all.size() - kept.size();
    if (removed != 0) choices = kept.dump();
    return removed;
}

}  // namespace kith::storage
