// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/webhook_store.hpp"

namespace kith::webhooks {

/// What stands before one webhook: events that are not delivered yet, in their order, and what is still to be
/// recorded of those that were. Up to the webhook's position they are its deliveries, above it those of the
/// feed. An event waits for every earlier one of a profile that it is about, until that was delivered or is a
/// dead letter; others pass it. What failed and what waits for it is recorded and leaves the line: it comes
/// back as a delivery when its turn has come, so that no profile takes the place of others. Holds nothing of
/// a person. Bounded, no I/O, used by one thread.
class Line {
public:
    /// How many events may stand in it; then the rest has to wait.
    static constexpr std::size_t kMost = 1'000;
    /// How many may be delivered above the position: once there are more, those that they passed are recorded
    /// one by one, so that the position follows. What stands above it is sent again if a server dies.
    static constexpr std::size_t kMostAhead = 100;

    explicit Line(storage::Webhook webhook)
        : webhook_(std::move(webhook)),
          taken_(webhook_.position),
          died_(webhook_.failedAt.has_value()),
          recorded_(webhook_.position) {}

    [[nodiscard]] const storage::Webhook& webhook() const noexcept { return webhook_; }
    [[nodiscard]] bool hasRoom() const noexcept { return waiting_.size() < kMost; }
    /// The last event of the feed that was taken or passed over.
    [[nodiscard]] std::int64_t taken() const noexcept { return taken_; }

    /// Takes what the webhook wants of the events that follow. Those of them about somebody who is `queued`
    /// wait in storage. How many events were gone before they could be taken.
    [[nodiscard]] std::int64_t take(const storage::EventPage& page,
                                    const std::unordered_set<base::ProfileId>& queued, base::Time now);
    /// When some delivery's turn may have come that is not here.
    [[nodiscard]] std::optional<base::Time> nextDue() const noexcept { return nextDue_; }
    /// Takes of the first deliveries by time, all of them refused before or none, those that are due: at most
    /// `most` of that sort are here at once.
    void resume(const std::vector<storage::Delivery>& first, std::size_t most, base::Time now);

    /// What may be sent next; at most `most` are on their way at once. If nothing may although more could be
    /// on their way, what takes up the room goes on waiting in storage.
    [[nodiscard]] const storage::Event* next(std::size_t most);
    void sent(std::int64_t number);
    void delivered(std::int64_t number);
    /// How often it was tried, this time included.
    [[nodiscard]] int attempts(std::int64_t number) const;
    /// Whether it waited for what is a dead letter now. It is tried once, lest a profile that is refused for
    /// good falls behind further and further.
    [[nodiscard]] bool isTriedOnce(std::int64_t number) const;
    /// Without `due` it is a dead letter.
    void failed(std::int64_t number, std::string reason, base::Time now, std::optional<base::Time> due);

    /// Nothing more is sent; what was delivered will not be sent again by whoever goes on from the record.
    void close() noexcept { closed_ = true; }
    [[nodiscard]] bool isClosed() const noexcept { return closed_; }
    /// Nothing is on its way, and nothing to be recorded.
    [[nodiscard]] bool isIdle() const noexcept {
        return sending_ == 0 && record_.changes.empty() && ahead_.empty();
    }

    /// What has changed since it was recorded last; null if nothing has.
    [[nodiscard]] const storage::DeliveryRecord* record();
    /// That was.
    void recorded();

private:
    struct Waiting {
        storage::Delivery delivery;
        bool stored = false;   ///< A delivery of the webhook, recorded or about to be.
        bool resumed = false;  ///< It was one before it came here.
        bool sent = false;     ///< On its way.
    };
    using Place = std::map<std::int64_t, Waiting>::iterator;

    void wait(storage::Delivery delivery, bool resumed);
    void leave(Place place);
    /// It is to be recorded as it stands now.
    void note(const storage::Delivery& delivery);
    void noteProfiles(const storage::Event& event, bool died);
    /// It goes on waiting in storage.
    void setAside(Place place);
    void setWaitingAside();
    /// Up to there nothing may be above the position.
    [[nodiscard]] std::int64_t toPass() const;
    /// Up to there nothing is lost if this is forgotten.
    [[nodiscard]] std::int64_t position() const;

    storage::Webhook webhook_;
    std::int64_t taken_;
    bool died_;                                ///< There was a dead letter, and nothing was taken since.
    std::map<std::int64_t, Waiting> waiting_;  ///< By number.
    std::array<std::size_t, 2> resumed_{};     ///< How many of those are; the second counts what was refused.
    std::size_t sending_ = 0;
    bool closed_ = false;
    std::optional<base::Time> nextDue_ = base::Time{};
    storage::DeliveryRecord record_;
    std::int64_t recorded_;         ///< The position that was recorded last.
    std::set<std::int64_t> ahead_;  ///< Delivered, above the position.
};

}  // namespace kith::webhooks
