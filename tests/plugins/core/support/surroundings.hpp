// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/plugins/manager.hpp"
#include "core/plugins/services.hpp"
#include "tests/support/manual_clock.hpp"

namespace kith::test {

/// Services on one SQLite database in memory, keeping what they were asked.
class FakeServices final : public plugins::Services {
public:
    struct Seen {
        std::string plugin;
        std::string json;
        bool attested;
        std::string payload;
    };

    FakeServices();

    std::vector<plugins::PluginResult> observe(std::string_view plugin,
                                               std::span<const plugins::PluginObservation> items) override;
    std::string command(std::string_view plugin, std::string_view json) override;
    void write(const std::function<void(soci::session&)>& work) override;
    void read(const std::function<void(soci::session&)>& work) override;
    std::optional<std::string> normalize(std::string_view type, std::string_view given) override;
    plugins::Fetched fetch(const plugins::Fetch& what) override;
    void measure(std::string_view plugin, plugins::MetricKind kind, const std::string& name,
                 const plugins::MetricLabels& labels, double value) override;
    void called(std::string_view plugin, std::string_view call, std::string_view result,
                std::chrono::nanoseconds took) override;

    [[nodiscard]] int rows(const std::string& payload);

    soci::session sql;
    std::vector<Seen> observed;
    std::string rejection;              ///< The result of what is observed, if it is not to be taken.
    std::vector<std::string> commands;  ///< `plugin command`
    std::vector<plugins::Fetch> fetched;
    std::vector<std::string> measured;
    std::map<std::string, int> calls;  ///< `plugin.call.result`
};

/// All that a Manager needs, and a shorthand for its settings.
struct Workbench {
    Workbench();

    [[nodiscard]] static plugins::PluginSettings plugin(const std::string& name);
    /// Loads and starts these.
    void run(const std::vector<plugins::PluginSettings>& all);
    /// Answers the route with that method and path.
    [[nodiscard]] plugins::Answer ask(const std::string& path, const plugins::Request& request) const;
    [[nodiscard]] std::string logged() const { return log.str(); }

    ManualClock clock;
    std::ostringstream log;
    base::Log logger;
    plugins::Tokens tokens;
    FakeServices services;
    plugins::Manager manager;
};

/// Where the build put the fixture plugin of that name.
[[nodiscard]] std::filesystem::path pluginFile(const std::string& name);
/// Where the build put the plugins that are delivered.
[[nodiscard]] std::filesystem::path shippedPlugins();

/// A request with that body, by a holder of `right`.
[[nodiscard]] plugins::Request request(std::string_view body,
                                       plugins::RouteRight right = plugins::RouteRight::Write,
                                       std::map<std::string, std::string, std::less<>> params = {});

}  // namespace kith::test
