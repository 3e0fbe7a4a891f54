// SPDX-License-Identifier: Apache-2.0
#include "core/api/intake.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "core/model/bounds.hpp"

namespace kith::api {
namespace {

constexpr std::size_t kPlaceBytes = 5;  // `/` and a place below 5,000

/// What `item` is named by, once it is an object; null if it is none.
nlohmann::json* idOf(nlohmann::json& item) {
    return item.is_object() ? &item["id"] : nullptr;
}

}  // namespace

model::JsonItems readItems(const Services& services, const http::Request& request) {
    model::JsonLimits limits;
    limits.maxItems = services.settings.maxItems;
    if (request.mediaType() == "application/x-ndjson")
        return {true, model::parseNdjson(request.body, limits)};
    return model::parseItems(request.body, limits);
}

void nameOnce(nlohmann::json& item, std::string_view key) {
    auto* id = idOf(item);
    if (id == nullptr) return;
    if (!id->is_null() && *id != key) {
        throw base::Error(base::ErrorCode::InvalidInput,
                          "The body's id and the Idempotency-Key are not the same.",
                          {{"/id", "not_allowed", "send either an id or an Idempotency-Key, or both alike"}});
    }
    *id = key;
}

void nameOnce(model::JsonItems& read, std::string_view key) {
    if (!read.isArray) return nameOnce(read.items.front().value, key);
    if (key.size() > model::bounds::kObservationId - kPlaceBytes) {
        throw base::Error(base::ErrorCode::InvalidInput,
                          "The Idempotency-Key of a list has at most 195 characters: the place of an item "
                          "follows it.");
    }
    for (std::size_t place = 0; place < read.items.size(); ++place) {
        auto* id = idOf(read.items[place].value);
        if (id != nullptr && id->is_null()) *id = std::string(key) + '/' + std::to_string(place);
    }
}

std::vector<model::Outcome> writeAll(pipeline::Writer& writer, Metrics& metrics,
                                     std::vector<Prepared> items) {
    std::vector<model::Outcome> outcomes(items.size());
    std::vector<model::Observation> ready;
    std::vector<std::size_t> places;
    ready.reserve(items.size());
    places.reserve(items.size());
    for (std::size_t place = 0; place < items.size(); ++place) {
        if (auto* observation = std::get_if<model::Observation>(&items[place])) {
            ready.push_back(std::move(*observation));
            places.push_back(place);
        } else {
            outcomes[place].problem = std::get<base::Error>(std::move(items[place]));
        }
    }
    // The writer counts its own, and whoever is not let in brings all of them again.
    auto written = ready.empty() ? std::vector<model::Outcome>{} : writer.submit(std::move(ready));
    for (const auto& outcome : outcomes)
        if (outcome.problem) metrics.itemRejected(*outcome.problem);
    for (std::size_t i = 0; i < places.size(); ++i) outcomes[places[i]] = std::move(written[i]);
    return outcomes;
}

model::Outcome writeItem(pipeline::Writer& writer, Metrics& metrics, Prepared item) {
    std::vector<Prepared> one;
    one.push_back(std::move(item));
    auto outcome = std::move(writeAll(writer, metrics, std::move(one)).front());
    if (outcome.problem) throw base::Error(*std::move(outcome.problem));
    return outcome;
}

}  // namespace kith::api
