// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::storage {

class Session;

using WebhookId = base::Id<struct WebhookTag>;

/// Which kinds of event somebody wants; by default all, those of later versions too.
class EventKinds {
public:
    EventKinds() = default;
    /// As bits() gave them.
    explicit EventKinds(std::int64_t bits) noexcept : bits_(bits) {}

    void add(EventKind kind) noexcept { bits_ |= bitOf(kind); }
    [[nodiscard]] bool isAll() const noexcept { return bits_ == 0; }
    [[nodiscard]] bool has(EventKind kind) const noexcept { return isAll() || (bits_ & bitOf(kind)) != 0; }
    [[nodiscard]] std::int64_t bits() const noexcept { return bits_; }

private:
    static std::int64_t bitOf(EventKind kind) noexcept { return std::int64_t{1} << static_cast<int>(kind); }

    std::int64_t bits_ = 0;
};

/// Where events are sent.
struct Webhook {
    WebhookId id;
    std::string url;
    std::string secret;  ///< Signs; shown once, to whoever made it.
    EventKinds kinds;
    bool active = true;
    base::Time createdAt;
    /// Events up to this number were delivered, are not wanted, or are Deliveries; no Delivery is above it.
    std::int64_t position = 0;
    std::int64_t revision = 0;  ///< Another one each time somebody changes the webhook or its deliveries.
    /// When its last dead letter became one, if it has taken nothing since and nobody has changed it.
    std::optional<base::Time> failedAt = {};
};

/// An event that was not delivered yet while later ones were, that failed, or that waits for an earlier one
/// about a profile of it. As long-lived as the event.
struct Delivery {
    Event event;
    int attempts = 0;
    std::optional<base::Time> due;  ///< When it is tried next; a dead letter is not.
    base::Time failedAt;
    std::string reason;    ///< Why it failed last; empty if it was never tried.
    bool refused = false;  ///< It was, or what it waited for is a dead letter now. Only read.
};

/// What a webhook refused last, of what is still to be sent again as of the one that comes last. It fails
/// while there is such a thing; once all are dead letters, until it takes something or somebody changes it.
struct WebhookFailure {
    std::string reason;
    int attempts = 0;  ///< At least 1.
    base::Time at;     ///< When it was refused.
    /// When the first that is to be sent again is due; past, if it is on its way or about to be. Nothing if
    /// all are dead letters.
    std::optional<base::Time> next;
};

/// What has become of deliveries, to be recorded.
struct DeliveryRecord {
    WebhookId webhook;
    std::int64_t position = 0;
    /// By number, as they stand now; nothing: it was delivered.
    std::map<std::int64_t, std::optional<Delivery>> changes = {};
    /// Everybody whom the changes are about; whether one of those is a dead letter.
    std::map<base::ProfileId, bool> profiles = {};
    bool taken = false;  ///< Something was, after whatever of the changes is a dead letter.
};

/// Makes it, with the end of the feed as its position; false if there are `most` of them already. `once`, if
/// not empty, is what it is found by when the same call comes again; whoever looks for it first locks the
/// feed before that.
[[nodiscard]] bool insertWebhook(Session& session, const Webhook& webhook, const std::string& once,
                                 std::size_t most);
/// The one that was made with that `once`.
[[nodiscard]] std::optional<Webhook> findWebhookMadeBy(Session& session, const std::string& once);
/// The oldest first.
[[nodiscard]] std::vector<Webhook> readWebhooks(Session& session);
[[nodiscard]] std::optional<Webhook> findWebhook(Session& session, WebhookId id);
/// False if there is none. Its deliveries wait. What it refused until now is no failure any more, but for
/// what is still to be sent again.
[[nodiscard]] bool setWebhookActive(Session& session, WebhookId id, bool active);
/// With its deliveries.
[[nodiscard]] bool removeWebhook(Session& session, WebhookId id);

/// Dead letters by number, those that follow `after`, at most `most`.
[[nodiscard]] std::vector<Delivery> readDeadLetters(Session& session, WebhookId id, std::int64_t after,
                                                    std::size_t most);
/// Makes all its dead letters due again, as if they had never been tried; how many.
[[nodiscard]] std::int64_t replayDeadLetters(Session& session, WebhookId id, base::Time now);

/// Those whom one of these events is about and who have deliveries that are still to be tried.
[[nodiscard]] std::unordered_set<base::ProfileId> findQueued(Session& session, WebhookId id,
                                                             const std::vector<Event>& events);
/// Deliveries that wait for no earlier one, by the time when they are due, be it past or to come, at most
/// `most`: of those that were refused, or of the others.
[[nodiscard]] std::vector<Delivery> readDue(Session& session, WebhookId id, bool refused, std::size_t most);
/// Nothing if it does not fail, or there is none.
[[nodiscard]] std::optional<WebhookFailure> findWebhookFailure(Session& session, WebhookId id);
/// A webhook that is gone by now is passed over, and so is an event. Of a server that was overtaken by
/// another one only what is still a delivery counts.
void recordDeliveries(Session& session, const DeliveryRecord& record);
/// Removes those of the events up to that number, for which nothing waits any more then.
void removeDeliveries(Session& session, std::int64_t last);

}  // namespace kith::storage
