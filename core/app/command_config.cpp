// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <ostream>
#include <sstream>

#include "core/app/catalogue_builder.hpp"
#include "core/app/catalogue_diff.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_plugins.hpp"

namespace kith::app {
namespace {

/// The plugins that only show when they are made that they can't be loaded.
void addFailures(const Checked& checked, const std::vector<plugins::PluginStatus>& statuses,
                 Problems& problems) {
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        for (const auto& reason : statuses[i].reasons)
            problems.add(checked.positionOf("/plugins/load/" + std::to_string(i)), "plugin",
                         notLoaded(statuses[i].name, statuses[i].required, reason));
    }
}

void addFaults(const Checked& checked, const std::vector<base::Violation>& faults, Problems& problems) {
    for (const auto& fault : faults)
        problems.add(checked.positionOf(fault.pointer), fault.code, fault.pointer + ": " + fault.detail);
}

/// What every deployment has, and this one has not: no plugin of it brings their types.
void sayLeftOut(const model::Definitions& definitions, std::ostream& err) {
    std::string missing;
    for (const auto& field : model::builtInFields())
        if (definitions.field(field.key) == nullptr)
            missing += (missing.empty() ? "" : ", ") + std::string(field.key);
    if (!missing.empty())
        err << "kith: no plugin brings the types of these fields, so there are none: " << missing << '\n';
}

void checkAll(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins(Lenience::Tell);
    const auto settings = called.settings(configuration);
    auto loaded = settings.plugins;
    for (auto& plugin : loaded) plugin.required = false;  // All are looked at, also when one fails.
    std::ostringstream said;  // The log is for servers; here what is wrong is told below.
    Problems problems;
    placed(configuration, [&] {
        OfflinePlugins plugins(loaded, settings.categories, settings.baseUrl, said);
        auto statuses = plugins.manager().statuses();
        for (std::size_t i = 0; i < statuses.size(); ++i) statuses[i].required = settings.plugins[i].required;
        addFailures(configuration.checked, statuses, problems);
        const model::ExternalIdSource externalId;
        try {
            const auto known = buildCatalogue(settings, externalId, plugins.manager(), plugins.log());
            if (problems.empty()) sayLeftOut(*known.definitions(), called.err);
        } catch (const base::Error& error) {
            if (problems.empty()) throw;
            addFaults(configuration.checked, error.violations(), problems);
        }
    });
    if (!problems.empty()) throw errorOf(problems);
    called.out << "the configuration is good\n";
}

void diff(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins();
    const auto settings = called.settings(configuration);
    const auto found = storedCatalogue(settings.database);
    if (!found.missing.empty())
        called.err << "kith: " << found.missing << ": compared with an empty database\n";
    const auto& stored = found.stored;
    placed(configuration, [&] {
        OfflinePlugins plugins(settings.plugins, settings.categories, settings.baseUrl, called.err,
                               categoriesOfApi(stored.catalogue.categories));
        const model::ExternalIdSource externalId;
        const auto known = buildCatalogue(settings, externalId, plugins.manager(), plugins.log());
        sayChanges(called.out,
                   catalogue::plan(stored, wantedOf(settings), deploymentOf(known, plugins.manager()),
                                   base::SystemClock().now())
                       .changes);
    });
}

}  // namespace

void declareConfig(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& config = *parent.add_subcommand("config", "Look at the configuration");
    addCommand(config, invocation, "check", "Say everything that is wrong with the configuration",
               "kith config check --config /etc/kith/kith.yaml")
        .callback([&chosen] { chosen = checkAll; });
    addCommand(config, invocation, "diff",
               "Say what `kith serve` or `kith migrate` would change of the fields, their groups, the "
               "categories and the segments, and change nothing",
               "kith config diff --config /etc/kith/kith.yaml")
        .callback([&chosen] { chosen = diff; });
}

}  // namespace kith::app
