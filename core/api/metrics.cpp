// SPDX-License-Identifier: Apache-2.0
#include "core/api/metrics.hpp"

#include <prometheus/check_names.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <unordered_map>

namespace kith::api {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

const Histogram::BucketBoundaries kSeconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                           0.1,    0.25,  0.5,    1,     2.5,  5,     10};
const Histogram::BucketBoundaries kSizes{1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000, 5'000};

constexpr std::string_view kPluginPrefix = "kith_plugin_";
/// What the core itself says of plugins. A plugin may have such an id that one of its metrics gets that name.
constexpr std::array<std::string_view, 3> kTaken{
    "kith_plugin_calls_total", "kith_plugin_call_duration_seconds", "kith_plugin_metrics_dropped_total"};
/// The label of a histogram's buckets.
constexpr std::string_view kBucketLabel = "le";
constexpr std::size_t kMaxLabels = 10;
constexpr std::size_t kMaxLabelBytes = 100;

bool isPluginName(const std::string& name) {
    return name.starts_with(kPluginPrefix) && name.size() <= 2 * kMaxLabelBytes &&
           prometheus::CheckMetricName(name) && std::find(kTaken.begin(), kTaken.end(), name) == kTaken.end();
}

bool isLabel(const std::pair<std::string, std::string>& label) {
    return prometheus::CheckLabelName(label.first) && label.first != kBucketLabel &&
           label.first.size() <= kMaxLabelBytes && label.second.size() <= kMaxLabelBytes;
}

/// What is timed under two labels, and counted under these and a third. Each series is looked up once: the
/// library makes a whole new histogram to find one. Thread-safe.
class Timed {
public:
    using Texts = std::array<std::string_view, 3>;

    Timed(Family<Counter>& counts, Family<Histogram>& seconds, Texts labels)
        : counts_(counts), seconds_(seconds), labels_(labels) {}

    void add(const Texts& values, double seconds) {
        const auto series = find(values);
        series.count->Increment();
        series.seconds->Observe(seconds);
    }

private:
    struct Series {
        Counter* count;
        Histogram* seconds;
    };

    Series find(const Texts& values) {
        std::string key;
        for (const auto value : values) key.append(value).append(1, '\n');
        {
            const std::shared_lock lock(mutex_);
            if (const auto at = series_.find(key); at != series_.end()) return at->second;
        }
        prometheus::Labels named;
        for (std::size_t i = 0; i < 2; ++i) named.emplace(labels_[i], values[i]);
        auto& timed = seconds_.Add(named, kSeconds);
        named.emplace(labels_[2], values[2]);
        const Series series{&counts_.Add(named), &timed};
        const std::unique_lock lock(mutex_);
        series_.emplace(std::move(key), series);
        return series;
    }

    Family<Counter>& counts_;
    Family<Histogram>& seconds_;
    Texts labels_;
    std::shared_mutex mutex_;
    std::unordered_map<std::string, Series> series_;
};

}  // namespace

class Metrics::Impl {
public:
    void count(model::Result result) { results_[static_cast<std::size_t>(result)]->Increment(); }
    void count(model::RefusalCode code) { codes_[static_cast<std::size_t>(code)]->Increment(); }
    /// Of one that is rejected: what refused its identifiers.
    void count(const base::Error& problem) {
        for (const auto code : model::refusalsIn(problem)) count(code);
    }
    void pluginMetric(std::string_view plugin, Kind kind, const std::string& name, const Labels& labels,
                      double value);

