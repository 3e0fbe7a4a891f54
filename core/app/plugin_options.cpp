// SPDX-License-Identifier: Apache-2.0
#include "core/app/plugin_options.hpp"

#include <map>
#include <set>

#include "core/app/offline_plugins.hpp"
#include "core/app/settings.hpp"
#include "core/base/suggest.hpp"
#include "core/plugins/check.hpp"

namespace kith::app {
namespace {

using Json = nlohmann::json;

/// Runs although other problems were found, so a value may be missing or null: such a one is passed over.
class OptionsChecker {
public:
    OptionsChecker(const Checked& checked, Lenience lenience, Problems& problems)
        : checked_(checked), tells_(lenience == Lenience::Tell), problems_(problems) {}

    void checkPlugins(const std::filesystem::path& directory) {
        const auto& values = checked_.values;
        const Json* configured =
            at(values, "plugins") != nullptr ? at(values["plugins"], "directory") : nullptr;
        const auto folder = configured != nullptr && configured->is_string() && *configured != ""
                                ? std::filesystem::path(configured->get<std::string>())
                                : directory;
        eachOf("/plugins/load", [&](const Json& entry, const std::string& pointer) {
            const auto file = pluginFile(entry, folder);
            const auto reading = file ? plugins::check(*file) : plugins::Reading{{}, {""}, {}};
            if (!reading.defects.empty()) {
                complete_ = false;
                if (tells_ && file) addDefects(reading.defects, entry, *file, pointer);
                return;
            }
            apply(reading.descriptor.options, entry, pointer + "/options");
            for (const auto& type : reading.descriptor.fieldTypes)
                fieldTypes_.emplace(type.name, type.options);
            for (const auto& type : reading.descriptor.identifierTypes) identifierTypes_.insert(type.name);
            if (reading.descriptor.channel) channels_.insert(reading.descriptor.channel->name);
        });
    }

    /// Of a plugin that can't be read nobody knows what it would bring.
    void checkIdentifierTypes() {
        const Json::json_pointer types("/identity/types");
        if (!tells_ || !complete_ || !checked_.values.contains(types)) return;
        for (const auto& [type, unused] : checked_.values[types].items()) {
            if (identifierTypes_.contains(type)) continue;
            const auto pointer = "/identity/types/" + type;
            problems_.add(checked_.positionOf(pointer), "unknown_value",
                          pointer + ": no plugin brings an identifier type '" + type + "'" +
                              base::suggestion(type, {identifierTypes_.begin(), identifierTypes_.end()}));
        }
    }

    void checkFields() {
        eachOf("/fields", [&](const Json& entry, const std::string& pointer) {
            const auto* type = at(entry, "type");
            if (type == nullptr || !type->is_string()) return;
            const auto known = fieldTypes_.find(type->get<std::string>());
            if (known != fieldTypes_.end()) {
                apply(known->second, entry, pointer + "/options");
            } else if (complete_) {
                addUnknownType(type->get<std::string>(), pointer + "/type");
            }
        });
    }

    void checkCategories() {
        if (!complete_) return;
        eachOf("/categories", [&](const Json& entry, const std::string& pointer) {
            const auto* channels = at(entry, "channels");
            if (channels == nullptr || !channels->is_array()) return;
            std::size_t index = 0;
            for (const auto& channel : *channels) {
                const auto place = pointer + "/channels/" + std::to_string(index++);
                if (!channel.is_string() || channels_.contains(channel.get<std::string>())) continue;
                const auto& name = channel.get_ref<const std::string&>();
                problems_.add(checked_.positionOf(place), "unknown_value",
                              place + ": no plugin brings a channel '" + name + "'" +
                                  base::suggestion(name, {channels_.begin(), channels_.end()}));
            }
        });
    }

private:
    static const Json* at(const Json& object, const char* key) {
        const auto found = object.is_object() ? object.find(key) : object.end();
        return found != object.end() && !found->is_null() ? &*found : nullptr;
    }

    template <class Visit>
    void eachOf(const std::string& list, Visit visit) const {
        const Json::json_pointer pointer(list);
        if (!checked_.values.contains(pointer) || !checked_.values[pointer].is_array()) return;
        std::size_t index = 0;
        for (const auto& entry : checked_.values[pointer]) visit(entry, list + '/' + std::to_string(index++));
    }

    static std::optional<std::filesystem::path> pluginFile(const Json& entry,
                                                           const std::filesystem::path& folder) {
        const auto* name = at(entry, "name");
        const auto* path = at(entry, "path");
        if (name == nullptr || path == nullptr) return std::nullopt;
        return fileOfPlugin(*name, path->get<std::string>(), folder);
    }

    void apply(const plugins::Schema& schema, const Json& entry, const std::string& pointer) {
        const auto* options = at(entry, "options");
        if (options == nullptr) return;
        std::vector<base::Violation> violations;
        static_cast<void>(schema.apply(*options, pointer, violations));
        for (const auto& each : violations)
            problems_.add(checked_.positionOf(each.pointer), each.code, each.pointer + ": " + each.detail);
    }

    void addDefects(const std::vector<std::string>& defects, const Json& entry,
                    const std::filesystem::path& file, const std::string& pointer) {
        const auto* name = at(entry, "name");
        const auto* required = at(entry, "required");
        const bool isNamed = name != nullptr && *name != "";
        for (const auto& defect : defects)
            problems_.add(checked_.positionOf(pointer), "plugin",
                          notLoaded(isNamed ? name->get<std::string>() : file.stem().string(),
                                    required != nullptr && *required == true, defect));
    }

    void addUnknownType(const std::string& type, const std::string& pointer) {
        std::vector<std::string> known;
        for (const auto& [name, schema] : fieldTypes_) known.push_back(name);
        problems_.add(
            checked_.positionOf(pointer), "unknown_value",
            pointer + ": no plugin brings a field type '" + type + "'" + base::suggestion(type, known));
    }

    const Checked& checked_;
    const bool tells_;
    Problems& problems_;
    std::map<std::string, plugins::Schema> fieldTypes_;
    std::set<std::string> identifierTypes_ = coreIdentifierTypes();
    std::set<std::string> channels_;
    bool complete_ = true;
};

}  // namespace

void checkPluginOptions(const Checked& checked, const std::filesystem::path& pluginDirectory,
                        Lenience lenience, Problems& problems) {
    OptionsChecker checker(checked, lenience, problems);
    checker.checkPlugins(pluginDirectory);
    checker.checkFields();
    checker.checkIdentifierTypes();
    checker.checkCategories();
}

std::string notLoaded(const std::string& plugin, bool required, const std::string& reason) {
    return "the plugin " + plugin + " can't be loaded, and " +
           (required ? "is required: " : "kith runs without it: ") + reason;
}

}  // namespace kith::app
