// SPDX-License-Identifier: Apache-2.0
#include "core/app/offline_plugins.hpp"

#include <set>

#include "core/api/routes.hpp"
#include "core/model/external_id.hpp"

namespace kith::app {
namespace {

/// Nothing signed by a plugin that is never started leaves the process.
constexpr std::size_t kAnyKeyBytes = 32;

}  // namespace

std::set<std::string> coreIdentifierTypes() {
    std::set<std::string> names;
    for (const auto& rule : model::ExternalIdSource().types()) names.insert(rule.type);
    return names;
}

std::set<std::string, std::less<>> keysOf(const std::vector<model::Category>& categories) {
    std::set<std::string, std::less<>> keys;
    for (const auto& category : categories) keys.insert(category.key);
    return keys;
}

OfflinePlugins::OfflinePlugins(const std::vector<plugins::PluginSettings>& plugins,
                               const std::vector<model::Category>& categories, const std::string& baseUrl,
                               std::ostream& err)
    : log_(err, clock_, base::LogLevel::Warning),
      tokens_(std::string(kAnyKeyBytes, 'k')),
      manager_({services_, log_, clock_, tokens_, baseUrl, keysOf(categories)}, coreIdentifierTypes(),
               api::coreRoutes()) {
    manager_.load(plugins);
}

}  // namespace kith::app
