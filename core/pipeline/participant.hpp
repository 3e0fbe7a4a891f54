// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/observation.hpp"

namespace soci {
class session;
}

namespace kith::pipeline {

/// One accepted observation with a payload for this participant, or a merge.
struct ParticipantItem {
    base::ProfileId profile;  ///< Live after the group.
    base::ProfileId home;
    base::ObservationId observation;
    std::string_view payload;
    const model::Observation* source = nullptr;
};

struct ParticipantMerge {
    base::ProfileId survivor;
    base::ProfileId absorbed;
};

/// A plugin as the group's transaction sees it. Both calls run on a writer thread inside the transaction,
/// under a savepoint; they are repeatable, do no network I/O, and fail by throwing base::Error.
class Participant {
public:
    virtual ~Participant() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    virtual void apply(soci::session& session, std::span<const ParticipantItem> items) = 0;
    virtual void merged(soci::session& session, std::span<const ParticipantMerge> merges) = 0;
};

}  // namespace kith::pipeline
