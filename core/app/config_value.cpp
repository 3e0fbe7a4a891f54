// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_value.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/app/config_scalar.hpp"
#include "core/base/suggest.hpp"
#include "core/base/utf8.hpp"
#include "core/model/json.hpp"

namespace kith::app {
namespace {

using Json = nlohmann::json;
using Kind = Setting::Kind;

constexpr std::size_t kMaxShown = 60;
constexpr std::string_view kNoText = "must be UTF-8 without zero characters";

std::string_view expected(const Setting& setting) {
    switch (setting.kind) {
        case Kind::Text:
            return "text";
        case Kind::Integer:
            return "a whole number";
        case Kind::Boolean:
            return "true or false";
        case Kind::Duration:
            return "a duration such as 500ms, 30s, 5m, 12h or 90d";
        case Kind::Size:
            return "a size such as 512B, 64KiB or 8MiB";
        case Kind::Choice:
            return "one of its values";
        case Kind::Object:
            return "keys below it";
        case Kind::List:
            return "a list";
        case Kind::Map:
            return "keys below it";
        case Kind::Options:
            return "options";
    }
    return "";
}

std::string shown(const Setting& setting, const Node& node) {
    if (node.secret || setting.secret) return "this";
    if (node.text.size() > kMaxShown) return "'" + node.text.substr(0, kMaxShown) + "…'";
    return "'" + node.text + "'";
}

/// The limit in the largest unit that divides it.
std::string rendered(Kind kind, std::int64_t value) {
    struct Unit {
        const char* name;
        std::int64_t factor;
    };
    static constexpr Unit kTimes[] = {
        {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};
    static constexpr Unit kSizes[] = {{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}};
    const auto largest = [&](const auto& units) {
        for (const auto& unit : units)
            if (value != 0 && value % unit.factor == 0)
                return std::to_string(value / unit.factor) + unit.name;
        return "0" + std::string(std::end(units)[-1].name);
    };
    if (kind == Kind::Duration) return largest(kTimes);
    if (kind == Kind::Size) return largest(kSizes);
    return std::to_string(value);
}

Json readText(const Setting& setting, const Node& node, const std::string& path, Problems& problems) {
    if (node.style == Style::Plain && shapeOf(node.text) != Shape::Text) {
        addWrongType(setting, node, path, problems, "; put it in quotes if it is text");
        return nullptr;
    }
    if (!base::isText(node.text)) {
        problems.add(node.position, "bad_format", path + ' ' + std::string(kNoText));
        return nullptr;
    }
    const auto wanted = setting.format == nullptr ? std::nullopt : setting.format(node.text);
    if (!wanted) return node.text;
    problems.add(node.position, "bad_format",
                 path + " expects " + std::string(*wanted) + ", not " + shown(setting, node));
    return nullptr;
}

Json readChoice(const Setting& setting, const Node& node, const std::string& path, Problems& problems) {
    const auto& choices = setting.choices;
    if (std::find(choices.begin(), choices.end(), node.text) != choices.end()) return node.text;
    std::string all;
    for (const auto& choice : choices) all += (all.empty() ? "" : ", ") + choice;
    problems.add(node.position, "unknown_value",
                 path + " expects one of " + all + ", not " + shown(setting, node) +
                     (node.secret ? "" : base::suggestion(node.text, choices)));
    return nullptr;
}

std::optional<std::int64_t> parseMeasure(const Setting& setting, const Node& node) {
    if (setting.kind == Kind::Duration) return parseDuration(node.text);
    if (setting.kind == Kind::Size) return parseSize(node.text);
    return node.style == Style::Quoted ? std::nullopt : parseInteger(node.text);
}

Json readMeasure(const Setting& setting, const Node& node, const std::string& path, Problems& problems) {
    const auto value = parseMeasure(setting, node);
    if (!value) {
        const auto& text = node.text;
        const bool leads = text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
        const bool quoted = setting.kind == Kind::Integer && node.style == Style::Quoted;
        addWrongType(setting, node, path, problems,
                     leads    ? "; numbers are decimal and have no leading zero"
                     : quoted ? "; write it without quotes"
                              : "");
        return nullptr;
    }
    const bool isZero = *value == 0 && !setting.zero.empty();
    if (isZero || (*value >= setting.least && *value <= setting.most)) return *value;
    const auto orZero = setting.zero.empty() ? std::string() : std::string(setting.zero) + " or ";
    problems.add(node.position, "out_of_range",
                 path + " must be " + orZero + "from " + rendered(setting.kind, setting.least) + " to " +
                     rendered(setting.kind, setting.most) + ", not " + shown(setting, node));
    return nullptr;
}

}  // namespace

void addWrongType(const Setting& setting, const Node& node, const std::string& path, Problems& problems,
                  std::string_view hint) {
    std::string got = "a list";
    if (node.kind == Node::Kind::Map) got = "keys";
    if (node.kind == Node::Kind::Null) got = "nothing";
    if (node.kind == Node::Kind::Scalar) got = shown(setting, node);
    problems.add(node.position, "wrong_type",
                 (path.empty() ? "the configuration" : path) + " expects " + std::string(expected(setting)) +
                     ", not " + got + std::string(hint));
}

Json readScalar(const Setting& setting, const Node& node, const std::string& path, Problems& problems) {
    if (node.kind != Node::Kind::Scalar) {
        addWrongType(setting, node, path, problems);
        return nullptr;
    }
    switch (setting.kind) {
        case Kind::Text:
            return readText(setting, node, path, problems);
        case Kind::Choice:
            return readChoice(setting, node, path, problems);
        case Kind::Boolean:
            if (node.style != Style::Quoted && shapeOf(node.text) == Shape::Boolean)
                return node.text == "true";
            addWrongType(setting, node, path, problems);
            return nullptr;
        default:
            return readMeasure(setting, node, path, problems);
    }
}

Json readUntyped(const Setting& options, const Node& node, Problems& problems) {
    if (!base::isText(node.text)) {
        problems.add(node.position, "bad_format", "this " + std::string(kNoText));
        return nullptr;
    }
    if (node.style != Style::Plain) return node.text;
    const auto shape = shapeOf(node.text);
    if (shape == Shape::Text) return node.text;
    if (shape == Shape::Boolean) return node.text == "true";
    if (shape == Shape::Number) {
        if (const auto whole = parseInteger(node.text)) return *whole;
        auto number = Json::parse(node.text, nullptr, false);
        if (number.is_number_float() && std::isfinite(number.get<double>()))
            return options.exact && !model::holdsDigits(node.text) ? Json(node.text) : number;
    }
    problems.add(
        node.position, "ambiguous_number",
        "programs read this number differently: quote it if it is text, else write a plain decimal number, "
        "true or false");
    return nullptr;
}

}  // namespace kith::app
