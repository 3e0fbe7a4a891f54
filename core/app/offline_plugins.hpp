// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "core/app/offline_services.hpp"
#include "core/model/catalogue.hpp"
#include "core/plugins/manager.hpp"
#include "core/plugins/tokens.hpp"

namespace kith::app {

/// The identifier types that no plugin may bring, because the core does.
[[nodiscard]] std::set<std::string> coreIdentifierTypes();

/// What plugins know of the categories.
[[nodiscard]] std::set<std::string, std::less<>> keysOf(const std::vector<model::Category>& categories);

/// The configured plugins, loaded and created but never started: for commands that look at what they bring.
class OfflinePlugins {
public:
    /// Warnings of the plugins go to `err`. Throws what Manager::load throws.
    OfflinePlugins(const std::vector<plugins::PluginSettings>& plugins,
                   const std::vector<model::Category>& categories, const std::string& baseUrl,
                   std::ostream& err);

    [[nodiscard]] const plugins::Manager& manager() const noexcept { return manager_; }
    [[nodiscard]] base::Log& log() noexcept { return log_; }

private:
    base::SystemClock clock_;
    base::Log log_;
    OfflineServices services_;
    plugins::Tokens tokens_;
    plugins::Manager manager_;
};

}  // namespace kith::app
