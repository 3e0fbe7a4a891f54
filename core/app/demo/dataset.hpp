// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace kith::app::demo {

/// How much there is to be, and from when on.
struct Scale {
    std::uint64_t seed = 1;
    unsigned people = 1000;  ///< At least kCast.
    unsigned days = 90;
    base::Time start;

    [[nodiscard]] base::Time end() const noexcept { return start + std::chrono::hours(24) * days; }
    /// A minute of one of the days, by UTC. Day 0 is the first whole one; the last one ends with everything,
    /// at the time of day of the start.
    [[nodiscard]] base::Time at(unsigned day, unsigned minute = 0) const noexcept {
        return std::chrono::floor<std::chrono::days>(start) + std::chrono::hours(24) * (day + 1) +
               std::chrono::minutes(minute);
    }
    /// A minute of the day that lies at this part of the whole.
    [[nodiscard]] base::Time at(double part, unsigned minute) const noexcept {
        return at(static_cast<unsigned>(part * days), minute);
    }
};

/// How a call reaches the server, in the order in which one day's calls are made.
enum class Route {
    WidgetDefinition,  ///< PUT /channels/widget/definitions/{id}; the body has its `id` too.
    Observation,       ///< POST /v1/observations
    SesEvent,          ///< POST /channels/email/ses
    PushToken,         ///< PUT /channels/push/tokens
    PushTokenDrop,     ///< DELETE /channels/push/tokens
    PushSubscription,  ///< PUT /channels/push/subscriptions
    PushReceipt,       ///< PUT /channels/push/receipts
    TelegramStart,     ///< POST /channels/telegram/links for `identifier`, then `update` with what it gives
    TelegramUpdate,    ///< POST /channels/telegram/updates/{bot}
    WidgetEvent,       ///< POST /channels/widget/events: {cookie, session, browser, event}
};

struct Call {
    base::Time at;
    Route route;
    nlohmann::json body;
};

/// Everything that happens, by time. The same for the same scale, and nothing of it lies after `scale.end()`.
[[nodiscard]] std::vector<Call> generate(const Scale& scale);

/// What everything random about a data set comes from: another seed or number of days is another set.
[[nodiscard]] std::uint64_t seedOf(const Scale& scale) noexcept;

/// The customer number of the person with that index. Person 0 is there from `scale.start` on, to the
/// millisecond.
[[nodiscard]] std::string externalIdOf(const Scale& scale, unsigned index);

}  // namespace kith::app::demo
