// SPDX-License-Identifier: Apache-2.0
#include "core/identity/fold_consents.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/model/subscription_fold.hpp"

namespace kith::identity {
namespace {

using model::Consent;

/// Over all homes of the profile.
std::optional<model::SubscriptionView> viewOf(const FoldStep& step, const std::string& category) {
    model::SubscriptionFold fold;
    for (const auto home : step.homes()) {
        const auto found = step.facts.consents.find(home);
        if (found == step.facts.consents.end()) continue;
        for (const auto& entry : found->second) {
            if (entry.row.category == category) fold.add(entry.row);
        }
    }
    return fold.view(std::nullopt);
}

Consent consentOf(const FoldStep& step, const model::SubscriptionWrite& write,
                  const std::optional<model::SubscriptionView>& replaced) {
    const base::Time at = step.dateAfter(write.at, replaced ? replaced->since : std::nullopt);
    return {step.ids.make<base::RowId>(),
            step.resolution.home,
            write.category,
            write.subscribed,
            write.by,
            write.text,
            write.ip,
            write.reason,
            write.comment,
            write.proof,
            step.observation.stampAt(at)};
}

/// Appends the entry and keeps `current` on the newest of its kind.
void append(const FoldStep& step, Consent consent) {
    auto& entries = step.facts.consents[consent.home];
    const auto standing = std::find_if(entries.begin(), entries.end(), [&](const auto& each) {
        return each.current && each.row.category == consent.category &&
               model::kindOf(each.row) == model::kindOf(consent);
    });
    bool current = true;
    if (standing != entries.end()) {
        current = standing->row.stamp < consent.stamp;
        if (current) {
            standing->current = false;
            touch(*standing);
        }
    }
    entries.push_back({std::move(consent), current, Change::Added});
}

/// A claim can only ever add `pending`, and only for somebody who is not known.
bool mayApply(const FoldStep& step, const model::SubscriptionWrite& write) {
    if (step.attested()) return true;
    if (write.subscribed && step.resolution.mayWriteFacts) return true;
    step.warn(
        "/subscriptions/" + write.category, "not_attested",
        write.subscribed ? "A claim doesn't subscribe a known profile." : "A claim unsubscribes nobody.");
    return false;
}

/// Whoever writes an opt-in down for somebody who left hears that it doesn't bring them back; one of before
/// they left, which comes late, was not meant to.
void warnOfLeft(const FoldStep& step, const model::SubscriptionWrite& write, base::Time at,
                const std::optional<model::SubscriptionView>& shown) {
    if (!step.attested() || !write.subscribed || write.by == "person") return;
    const bool staysAway =
        shown && shown->state == model::SubscriptionState::Unsubscribed && shown->since <= at;
    if (!staysAway) return;
    step.warn("/subscriptions/" + write.category, "left_by_person",
              "Noted, and still unsubscribed: who left, whoever wrote that down, comes back by an opt-in of "
              "their own alone (`by` `person`; written by hand or imported, with the `proof` of it).");
}

}  // namespace

bool foldConsents(const FoldStep& step) {
    bool changed = false;
    for (const auto& write : step.observation.subscriptions) {
        if (!mayApply(step, write)) continue;
        const auto before = viewOf(step, write.category);
        auto consent = consentOf(step, write, before);
        const base::Time at = consent.stamp.at;
        append(step, std::move(consent));
        const auto after = viewOf(step, write.category);
        warnOfLeft(step, write, at, after);
        changed = changed || after != before;
    }
    return changed;
}

}  // namespace kith::identity
