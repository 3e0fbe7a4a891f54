// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.hpp"
#include "core/plugins/services.hpp"

namespace kith::app {

/// What plugins get from a command that only loads them: nothing.
class OfflineServices final : public plugins::Services {
public:
    std::vector<plugins::PluginResult> observe(
        std::string_view /*plugin*/, std::span<const plugins::PluginObservation> /*items*/) override {
        refuse();
    }
    std::string command(std::string_view /*plugin*/, std::string_view /*json*/) override { refuse(); }
    void write(const std::function<void(soci::session&)>& /*work*/) override { refuse(); }
    void read(const std::function<void(soci::session&)>& /*work*/) override { refuse(); }
    std::optional<std::string> normalize(std::string_view /*type*/, std::string_view /*given*/) override {
        refuse();
    }
    plugins::Fetched fetch(const plugins::Fetch& /*what*/) override { refuse(); }
    void measure(std::string_view /*plugin*/, plugins::MetricKind /*kind*/, const std::string& /*name*/,
                 const plugins::MetricLabels& /*labels*/, double /*value*/) override {}
    void called(std::string_view /*plugin*/, std::string_view /*call*/, std::string_view /*result*/,
                std::chrono::nanoseconds /*took*/) override {}

private:
    [[noreturn]] static void refuse() {
        throw base::Error(base::ErrorCode::Unavailable, "the server is not running");
    }
};

}  // namespace kith::app
