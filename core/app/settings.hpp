// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/accounts/settings.hpp"
#include "core/api/pages/texts.hpp"
#include "core/app/config_check.hpp"
#include "core/base/log.hpp"
#include "core/catalogue/provisioning.hpp"
#include "core/http/fetcher.hpp"
#include "core/http/server.hpp"
#include "core/identity/resolve.hpp"
#include "core/model/catalogue.hpp"
#include "core/plugins/manager.hpp"
#include "core/storage/database.hpp"
#include "core/webhooks/settings.hpp"

namespace kith::app {

/// What a deployment says of one identifier type over its source's own rule.
struct IdentifierTypeSettings {
    std::optional<model::IdentifierClass> cls;
    std::optional<std::uint32_t> limit;
    std::optional<int> order;
    std::vector<std::string> blockedValues;
};

struct IdentitySettings {
    identity::Caps caps;
    std::chrono::milliseconds maxFuture;
    std::chrono::milliseconds purgeAfter;
    std::chrono::milliseconds anonymousTtl;  ///< 0: they stay.
    std::vector<std::string> blockedValues;
    std::map<std::string, IdentifierTypeSettings> types;
};

/// What becomes of fields that an observation names and nobody has defined.
enum class UnknownFields { Warn, Reject, Create };

struct RetentionSettings {
    std::chrono::milliseconds activities;  ///< 0: for ever.
    std::chrono::milliseconds changes;     ///< 0: for ever.
    std::chrono::milliseconds feed;
    std::chrono::milliseconds rememberedIds;
    std::chrono::milliseconds audit;  ///< 0: for ever.
};

struct EventSettings {
    std::chrono::milliseconds heartbeat;
};

struct ConsoleSettings {
    bool enabled;
    std::string path;  ///< Empty: where it was built or installed, if it was.
};

struct PipelineSettings {
    std::size_t queueLimit;
    std::size_t maxGroup;
    unsigned writers;
};

/// The configuration, taken apart: what each component gets, and nobody more than its own.
struct Settings {
    http::ServerSettings http;
    std::string baseUrl;  ///< Empty: where kith listens.
    std::size_t maxBody;
    storage::DatabaseSettings database;
    PipelineSettings pipeline;
    IdentitySettings identity;
    RetentionSettings retention;
    accounts::Settings accounts;
    EventSettings events;
    webhooks::DelivererSettings webhooks;
    std::vector<plugins::PluginSettings> plugins;
    UnknownFields unknownFields = UnknownFields::Warn;
    std::size_t maxCreatedFields = 0;
    std::vector<catalogue::Provisioned<storage::StoredGroup>> fieldGroups;
    std::vector<catalogue::Provisioned<storage::StoredField>> fields;
    std::vector<catalogue::Provisioned<storage::StoredCategory>> categories;
    std::vector<catalogue::Provisioned<storage::Segment>> segments;
    api::PageWords pageWords;
    ConsoleSettings console;
    base::LogLevel logLevel;
    std::chrono::milliseconds shutdownDeadline;
    std::string tokenKey;  ///< Empty: the one kept in the database.
    /// How other servers are reached. No key of the configuration: they are where they say, and trusted as
    /// the system trusts them.
    http::FetcherSettings fetcher = {};
};

/// `checked` broke no rule. Plugins without a directory are looked for in `pluginDirectory`.
[[nodiscard]] Settings readSettings(const Checked& checked, const std::filesystem::path& pluginDirectory);

/// The library of a plugin that has either a name or a path.
[[nodiscard]] std::filesystem::path fileOfPlugin(const std::string& name, const std::string& path,
                                                 const std::filesystem::path& directory);

/// The same error with every violation that points into the configuration placed where it was written.
[[nodiscard]] base::Error located(const Checked& checked, const base::Error& error);

}  // namespace kith::app
