// SPDX-License-Identifier: Apache-2.0
#include "core/model/subscription.hpp"

#include "core/model/vocabulary.hpp"

namespace kith::model {

std::string_view subscriptionStateName(SubscriptionState state) noexcept {
    return kSubscriptionStates.of(state);
}

ConsentKind kindOf(const Consent& consent) noexcept {
    if (!consent.subscribed) return ConsentKind::Unsubscription;
    if (!consent.stamp.attested) return ConsentKind::ClaimedOptIn;
    return consent.by == "person" ? ConsentKind::OptInByPerson : ConsentKind::OptIn;
}

}  // namespace kith::model
