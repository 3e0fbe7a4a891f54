// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <sstream>

#include "core/app/command.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/plugins/check.hpp"

namespace kith::app {
namespace {

void describe(std::ostream& out, const plugins::Descriptor& plugin) {
    out << plugin.id << ' ' << plugin.version << ", boundary " << plugin.abiMajor << '.' << plugin.abiMinor
        << '\n';
    for (const auto& type : plugin.identifierTypes) out << "  identifier type " << type.name << '\n';
    for (const auto& type : plugin.fieldTypes) out << "  field type " << type.name << '\n';
    if (plugin.channel) out << "  channel " << plugin.channel->name << '\n';
    for (const auto& route : plugin.routes) out << "  route " << route.method << ' ' << route.path << '\n';
    if (!plugin.migrations.empty()) out << "  tables, version " << plugin.migrations.size() << '\n';
}

void list(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins();
    auto settings = called.settings(configuration);
    // All of them are shown, also when one that is required fails.
    for (auto& plugin : settings.plugins) plugin.required = false;
    std::ostringstream said;  // What the log says stands in the list, as reasons.
    const auto loaded = placed(configuration, [&] {
        return std::make_unique<OfflinePlugins>(settings.plugins, settings.categories, settings.baseUrl,
                                                said);
    });
    for (const auto& plugin : loaded->manager().statuses()) {
        called.out << plugin.name << '\t' << plugins::stateName(plugin.state) << '\t'
                   << (plugin.descriptor != nullptr ? plugin.descriptor->version : "-") << '\t'
                   << plugin.file.string() << '\n';
        for (const auto& reason : plugin.reasons) called.out << "\t" << reason << '\n';
    }
}

/// Why a plugin can't be created with its default options; nothing if it can, or if it needs others.
std::vector<std::string> failureToCreate(const std::string& file) {
    plugins::PluginSettings plugin;
    plugin.file = file;
    std::ostringstream said;
    try {
        return OfflinePlugins({plugin}, {}, "", said).manager().statuses().at(0).reasons;
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::Configuration) throw;
        return {};
    }
}

void check(const Invocation& called, const std::string& file) {
    auto reading = plugins::check(file);
    if (!reading.descriptor.id.empty()) describe(called.out, reading.descriptor);
    for (const auto& warning : reading.warnings) called.out << "warning: " << warning << '\n';
    if (reading.defects.empty()) reading.defects = failureToCreate(file);
    if (reading.defects.empty()) return;
    std::vector<base::Violation> defects;
    for (const auto& defect : reading.defects) defects.push_back({file, "defect", defect});
    throw base::Error(base::ErrorCode::Plugin, "this plugin is refused", std::move(defects));
}

}  // namespace

void declarePlugin(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& plugin = *parent.add_subcommand("plugin", "Plugins");
    addCommand(plugin, invocation, "list", "Load the configured plugins, and show what became of each",
               "kith plugin list")
        .callback([&chosen] { chosen = list; });
    const auto file = std::make_shared<std::string>();
    auto& command =
        addCommand(plugin, invocation, "check", "Say what a plugin brings, and every reason to refuse it",
                   "kith plugin check build/lib/kith/plugins/email.so");
    command.add_option("FILE", *file, "The shared library")->required();
    command.callback(
        [&chosen, file] { chosen = [file](const Invocation& called) { check(called, *file); }; });
}

}  // namespace kith::app
