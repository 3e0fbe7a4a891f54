// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_format.hpp"
#include "core/app/config_setting.hpp"

namespace kith::app {
namespace {

using Kind = Setting::Kind;

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kKiB = 1'024;
constexpr std::int64_t kMiB = 1'024 * kKiB;

Setting setting(Kind kind, std::string key, std::string fallback) {
    Setting made;
    made.key = std::move(key);
    made.kind = kind;
    made.fallback = std::move(fallback);
    return made;
}

Setting text(std::string key, std::string fallback, Setting::Format format = nullptr) {
    auto made = setting(Kind::Text, std::move(key), std::move(fallback));
    made.format = format;
    return made;
}

Setting bounded(Kind kind, std::string key, std::string fallback, std::int64_t least, std::int64_t most) {
    auto made = setting(kind, std::move(key), std::move(fallback));
    made.least = least;
    made.most = most;
    return made;
}

Setting integer(std::string key, std::string fallback, std::int64_t least, std::int64_t most) {
    return bounded(Kind::Integer, std::move(key), std::move(fallback), least, most);
}

Setting duration(std::string key, std::string fallback, std::int64_t least, std::int64_t most) {
    return bounded(Kind::Duration, std::move(key), std::move(fallback), least, most);
}

/// How long something is kept. Less than a day would empty a database for a wrong unit.
Setting kept(std::string key, std::string fallback, std::int64_t most) {
    auto made = duration(std::move(key), std::move(fallback), kDay, most);
    made.zero = "0s (for ever)";
    return made;
}

Setting size(std::string key, std::string fallback, std::int64_t least, std::int64_t most) {
    return bounded(Kind::Size, std::move(key), std::move(fallback), least, most);
}

Setting choice(std::string key, std::string fallback, std::vector<std::string> choices) {
    auto made = setting(Kind::Choice, std::move(key), std::move(fallback));
    made.choices = std::move(choices);
    return made;
}

Setting holding(Kind kind, std::string key, std::vector<Setting> members) {
    auto made = setting(kind, std::move(key), kind == Kind::List ? "[]" : "{}");
    made.members = std::move(members);
    return made;
}

Setting object(std::string key, std::vector<Setting> members) {
    return holding(Kind::Object, std::move(key), std::move(members));
}

Setting list(std::string key, Setting element) {
    return holding(Kind::List, std::move(key), {std::move(element)});
}

Setting map(std::string key, Setting element) {
    return holding(Kind::Map, std::move(key), {std::move(element)});
}

/// Left out of the result when it is not written.
Setting optional(Setting made) {
    made.fallback.clear();
    return made;
}

Setting required(Setting made) {
    made.required = true;
    return made;
}

Setting secret(Setting made) {
    made.secret = true;
    return made;
}

Setting exact(Setting made) {
    made.exact = true;
    return made;
}

Setting sample(Setting made) {
    made.sample = true;
    return made;
}

/// A token bucket.
Setting rate(std::string key, std::string perSecond, std::string burst) {
    return object(std::move(key), {integer("per_second", std::move(perSecond), 1, 1'000'000),
                                   integer("burst", std::move(burst), 1, 1'000'000)});
}

Setting http() {
    return object(
        "http",
        {text("listen", "127.0.0.1:8080", listenAddress), text("base_url", "''", baseUrl),
         object("tls", {text("certificate", "''"), text("key", "''")}),
         list("trusted_proxies", text("", "", network)), integer("workers", "64", 1, 1'024),
         integer("max_queued", "1000", 1, 1'000'000), integer("max_streams", "1000", 1, 100'000),
         integer("max_streams_per_key", "100", 1, 100'000), integer("max_connections", "10000", 1, 1'000'000),
         duration("idle_timeout", "60s", kSecond, kHour), duration("head_timeout", "10s", 100, kHour),
         size("max_head", "32KiB", kKiB, kMiB), duration("body_timeout", "60s", 100, kHour),
         size("max_body", "8MiB", kKiB, 1'024 * kMiB), size("min_rate", "4KiB", 1, 1'024 * kMiB),
         duration("slack_timeout", "5s", 100, kHour),
         object("public_limits", {rate("key", "200", "1000"), rate("address", "10", "100")})});
}

Setting database() {
    return object("database", {secret(text("url", "sqlite:var/kith.db", databaseUrl)),
                               integer("read_sessions", "8", 1, 256), duration("read_wait", "2s", 10, kHour),
                               duration("busy_timeout", "10s", 100, kHour),
                               duration("statement_timeout", "30s", 100, kHour)});
}

Setting pipeline() {
    return object("pipeline", {integer("queue_limit", "10000", 1, 1'000'000),
                               integer("max_group", "1000", 1, 10'000), integer("writers", "2", 1, 64)});
}

Setting identity() {
    return object(
        "identity",
        {integer("max_identifiers", "1000", 1, 100'000), integer("max_merges", "100", 1, 999),
         duration("claim_ttl", "90d", kMinute, 3'650 * kDay), duration("max_future", "5m", 0, kDay),
         duration("purge_after", "30d", 0, 3'650 * kDay), kept("anonymous_ttl", "0s", 3'650 * kDay),
         list("blocked_values", text("", "", blockedValue)),
         sample(map("types", object("", {optional(choice("class", "", {"unique", "linking", "moving"})),
                                         optional(integer("limit", "", 1, 100'000)),
                                         optional(integer("order", "", 0, 100'000)),
                                         list("blocked_values", text("", "", blockedValue))})))});
}

Setting events() {
    return object("events", {duration("heartbeat", "15s", 10, kHour)});
}

Setting retention() {
    return object("retention", {kept("activities", "0s", 36'500 * kDay), kept("changes", "0s", 36'500 * kDay),
                                kept("feed", "0s", 3'650 * kDay), kept("remembered_ids", "0s", 3'650 * kDay),
                                kept("audit", "0s", 36'500 * kDay)});
}

Setting sessions() {
    return object("sessions", {duration("idle", "12h", kMinute, 365 * kDay),
                               duration("longest", "30d", kMinute, 365 * kDay),
                               integer("attempts_per_account", "10", 1, 1'000'000),
                               integer("attempts_per_address", "50", 1, 1'000'000),
                               duration("attempts_window", "15m", kSecond, kDay),
                               size("hash_memory", "64MiB", 8 * kKiB, 1'024 * kMiB),
                               integer("hash_passes", "2", 1, 100), integer("hashes_at_once", "1", 1, 64)});
}

Setting webhooks() {
    return object("webhooks",
                  {setting(Kind::Boolean, "allow_private_addresses", "false"),
                   setting(Kind::Boolean, "allow_http", "false"), duration("timeout", "10s", 10, kMinute),
                   integer("attempts", "40", 1, 100), duration("first_retry", "5s", 1, kHour),
                   duration("longest_retry", "5m", 1, kDay)});
}

Setting plugins() {
    return object("plugins",
                  {text("directory", "''"),
                   sample(list("load", object("", {text("name", "''", pluginName), text("path", "''"),
                                                   setting(Kind::Boolean, "required", "false"),
                                                   setting(Kind::Options, "options", "{}")})))});
}

Setting observations() {
    return object("observations", {choice("unknown_fields", "warn", {"warn", "reject", "create"}),
                                   integer("max_created_fields", "1000", 1, 5'000)});
}

Setting fieldGroups() {
    return sample(
        list("field_groups", object("", {required(text("key", "", fieldKey)), map("names", text("", "")),
                                         integer("position", "0", 0, 1'000'000)})));
}

Setting fields() {
    return sample(list(
        "fields",
        object("", {required(text("key", "", fieldKey)), map("names", text("", "")), text("group", "''"),
                    required(text("type", "", plainName)), exact(setting(Kind::Options, "options", "{}")),
                    optional(text("display_default", "")), setting(Kind::Boolean, "personal", "false"),
                    setting(Kind::Boolean, "indexed", "true"),
                    choice("merge_rule", "latest", {"latest", "first"})})));
}

Setting categories() {
    return sample(list(
        "categories",
        object("", {required(text("key", "", categoryKey)), map("names", text("", "")),
                    map("descriptions", text("", "")),
                    choice("default", "none", {"none", "subscribed", "unsubscribed"}),
                    setting(Kind::Boolean, "public", "true"), list("channels", text("", "", plainName))})));
}

Setting segments() {
    return sample(list("segments", object("", {required(text("id", "", segmentKey)),
                                               required(text("name", "")), text("description", "''"),
                                               required(setting(Kind::Options, "condition", ""))})));
}

/// Which texts there are is the pages' to know: core/app/page_words.cpp asks them.
Setting pages() {
    return object("pages", {sample(map("languages", map("", text("", ""))))});
}

}  // namespace

const Setting& schema() {
    static const Setting kSchema =
        object("", {http(), database(), pipeline(), identity(), retention(), sessions(), events(), webhooks(),
                    plugins(), observations(), fieldGroups(), fields(), categories(), segments(), pages(),
                    object("console", {setting(Kind::Boolean, "enabled", "true"), text("path", "''")}),
                    object("log", {choice("level", "info", {"debug", "info", "warning", "error"})}),
                    object("shutdown", {duration("deadline", "30s", kSecond, kHour)}),
                    object("secrets", {secret(text("token_key", "''", tokenKey))})});
    return kSchema;
}

}  // namespace kith::app
