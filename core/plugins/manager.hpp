// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/plugins/registry.hpp"

namespace kith::plugins {

class Library;

/// One plugin of the configuration.
struct PluginSettings {
    std::string name;  ///< What the plugin must call itself; empty: anything.
    std::filesystem::path file;
    bool required = false;
    nlohmann::json options = nlohmann::json::object();
    std::string pointer;  ///< Where the options stand in the configuration, put before what is wrong in them.
};

enum class PluginState { Loaded, Running, Stopped, Failed };

/// `loaded`, `running`, `stopped`, `failed`
[[nodiscard]] std::string_view stateName(PluginState state) noexcept;

/// What is to be told of one plugin of the configuration.
struct PluginStatus {
    std::string name;  ///< As configured, else its id, else the file's name.
    std::filesystem::path file;
    bool required = false;
    PluginState state = PluginState::Loaded;
    std::vector<std::string> reasons;        ///< Sentences, if it failed.
    const Descriptor* descriptor = nullptr;  ///< Null if it could not be read.
};

/// Loads, starts and stops the plugins, in the order of the configuration and back. Belongs to the main
/// thread; what the registry gives is for all, as long as this lives. The libraries are closed last of all.
class Manager {
public:
    /// `coreTypes` and `coreRoutes` are what the core keeps for itself.
    Manager(Surroundings surroundings, std::set<std::string> coreTypes,
            const std::vector<RouteShape>& coreRoutes);
    ~Manager();
    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    /// Opens, checks and creates all of them; nothing of them may need the database. A plugin that can't be
    /// loaded is listed as failed. Throws Error{Configuration} with every wrong option of every plugin, and
    /// Error{Plugin} if a required one failed.
    void load(const std::vector<PluginSettings>& all);

    /// Starts what was loaded, when its tables are there. One that fails is listed as failed, and its routes
    /// answer 503; throws Error{Plugin} if it is required.
    void start();

    /// Stops what runs, in reverse. Safe to call twice; the destructor does.
    void stop() noexcept;

    [[nodiscard]] const Registry& registry() const noexcept { return registry_; }
    [[nodiscard]] std::vector<PluginStatus> statuses() const;

private:
    struct Entry;

    void loadOne(const PluginSettings& settings, Entry& entry, std::vector<base::Violation>& wrongOptions);
    void fail(Entry& entry, std::vector<std::string> reasons);
    void throwIfRequired(const Entry& entry) const;

    Surroundings surroundings_;
    // Destroyed from the last to the first: what uses the plugins, the plugins in reverse, the libraries.
    std::vector<std::unique_ptr<Library>> libraries_;
    std::vector<std::unique_ptr<Entry>> entries_;
    Registry registry_;
};

}  // namespace kith::plugins
