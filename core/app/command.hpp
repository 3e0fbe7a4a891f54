// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "core/app/config.hpp"
#include "core/app/plugin_options.hpp"
#include "core/app/settings.hpp"
#include "core/base/error.hpp"

namespace CLI {
class App;
}

namespace kith::app {

/// What a command is run with: the options that every command takes, and the world around the process.
struct Invocation {
    std::filesystem::path configurationFile;  ///< Empty: KITH_CONFIG, else the default.
    std::vector<std::string> arguments;       ///< Of `--set`, in their order.
    Environment environment;
    std::ostream& out;  ///< Results alone.
    std::ostream& err;  ///< Everything said to people.

    /// Loads the configuration and says its warnings. Throws as loadConfiguration does.
    [[nodiscard]] Configuration configuration(const FurtherCheck& further = {}) const;
    /// For commands that load the plugins: their options are checked too, and the words of the pages, so that
    /// all that is wrong is said at once.
    [[nodiscard]] Configuration configurationOfPlugins(Lenience lenience = Lenience::PassOver) const;
    [[nodiscard]] Settings settings() const { return settings(configuration()); }
    [[nodiscard]] Settings settings(const Configuration& configuration) const;
};

/// Runs a command that was parsed; throws WrongUse, or base::Error when it failed.
using Command = std::function<void(const Invocation&)>;

/// Declares one command below `parent`. When it is the one called, `chosen` becomes what runs it.
using Declare = void (*)(CLI::App& parent, Invocation& invocation, Command& chosen);

void declareBackup(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareCheck(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareConfig(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareDemo(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareKey(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareMigrate(CLI::App& parent, Invocation& invocation, Command& chosen);
void declarePlugin(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareServe(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareUser(CLI::App& parent, Invocation& invocation, Command& chosen);
void declareVersion(CLI::App& parent, Invocation& invocation, Command& chosen);

/// What `kith version` and `kith --version` say.
[[nodiscard]] std::string versionText();

/// A subcommand that takes `--config` and `--set`, with `example` at the end of its help.
CLI::App& addCommand(CLI::App& parent, Invocation& invocation, const std::string& name,
                     const std::string& description, const std::string& example);

/// Runs `work`; what it throws is thrown with its violations placed in the configuration.
template <class Work>
auto placed(const Configuration& configuration, Work work) {
    try {
        return work();
    } catch (const base::Error& error) {
        throw located(configuration.checked, error);
    }
}

/// Writes an error for people: its detail, its context, and each violation on a line of its own.
void sayError(std::ostream& err, const base::Error& error);

}  // namespace kith::app
