// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/plugins/channel.hpp"
#include "core/plugins/field_type.hpp"
#include "core/plugins/identifier_source.hpp"
#include "core/plugins/plugin.hpp"

namespace kith::plugins {

/// One route of a plugin: where it stands, and what answers it.
struct PluginRoute {
    const Plugin* plugin;
    std::size_t index;
    const RouteInfo* info;

    [[nodiscard]] Answer handle(const Request& request) const { return plugin->handle(index, request); }
};

/// The tables of one plugin.
struct PluginMigrations {
    std::string_view plugin;
    const std::vector<MigrationInfo>* steps;
};

/// Method and path of a route that is taken.
using RouteShape = std::pair<std::string, std::string>;

/// Everything that the loaded plugins bring, by what it is. Filled on the main thread, then only read.
class Registry {
public:
    /// The names and routes that the core keeps for itself.
    Registry(std::set<std::string> coreTypes, const std::vector<RouteShape>& coreRoutes);
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// A sentence for everything in `descriptor` that collides with what is there.
    [[nodiscard]] std::vector<std::string> collisions(const Descriptor& descriptor) const;
    /// `plugin` outlives this and collides with nothing.
    void add(const Plugin& plugin);

    [[nodiscard]] const std::vector<std::unique_ptr<PluginIdentifierSource>>& identifierSources()
        const noexcept {
        return sources_;
    }
    [[nodiscard]] const std::vector<std::unique_ptr<PluginFieldType>>& fieldTypes() const noexcept {
        return fieldTypes_;
    }
    [[nodiscard]] const PluginFieldType* fieldType(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<std::unique_ptr<PluginChannel>>& channels() const noexcept {
        return channels_;
    }
    [[nodiscard]] const PluginChannel* channel(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<PluginRoute>& routes() const noexcept { return routes_; }
    [[nodiscard]] const std::vector<PluginMigrations>& migrations() const noexcept { return migrations_; }

private:
    std::set<std::string> plugins_;
    std::set<std::string> identifierTypes_;
    std::set<RouteShape> shapes_;
    EndpointChannels endpoints_;
    std::vector<std::unique_ptr<PluginIdentifierSource>> sources_;
    std::vector<std::unique_ptr<PluginFieldType>> fieldTypes_;
    std::vector<std::unique_ptr<PluginChannel>> channels_;
    std::vector<PluginRoute> routes_;
    std::vector<PluginMigrations> migrations_;
};

}  // namespace kith::plugins
