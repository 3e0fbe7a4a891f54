// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/http/observer.hpp"
#include "core/model/outcome.hpp"
#include "core/pipeline/observer.hpp"
#include "core/webhooks/observer.hpp"

namespace kith::api {

/// What the server counts, in the text format of Prometheus. No label ever holds anybody's data: routes are
/// patterns, the rest are names of ours. Thread-safe.
class Metrics final : public http::Observer, public pipeline::Observer, public webhooks::Observer {
public:
    Metrics();
    ~Metrics() override;
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    void requestFinished(std::string_view route, std::string_view method, int status,
                         double seconds) noexcept override;
    void connectionsChanged(std::size_t open) noexcept override;
    void queueChanged(std::size_t waiting) noexcept override;

    void groupWritten(std::span<const model::Outcome> outcomes,
                      std::chrono::nanoseconds took) noexcept override;
    void conflict() noexcept override;
    void maintained(const pipeline::MaintenanceReport& report) noexcept override;
    void eventsNumbered(std::size_t count, std::chrono::milliseconds lag) noexcept override;

    void delivery(webhooks::Outcome outcome) noexcept override;
    void eventsMissed(std::int64_t count) noexcept override;
    void webhooksFailing(std::size_t count) noexcept override;

    /// An item of a caller that was wrong before it came to a writer, which counts those that come to it.
    void itemRejected(const base::Error& problem) noexcept;

    /// How many observations wait for a writer, asked whenever the metrics are read. Set before any reading;
    /// what it looks at outlives this, or it is set to nothing before.
    void setPipelineDepth(std::function<std::size_t()> depth);

    /// One call into a plugin that ended; `result` is `ok` or an error code's name.
    void pluginCalled(std::string_view plugin, std::string_view call, std::string_view result,
                      std::chrono::nanoseconds took) noexcept;

    enum class Kind { Counter, Gauge, Histogram };
    using Labels = std::vector<std::pair<std::string, std::string>>;
    /// A plugin's own metric. One with a malformed name or label, of another kind than before, or past its
    /// plugin's kMaxPluginSeries is dropped and counted.
    void pluginMetric(std::string_view plugin, Kind kind, const std::string& name, const Labels& labels,
                      double value) noexcept;
    static constexpr std::size_t kMaxPluginSeries = 100;

    /// Everything, as `text/plain; version=0.0.4`.
    [[nodiscard]] std::string text() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kith::api
