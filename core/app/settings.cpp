// SPDX-License-Identifier: Apache-2.0
#include "core/app/settings.hpp"

#include <utility>

#include "core/app/page_words.hpp"

namespace kith::app {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

template <class Number>
Number number(const Json& value) {
    return static_cast<Number>(value.get<std::int64_t>());
}

milliseconds duration(const Json& value) {
    return milliseconds(value.get<std::int64_t>());
}

http::RateLimit rate(const Json& value) {
    return {number<double>(value["per_second"]), number<double>(value["burst"])};
}

http::ServerSettings readHttp(const Json& json) {
    http::ServerSettings settings;
    settings.listen = json["listen"];
    if (const std::string certificate = json["tls"]["certificate"]; !certificate.empty())
        settings.tls = {certificate, json["tls"]["key"]};
    settings.trustedProxies = json["trusted_proxies"].get<std::vector<std::string>>();
    settings.workers = number<unsigned>(json["workers"]);
    settings.maxStreams = number<std::size_t>(json["max_streams"]);
    settings.maxStreamsPerKey = number<std::size_t>(json["max_streams_per_key"]);
    settings.maxQueued = number<std::size_t>(json["max_queued"]);
    settings.maxConnections = number<std::size_t>(json["max_connections"]);
    settings.idleTimeout = duration(json["idle_timeout"]);
    settings.headTimeout = duration(json["head_timeout"]);
    settings.maxHeadBytes = number<std::size_t>(json["max_head"]);
    settings.bodyTimeout = duration(json["body_timeout"]);
    settings.minBytesPerSecond = number<std::size_t>(json["min_rate"]);
    settings.slackTimeout = duration(json["slack_timeout"]);
    settings.keyRate = rate(json["public_limits"]["key"]);
    settings.addressRate = rate(json["public_limits"]["address"]);
    return settings;
}

storage::DatabaseSettings readDatabase(const Json& json) {
    storage::DatabaseSettings settings;
    settings.url = json["url"];
    settings.readers = number<std::size_t>(json["read_sessions"]);
    settings.readWait = duration(json["read_wait"]);
    settings.busyTimeout = duration(json["busy_timeout"]);
    settings.statementTimeout = duration(json["statement_timeout"]);
    return settings;
}

IdentitySettings readIdentity(const Json& json) {
    IdentitySettings settings;
    settings.caps.maxIdentifiers = number<std::size_t>(json["max_identifiers"]);
    settings.caps.maxMerges = number<std::size_t>(json["max_merges"]);
    settings.caps.claimTtl = duration(json["claim_ttl"]);
    settings.maxFuture = duration(json["max_future"]);
    settings.purgeAfter = duration(json["purge_after"]);
    settings.anonymousTtl = duration(json["anonymous_ttl"]);
    settings.blockedValues = json["blocked_values"].get<std::vector<std::string>>();
    for (const auto& [name, entry] : json["types"].items()) {
        auto& type = settings.types[name];
        if (entry.contains("class")) type.cls = model::findIdentifierClass(entry["class"].get<std::string>());
        if (entry.contains("limit")) type.limit = number<std::uint32_t>(entry["limit"]);
        if (entry.contains("order")) type.order = number<int>(entry["order"]);
        type.blockedValues = entry["blocked_values"].get<std::vector<std::string>>();
    }
    return settings;
}

RetentionSettings readRetention(const Json& json) {
    return {duration(json["activities"]), duration(json["changes"]), duration(json["feed"]),
            duration(json["remembered_ids"]), duration(json["audit"])};
}

accounts::Settings readAccounts(const Json& json) {
    accounts::Settings settings;
    settings.sessions.idle = duration(json["idle"]);
    settings.sessions.longest = duration(json["longest"]);
    settings.attempts.perAccount = number<std::size_t>(json["attempts_per_account"]);
    settings.attempts.perAddress = number<std::size_t>(json["attempts_per_address"]);
    settings.attempts.window = duration(json["attempts_window"]);
    settings.hashes.memory = number<std::size_t>(json["hash_memory"]);
    settings.hashes.passes = number<std::size_t>(json["hash_passes"]);
    settings.hashes.atOnce = number<std::size_t>(json["hashes_at_once"]);
    return settings;
}

webhooks::DelivererSettings readWebhooks(const Json& json) {
    webhooks::DelivererSettings settings;
    settings.post.timeout = duration(json["timeout"]);
    settings.post.allowHttp = json["allow_http"];
    settings.post.allowPrivateAddresses = json["allow_private_addresses"];
    settings.attempts = number<int>(json["attempts"]);
    settings.firstRetry = duration(json["first_retry"]);
    settings.longestRetry = duration(json["longest_retry"]);
    return settings;
}

std::vector<plugins::PluginSettings> readPlugins(const Json& json, const std::filesystem::path& fallback) {
    const std::string configured = json["directory"];
    const auto directory = configured.empty() ? fallback : std::filesystem::path(configured);
    std::vector<plugins::PluginSettings> all;
    for (const auto& entry : json["load"]) {
        plugins::PluginSettings plugin;
        plugin.name = entry["name"];
        plugin.pointer = "/plugins/load/" + std::to_string(all.size()) + "/options";
        plugin.file = fileOfPlugin(plugin.name, entry["path"], directory);
        plugin.required = entry["required"];
        plugin.options = entry["options"];
        all.push_back(std::move(plugin));
    }
    return all;
}

/// One that stands in the list `section`.
template <class Entry>
catalogue::Provisioned<Entry> placedIn(std::string_view section, std::size_t index) {
    catalogue::Provisioned<Entry> made;
    made.pointer = '/' + std::string(section) + '/' + std::to_string(index);
    made.entry.managedBy = storage::ManagedBy::Configuration;
    return made;
}

/// What all entries of the catalogue have.
template <class Entry>
catalogue::Provisioned<Entry> readEntry(const Json& json, std::string_view section, std::size_t index) {
    auto read = placedIn<Entry>(section, index);
    read.entry.key = json["key"];
    read.entry.names = json["names"].get<model::Texts>();
    return read;
}

std::vector<catalogue::Provisioned<storage::StoredGroup>> readGroups(const Json& json) {
    std::vector<catalogue::Provisioned<storage::StoredGroup>> all;
    for (const auto& entry : json) {
        auto read = readEntry<storage::StoredGroup>(entry, "field_groups", all.size());
        read.entry.place = entry["position"];
        all.push_back(std::move(read));
    }
    return all;
}

std::vector<catalogue::Provisioned<storage::StoredField>> readFields(const Json& json) {
    std::vector<catalogue::Provisioned<storage::StoredField>> all;
    for (const auto& entry : json) {
        auto read = readEntry<storage::StoredField>(entry, "fields", all.size());
        auto& field = read.entry;
        field.group = entry["group"];
        field.type = entry["type"];
        field.options = entry["options"].dump();
        if (entry.contains("display_default")) field.displayDefault = entry["display_default"].dump();
        field.personal = entry["personal"];
        field.indexed = entry["indexed"];
        field.mergeRule = model::kMergeRules.find(entry["merge_rule"].get<std::string>()).value();
        all.push_back(std::move(read));
    }
    return all;
}

std::vector<catalogue::Provisioned<storage::StoredCategory>> readCategories(const Json& json) {
    std::vector<catalogue::Provisioned<storage::StoredCategory>> all;
    for (const auto& entry : json) {
        auto read = readEntry<storage::StoredCategory>(entry, "categories", all.size());
        auto& category = read.entry;
        category.descriptions = entry["descriptions"].get<model::Texts>();
        if (entry["default"] != "none") category.subscribedByDefault = entry["default"] == "subscribed";
        category.isPublic = entry["public"];
        for (const auto& channel : entry["channels"]) category.channels.insert(channel.get<std::string>());
        all.push_back(std::move(read));
    }
    return all;
}

std::vector<catalogue::Provisioned<storage::Segment>> readSegments(const Json& json) {
    std::vector<catalogue::Provisioned<storage::Segment>> all;
    for (const auto& entry : json) {
        auto read = placedIn<storage::Segment>("segments", all.size());
        read.entry.key = entry["id"];
        read.entry.name = entry["name"];
        read.entry.description = entry["description"];
        read.entry.condition = entry["condition"].dump();
        all.push_back(std::move(read));
    }
    return all;
}

UnknownFields readUnknownFields(const std::string& name) {
    if (name == "reject") return UnknownFields::Reject;
    return name == "create" ? UnknownFields::Create : UnknownFields::Warn;
}

base::LogLevel readLevel(const std::string& name) {
    for (const auto level : {base::LogLevel::Debug, base::LogLevel::Info, base::LogLevel::Warning})
        if (base::levelName(level) == name) return level;
    return base::LogLevel::Error;
}

}  // namespace

