// SPDX-License-Identifier: Apache-2.0
#include "core/app/offline_plugins.hpp"

#include <set>
#include <string_view>
#include <utility>

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

CategoryKeys keysOf(const std::vector<catalogue::Provisioned<storage::StoredCategory>>& categories) {
    CategoryKeys keys;
    for (const auto& category : categories) keys.insert(category.entry.key);
    return keys;
}

CategoryKeys categoriesOfApi(const std::vector<storage::StoredCategory>& stored) {
    CategoryKeys keys;
    for (const auto& category : stored) {
        // What the configuration made and names no longer is about to be archived.
        if (category.managedBy == storage::ManagedBy::Api && !category.archivedAt) keys.insert(category.key);
    }
    return keys;
}

CategoryKeys categoriesOfApi(storage::Session& session) {
    if (!storage::hasCatalogue(session)) return {};
    return categoriesOfApi(storage::readEntries<storage::StoredCategory>(session));
}

OfflinePlugins::OfflinePlugins(const std::vector<plugins::PluginSettings>& plugins,
                               const std::vector<catalogue::Provisioned<storage::StoredCategory>>& categories,
                               const std::string& baseUrl, std::ostream& err, const CategoryKeys& more)
    : log_(err, clock_, base::LogLevel::Warning),
      tokens_(std::string(kAnyKeyBytes, 'k')),
      categories_(keysOf(categories)),
      manager_({services_, log_, clock_, tokens_, baseUrl,
                [this](std::string_view key) { return categories_.contains(key); }},
               coreIdentifierTypes(), api::coreRoutes()) {
    categories_.insert(more.begin(), more.end());
    manager_.load(plugins);
}

}  // namespace kith::app
