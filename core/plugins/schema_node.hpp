// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace re2 {
class RE2;
}

namespace kith::plugins {

enum class SchemaType { Object, Array, String, Integer, Number, Boolean };

struct Bounds {
    std::optional<nlohmann::json> low;
    std::optional<nlohmann::json> high;
};

/// One place of a schema: only the members that belong to one of its types are set.
struct SchemaNode {
    std::vector<SchemaType> types{SchemaType::Object};  ///< Never empty; usually one.
    std::optional<nlohmann::json> defaultValue;
    std::vector<nlohmann::json> allowed;
    Bounds value;  ///< Of a number.
    Bounds size;   ///< Code points of a string, items of an array.
    std::shared_ptr<const re2::RE2> pattern;
    std::shared_ptr<const SchemaNode> items;
    std::map<std::string, std::shared_ptr<const SchemaNode>, std::less<>> properties;
    std::vector<std::string> required;
    std::shared_ptr<const SchemaNode> additional;  ///< Null: no other member may come.
};

[[nodiscard]] std::string_view typeName(SchemaType type) noexcept;

/// Whether a value of this type may stand there, and whether one of no other may.
[[nodiscard]] bool allowsType(const SchemaNode& node, SchemaType type) noexcept;
[[nodiscard]] bool allowsOnly(const SchemaNode& node, SchemaType type) noexcept;

/// Reads one place; adds what is wrong with it to `defects`, each with its JSON pointer.
[[nodiscard]] std::shared_ptr<const SchemaNode> parseSchema(const nlohmann::json& json,
                                                            const std::string& pointer,
                                                            std::vector<base::Violation>& defects);

/// See Schema::apply.
[[nodiscard]] nlohmann::json applySchema(const SchemaNode& node, const nlohmann::json& value,
                                         const std::string& pointer,
                                         std::vector<base::Violation>& violations);

/// `pointer` with one more reference token, escaped as RFC 6901 has it.
[[nodiscard]] std::string below(const std::string& pointer, std::string_view token);

}  // namespace kith::plugins
