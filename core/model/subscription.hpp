// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/model/stamp.hpp"

namespace kith::model {

enum class SubscriptionState { Subscribed, Unsubscribed, Pending };

[[nodiscard]] std::string_view subscriptionStateName(SubscriptionState state) noexcept;

/// One entry of the consent ledger: what was said about one category, by whom, with the proof.
struct Consent {
    base::RowId id;
    base::ProfileId home;
    std::string category;
    bool subscribed = false;
    std::string by;    ///< `person` or `operator`.
    std::string text;  ///< Which text and version was agreed to; empty if unknown.
    std::string ip;    ///< The address it came from; empty if unknown.
    std::optional<std::string> reason;
    std::optional<std::string> comment;
    std::optional<std::string> proof;  ///< How whoever wrote it down by hand knows that the person said it.
    Stamp stamp;                       ///< By the consent's own time.
};

/// Entries of a category fall into kinds; only the newest of each kind can matter to the fold, so only that
/// one is loaded ("current").
enum class ConsentKind { Unsubscription, OptInByPerson, OptIn, ClaimedOptIn };
[[nodiscard]] ConsentKind kindOf(const Consent& consent) noexcept;

}  // namespace kith::model
