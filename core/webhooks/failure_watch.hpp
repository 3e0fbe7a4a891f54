// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>

#include "core/pipeline/committer.hpp"
#include "core/storage/webhook_store.hpp"
#include "core/webhooks/observer.hpp"

namespace kith::webhooks {

/// Tells that a webhook refuses what is sent to it, and that it takes things again: to the log once each, and
/// to the observer how many refuse. What it tells is what storage::findWebhookFailure() says, as everybody
/// else is told, so that a server that starts or takes the work over knows it too. Used by one thread.
class FailureWatch {
public:
    /// After a warning the log hears so long of no other one about the same webhook, however often it
    /// changes.
    static constexpr std::chrono::minutes kQuiet{10};

    /// What the workplace refers to and the observer outlive this.
    FailureWatch(const pipeline::Workplace& workplace, Observer& observer)
        : at_(workplace), observer_(observer) {}

    /// These are the webhooks to watch; others are forgotten. Those that fail are looked at anew: somebody
    /// may have changed them.
    void keep(const std::map<storage::WebhookId, storage::Webhook>& webhooks);
    /// Something that was sent to the webhook was taken, or was not.
    void settled(storage::WebhookId webhook, bool taken);
    /// Once that is recorded.
    void look();

private:
    struct State {
        bool toLook = true;
        bool failing = false;
        bool told = false;  ///< The log knows that it fails.
        std::optional<base::Time> warnedAt = {};
    };

    void judge(storage::WebhookId webhook, State& state, const std::optional<storage::WebhookFailure>& now);
    void warn(storage::WebhookId webhook, const storage::WebhookFailure& failure);
    void count();

    pipeline::Workplace at_;
    Observer& observer_;
    std::map<storage::WebhookId, State> states_;
};

}  // namespace kith::webhooks
