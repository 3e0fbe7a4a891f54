// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "core/model/field.hpp"
#include "core/model/json.hpp"
#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::test {

/// The types of the plugin `fields` through the boundary, as the server uses them.
struct Fields : Workbench {
    Fields() {
        plugins::PluginSettings settings;
        settings.file = shippedPlugins() / "fields.so";
        settings.required = true;
        run({settings});
    }

    [[nodiscard]] std::unique_ptr<model::FieldValidator> field(
        const std::string& type, const nlohmann::json& options = nlohmann::json::object()) const {
        return manager.registry().fieldType(type)->prepare(options);
    }

    /// What is kept, as the API shows it, or the code of what is wrong.
    [[nodiscard]] std::string kept(const std::string& type, const model::FieldInput& input,
                                   const nlohmann::json& options = nlohmann::json::object()) const {
        const auto outcome = field(type, options)->validate(input);
        if (const auto* invalid = std::get_if<model::Invalid>(&outcome)) return invalid->code;
        return std::get<model::FieldValue>(outcome).toJson().dump();
    }

    /// Whether what is kept of it, shown and given again, is kept as it is.
    [[nodiscard]] bool keepsWhatItShows(const std::string& type, const model::FieldInput& input,
                                        const nlohmann::json& options = nlohmann::json::object()) const {
        using Kind = model::FieldInput::Kind;
        const auto rule = field(type, options);
        const auto first = std::get<model::FieldValue>(rule->validate(input));
        const auto shown = first.toJson();
        const auto again = shown.is_string() ? shown.get<std::string>() : model::canonicalJson(shown);
        const auto kind = shown.is_structured() ? Kind::Json : shown.is_number() ? Kind::Number : Kind::Text;
        const auto second = rule->validate({kind, false, again});
        return std::holds_alternative<model::FieldValue>(second) &&
               std::get<model::FieldValue>(second) == first;
    }

    /// The first violation of the options.
    [[nodiscard]] base::Violation wrongOption(const std::string& type, const nlohmann::json& options) const {
        try {
            (void)field(type, options);
        } catch (const base::Error& error) {
            CHECK(error.code() == base::ErrorCode::Configuration);
            REQUIRE_FALSE(error.violations().empty());
            return error.violations().front();
        }
        return {"nothing", "", ""};
    }
};

inline model::FieldInput text(std::string_view value) {
    return {model::FieldInput::Kind::Text, false, value};
}
inline model::FieldInput number(std::string_view token) {
    return {model::FieldInput::Kind::Number, false, token};
}
inline model::FieldInput truth(bool value) {
    return {model::FieldInput::Kind::Boolean, value, {}};
}
/// In canonical form, as the server gives it.
inline model::FieldInput document(std::string_view json) {
    return {model::FieldInput::Kind::Json, false, json};
}

}  // namespace kith::test
