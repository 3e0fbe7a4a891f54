// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/definer.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/error.hpp"

namespace kith::catalogue {
namespace {

std::optional<model::FieldDefinition> tryDefine(const storage::StoredField& field,
                                                const plugins::Registry& registry) {
    try {
        return define(field, registry);
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::Configuration) throw;
        return std::nullopt;
    }
}

}  // namespace

std::optional<model::FieldDefinition> define(const storage::StoredField& field,
                                             const plugins::Registry& registry) {
    const auto* type = registry.fieldType(field.type);
    if (type == nullptr) return std::nullopt;
    model::FieldDefinition defined;
    defined.key = field.key;
    defined.group = field.group;
    defined.type = field.type;
    defined.kind = type->kind();
    defined.isSet = type->isSet();
    defined.personal = field.personal;
    defined.validator = type->prepare(nlohmann::json::parse(field.options));
    defined.operators = model::Operators(type->operators());
    // One that was made before its key was taken would stand in a profile beside what is shown under that.
    defined.archived = field.archivedAt.has_value() || model::isDerivedField(field.key);
    defined.indexed = field.indexed;
    defined.mergeRule = field.mergeRule;
    defined.inUse = field.inUse;
    return defined;
}

model::Category define(const storage::StoredCategory& category) {
    return {category.key,      category.names,    category.subscribedByDefault,   category.descriptions,
            category.isPublic, category.channels, category.archivedAt.has_value()};
}

std::shared_ptr<const model::Definitions> defineAll(const storage::StoredCatalogue& stored,
                                                    const plugins::Registry& registry) {
    std::vector<model::FieldDefinition> fields;
    fields.reserve(stored.fields.size());
    for (const auto& field : stored.fields)
        if (auto defined = tryDefine(field, registry)) fields.push_back(*std::move(defined));
    std::vector<model::Category> categories;
    categories.reserve(stored.categories.size());
    for (const auto& category : stored.categories) categories.push_back(define(category));
    return std::make_shared<const model::Definitions>(stored.version, std::move(fields),
                                                      std::move(categories));
}

std::shared_ptr<const model::Definitions> defineAll(const storage::StoredCatalogue& stored,
                                                    const plugins::Registry& registry, base::Log& log) {
    auto definitions = defineAll(stored, registry);
    for (const auto& field : stored.fields)
        if (definitions->field(field.key) == nullptr)
            log.warning("field_left_out",
                        {{"field", std::string_view(field.key)}, {"type", std::string_view(field.type)}});
    return definitions;
}

std::vector<storage::StoredField> builtInFields() {
    std::vector<storage::StoredField> fields;
    for (const auto& builtIn : model::builtInFields()) {
        storage::StoredField field;
        field.key = builtIn.key;
        field.group = builtIn.group;
        field.type = builtIn.type;
        field.options = builtIn.options;
        field.personal = builtIn.key != "tags";
        field.managedBy = storage::ManagedBy::Core;
        fields.push_back(std::move(field));
    }
    return fields;
}

}  // namespace kith::catalogue
