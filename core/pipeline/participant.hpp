// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/observation.hpp"
#include "core/model/person.hpp"

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

/// A plugin as transactions see it. The calls run on a writer thread inside the transaction, apply, merged
/// and undone under a savepoint; they are repeatable, do no network I/O, and fail by throwing base::Error.
class Participant {
public:
    virtual ~Participant() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    virtual void apply(soci::session& session, std::span<const ParticipantItem> items) = 0;
    virtual void merged(soci::session& session, std::span<const ParticipantMerge> merges) = 0;
    /// Of merges that were taken back: the survivor stays, and the absorbed one is live again.
    virtual void undone(soci::session& /*session*/, std::span<const ParticipantMerge> /*merges*/) {}
    /// Removes at most about `most` of its rows that hold anything about a person; how many it removed.
    /// Called again, in further transactions, until that is none. The homes are those of that person alone,
    /// and so are the identifiers that are told as identifying, which are all that nobody else has.
    [[nodiscard]] virtual std::size_t erase(soci::session& /*session*/, const model::Person& /*person*/,
                                            std::size_t /*most*/) {
        return 0;
    }
};

}  // namespace kith::pipeline
