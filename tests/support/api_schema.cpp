// SPDX-License-Identifier: Apache-2.0
#include "tests/support/api_schema.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <set>
#include <utility>

#include "core/base/utf8.hpp"

namespace kith::test {
namespace {

using nlohmann::json;
using Faults = std::vector<std::string>;

const std::set<std::string> kKnown = {"$ref",    "type",       "enum",        "const",
                                      "oneOf",   "properties", "required",    "additionalProperties",
                                      "items",   "minLength",  "maxLength",   "minimum",
                                      "maximum", "minItems",   "maxItems",    "maxProperties",
                                      "pattern", "format",     "description", "examples",
                                      "default"};

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& expected, const std::string& segment) {
                          return expected.front() == '{' ? !segment.empty() : expected == segment;
                      });
}

bool hasType(const json& value, const std::string& type) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_boolean();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
}

/// Walks one value with one schema.
class Walk {
public:
    Walk(const json& document, Faults& faults) : document_(document), faults_(faults) {}

    void check(const json& value, const json& schema, const std::string& at) {
        if (schema.is_boolean()) {
            if (!schema.get<bool>()) fault(at, "is not allowed");
            return;
        }
        if (schema.contains("$ref")) {
            check(value, document_.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1))), at);
            return;
        }
        for (const auto& [keyword, unused] : schema.items()) {
            if (kKnown.count(keyword) == 0) fault(at, "has a schema with the unknown keyword " + keyword);
        }
        checkType(value, schema, at);
        checkOneOf(value, schema, at);
        if (value.is_string()) checkText(value.get<std::string>(), schema, at);
        if (value.is_number()) checkNumber(value.get<double>(), schema, at);
        if (value.is_array()) checkArray(value, schema, at);
        if (value.is_object()) checkObject(value, schema, at);
    }

private:
    void fault(const std::string& at, const std::string& what) {
        faults_.push_back((at.empty() ? "/" : at) + ' ' + what);
    }

    void checkType(const json& value, const json& schema, const std::string& at) {
        if (const auto type = schema.find("type"); type != schema.end()) {
            const auto types = type->is_array() ? *type : json::array({*type});
            const bool any = std::any_of(types.begin(), types.end(), [&value](const json& one) {
                return hasType(value, one.get<std::string>());
            });
            if (!any) fault(at, "is " + std::string(value.type_name()) + ", not " + types.dump());
        }
        if (const auto values = schema.find("enum"); values != schema.end()) {
            if (std::find(values->begin(), values->end(), value) == values->end()) {
                fault(at, "is " + value.dump() + ", none of " + values->dump());
            }
        }
        if (schema.contains("const") && schema["const"] != value) fault(at, "is " + value.dump());
    }

    void checkOneOf(const json& value, const json& schema, const std::string& at) {
        const auto either = schema.find("oneOf");
        if (either == schema.end()) return;
        std::size_t fitting = 0;
        std::string why;
        for (const auto& one : *either) {
            Faults faults;
            Walk(document_, faults).check(value, one, at);
            if (faults.empty()) {
                ++fitting;
            } else {
                why += "; " + faults.front();
            }
        }
        if (fitting != 1) fault(at, "fits " + std::to_string(fitting) + " of its alternatives" + why);
    }

    void checkText(const std::string& text, const json& schema, const std::string& at) {
        // JSON Schema Validation 6.3: lengths are in characters.
        const auto length = base::codePointCount(text);
        if (length < schema.value("minLength", std::size_t{0})) fault(at, "is too short");
        if (length > schema.value("maxLength", length)) fault(at, "is too long");
        if (schema.contains("pattern") &&
            !std::regex_search(text, std::regex(schema["pattern"].get<std::string>()))) {
            fault(at, "breaks its pattern: " + text);
        }
    }

    void checkNumber(double number, const json& schema, const std::string& at) {
        if (number < schema.value("minimum", number)) fault(at, "is too small");
        if (number > schema.value("maximum", number)) fault(at, "is too large");
    }

    void checkArray(const json& array, const json& schema, const std::string& at) {
        if (array.size() < schema.value("minItems", std::size_t{0})) fault(at, "has too few items");
        if (array.size() > schema.value("maxItems", array.size())) fault(at, "has too many items");
        if (!schema.contains("items")) return;
        for (std::size_t i = 0; i < array.size(); ++i) {
            check(array[i], schema["items"], at + '/' + std::to_string(i));
        }
    }

    void checkObject(const json& object, const json& schema, const std::string& at) {
        if (object.size() > schema.value("maxProperties", object.size())) fault(at, "has too many members");
        for (const auto& name : schema.value("required", json::array())) {
            if (!object.contains(name.get<std::string>())) fault(at, "lacks " + name.get<std::string>());
        }
        const auto properties = schema.value("properties", json::object());
        for (const auto& [name, member] : object.items()) {
            if (const auto known = properties.find(name); known != properties.end()) {
                check(member, *known, at + '/' + name);
            } else if (schema.contains("additionalProperties")) {
                check(member, schema["additionalProperties"], at + '/' + name);
            }
        }
    }

    const json& document_;
    Faults& faults_;
};

