// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

/// Who said it: the observation that something came with.
struct ProvenanceView {
    base::ObservationId observation;
    std::string givenId;  ///< The caller's own id of the observation; empty if it gave none.
    SourceView source;
    base::KeyId key;
    bool attested = false;
    base::Time observedAt;
    base::Time receivedAt;
};

/// What somebody decided about something.
struct DecisionView {
    base::Time at;
    base::ObservationId observation;
    std::string reason;                ///< Empty if none was given.
    std::optional<ProvenanceView> by;  ///< Absent if who it was went with somebody who was erased.
};

}  // namespace kith::storage
