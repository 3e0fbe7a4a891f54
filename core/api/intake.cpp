// SPDX-License-Identifier: Apache-2.0
#include "core/api/intake.hpp"

#include <utility>

namespace kith::api {

model::JsonItems readItems(const Services& services, const http::Request& request) {
    model::JsonLimits limits;
    limits.maxItems = services.settings.maxItems;
    if (request.mediaType() == "application/x-ndjson")
        return {true, model::parseNdjson(request.body, limits)};
    return model::parseItems(request.body, limits);
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
