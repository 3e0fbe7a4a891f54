// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

#include <re2/re2.h>

#include "core/base/utf8.hpp"
#include "core/plugins/schema_node.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;

bool hasType(SchemaType type, const json& value) {
    switch (type) {
        case SchemaType::Object:
            return value.is_object();
        case SchemaType::Array:
            return value.is_array();
        case SchemaType::String:
            return value.is_string();
        case SchemaType::Integer:
            return value.is_number_integer();
        case SchemaType::Number:
            return value.is_number();
        case SchemaType::Boolean:
            return value.is_boolean();
    }
    return false;
}

std::string typeNames(const SchemaNode& node) {
    std::string names;
    for (const auto type : node.types) names.append(names.empty() ? "" : " or ").append(typeName(type));
    return names;
}

/// Levenshtein's distance, for a suggestion where a name looks misspelt.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t corner = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = corner + (a[i] == b[j] ? 0U : 1U);
            corner = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

class Checker {
public:
    explicit Checker(std::vector<base::Violation>& violations) : violations_(violations) {}

    json check(const SchemaNode& node, const json& value, const std::string& pointer) {
        const auto type = std::find_if(node.types.begin(), node.types.end(),
                                       [&](SchemaType each) { return hasType(each, value); });
        if (type == node.types.end()) {
            report(pointer, "wrong_type", "Must be of the type " + typeNames(node) + ".");
            return value;
        }
        if (!node.allowed.empty() &&
            std::find(node.allowed.begin(), node.allowed.end(), value) == node.allowed.end()) {
            std::string names;
            for (const auto& each : node.allowed) names += (names.empty() ? "" : ", ") + each.dump();
            report(pointer, "not_allowed", "Must be one of " + names + ".");
        }
        switch (*type) {
            case SchemaType::Object:
                return checkObject(node, value, pointer);
            case SchemaType::Array:
                return checkArray(node, value, pointer);
            case SchemaType::String:
                checkString(node, value, pointer);
                break;
            case SchemaType::Integer:
            case SchemaType::Number:
                checkBounds(node.value, value, "Must be", "", pointer);
                break;
            case SchemaType::Boolean:
                break;
        }
        return value;
    }

private:
    json checkObject(const SchemaNode& node, const json& value, const std::string& pointer) {
        json out = json::object();
        for (const auto& [name, member] : value.items()) {
            const auto known = node.properties.find(name);
            const SchemaNode* schema =
                known != node.properties.end() ? known->second.get() : node.additional.get();
            if (schema == nullptr) {
                report(below(pointer, name), "unknown_key",
                       "There is no such option." + suggestion(node, name));
            } else {
                out[name] = check(*schema, member, below(pointer, name));
            }
        }
        for (const auto& name : node.required) {
            if (!value.contains(name)) report(pointer, "missing", "The option " + name + " is missing.");
        }
        for (const auto& [name, schema] : node.properties) {
            if (!value.contains(name)) addDefault(*schema, name, pointer, out);
        }
        return out;
    }

    /// An object that may be left out still fills in the defaults of its members, if none of them is
    /// required.
    void addDefault(const SchemaNode& schema, const std::string& name, const std::string& pointer,
                    json& out) {
        if (schema.defaultValue) {
            out[name] = check(schema, *schema.defaultValue, below(pointer, name));
        } else if (allowsOnly(schema, SchemaType::Object) && schema.required.empty() &&
                   !schema.properties.empty()) {
            out[name] = check(schema, json::object(), below(pointer, name));
        }
    }

    json checkArray(const SchemaNode& node, const json& value, const std::string& pointer) {
        checkBounds(node.size, value.size(), "Must have", " items", pointer);
        json out = json::array();
        for (std::size_t i = 0; i < value.size(); ++i) {
            out.push_back(check(*node.items, value[i], pointer + '/' + std::to_string(i)));
        }
        return out;
    }

    void checkString(const SchemaNode& node, const json& value, const std::string& pointer) {
        const auto& text = value.get_ref<const std::string&>();
        checkBounds(node.size, base::codePointCount(text), "Must have", " characters", pointer);
        if (node.pattern && !re2::RE2::PartialMatch(text, *node.pattern)) {
            report(pointer, "wrong_form",
                   "Must match " + node.pattern->pattern() + " (a regular expression).");
        }
    }

    void checkBounds(const Bounds& bounds, const json& value, const std::string& verb,
                     const std::string& unit, const std::string& pointer) {
        if (bounds.low && value < *bounds.low) {
            report(pointer, "too_small", verb + " at least " + bounds.low->dump() + unit + ".");
        }
        if (bounds.high && *bounds.high < value) {
            report(pointer, "too_large", verb + " at most " + bounds.high->dump() + unit + ".");
        }
    }

    static std::string suggestion(const SchemaNode& node, const std::string& name) {
        const std::string* best = nullptr;
        std::size_t least = std::min<std::size_t>(3, name.size() / 2 + 1);
        for (const auto& [known, schema] : node.properties) {
            const auto d = distance(name, known);
            if (d < least) {
                least = d;
                best = &known;
            }
        }
        return best == nullptr ? std::string{} : " Did you mean " + *best + "?";
    }

    void report(const std::string& pointer, const char* code, std::string detail) {
        violations_.push_back({pointer, code, std::move(detail)});
    }

    std::vector<base::Violation>& violations_;
};

}  // namespace

json applySchema(const SchemaNode& node, const json& value, const std::string& pointer,
                 std::vector<base::Violation>& violations) {
    return Checker(violations).check(node, value, pointer);
}

}  // namespace kith::plugins
