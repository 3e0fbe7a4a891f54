// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/failure_watch.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::webhooks {

void FailureWatch::keep(const std::map<storage::WebhookId, storage::Webhook>& webhooks) {
    std::erase_if(states_, [&](const auto& each) { return !webhooks.contains(each.first); });
    for (auto& [id, state] : states_) state.toLook = state.toLook || state.failing;
    for (const auto& [id, webhook] : webhooks) states_.try_emplace(id);
    count();
}

// Only what can change something is looked at: a receiver that is away refuses many things each second.
void FailureWatch::settled(storage::WebhookId webhook, bool taken) {
    const auto found = states_.find(webhook);
    if (found == states_.end()) return;
    auto& state = found->second;
    if (taken ? state.failing : !state.told) state.toLook = true;
}

void FailureWatch::look() {
    const bool isNeeded = std::ranges::any_of(states_, [](const auto& each) { return each.second.toLook; });
    if (!isNeeded) return;
    const auto failures = at_.database.read([&](storage::Session& session) {
        std::vector<std::pair<storage::WebhookId, std::optional<storage::WebhookFailure>>> found;
        for (const auto& [id, state] : states_)
            if (state.toLook) found.emplace_back(id, storage::findWebhookFailure(session, id));
        return found;
    });
    for (const auto& [id, failure] : failures) {
        auto& state = states_.at(id);
        state.toLook = false;
        judge(id, state, failure);
    }
    count();
}

void FailureWatch::judge(storage::WebhookId webhook, State& state,
                         const std::optional<storage::WebhookFailure>& now) {
    state.failing = now.has_value();
    if (state.failing == state.told) return;
    if (!state.failing) {
        state.told = false;
        at_.log.info("webhook_works", {{"webhook", std::string_view(webhook.text())}});
        return;
    }
    const auto time = at_.clock.now();
    if (state.warnedAt && time - *state.warnedAt < kQuiet) return;
    state.told = true;
    state.warnedAt = time;
    warn(webhook, *now);
}

void FailureWatch::warn(storage::WebhookId webhook, const storage::WebhookFailure& failure) {
    const auto id = webhook.text();
    const auto next = failure.next ? base::formatRfc3339(*failure.next) : "none";
    at_.log.warning("webhook_failing", {{"webhook", std::string_view(id)},
                                        {"reason", std::string_view(failure.reason)},
                                        {"attempts", std::int64_t{failure.attempts}},
                                        {"next_attempt", std::string_view(next)}});
}

void FailureWatch::count() {
    const auto failing = std::ranges::count_if(states_, [](const auto& each) { return each.second.failing; });
    observer_.webhooksFailing(static_cast<std::size_t>(failing));
}

}  // namespace kith::webhooks
