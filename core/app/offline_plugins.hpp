// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "core/app/offline_services.hpp"
#include "core/catalogue/provisioning.hpp"
#include "core/plugins/manager.hpp"
#include "core/plugins/tokens.hpp"

namespace kith::app {

/// The identifier types that no plugin may bring, because the core does.
[[nodiscard]] std::set<std::string> coreIdentifierTypes();

/// The categories of the configuration, and those that the API made: of a database whose tables have not
/// been brought up to date, none.
using CategoryKeys = std::set<std::string, std::less<>>;
[[nodiscard]] CategoryKeys keysOf(
    const std::vector<catalogue::Provisioned<storage::StoredCategory>>& categories);
[[nodiscard]] CategoryKeys categoriesOfApi(const std::vector<storage::StoredCategory>& stored);
[[nodiscard]] CategoryKeys categoriesOfApi(storage::Session& session);

/// The configured plugins, loaded and created but never started: for commands that look at what they bring.
class OfflinePlugins {
public:
    /// Warnings of the plugins go to `err`. `more`: categories beside those of the configuration. Throws what
    /// Manager::load throws.
    OfflinePlugins(const std::vector<plugins::PluginSettings>& plugins,
                   const std::vector<catalogue::Provisioned<storage::StoredCategory>>& categories,
                   const std::string& baseUrl, std::ostream& err, const CategoryKeys& more = {});

    [[nodiscard]] const plugins::Manager& manager() const noexcept { return manager_; }
    [[nodiscard]] base::Log& log() noexcept { return log_; }

private:
    base::SystemClock clock_;
    base::Log log_;
    OfflineServices services_;
    plugins::Tokens tokens_;
    CategoryKeys categories_;
    plugins::Manager manager_;
};

}  // namespace kith::app
