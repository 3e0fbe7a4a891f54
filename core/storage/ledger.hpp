// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/stamp.hpp"

namespace kith::storage {

/// The columns that give a ledger's row its place in the total order. Text is borrowed for the call.
struct StampColumns {
    bool attested = false;
    base::Time at;
    base::KeyId key;
    std::string_view sourceType;
    std::string_view sourceName;
    std::string_view givenId;
    std::string_view contentHash;  ///< 32 hexadecimal digits.
    // Where it is told whose it is.
    base::ObservationId row = {};
    base::Time observedAt = {};
    base::Time receivedAt = {};
};

[[nodiscard]] model::Stamp makeStamp(const StampColumns& columns);

/// Current rows of endpoint ledgers, collected in any order and then folded per identifier. A row that comes
/// twice counts once.
class EndpointLedgers {
public:
    void add(model::EndpointEntry entry) { entries_.push_back(std::move(entry)); }
    /// Once, after the last add.
    void sort();
    [[nodiscard]] model::EndpointView fold(base::IdentifierId identifier, bool onlyClaimed,
                                           base::Time now) const;

private:
    std::vector<model::EndpointEntry> entries_;
};

}  // namespace kith::storage