    std::function<std::size_t()> depthNow;
    prometheus::Registry registry;
    Family<Counter>& requests =
        counters("kith_http_requests_total", "Requests answered, by route, method and status.");
    Family<Histogram>& requestSeconds =
        histograms("kith_http_request_duration_seconds", "From the end of a request's head to its answer.");
    Gauge& connections = gauge("kith_http_connections", "Open connections.");
    Gauge& queued = gauge("kith_http_queued_requests", "Requests that wait for a worker.");
    Gauge& depth = gauge("kith_pipeline_depth", "Observations that wait for a writer.");
    Histogram& groupSize = histogram("kith_pipeline_group_size", "Observations committed together.", kSizes);
    Histogram& commitSeconds =
        histogram("kith_pipeline_commit_duration_seconds", "A group's transaction.", kSeconds);
    Counter& conflicts = counter("kith_pipeline_conflicts_total",
                                 "Groups that were tried again because another writer was in the way.");
    Family<Counter>& allRounds =
        counters("kith_maintenance_rounds_total", "Rounds of maintenance, by result.");
    Counter& rounds = allRounds.Add({{"result", "ok"}});
    Counter& failedRounds = allRounds.Add({{"result", "failed"}});
    Counter& expiredClaims = counter("kith_maintenance_expired_claims_total",
                                     "Claims that nobody confirmed in time and that were removed.");
    Counter& forgotten = counter("kith_maintenance_forgotten_observations_total",
                                 "Observations whose id is not remembered any more.");
    Counter& removedEvents = counter("kith_maintenance_removed_events_total", "Events whose time was over.");
    Counter& forgottenIdentifiers = counter("kith_maintenance_forgotten_identifiers_total",
                                            "Identifiers that only claims named and nobody lists any more.");
    Counter& expiredAnonymous = counter("kith_maintenance_expired_anonymous_total",
                                        "Anonymous profiles of which nothing was heard for too long.");
    Counter& removedActivities =
        counter("kith_maintenance_removed_activities_total", "Activities whose time was over.");
    Counter& removedChanges =
        counter("kith_maintenance_removed_changes_total", "Changes of fields whose time was over.");
    Counter& events = counter("kith_events_total", "Events that this server gave their place in the feed.");
    Histogram& eventLag = histogram("kith_events_lag_seconds",
                                    "From an event to its place in the feed; of those that got it together, "
                                    "the oldest.",
                                    kSeconds);
    Family<Counter>& deliveries =
        counters("kith_webhook_deliveries_total",
                 "Events sent to webhooks, by outcome: dead ones are not sent again.");
    Counter& delivered = deliveries.Add({{"outcome", "delivered"}});
    Counter& undelivered = deliveries.Add({{"outcome", "failed"}});
    Counter& dead = deliveries.Add({{"outcome", "dead"}});
    Counter& missed = counter("kith_webhook_events_missed_total",
                              "Events that were removed before a webhook that is behind could take them.");
    Gauge& failingWebhooks =
        gauge("kith_webhooks_failing",
              "Webhooks that refused something and took nothing since, or are to be sent it again; 0 unless "
              "this server is the one that delivers.");
    Family<Counter>& outcomes = counters("kith_outcomes_total", "What became of observations, by result.");
    Family<Counter>& refusals =
        counters("kith_refusals_total", "What the rules of identity refused, by code.");
    Family<Counter>& pluginCalls =
        counters("kith_plugin_calls_total", "Calls into plugins, by plugin, call and result.");
    Family<Histogram>& pluginSeconds =
        histograms("kith_plugin_call_duration_seconds", "How long calls into plugins take.");
    Timed timedRequests{requests, requestSeconds, {"route", "method", "status"}};
    Timed timedCalls{pluginCalls, pluginSeconds, {"plugin", "call", "result"}};
    Counter& dropped =
        counter("kith_plugin_metrics_dropped_total", "Metrics of plugins that were malformed or too many.");

private:
    Family<Counter>& counters(const std::string& name, const std::string& help) {
        return BuildCounter().Name(name).Help(help).Register(registry);
    }
    Family<Gauge>& gauges(const std::string& name, const std::string& help) {
        return BuildGauge().Name(name).Help(help).Register(registry);
    }
    Family<Histogram>& histograms(const std::string& name, const std::string& help) {
        return BuildHistogram().Name(name).Help(help).Register(registry);
    }
    Counter& counter(const char* name, const char* help) { return counters(name, help).Add({}); }
    Gauge& gauge(const char* name, const char* help) { return gauges(name, help).Add({}); }
    Histogram& histogram(const char* name, const char* help, const Histogram::BucketBoundaries& buckets) {
        return histograms(name, help).Add({}, buckets);
    }

    template <class Code, std::size_t size>
    static std::array<Counter*, size> each(Family<Counter>& family, const char* label,
                                           std::string_view (*nameOf)(Code)) {
        std::array<Counter*, size> counters{};
        for (std::size_t i = 0; i < size; ++i) {
            counters[i] = &family.Add({{label, std::string(nameOf(static_cast<Code>(i)))}});
        }
        return counters;
    }

    std::array<Counter*, 6> results_ = each<model::Result, 6>(
        outcomes, "result", [](model::Result result) { return model::resultName(result); });
    std::array<Counter*, 7> codes_ = each<model::RefusalCode, 7>(
        refusals, "code", [](model::RefusalCode code) { return model::refusalCodeName(code); });
    std::mutex pluginMutex_;
    std::map<std::string, Kind> pluginKinds_;
    std::map<std::string, std::set<std::pair<std::string, Labels>>> pluginSeries_;  ///< By plugin.
};

