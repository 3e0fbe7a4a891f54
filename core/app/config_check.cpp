// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_check.hpp"

#include "core/app/config_value.hpp"
#include "core/app/config_yaml.hpp"
#include "core/base/suggest.hpp"

namespace kith::app {
namespace {

using Json = nlohmann::json;
using Kind = Setting::Kind;

/// A key as a token of a JSON pointer (RFC 6901).
std::string escaped(std::string_view key) {
    std::string token;
    for (const char c : key) {
        if (c == '~' || c == '/') {
            token += c == '~' ? "~0" : "~1";
        } else {
            token += c;
        }
    }
    return token;
}

class Checker {
public:
    Checker(Checked& checked, Problems& problems) : checked_(checked), problems_(problems) {}

    /// The value, or null after adding a problem.
    Json read(const Setting& setting, const Node& node, const std::string& pointer, const std::string& path) {
        checked_.positions.insert_or_assign(pointer, node.position);
        if (node.kind == Node::Kind::Invalid) return nullptr;
        switch (setting.kind) {
            case Kind::Object:
                return readObject(setting, node, pointer, path);
            case Kind::List:
                return readList(setting, node, pointer, path);
            case Kind::Map:
                return readMap(setting, node, pointer, path);
            case Kind::Options:
                return readOptions(setting, node, pointer, path);
            default:
                return readScalar(setting, node, path, problems_);
        }
    }

private:
    bool isMap(const Setting& setting, const Node& node, const std::string& path) {
        if (node.kind == Node::Kind::Map || node.kind == Node::Kind::Null) return true;
        addWrongType(setting, node, path, problems_);
        return false;
    }

    Json readObject(const Setting& setting, const Node& node, const std::string& pointer,
                    const std::string& path) {
        if (!isMap(setting, node, path)) return nullptr;
        for (const auto& member : node.members)
            if (setting.find(member.key) == nullptr) addUnknownKey(setting, member, path);
        Json object = Json::object();
        for (const auto& member : setting.members) {
            const auto name = path.empty() ? member.key : path + '.' + member.key;
            if (const auto* written = node.find(member.key)) {
                object[member.key] = read(member, written->value, pointer + '/' + member.key, name);
            } else if (member.required) {
                problems_.add(node.position, "missing_key", "'" + member.key + "' is missing in " + path);
            } else if (!member.fallback.empty()) {
                object[member.key] = readDefault(member, name);
            }
        }
        return object;
    }

    /// Defaults get no positions: an error about one is placed at what is around it.
    Json readDefault(const Setting& setting, const std::string& path) {
        Checked apart;
        const auto node = parseYaml(setting.fallback, "the default of " + path, false, problems_);
        return Checker(apart, problems_).read(setting, node, "", path);
    }

    void addUnknownKey(const Setting& setting, const Node::Member& member, const std::string& path) {
        std::vector<std::string> known;
        for (const auto& each : setting.members) known.push_back(each.key);
        auto hint = base::suggestion(member.key, known);
        if (hint.empty()) {
            for (const auto& section : schema().members)
                if (section.kind == Kind::Object && section.find(member.key) != nullptr)
                    hint = "; did you mean '" + section.key + '.' + member.key + "'?";
        }
        const auto where = path.empty() ? std::string() : " in " + path;
        problems_.add(member.position, "unknown_key",
                      "there is no setting '" + member.key + "'" + where + hint);
    }

    Json readList(const Setting& setting, const Node& node, const std::string& pointer,
                  const std::string& path) {
        if (node.kind != Node::Kind::List && node.kind != Node::Kind::Null) {
            addWrongType(setting, node, path, problems_);
            return nullptr;
        }
        Json list = Json::array();
        for (const auto& item : node.items) {
            const auto index = std::to_string(list.size());
            list.push_back(read(setting.members.front(), item, pointer + '/' + index, path + '.' + index));
        }
        return list;
    }

    Json readMap(const Setting& setting, const Node& node, const std::string& pointer,
                 const std::string& path) {
        if (!isMap(setting, node, path)) return nullptr;
        Json map = Json::object();
        for (const auto& member : node.members)
            map[member.key] = read(setting.members.front(), member.value, pointer + '/' + escaped(member.key),
                                   path + '.' + member.key);
        return map;
    }

    Json readOptions(const Setting& setting, const Node& node, const std::string& pointer,
                     const std::string& path) {
        if (!isMap(setting, node, path)) return nullptr;
        if (node.kind == Node::Kind::Null) return Json::object();
        return readAnything(setting, node, pointer);
    }

    Json readAnything(const Setting& options, const Node& node, const std::string& pointer) {
        checked_.positions.insert_or_assign(pointer, node.position);
        if (node.kind == Node::Kind::Scalar) return readUntyped(options, node, problems_);
        if (node.kind == Node::Kind::List) {
            Json list = Json::array();
            for (const auto& item : node.items)
                list.push_back(readAnything(options, item, pointer + '/' + std::to_string(list.size())));
            return list;
        }
        if (node.kind != Node::Kind::Map) return nullptr;
        Json map = Json::object();
        for (const auto& member : node.members)
            map[member.key] = readAnything(options, member.value, pointer + '/' + escaped(member.key));
        return map;
    }

    Checked& checked_;
    Problems& problems_;
};

}  // namespace

Position Checked::positionOf(std::string_view pointer) const {
    while (true) {
        const auto found = positions.find(pointer);
        if (found != positions.end()) return found->second;
        const auto slash = pointer.rfind('/');
        if (slash == std::string_view::npos) return {};
        pointer = pointer.substr(0, slash);
    }
}

Checked check(const Setting& setting, const Node& root, Problems& problems) {
    Checked checked;
    checked.values = Checker(checked, problems).read(setting, root, "", "");
    return checked;
}

}  // namespace kith::app
