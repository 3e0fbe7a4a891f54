// SPDX-License-Identifier: Apache-2.0
#include "core/app/command.hpp"

#include <CLI/CLI.hpp>
#include <ostream>
#include <system_error>

#include "core/app/locations.hpp"
#include "core/app/page_words.hpp"

namespace kith::app {
namespace {

/// Whoever named none may not know that one can.
std::filesystem::path defaultThatIsThere() {
    auto file = defaultConfiguration();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw base::Error(base::ErrorCode::Configuration,
                          "the configuration " + file.string() +
                              " can't be opened; --config or KITH_CONFIG names another one");
    return file;
}

}  // namespace

Configuration Invocation::configuration(const FurtherCheck& further) const {
    auto file = configurationFile;
    const auto variable = environment.find("KITH_CONFIG");
    if (file.empty() && variable != environment.end()) file = variable->second;
    if (file.empty()) file = defaultThatIsThere();
    auto loaded = loadConfiguration(file, environment, arguments, further);
    for (const auto& warning : loaded.warnings) err << "kith: " << warning << '\n';
    return loaded;
}

Configuration Invocation::configurationOfPlugins(Lenience lenience) const {
    return configuration([lenience](const Checked& checked, Problems& problems) {
        checkPluginOptions(checked, defaultPluginDirectory(), lenience, problems);
        checkPageWords(checked, problems);
    });
}

Settings Invocation::settings(const Configuration& configuration) const {
    return readSettings(configuration.checked, defaultPluginDirectory());
}

CLI::App& addCommand(CLI::App& parent, Invocation& invocation, const std::string& name,
                     const std::string& description, const std::string& example) {
    auto& command = *parent.add_subcommand(name, description);
    command.footer("Example:\n  " + example);
    command
        .add_option("--config", invocation.configurationFile,
                    "The configuration; else KITH_CONFIG, else " + defaultConfiguration().string())
        ->type_name("FILE");
    const CLI::Validator assignment(
        [](std::string& text) {
            const auto equals = text.find('=');
            const bool isAssignment = equals != std::string::npos && equals > 0;
            return isAssignment ? std::string() : "expects PATH=VALUE, not '" + text + "'";
        },
        "", "assignment");
    command
        .add_option("--set", invocation.arguments, "A setting over the configuration; any number of times")
        ->check(assignment)
        ->type_name("PATH=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    return command;
}

void sayError(std::ostream& err, const base::Error& error) {
    err << "kith: " << error.detail();
    if (!error.context().empty()) err << " (" << error.context() << ')';
    err << '\n';
    for (const auto& violation : error.violations())
        err << violation.pointer << ": " << violation.detail << '\n';
}

}  // namespace kith::app
