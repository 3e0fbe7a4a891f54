// SPDX-License-Identifier: Apache-2.0
#include "core/api/metrics.hpp"

#include <soci/soci.h>

#include <catch2/catch.hpp>
#include <future>

#include "tests/api/metric_series.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using kith::api::Metrics;
using kith::test::comesTrue;
using kith::test::listOf;
using kith::test::PipelineFixture;
using kith::test::series;
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

TEST_CASE("a write that could not be serialised is done again, and counted", "[api]") {
    PipelineFixture on(kith::storage::Engine::Postgresql);
    Metrics metrics;
    const kith::pipeline::Workplace workplace{
        *on.database, on.catalogue.rules(), on.ids, on.clock, on.log, metrics, on.caps};
    kith::pipeline::Pipeline pipeline(workplace, {}, {10'000, 1'000, 1});
    const auto ann = pipeline.submit(listOf(on.seen({"email:ann@x.org"}))).front();
    REQUIRE_FALSE(ann.problem);
    // From here on what another one changed in the meantime is an error, not something to wait for.
    pipeline.execute(
        [](soci::session& session) { session << "SET default_transaction_isolation = 'repeatable read'"; });
    REQUIRE(series(metrics.text(), "kith_pipeline_conflicts_total") == 0);

    const auto other = on.database->openWriter();
    other->beginWrite();
    other->runOnce("UPDATE identifier SET released_at = released_at WHERE value = 'ann@x.org'");
    auto submitted = std::async(std::launch::async, [&] {
        return pipeline.submit(listOf(on.seen({"email:ann@x.org", "phone:+380501100001"}))).front();
    });
    const bool waits = comesTrue([&] {
        return on.count("pg_stat_activity",
                        "datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0") == 1;
    });
    other->commit();
    const auto outcome = submitted.get();
    REQUIRE(waits);
    CHECK_FALSE(outcome.problem);
    CHECK(outcome.profile == ann.profile);
    CHECK(series(metrics.text(), "kith_pipeline_conflicts_total") == 1);
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
