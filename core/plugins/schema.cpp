// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/schema.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include <re2/re2.h>

#include "core/plugins/schema_node.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<std::string_view, SchemaType>, 6> kTypes{{
    {"object", SchemaType::Object},
    {"array", SchemaType::Array},
    {"string", SchemaType::String},
    {"integer", SchemaType::Integer},
    {"number", SchemaType::Number},
    {"boolean", SchemaType::Boolean},
}};

/// Reads the members of one place of a schema.
class Reader {
public:
    Reader(const json& source, const std::string& pointer, std::vector<base::Violation>& defects)
        : json_(source), pointer_(pointer), defects_(defects) {}

    std::shared_ptr<const SchemaNode> read() {
        auto types = json_.is_object() ? readTypes() : std::vector<SchemaType>{};
        if (types.empty()) {
            report("/type", "The type must be object, array, string, integer, number or boolean.");
            return node_;
        }
        node_->types = std::move(types);
        for (const auto& [key, value] : json_.items()) {
            if (!readMember(key, value))
                reportAt(below(pointer_, key), "A schema has no such member here, or not with such a value.");
        }
        checkValues();
        return node_;
    }

private:
    /// One type, or those of an array, each once; none if that is not what stands there.
    std::vector<SchemaType> readTypes() const {
        const auto found = json_.find("type");
        if (found == json_.end()) return {};
        const auto written = found->is_array() ? *found : json::array({*found});
        std::vector<SchemaType> types;
        for (const auto& each : written) {
            const auto* const known = std::find_if(kTypes.begin(), kTypes.end(),
                                                   [&](const auto& type) { return each == type.first; });
            if (known == kTypes.end()) return {};
            if (std::find(types.begin(), types.end(), known->second) != types.end()) return {};
            types.push_back(known->second);
        }
        return types;
    }

    bool readMember(const std::string& key, const json& value) {
        if (key == "type") return true;
        if (key == "description") return value.is_string();
        if (key == "x-secret") return value.is_boolean();
        if (key == "default") {
            node_->defaultValue = value;
            return true;
        }
        if (key == "enum") {
            if (!value.is_array() || value.empty()) return false;
            node_->allowed.assign(value.begin(), value.end());
            return true;
        }
        return std::any_of(node_->types.begin(), node_->types.end(),
                           [&](SchemaType type) { return readMemberOf(type, key, value); });
    }

    bool readMemberOf(SchemaType type, const std::string& key, const json& value) {
        switch (type) {
            case SchemaType::Object:
                return readObjectMember(key, value);
            case SchemaType::Array:
                return readArrayMember(key, value);
            case SchemaType::String:
                return readStringMember(key, value);
            case SchemaType::Integer:
            case SchemaType::Number:
                return readBound(key, value, "minimum", "maximum", node_->value);
            case SchemaType::Boolean:
                return false;
        }
        return false;
    }

    bool readObjectMember(const std::string& key, const json& value) {
        if (key == "properties" && value.is_object()) {
            for (const auto& [name, schema] : value.items()) {
                node_->properties[name] =
                    parseSchema(schema, below(pointer_ + "/properties", name), defects_);
            }
            return true;
        }
        if (key == "required" && value.is_array()) {
            const bool names =
                std::all_of(value.begin(), value.end(), [](const json& each) { return each.is_string(); });
            if (names) node_->required = value.get<std::vector<std::string>>();
            return names;
        }
        if (key == "additionalProperties" && value.is_object()) {
            node_->additional = parseSchema(value, pointer_ + "/additionalProperties", defects_);
            return true;
        }
        return key == "additionalProperties" && value == false;
    }

    bool readArrayMember(const std::string& key, const json& value) {
        if (key == "items" && value.is_object()) {
            node_->items = parseSchema(value, pointer_ + "/items", defects_);
            return true;
        }
        return readSize(key, value, "minItems", "maxItems");
    }

    bool readStringMember(const std::string& key, const json& value) {
        if (key == "pattern" && value.is_string()) {
            node_->pattern = std::make_shared<const re2::RE2>(value.get<std::string>(), re2::RE2::Quiet);
            return node_->pattern->ok();
        }
        return readSize(key, value, "minLength", "maxLength");
    }

    bool readSize(const std::string& key, const json& value, std::string_view low, std::string_view high) {
        return value.is_number_unsigned() && readBound(key, value, low, high, node_->size);
    }

    static bool readBound(const std::string& key, const json& value, std::string_view low,
                          std::string_view high, Bounds& bounds) {
        if (!value.is_number() || (key != low && key != high)) return false;
        (key == low ? bounds.low : bounds.high) = value;
        return true;
    }

    /// A default and the values of an enum must themselves pass.
    void checkValues() {
        if (allowsType(*node_, SchemaType::Array) && !node_->items)
            report("/items", "An array says what its items are.");
        for (const auto& name : node_->required) {
            if (node_->properties.count(name) == 0)
                report("/required", "A required member is not among the properties.");
        }
        if (!node_->defaultValue) return;
        std::vector<base::Violation> wrong;
        (void)applySchema(*node_, *node_->defaultValue, {}, wrong);
        if (!wrong.empty()) report("/default", "The default is no value of this schema.");
    }

    void report(const std::string& at, std::string detail) { reportAt(pointer_ + at, std::move(detail)); }
    void reportAt(std::string pointer, std::string detail) {
        defects_.push_back({std::move(pointer), "schema", std::move(detail)});
    }

    const json& json_;
    const std::string& pointer_;
    std::vector<base::Violation>& defects_;
    std::shared_ptr<SchemaNode> node_ = std::make_shared<SchemaNode>();
};

}  // namespace

std::string_view typeName(SchemaType type) noexcept {
    for (const auto& [name, each] : kTypes) {
        if (each == type) return name;
    }
    return "object";
}

bool allowsType(const SchemaNode& node, SchemaType type) noexcept {
    return std::find(node.types.begin(), node.types.end(), type) != node.types.end();
}

bool allowsOnly(const SchemaNode& node, SchemaType type) noexcept {
    return node.types.size() == 1 && node.types.front() == type;
}

std::string below(const std::string& pointer, std::string_view token) {
    std::string out = pointer + '/';
    for (const char c : token) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::shared_ptr<const SchemaNode> parseSchema(const json& source, const std::string& pointer,
                                              std::vector<base::Violation>& defects) {
    return Reader(source, pointer, defects).read();
}

Schema::Schema() : root_(std::make_shared<const SchemaNode>()) {}

Schema::Schema(std::string_view text) : Schema() {
    if (text.empty()) return;
    const auto source = json::parse(text, nullptr, false);
    std::vector<base::Violation> defects;
    if (source.is_discarded()) {
        defects.push_back({"", "schema", "It is no JSON."});
    } else {
        root_ = parseSchema(source, {}, defects);
        if (!allowsOnly(*root_, SchemaType::Object))
            defects.push_back({"/type", "schema", "Options are an object."});
    }
    if (!defects.empty()) {
        throw base::Error(base::ErrorCode::Plugin, "The schema of the options has defects.",
                          std::move(defects));
    }
    text_ = source.dump();
}

json Schema::apply(const json& value, const std::string& pointer,
                   std::vector<base::Violation>& violations) const {
    return applySchema(*root_, value, pointer, violations);
}

}  // namespace kith::plugins