/// The description for a status: itself, its class, or the default.
const json* responseFor(const json& operation, int status) {
    const auto& responses = operation.at("responses");
    for (const auto& name :
         {std::to_string(status), std::to_string(status / 100) + "XX", std::string("default")}) {
        if (const auto found = responses.find(name); found != responses.end()) return &*found;
    }
    return nullptr;
}

}  // namespace

const json& ApiSchema::follow(const json& value) const {
    if (!value.contains("$ref")) return value;
    return document_.at(json::json_pointer(value["$ref"].get<std::string>().substr(1)));
}

const json* ApiSchema::operation(std::string_view method, std::string_view path) const {
    const auto segments = split(path.substr(0, path.find('?')));
    std::string name(method == "HEAD" ? "GET" : method);
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (const auto& [pattern, item] : document_.at("paths").items()) {
        if (fits(split(pattern), segments)) {
            const auto found = item.find(name);
            return found == item.end() ? nullptr : &*found;
        }
    }
    return nullptr;
}

Faults ApiSchema::check(std::string_view method, std::string_view path, int status,
                        std::string_view contentType, std::string_view body) const {
    const std::string type(contentType.substr(0, contentType.find(';')));
    const auto* described = operation(method, path);
    if (described == nullptr || status == 405) {
        if (status < 400) return {"there is no such operation"};
        if (method == "HEAD") return body.empty() ? Faults{} : Faults{"there is a body"};
        return validate(json::parse(body), {{"$ref", "#/components/schemas/Problem"}});
    }
    const auto* found = responseFor(*described, status);
    if (found == nullptr) return {"status " + std::to_string(status) + " is not described"};
    const auto& response = follow(*found);
    if (!response.contains("content") || method == "HEAD") {
        return body.empty() ? Faults{} : Faults{"there is a body"};
    }
    const auto content = response["content"].find(type);
    if (content == response["content"].end()) return {"content type " + type + " is not described"};
    if (type.find("json") == std::string::npos || type.find("ndjson") != std::string::npos) return {};
    return validate(json::parse(body), content->at("schema"));
}

Faults ApiSchema::checkRequest(std::string_view method, std::string_view path, std::string_view contentType,
                               std::string_view body) const {
    const std::string type(contentType.substr(0, contentType.find(';')));
    const auto* described = operation(method, path);
    if (described == nullptr || !described->contains("requestBody")) return {"no body is described"};
    const auto& content = described->at("requestBody")["content"];
    if (!content.contains(type)) return {"content type " + type + " is not described"};
    if (type.find("json") == std::string::npos || type.find("ndjson") != std::string::npos) return {};
    return validate(json::parse(body), content[type]["schema"]);
}

Faults ApiSchema::validate(const json& value, const json& schema) const {
    Faults faults;
    Walk(document_, faults).check(value, schema, "");
    return faults;
}

}  // namespace kith::test