void Metrics::Impl::pluginMetric(std::string_view plugin, Kind kind, const std::string& name,
                                 const Labels& labels, double value) {
    const std::scoped_lock lock(pluginMutex_);
    auto& series = pluginSeries_[std::string(plugin)];
    const bool known = series.count({name, labels}) != 0;
    if (!isPluginName(name) || labels.size() > kMaxLabels ||
        !std::all_of(labels.begin(), labels.end(), isLabel) ||
        (!known && series.size() == kMaxPluginSeries) ||
        pluginKinds_.emplace(name, kind).first->second != kind || (kind == Kind::Counter && value < 0)) {
        dropped.Increment();
        return;
    }
    series.emplace(name, labels);
    const prometheus::Labels named(labels.begin(), labels.end());
    constexpr const char* kHelp = "A plugin's own.";
    switch (kind) {
        case Kind::Counter:
            counters(name, kHelp).Add(named).Increment(value);
            break;
        case Kind::Gauge:
            gauges(name, kHelp).Add(named).Set(value);
            break;
        case Kind::Histogram:
            histograms(name, kHelp).Add(named, kSeconds).Observe(value);
            break;
    }
}

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}

Metrics::~Metrics() = default;

void Metrics::requestFinished(std::string_view route, std::string_view method, int status,
                              double seconds) noexcept {
    impl_->timedRequests.add({route, method, std::to_string(status)}, seconds);
}

void Metrics::connectionsChanged(std::size_t open) noexcept {
    impl_->connections.Set(static_cast<double>(open));
}

void Metrics::queueChanged(std::size_t waiting) noexcept {
    impl_->queued.Set(static_cast<double>(waiting));
}

void Metrics::groupWritten(std::span<const model::Outcome> outcomes, std::chrono::nanoseconds took) noexcept {
    impl_->groupSize.Observe(static_cast<double>(outcomes.size()));
    impl_->commitSeconds.Observe(std::chrono::duration<double>(took).count());
    for (const auto& outcome : outcomes) {
        impl_->count(outcome.result);
        if (outcome.problem) impl_->count(*outcome.problem);
        for (const auto* refusals : {&outcome.refused, &outcome.forbidden})
            for (const auto& refusal : *refusals) impl_->count(refusal.code);
    }
}

void Metrics::itemRejected(const base::Error& problem) noexcept {
    impl_->count(model::Result::Rejected);
    impl_->count(problem);
}

void Metrics::conflict() noexcept {
    impl_->conflicts.Increment();
}

void Metrics::maintained(const pipeline::MaintenanceReport& report) noexcept {
    (report.failed ? impl_->failedRounds : impl_->rounds).Increment();
    impl_->expiredClaims.Increment(static_cast<double>(report.expiredClaims));
    impl_->forgotten.Increment(static_cast<double>(report.forgottenObservations));
    impl_->removedEvents.Increment(static_cast<double>(report.removedEvents));
    impl_->forgottenIdentifiers.Increment(static_cast<double>(report.forgottenIdentifiers));
    impl_->expiredAnonymous.Increment(static_cast<double>(report.expiredAnonymous));
    impl_->removedActivities.Increment(static_cast<double>(report.removedActivities));
    impl_->removedChanges.Increment(static_cast<double>(report.removedChanges));
}

void Metrics::eventsNumbered(std::size_t count, std::chrono::milliseconds lag) noexcept {
    impl_->events.Increment(static_cast<double>(count));
    impl_->eventLag.Observe(std::chrono::duration<double>(lag).count());
}

void Metrics::delivery(webhooks::Outcome outcome) noexcept {
    switch (outcome) {
        case webhooks::Outcome::Delivered:
            impl_->delivered.Increment();
            break;
        case webhooks::Outcome::Failed:
            impl_->undelivered.Increment();
            break;
        case webhooks::Outcome::Dead:
            impl_->dead.Increment();
            break;
    }
}

void Metrics::eventsMissed(std::int64_t count) noexcept {
    impl_->missed.Increment(static_cast<double>(count));
}

void Metrics::webhooksFailing(std::size_t count) noexcept {
    impl_->failingWebhooks.Set(static_cast<double>(count));
}

void Metrics::setPipelineDepth(std::function<std::size_t()> depth) {
    impl_->depthNow = std::move(depth);
}

void Metrics::pluginCalled(std::string_view plugin, std::string_view call, std::string_view result,
                           std::chrono::nanoseconds took) noexcept {
    impl_->timedCalls.add({plugin, call, result}, std::chrono::duration<double>(took).count());
}

void Metrics::pluginMetric(std::string_view plugin, Kind kind, const std::string& name, const Labels& labels,
                           double value) noexcept {
    impl_->pluginMetric(plugin, kind, name, labels, value);
}

std::string Metrics::text() const {
    if (impl_->depthNow) impl_->depth.Set(static_cast<double>(impl_->depthNow()));
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace kith::api
