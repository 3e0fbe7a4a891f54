// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/product.hpp"

#include <iostream>
#include <stdexcept>

#include "core/app/catalogue_builder.hpp"
#include "tests/support/prepared.hpp"

namespace kith::bench {
namespace {

constexpr unsigned kNode = 1;

std::vector<pipeline::Participant*> participants(const plugins::Manager& plugins) {
    std::vector<pipeline::Participant*> all;
    for (const auto& channel : plugins.registry().channels()) all.push_back(channel.get());
    return all;
}

}  // namespace

Product::Product(const BenchDatabase& database)
    : settings_(database.settings()),
      ids_(clock_, kNode),
      database_(settings_.database),
      plugins_(settings_.plugins, settings_.categories, settings_.baseUrl, std::cerr),
      catalogue_(app::buildCatalogue(settings_, externalId_, plugins_.manager(), plugins_.log())),
      preparer_(catalogue_, ids_, {}),
      pipeline_(
          {database_, catalogue_.rules(), ids_, clock_, plugins_.log(), metrics_, settings_.identity.caps},
          participants(plugins_.manager()),
          {settings_.pipeline.queueLimit, settings_.pipeline.maxGroup, settings_.pipeline.writers}) {}

void Product::write(std::span<const std::string> observations) {
    const model::Writer by{{1}, true, "api", "bench"};
    const auto now = clock_.now();
    std::vector<model::Observation> prepared;
    prepared.reserve(observations.size());
    for (const auto& each : observations) prepared.push_back(test::prepared(preparer_, each, by, now));
    for (const auto& outcome : pipeline_.submit(std::move(prepared)))
        if (outcome.result != model::Result::Created)
            throw std::runtime_error("an observation made no profile");
}

}  // namespace kith::bench
