// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/model/subscription.hpp"

namespace kith::model {

/// What a person's consent to one category is, with the entry that decided it.
struct SubscriptionView {
    SubscriptionState state = SubscriptionState::Unsubscribed;
    std::optional<base::Time> since;  ///< Absent, as all that follows, if the category's default decided.
    std::string by;
    std::optional<std::string> reason;
    std::optional<std::string> comment;
    std::optional<std::string> proof;
    std::shared_ptr<const Origin> origin;

    /// Whether both show the same; two observations of one source that say the same do.
    friend bool operator==(const SubscriptionView& a, const SubscriptionView& b) noexcept;
};

/// Folds the consents of one category over all homes of a profile, in any order. Keeps pointers to what it
/// was given.
class SubscriptionFold {
public:
    void add(const Consent& consent);
    /// Nothing if there is neither an entry nor a default.
    [[nodiscard]] std::optional<SubscriptionView> view(std::optional<bool> subscribedByDefault) const;

private:
    [[nodiscard]] const Consent* newest(ConsentKind kind) const {
        return newest_[static_cast<std::size_t>(kind)];
    }
    std::array<const Consent*, 4> newest_{};
};

[[nodiscard]] std::optional<SubscriptionView> foldSubscription(
    std::span<const Consent> consents, std::optional<bool> subscribedByDefault = std::nullopt);

}  // namespace kith::model
