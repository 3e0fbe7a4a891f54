// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/model/stamp.hpp"

namespace kith::test {

inline base::Time at(std::int64_t seconds) {
    return base::fromMillis(1'704'067'200'000 + seconds * 1000);
}

/// A statement's place: attested, of an observation of its own.
inline model::Stamp stamp(std::int64_t seconds, const std::string& observationId = {}, bool attested = true) {
    auto origin = std::make_shared<model::Origin>();
    origin->sourceName = "shop";
    origin->observationId = observationId;
    origin->observedAt = at(seconds);
    origin->attested = attested;
    return {attested, origin->observedAt, std::move(origin)};
}

}  // namespace kith::test
