// SPDX-License-Identifier: Apache-2.0
#include "core/api/metrics.hpp"

#include <catch2/catch.hpp>

using kith::api::Metrics;
using Kind = Metrics::Kind;

namespace {

bool says(const Metrics& metrics, const std::string& line) {
    return ('\n' + metrics.text()).find('\n' + line + '\n') != std::string::npos;
}

}  // namespace

TEST_CASE("transactions that met another writer are counted", "[api]") {
    Metrics metrics;
    CHECK(says(metrics, "kith_pipeline_conflicts_total 0"));
    metrics.conflict();
    metrics.conflict();
    CHECK(says(metrics, "kith_pipeline_conflicts_total 2"));
}

TEST_CASE("how many webhooks fail is shown as it is now", "[api]") {
    Metrics metrics;
    CHECK(says(metrics, "kith_webhooks_failing 0"));
    metrics.webhooksFailing(2);
    CHECK(says(metrics, "kith_webhooks_failing 2"));
    metrics.webhooksFailing(1);
    CHECK(says(metrics, "kith_webhooks_failing 1"));
}

TEST_CASE("a plugin's metric never takes the name of one of the core's", "[api]") {
    Metrics metrics;
    metrics.pluginMetric("a", Kind::Gauge, "kith_plugin_calls_total", {}, 1);
    metrics.pluginMetric("a", Kind::Counter, "kith_plugin_calls_total", {}, 1);
    metrics.pluginMetric("a", Kind::Counter, "kith_plugin_call_duration_seconds", {}, 1);
    metrics.pluginMetric("a", Kind::Gauge, "kith_plugin_metrics_dropped_total", {}, 1);
    CHECK(says(metrics, "kith_plugin_metrics_dropped_total 4"));
    CHECK(metrics.text().find("kith_plugin_calls_total 1") == std::string::npos);
}

TEST_CASE("a plugin's metric that can't be told is dropped and counted", "[api]") {
    Metrics metrics;
    metrics.pluginMetric("a", Kind::Counter, "kith_plugin_a_things", {}, 1);
    metrics.pluginMetric("a", Kind::Gauge, "kith_plugin_a_things", {}, 1);
    metrics.pluginMetric("a", Kind::Counter, "kith_plugin_a_things", {}, -1);
    metrics.pluginMetric("a", Kind::Counter, "kith_plugin_a_things", {{"7", "x"}}, 1);
    metrics.pluginMetric("a", Kind::Counter, "other_things", {}, 1);
    metrics.pluginMetric("a", Kind::Histogram, "kith_plugin_a_seconds", {{"le", "0.5"}}, 1);
    CHECK(says(metrics, "kith_plugin_metrics_dropped_total 5"));
    CHECK(says(metrics, "kith_plugin_a_things 1"));
}

TEST_CASE("a plugin has a bounded number of series", "[api]") {
    Metrics metrics;
    for (std::size_t i = 0; i < Metrics::kMaxPluginSeries + 3; ++i)
        metrics.pluginMetric("a", Kind::Counter, "kith_plugin_a_things", {{"number", std::to_string(i)}}, 1);
    metrics.pluginMetric("a", Kind::Counter, "kith_plugin_a_things", {{"number", "0"}}, 1);
    CHECK(says(metrics, "kith_plugin_metrics_dropped_total 3"));
    CHECK(says(metrics, "kith_plugin_a_things{number=\"0\"} 2"));
    metrics.pluginMetric("b", Kind::Counter, "kith_plugin_b_things", {}, 1);
    CHECK(says(metrics, "kith_plugin_b_things 1"));
}
