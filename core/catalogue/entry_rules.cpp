// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/entry_rules.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/catalogue/narrowing.hpp"
#include "core/model/field_input.hpp"
#include "core/model/language.hpp"
#include "core/model/reader.hpp"
#include "core/model/text.hpp"

namespace kith::catalogue {
namespace {

using base::Violation;
using Json = nlohmann::json;

void checkDisplayDefault(const storage::StoredField& field, const plugins::PluginFieldType& type,
                         const model::FieldValidator& validator, std::vector<Violation>& faults) {
    if (!field.displayDefault) return;
    const std::string pointer = "/display_default";
    if (type.isSet()) {
        faults.push_back({pointer, "not_allowed", "a set that is empty is shown as that"});
        return;
    }
    const auto given = Json::parse(*field.displayDefault);
    const model::JsonFieldInput input(given);
    if (input.tooLong()) {
        faults.push_back({pointer, "too_long", "the value is too long for a field"});
        return;
    }
    const auto value = validator.validate(input.get());
    if (const auto* invalid = std::get_if<model::Invalid>(&value))
        faults.push_back({pointer, invalid->code, invalid->detail});
}

/// A language is found by its canonical tag, of which there is one. What has no form of a tag is refused by
/// whoever reads it.
void checkLanguages(const model::Texts& texts, const std::string& pointer, std::vector<Violation>& faults) {
    for (const auto& [language, text] : texts) {
        if (!model::isLanguageTag(language)) continue;
        const auto canonical = model::canonicalLanguage(language);
        if (canonical == language) continue;
        faults.push_back({pointer + '/' + language, "invalid_language",
                          canonical ? "the canonical tag of this language is `" + *canonical + "`"
                                    : "is not the tag of a known language (BCP 47)"});
    }
}

/// With the defaults of the type, so that an option which is left out compares as what it means.
Json completeOptions(const storage::StoredField& field, const plugins::Registry& registry) {
    auto options = Json::parse(field.options);
    const auto* type = registry.fieldType(field.type);
    if (type == nullptr) return options;
    std::vector<Violation> wrong;
    auto complete = type->options().apply(options, {}, wrong);
    return wrong.empty() ? complete : options;
}

}  // namespace

std::vector<Violation> faultsOf(const storage::StoredField& field, const plugins::Registry& registry) {
    std::vector<Violation> faults;
    checkLanguages(field.names, "/names", faults);
    if (model::isDerivedField(field.key))
        faults.push_back({"/key", "reserved_key",
                          "'" + field.key +
                              "' is worked out from birth_date when a profile is shown: call the field "
                              "otherwise, as stated_" +
                              field.key});
    const auto* type = registry.fieldType(field.type);
    if (type == nullptr) {
        faults.push_back({"/type", "unknown_type", "no plugin brings a field type '" + field.type + "'"});
        return faults;
    }
    if (field.mergeRule != model::MergeRule::Latest && type->isSet())
        faults.push_back({"/merge_rule", "not_allowed", "each element of a set stands for itself"});
    try {
        const auto validator = type->prepare(Json::parse(field.options));
        checkDisplayDefault(field, *type, *validator, faults);
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::Configuration) throw;
        for (const auto& each : error.violations())
            faults.push_back({"/options" + each.pointer, each.code, each.detail});
        if (error.violations().empty()) faults.push_back({"/options", "invalid_value", error.detail()});
    }
    return faults;
}

std::vector<Violation> faultsOf(const storage::StoredGroup& group) {
    std::vector<Violation> faults;
    checkLanguages(group.names, "/names", faults);
    return faults;
}

std::vector<Violation> faultsOf(const storage::StoredCategory& category) {
    std::vector<Violation> faults;
    checkLanguages(category.names, "/names", faults);
    checkLanguages(category.descriptions, "/descriptions", faults);
    return faults;
}

std::vector<Violation> channelFaultsOf(const Json& members,
                                       const std::set<std::string, std::less<>>& channels) {
    std::vector<Violation> faults;
    const auto* given = model::memberOf(members, "channels");
    if (given == nullptr) return faults;
    std::size_t index = 0;
    for (const auto& each : *given) {
        const auto& channel = each.get_ref<const std::string&>();
        if (!channels.contains(channel))
            faults.push_back({"/channels/" + std::to_string(index), "unknown_channel",
                              "no plugin brings a channel '" + channel + "'"});
        ++index;
    }
    return faults;
}

std::vector<Violation> conflictsOf(const storage::StoredField& before, const storage::StoredField& after,
                                   const plugins::Registry& registry) {
    std::vector<Violation> conflicts;
    if (!before.inUse) return conflicts;
    const std::string instead = before.archivedAt ? "take another key" : "archive it, and make another one";
    if (after.type != before.type) {
        conflicts.push_back({"/type", "field_in_use",
                             "the field has had values of the type '" + before.type + "', and keeps it" +
                                 (before.archivedAt ? ", archived or not: " : ": ") + instead});
        return conflicts;
    }
    if (after.mergeRule != before.mergeRule)
        conflicts.push_back(
            {"/merge_rule", "field_in_use",
             "the field has had values that were merged by another rule, and keeps it: " + instead});
    const auto narrowed = narrowedAt(completeOptions(before, registry), completeOptions(after, registry));
    if (narrowed)
        conflicts.push_back({"/options" + *narrowed, "narrowed",
                             "the field has had values, and takes those for ever: lists of choices may only "
                             "become longer, bounds wider, and a pattern go"});
    return conflicts;
}

std::vector<Violation> misfitsOf(const storage::StoredField& field, const storage::ValuesWithoutField& kept,
                                 const plugins::Registry& registry) {
    const auto* type = registry.fieldType(field.type);
    const auto found = kept.find(field.key);
    if (type == nullptr || found == kept.end()) return {};
    const storage::KeptValues taken{type->kind(), type->isSet()};
    for (const auto& values : found->second) {
        if (values == taken) continue;
        const auto kind = (values.isSet ? "sets of " : "") + std::string(model::valueKindName(values.kind));
        return {{"/type", "another_type",
                 "people have values of '" + field.key + "' from before, kept as " + kind +
                     ": give it a type that keeps such, or take another key"}};
    }
    return {};
}

}  // namespace kith::catalogue
