// SPDX-License-Identifier: Apache-2.0
#include "core/app/online_services.hpp"

#include "core/api/identity_header.hpp"
#include "core/api/intake.hpp"
#include "core/api/outcome_json.hpp"
#include "core/base/error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/plugins/plugin_key.hpp"

namespace kith::app {
namespace {

using base::Error;
using base::ErrorCode;

api::Prepared prepare(api::Preparing& preparing, const plugins::PluginObservation& item, model::Writer writer,
                      std::string_view plugin, base::Time now) {
    writer.mayAttest = item.attested;
    if (item.identity != nullptr) writer.identity = *item.identity;
    const auto readIdentity = [&](std::string_view token) {
        if (item.readIdentity == nullptr)
            throw Error(ErrorCode::InvalidInput, "An identity token goes with a call by a public key.");
        return (*item.readIdentity)(token);
    };
    try {
        auto content = model::parseJson(item.json);
        if (auto identity = api::takeIdentity(content, readIdentity)) writer.identity = std::move(identity);
        auto prepared = preparing.tryPrepare(content, writer, now);
        if (auto* observation = std::get_if<model::Observation>(&prepared);
            observation != nullptr && item.payload) {
            observation->payloads.push_back({std::string(plugin), std::string(*item.payload)});
        }
        return prepared;
    } catch (const Error& error) {
        // What is wrong with one item of a plugin is that item's answer, as for every other caller.
        return error;
    }
}

}  // namespace

OnlineServices::OnlineServices(storage::Database& database, const base::Clock& clock, api::Metrics& metrics,
                               http::FetcherSettings fetcher)
    : database_(database), clock_(clock), metrics_(metrics), fetcher_(std::move(fetcher)) {}

void OnlineServices::open(const api::Preparation& preparation, pipeline::Writer& writer) noexcept {
    preparation_ = &preparation;
    writer_ = &writer;
}

bool OnlineServices::hasCategory(std::string_view key) const {
    if (preparation_ == nullptr) return expected_.contains(key);
    const auto definitions = preparation_->catalogue.definitions();
    const auto* category = definitions->category(key);
    return category != nullptr && !category->archived;
}

std::vector<plugins::PluginResult> OnlineServices::observe(
    std::string_view plugin, std::span<const plugins::PluginObservation> items) {
    if (writer_ == nullptr) throw Error(ErrorCode::Unavailable, "The server is starting.");
    model::Writer writer;
    writer.key = plugins::keyOfPlugin(plugin);
    writer.defaultSourceType = "plugin";
    writer.defaultSourceName = plugin;
    const auto now = clock_.now();
    api::Preparing preparing(*preparation_);
    std::vector<api::Prepared> prepared;
    prepared.reserve(items.size());
    for (const auto& item : items) prepared.push_back(prepare(preparing, item, writer, plugin, now));
    std::vector<plugins::PluginResult> results;
    for (const auto& outcome : api::writeAll(*writer_, metrics_, std::move(prepared))) {
        results.push_back({!outcome.problem.has_value(), api::outcomeJson(outcome)});
    }
    return results;
}

void OnlineServices::write(const std::function<void(soci::session&)>& work) {
    if (writer_ == nullptr) throw Error(ErrorCode::Unavailable, "The server is starting.");
    writer_->execute(work);
}

void OnlineServices::read(const std::function<void(soci::session&)>& work) {
    database_.read([&](storage::Session& session) { session.withRaw(work); });
}

std::optional<std::string> OnlineServices::normalize(std::string_view type, std::string_view given) {
    if (preparation_ == nullptr) throw Error(ErrorCode::Unavailable, "The server is starting.");
    const auto* source = preparation_->catalogue.source(type);
    if (source == nullptr || given.size() > model::bounds::kIdentifierValue) return std::nullopt;
    auto value = source->normalize(type, given);
    if (auto* text = std::get_if<std::string>(&value)) return std::move(*text);
    return std::nullopt;
}

plugins::Fetched OnlineServices::fetch(const plugins::Fetch& what) {
    auto document = fetcher_.get(what.url, what.timeout, what.bodyLimit);
    return {document.status, std::move(document.body)};
}

void OnlineServices::measure(std::string_view plugin, plugins::MetricKind kind, const std::string& name,
                             const plugins::MetricLabels& labels, double value) {
    using Kind = api::Metrics::Kind;
    const auto of = [](plugins::MetricKind given) {
        switch (given) {
            case plugins::MetricKind::Counter:
                return Kind::Counter;
            case plugins::MetricKind::Gauge:
                return Kind::Gauge;
            case plugins::MetricKind::Histogram:
                return Kind::Histogram;
        }
        return Kind::Gauge;
    };
    metrics_.pluginMetric(plugin, of(kind), name, labels, value);
}

void OnlineServices::called(std::string_view plugin, std::string_view call, std::string_view result,
                            std::chrono::nanoseconds took) {
    metrics_.pluginCalled(plugin, call, result, took);
}

}  // namespace kith::app
