// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/core/support/surroundings.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <utility>

namespace kith::test {

using plugins::Request;

FakeServices::FakeServices() : sql(soci::sqlite3, ":memory:") {
    sql << "CREATE TABLE probe_row (home BIGINT NOT NULL, payload TEXT NOT NULL)";
}

std::vector<plugins::PluginResult> FakeServices::observe(std::string_view plugin,
                                                         std::span<const plugins::PluginObservation> items) {
    std::vector<plugins::PluginResult> results;
    for (const auto& item : items) {
        observed.push_back({std::string(plugin), std::string(item.json), item.attested,
                            std::string(item.payload.value_or("none"))});
        results.push_back(
            {rejection.empty(), rejection.empty() ? R"({"result":"created","profile_id":"01"})" : rejection});
    }
    return results;
}

std::string FakeServices::command(std::string_view plugin, std::string_view json) {
    commands.push_back(std::string(plugin) + " " + std::string(json));
    return R"({"result":"done"})";
}

void FakeServices::write(const std::function<void(soci::session&)>& work) {
    soci::transaction transaction(sql);
    work(sql);
    transaction.commit();
}

void FakeServices::read(const std::function<void(soci::session&)>& work) {
    work(sql);
}

std::optional<std::string> FakeServices::normalize(std::string_view type, std::string_view given) {
    if (type != "email") return std::nullopt;
    return std::string(given) + " as it is kept";
}

plugins::Fetched FakeServices::fetch(const plugins::Fetch& what) {
    fetched.push_back(what);
    return {203, "a key"};
}

void FakeServices::measure(std::string_view plugin, plugins::MetricKind kind, const std::string& name,
                           const plugins::MetricLabels& labels, double value) {
    std::string line = std::string(plugin) + " " + std::to_string(static_cast<int>(kind)) + " " + name;
    for (const auto& [key, text] : labels) line += " " + key + "=" + text;
    measured.push_back(line + " " + std::to_string(value));
}

void FakeServices::called(std::string_view plugin, std::string_view call, std::string_view result,
                          std::chrono::nanoseconds /*took*/) {
    ++calls[std::string(plugin) + "." + std::string(call) + "." + std::string(result)];
}

int FakeServices::rows(const std::string& payload) {
    int count = 0;
    sql << "SELECT count(*) FROM probe_row WHERE payload = :payload", soci::use(payload), soci::into(count);
    return count;
}

Workbench::Workbench()
    : clock(base::fromMillis(1'700'000'000'000)),
      logger(log, clock, base::LogLevel::Debug),
      tokens("a secret of the deployment"),
      manager({services, logger, clock, tokens, "https://kith.example",
               [](std::string_view key) { return key == "news"; }},
              {"external_id"}, {{"GET", "/v1/profiles/{ref}"}}) {}

plugins::PluginSettings Workbench::plugin(const std::string& name) {
    plugins::PluginSettings settings;
    settings.file = pluginFile(name);
    settings.pointer = "/options";
    return settings;
}

void Workbench::run(const std::vector<plugins::PluginSettings>& all) {
    manager.load(all);
    manager.start();
}

plugins::Answer Workbench::ask(const std::string& path, const Request& request) const {
    for (const auto& route : manager.registry().routes()) {
        if (route.info->path == path) return route.handle(request);
    }
    throw base::Error(base::ErrorCode::NotFound, "no such route");
}

std::filesystem::path pluginFile(const std::string& name) {
    return std::filesystem::path(KITH_FIXTURE_PLUGINS) / (name + ".so");
}

std::filesystem::path shippedPlugins() {
    return KITH_SHIPPED_PLUGINS;
}

Request request(std::string_view body, plugins::RouteRight right,
                std::map<std::string, std::string, std::less<>> params) {
    const auto lookup = [params =
                             std::move(params)](std::string_view name) -> std::optional<std::string_view> {
        const auto found = params.find(name);
        if (found == params.end()) return std::nullopt;
        return found->second;
    };
    return {.method = "POST",
            .body = body,
            .peer = "192.0.2.1",
            .receivedAt = base::fromMillis(1'700'000'000'000),
            .right = right,
            .param = lookup,
            .query = lookup,
            .header = lookup};
}

}  // namespace kith::test
