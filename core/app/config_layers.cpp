// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_layers.hpp"

#include <algorithm>

#include "core/app/config_scalar.hpp"
#include "core/app/config_setting.hpp"
#include "core/app/config_yaml.hpp"
#include "core/base/suggest.hpp"

namespace kith::app {
namespace {

using Kind = Setting::Kind;

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    while (true) {
        const auto dot = path.find('.');
        parts.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        path.remove_prefix(dot + 1);
    }
}

template <class Visit>
void eachVariable(const Setting& setting, const std::string& path, const Visit& visit) {
    if (setting.kind != Kind::Object) return visit(setting, path);
    for (const auto& member : setting.members)
        eachVariable(member, path.empty() ? member.key : path + '.' + member.key, visit);
}

bool isYaml(Kind kind) {
    return kind == Kind::Object || kind == Kind::List || kind == Kind::Map || kind == Kind::Options;
}

/// No variable sets a part of a list or map: what does. Nothing if `name` does not look like one that would.
std::string hintOfWhole(std::string_view name, const std::vector<std::string>& wholes) {
    for (const auto& path : wholes) {
        const auto whole = variableFor(path);
        if (name.starts_with(whole + '_'))
            return "; give all of " + path + " as YAML in " + whole + ", or a part of it by --set " + path +
                   ".…=VALUE";
    }
    return {};
}

Node valueFor(const Setting& setting, std::string_view text, const std::string& source, Problems& problems) {
    if (isYaml(setting.kind)) return parseYaml(std::string(text), source, false, problems);
    Node value;
    value.kind = Node::Kind::Scalar;
    value.position = Position{source};
    value.text = text;
    value.style = Style::Raw;
    return value;
}

Node* childOf(Node* node, const std::string& key, const Position& position) {
    if (node == nullptr) return nullptr;
    if (node->kind == Node::Kind::Null) node->kind = Node::Kind::Map;
    if (node->kind != Node::Kind::Map) return nullptr;
    if (auto* member = node->find(key)) return &member->value;
    Node fresh;
    fresh.position = position;
    node->members.push_back({key, position, std::move(fresh)});
    return &node->members.back().value;
}

Node* entryOf(Node* node, const std::string& name) {
    if (node == nullptr || node->kind != Node::Kind::List) return nullptr;
    if (const auto index = parseInteger(name)) {
        const bool inside = *index >= 0 && static_cast<std::size_t>(*index) < node->items.size();
        return inside ? &node->items[static_cast<std::size_t>(*index)] : nullptr;
    }
    for (auto& item : node->items) {
        for (const auto* label : {"name", "key", "id"}) {
            const auto* member = item.find(label);
            if (member != nullptr && member->value.text == name) return &item;
        }
    }
    return nullptr;
}

std::string unknownKey(const Setting& setting, const std::string& part) {
    std::vector<std::string> known;
    for (const auto& member : setting.members) known.push_back(member.key);
    return "there is no setting '" + part + "'" + base::suggestion(part, known);
}

/// The setting that holds what `part` names below `setting`; null if nothing does.
const Setting* below(const Setting& setting, const std::string& part) {
    switch (setting.kind) {
        case Kind::Object:
            return setting.find(part);
        case Kind::Map:
        case Kind::List:
            return &setting.members.front();
        case Kind::Options:
            return &setting;
        default:
            return nullptr;
    }
}

void overlay(Node& root, std::string_view path, std::string_view text, const std::string& source,
             Problems& problems) {
    const Position position{source};
    const auto parts = split(path);
    const auto* setting = &schema();
    for (const auto& part : parts) {
        const auto* next = below(*setting, part);
        if (next == nullptr) {
            problems.add(position, "unknown_key", unknownKey(*setting, part));
            return;
        }
        setting = next;
    }
    auto value = valueFor(*setting, text, source, problems);

    auto* node = &root;
    setting = &schema();
    std::string listed;  // The path up to `part`.
    for (const auto& part : parts) {
        const bool isList =
            setting->kind == Kind::List || (node != nullptr && node->kind == Node::Kind::List);
        node = isList ? entryOf(node, part) : childOf(node, part, position);
        if (node == nullptr && isList) {
            problems.add(position, "unknown_key",
                         listed + " has no entry '" + part +
                             "', and none is added here: add it in the file, or give the whole list as YAML");
            return;
        }
        setting = below(*setting, part);
        listed += (listed.empty() ? "" : ".") + part;
    }
    // A tree without a place for it is wrong there, and is reported when it is checked.
    if (node != nullptr) *node = std::move(value);
}

}  // namespace

std::string variableFor(std::string_view path) {
    std::string name = "KITH_";
    for (const char c : path) {
        if (c == '.') {
            name += '_';
        } else {
            name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return name;
}

std::vector<std::string> variablePaths() {
    std::vector<std::string> paths;
    eachVariable(schema(), "", [&](const Setting&, const std::string& path) { paths.push_back(path); });
    return paths;
}

std::vector<std::string> applyVariables(Node& root, const Environment& environment, Problems& problems) {
    std::vector<std::string> names{"KITH_CONFIG"};
    std::vector<std::string> wholes;  // Paths of lists and maps.
    eachVariable(schema(), "", [&](const Setting& setting, const std::string& path) {
        if (isYaml(setting.kind)) wholes.push_back(path);
        names.push_back(variableFor(path));
        const auto found = environment.find(names.back());
        if (found != environment.end()) overlay(root, path, found->second, found->first, problems);
    });
    std::vector<std::string> unused;
    for (const auto& [name, value] : environment) {
        if (!name.starts_with("KITH_") || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        auto hint = hintOfWhole(name, wholes);
        if (hint.empty()) hint = base::suggestion(name, names);
        if (!hint.empty()) unused.push_back("the environment variable " + name + " sets nothing" + hint);
    }
    return unused;
}

void applyArgument(Node& root, std::string_view argument, Problems& problems) {
    const auto equals = argument.find('=');
    const auto path = argument.substr(0, equals);
    const auto source = "--set " + std::string(path);
    if (equals == std::string_view::npos || path.empty()) {
        problems.add(Position{"--set"}, "syntax",
                     "expects path=value, such as --set http.listen=127.0.0.1:0");
        return;
    }
    overlay(root, path, argument.substr(equals + 1), source, problems);
}

}  // namespace kith::app
