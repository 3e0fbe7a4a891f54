// SPDX-License-Identifier: Apache-2.0
#include "core/app/online_services.hpp"

#include "core/api/identity_header.hpp"
#include "core/api/intake.hpp"
#include "core/api/outcome_json.hpp"
#include "core/api/plugin_command.hpp"
#include "core/api/preparing.hpp"
#include "core/base/error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "core/pipeline/pipeline.hpp"
#include "core/plugins/plugin_key.hpp"

namespace kith::app {
namespace {

using base::Error;
using base::ErrorCode;

model::Writer writerOf(std::string_view plugin) {
    model::Writer writer;
    writer.key = plugins::keyOfPlugin(plugin);
    writer.defaultSourceType = model::kPluginSource;
    writer.defaultSourceName = plugin;
    return writer;
}

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

const api::Services& OnlineServices::opened() const {
    if (services_ == nullptr) throw Error(ErrorCode::Unavailable, "The server is starting.");
    return *services_;
}

bool OnlineServices::hasCategory(std::string_view key) const {
    if (services_ == nullptr) return expected_.contains(key);
    const auto definitions = services_->catalogue.definitions();
    const auto* category = definitions->category(key);
    return category != nullptr && !category->archived;
}

std::vector<plugins::PluginResult> OnlineServices::observe(
    std::string_view plugin, std::span<const plugins::PluginObservation> items) {
    const auto& services = opened();
    const auto writer = writerOf(plugin);
    const auto now = clock_.now();
    api::Preparing preparing(services.preparation);
    std::vector<api::Prepared> prepared;
    prepared.reserve(items.size());
    for (const auto& item : items) prepared.push_back(prepare(preparing, item, writer, plugin, now));
    std::vector<plugins::PluginResult> results;
    for (const auto& outcome : api::writeAll(services.writer, metrics_, std::move(prepared))) {
        results.push_back({!outcome.problem.has_value(), api::outcomeJson(outcome)});
    }
    return results;
}

std::string OnlineServices::command(std::string_view plugin, std::string_view json) {
    auto writer = writerOf(plugin);
    writer.mayAttest = true;
    return api::carryOutCommand(opened(), writer, json);
}

void OnlineServices::write(const std::function<void(soci::session&)>& work) {
    opened().writer.execute(work);
}

void OnlineServices::read(const std::function<void(soci::session&)>& work) {
    database_.read([&](storage::Session& session) { session.withRaw(work); });
}

std::optional<std::string> OnlineServices::normalize(std::string_view type, std::string_view given) {
    const auto* source = opened().catalogue.source(type);
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
