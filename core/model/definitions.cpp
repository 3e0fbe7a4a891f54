// SPDX-License-Identifier: Apache-2.0
#include "core/model/definitions.hpp"

#include <algorithm>
#include <utility>

#include "core/model/bounds.hpp"

namespace kith::model {
namespace {

bool isLowerWord(std::string_view key, std::string_view also) noexcept {
    if (key.empty() || key.size() > bounds::kKey || key.front() < 'a' || key.front() > 'z') return false;
    return std::all_of(key.begin(), key.end(), [also](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
    });
}

}  // namespace

bool isFieldKey(std::string_view key) noexcept {
    return isLowerWord(key, "_.");
}

bool isCategoryKey(std::string_view key) noexcept {
    return isLowerWord(key, "_.-");
}

bool isDerivedField(std::string_view key) noexcept {
    return key == "age";
}

std::string_view whyNoField(std::string_view key) noexcept {
    return isDerivedField(key) ? "is no field: it is worked out from birth_date when a profile is shown"
                               : "there is no such field";
}

Definitions::Definitions(std::int64_t version, std::vector<FieldDefinition> fields,
                         std::vector<Category> categories)
    : version_(version), fields_(std::move(fields)), categories_(std::move(categories)) {
    std::vector<base::Violation> violations;
    indexKeys(violations);
    if (!violations.empty()) {
        throw base::Error(base::ErrorCode::Configuration, "the fields and categories are wrong",
                          std::move(violations));
    }
}

void Definitions::indexKeys(std::vector<base::Violation>& violations) {
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

const FieldDefinition* Definitions::field(std::string_view key) const noexcept {
    const auto at = fieldByKey_.find(key);
    return at == fieldByKey_.end() ? nullptr : at->second;
}

const Category* Definitions::category(std::string_view key) const noexcept {
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
