// SPDX-License-Identifier: Apache-2.0
#include "core/model/subscription_fold.hpp"

#include "core/model/faults.hpp"

namespace kith::model {
namespace {

SubscriptionView decidedBy(SubscriptionState state, const Consent& consent) {
    return {state,           consent.stamp.at, consent.by,          consent.reason,
            consent.comment, consent.proof,    consent.stamp.origin};
}

const Consent* newerOf(const Consent* a, const Consent* b) {
    if (a == nullptr || b == nullptr) return a != nullptr ? a : b;
    return a->stamp < b->stamp ? b : a;
}

}  // namespace

bool operator==(const SubscriptionView& a, const SubscriptionView& b) noexcept {
    const bool sameSource = a.origin == b.origin || (a.origin != nullptr && b.origin != nullptr &&
                                                     a.origin->sourceType == b.origin->sourceType &&
                                                     a.origin->sourceName == b.origin->sourceName);
    return sameSource && a.state == b.state && a.since == b.since && a.by == b.by && a.reason == b.reason &&
           a.comment == b.comment && a.proof == b.proof;
}

void SubscriptionFold::add(const Consent& consent) {
    const Consent*& kept = newest_[static_cast<std::size_t>(kindOf(consent))];
    if (kept == nullptr || kept->stamp < consent.stamp) kept = &consent;
}

std::optional<SubscriptionView> SubscriptionFold::view(std::optional<bool> subscribedByDefault) const {
    const Consent* left = newest(ConsentKind::Unsubscription);
    const Consent* byPerson = newest(ConsentKind::OptInByPerson);
    const bool cameBack = left != nullptr && byPerson != nullptr && left->stamp < byPerson->stamp &&
                          !KITH_FAULT(UnsubscribedForGood);
    if (left != nullptr && !cameBack) return decidedBy(SubscriptionState::Unsubscribed, *left);

    const Consent* optIn = newerOf(byPerson, newest(ConsentKind::OptIn));
    if (optIn != nullptr) return decidedBy(SubscriptionState::Subscribed, *optIn);
    const Consent* claimed = newest(ConsentKind::ClaimedOptIn);
    if (claimed != nullptr) return decidedBy(SubscriptionState::Pending, *claimed);
    if (!subscribedByDefault) return std::nullopt;
    SubscriptionView byDefault;
    byDefault.state = *subscribedByDefault ? SubscriptionState::Subscribed : SubscriptionState::Unsubscribed;
    return byDefault;
}

std::optional<SubscriptionView> foldSubscription(std::span<const Consent> consents,
                                                 std::optional<bool> subscribedByDefault) {
    SubscriptionFold fold;
    for (const auto& consent : consents) fold.add(consent);
    return fold.view(subscribedByDefault);
}

}  // namespace kith::model
