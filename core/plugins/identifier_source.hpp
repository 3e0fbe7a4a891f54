// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/model/catalogue.hpp"
#include "core/plugins/plugin.hpp"

namespace kith::plugins {

/// Which channel reaches a type, over all plugins.
using EndpointChannels = std::map<std::string, std::string, std::less<>>;

/// The identifier types of one plugin, as the model knows them. Thread-safe once all plugins are loaded.
class PluginIdentifierSource final : public model::IdentifierSource {
public:
    static constexpr std::size_t kMaxValueBytes = 512;

    PluginIdentifierSource(const Plugin& plugin, const EndpointChannels& channels)
        : plugin_(plugin), channels_(channels) {}

    [[nodiscard]] std::vector<model::IdentifierRule> types() const override;
    [[nodiscard]] std::vector<std::string> blockedValues(std::string_view type) const override;
    /// Throws Error{Plugin} if the plugin fails, or answers with something that is no value.
    [[nodiscard]] std::variant<std::string, model::Invalid> normalize(std::string_view type,
                                                                      std::string_view given) const override;

private:
    [[nodiscard]] std::size_t indexOf(std::string_view type) const;

    const Plugin& plugin_;
    const EndpointChannels& channels_;
};

}  // namespace kith::plugins
