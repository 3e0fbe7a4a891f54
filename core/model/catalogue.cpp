// SPDX-License-Identifier: Apache-2.0
#include "core/model/catalogue.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/text.hpp"

namespace kith::model {
namespace {

constexpr std::array<std::string_view, 14> kBlocked = {"null",
                                                       "undefined",
                                                       "none",
                                                       "nan",
                                                       "anonymous",
                                                       "guest",
                                                       "unknown",
                                                       "test",
                                                       "true",
                                                       "false",
                                                       "-1",
                                                       "[object object]",
                                                       "test@example.com",
                                                       "noreply@*"};

bool isLowerWord(std::string_view key, std::string_view also) noexcept {
    if (key.empty() || key.size() > bounds::kKey || key.front() < 'a' || key.front() > 'z') return false;
    return std::all_of(key.begin(), key.end(), [also](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
    });
}

/// Empty, or nothing but zeros and dashes: `0`, `---`, the zero GUID.
bool isNothing(std::string_view folded) noexcept {
    return folded.find_first_not_of("0-") == std::string_view::npos;
}

}  // namespace

bool isFieldKey(std::string_view key) noexcept {
    return isLowerWord(key, "_.");
}

bool isCategoryKey(std::string_view key) noexcept {
    return isLowerWord(key, "_.-");
}

void Catalogue::Blocked::add(std::string_view value) {
    auto folded = caseFolded(value);
    if (!folded.empty() && folded.back() == '*') {
        folded.pop_back();
        beginnings.push_back(std::move(folded));
    } else {
        values.insert(std::move(folded));
    }
}

bool Catalogue::Blocked::contains(std::string_view folded) const {
    return isNothing(folded) || values.find(folded) != values.end() ||
           std::any_of(beginnings.begin(), beginnings.end(),
                       [folded](const std::string& beginning) { return folded.starts_with(beginning); });
}

Catalogue::Catalogue(IdentifierRules rules,
                     std::map<std::string, const IdentifierSource*, std::less<>> sources,
                     const BlockedValues& blockedValues, std::vector<FieldDefinition> fields,
                     std::vector<Category> categories, std::set<std::string, std::less<>> channels)
    : rules_(std::move(rules)),
      sources_(std::move(sources)),
      fields_(std::move(fields)),
      categories_(std::move(categories)),
      channels_(std::move(channels)) {
    std::vector<base::Violation> violations;
    indexTypes(blockedValues, violations);
    indexKeys(violations);
    if (!violations.empty()) {
        throw base::Error(base::ErrorCode::Configuration, "the catalogue is wrong", std::move(violations));
    }
}

void Catalogue::indexTypes(const BlockedValues& blockedValues, std::vector<base::Violation>& violations) {
    for (const auto& rule : rules_.all()) {
        auto& blocked = blocked_[rule.type];
        for (const auto value : kBlocked) blocked.add(value);
        for (const auto& type : {std::string("*"), rule.type}) {
            if (const auto at = blockedValues.find(type); at != blockedValues.end()) {
                for (const auto& value : at->second) blocked.add(value);
            }
        }
        if (const auto* from = source(rule.type)) {
            for (const auto& value : from->blockedValues(rule.type)) blocked.add(value);
        } else {
            violations.push_back({"/identifiers/" + rule.type, "unknown_type", "no plugin brings this type"});
        }
    }
}

void Catalogue::indexKeys(std::vector<base::Violation>& violations) {
    for (const auto& field : fields_) {
        const auto pointer = "/fields/" + field.key;
        if (!isFieldKey(field.key)) violations.push_back({pointer, "invalid_key", "not the key of a field"});
        if (!fieldByKey_.emplace(field.key, &field).second) {
            violations.push_back({pointer, "duplicate_key", "there are two fields of this key"});
        }
    }
    for (const auto& category : categories_) {
        const auto pointer = "/categories/" + category.key;
        if (!isCategoryKey(category.key)) {
            violations.push_back({pointer, "invalid_key", "not the key of a category"});
        }
        if (!categoryByKey_.emplace(category.key, &category).second) {
            violations.push_back({pointer, "duplicate_key", "there are two categories of this key"});
        }
    }
}

const IdentifierSource* Catalogue::source(std::string_view type) const noexcept {
    const auto at = sources_.find(type);
    return at == sources_.end() ? nullptr : at->second;
}

bool Catalogue::isBlocked(std::string_view type, std::string_view value) const {
    const auto at = blocked_.find(type);
    return at != blocked_.end() && at->second.contains(caseFolded(value));
}

const FieldDefinition* Catalogue::field(std::string_view key) const noexcept {
    const auto at = fieldByKey_.find(key);
    return at == fieldByKey_.end() ? nullptr : at->second;
}

const Category* Catalogue::category(std::string_view key) const noexcept {
    const auto at = categoryByKey_.find(key);
    return at == categoryByKey_.end() ? nullptr : at->second;
}

const std::vector<BuiltInField>& builtInFields() {
    static const std::vector<BuiltInField> fields = {
        {"first_name", "personal", "text", "{}"},
        {"last_name", "personal", "text", "{}"},
        {"gender", "personal", "single_choice", R"({"choices":["female","male","other"]})"},
        {"birth_date", "personal", "date", "{}"},
        {"address.country", "address", "country", "{}"},
        {"address.region", "address", "text", "{}"},
        {"address.town", "address", "text", "{}"},
        {"address.street", "address", "text", "{}"},
        {"address.postcode", "address", "text", "{}"},
        {"language", "personal", "language", "{}"},
        {"time_zone", "personal", "time_zone", "{}"},
        {"tags", "tags", "tags", "{}"},
    };
    return fields;
}

}  // namespace kith::model
