// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"
#include "core/model/stamp.hpp"

namespace kith::model {

/// The strictest first, so that the smallest of the standing ones is shown.
enum class EndpointState { Complained, Blacklisted, Unsubscribed, Blocked, Unconfirmed, Active };

[[nodiscard]] std::string_view endpointStateName(EndpointState state) noexcept;

/// Of an address that nobody has no words are kept, since free text may hold anything: a reason stays only if
/// it is a code.
[[nodiscard]] bool isReasonCode(std::string_view reason) noexcept;
/// What is kept of a reason then: itself, or of other words that the staff decided it, or nothing.
[[nodiscard]] std::string_view keptReason(std::string_view reason, bool byStaff) noexcept;

/// One entry of an endpoint's ledger. What lifts a state is an entry too: `Active`, or one of the marks that
/// other statements of an observation leave on the addresses they carry.
struct EndpointEntry {
    enum class Kind {
        State,     ///< A state was set (Active lifts what its reason allows).
        OptIn,     ///< The person opted in to something in an observation carrying this address, attested.
        Delivery,  ///< A message reached it (delivered, read or clicked, not by a machine).
        /// The staff tell that the person opted in otherwise, and how they know: a statement of its own,
        /// which lifts what an OptIn lifts.
        ToldOptIn,
    };
    base::RowId id;
    base::IdentifierId identifier;
    Kind kind = Kind::State;
    EndpointState state = EndpointState::Active;  ///< Active for all but State.
    std::string reason;                           ///< A code in snake_case; empty if none was given.
    std::string detail;  ///< The provider's words, or the proof of a ToldOptIn; at most 2,000 bytes.
    std::optional<base::Time> until;  ///< For Blocked: explicit end; none means the ladder decides.
    Stamp stamp;                      ///< By the entry's own time.
};

}  // namespace kith::model
