// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <map>
#include <memory>
#include <utility>

#include "core/identity/facts.hpp"

namespace kith::identity {
namespace {

std::shared_ptr<const model::Origin> anonymousCopy(const model::Origin& origin, base::ObservationId row) {
    auto copy = std::make_shared<model::Origin>(origin);
    copy->row = row;
    copy->observationId.clear();
    copy->contentHash = {};
    return copy;
}

}  // namespace

Appends recordRefused(const model::Observation& command, const Resolution& resolution,
                      base::IdGenerator& ids) {
    Appends appends;
    std::map<base::ProfileId, std::shared_ptr<const model::Origin>> origins;
    for (std::size_t i = 0; i < resolution.refusals.size(); ++i) {
        const auto home = resolution.refusedAt[i];
        auto& origin = origins[home];
        if (!origin) {
            origin = anonymousCopy(*command.origin, ids.make<base::ObservationId>());
            appends.observations.push_back({&command, origin, home, home, model::Result::Rejected});
        }
        appends.refusals.push_back({home, resolution.refusals[i], origin, ids.make<base::RowId>(), true});
    }
    return appends;
}

}  // namespace kith::identity