std::filesystem::path fileOfPlugin(const std::string& name, const std::string& path,
                                   const std::filesystem::path& directory) {
    return name.empty() ? std::filesystem::path(path) : directory / (name + ".so");
}

Settings readSettings(const Checked& checked, const std::filesystem::path& pluginDirectory) {
    const auto& json = checked.values;
    const auto& pipeline = json["pipeline"];
    return {
        .http = readHttp(json["http"]),
        .baseUrl = json["http"]["base_url"],
        .maxBody = number<std::size_t>(json["http"]["max_body"]),
        .database = readDatabase(json["database"]),
        .pipeline = {number<std::size_t>(pipeline["queue_limit"]), number<std::size_t>(pipeline["max_group"]),
                     number<unsigned>(pipeline["writers"])},
        .identity = readIdentity(json["identity"]),
        .retention = readRetention(json["retention"]),
        .accounts = readAccounts(json["sessions"]),
        .events = {duration(json["events"]["heartbeat"])},
        .webhooks = readWebhooks(json["webhooks"]),
        .plugins = readPlugins(json["plugins"], pluginDirectory),
        .unknownFields = readUnknownFields(json["observations"]["unknown_fields"]),
        .maxCreatedFields = number<std::size_t>(json["observations"]["max_created_fields"]),
        .fieldGroups = readGroups(json["field_groups"]),
        .fields = readFields(json["fields"]),
        .categories = readCategories(json["categories"]),
        .segments = readSegments(json["segments"]),
        .pageWords = readPageWords(checked),
        .console = {json["console"]["enabled"].get<bool>(), json["console"]["path"].get<std::string>()},
        .logLevel = readLevel(json["log"]["level"]),
        .shutdownDeadline = duration(json["shutdown"]["deadline"]),
        .tokenKey = json["secrets"]["token_key"],
    };
}

base::Error located(const Checked& checked, const base::Error& error) {
    std::vector<base::Violation> violations;
    for (const auto& violation : error.violations()) {
        auto placed = violation;
        if (placed.pointer.starts_with('/')) {
            placed.detail = placed.pointer + ": " + placed.detail;
            placed.pointer = checked.positionOf(violation.pointer).text();
        }
        violations.push_back(std::move(placed));
    }
    return violations.empty() ? error : base::Error(error.code(), error.detail(), std::move(violations));
}

}  // namespace kith::app
