// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <utility>

#include "core/api/metrics.hpp"
#include "core/api/services.hpp"
#include "core/base/time.hpp"
#include "core/http/fetcher.hpp"
#include "core/plugins/services.hpp"
#include "core/storage/database.hpp"

namespace kith::app {

/// What the running server gives its plugins. Plugins are loaded before anything can be written: until `open`
/// every write is refused.
class OnlineServices final : public plugins::Services {
public:
    OnlineServices(storage::Database& database, const base::Clock& clock, api::Metrics& metrics,
                   http::FetcherSettings fetcher);

    /// What there is to subscribe to until `open` was called. Called before the plugins are loaded.
    void expectCategories(std::set<std::string, std::less<>> keys) { expected_ = std::move(keys); }
    /// Whether there is something of that key to subscribe to.
    [[nodiscard]] bool hasCategory(std::string_view key) const;

    /// Called once, before the plugins start; `services` outlive the last call of a plugin.
    void open(const api::Services& services) noexcept { services_ = &services; }

    std::vector<plugins::PluginResult> observe(std::string_view plugin,
                                               std::span<const plugins::PluginObservation> items) override;
    std::string command(std::string_view plugin, std::string_view json) override;
    void write(const std::function<void(soci::session&)>& work) override;
    void read(const std::function<void(soci::session&)>& work) override;
    std::optional<std::string> normalize(std::string_view type, std::string_view given) override;
    plugins::Fetched fetch(const plugins::Fetch& what) override;
    void measure(std::string_view plugin, plugins::MetricKind kind, const std::string& name,
                 const plugins::MetricLabels& labels, double value) override;
    void called(std::string_view plugin, std::string_view call, std::string_view result,
                std::chrono::nanoseconds took) override;

private:
    /// Throws Error{Unavailable} until `open` was called.
    [[nodiscard]] const api::Services& opened() const;

    storage::Database& database_;
    const base::Clock& clock_;
    api::Metrics& metrics_;
    http::Fetcher fetcher_;
    std::set<std::string, std::less<>> expected_;
    const api::Services* services_ = nullptr;
};

}  // namespace kith::app
