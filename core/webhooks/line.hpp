// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/webhook_store.hpp"

namespace kith::webhooks {

/// What stands before one webhook: events of the feed that are not delivered yet, in their order, and what is
/// still to be recorded of those that were. An event waits for every earlier one of a profile that it is
/// about, until that was delivered or is a dead letter; others pass it. Bounded, no I/O, used by one thread.
class Line {
public:
    /// How many events may stand in it; then the feed has to wait.
    static constexpr std::size_t kMost = 1'000;

    /// `pending`: what is to be tried again.
    Line(storage::Webhook webhook, std::vector<storage::Delivery> pending);

    [[nodiscard]] const storage::Webhook& webhook() const noexcept { return webhook_; }
    [[nodiscard]] bool hasRoom() const noexcept { return waiting_.size() < kMost; }
    /// The last event of the feed that was taken or passed over.
    [[nodiscard]] std::int64_t taken() const noexcept { return taken_; }

    /// Takes what the webhook wants of the events that follow; `upTo` is the last of them.
    void take(std::span<const storage::Event> events, std::int64_t upTo);

    /// The next that may be sent now, which is then on its way; at most `most` are at once.
    [[nodiscard]] const storage::Event* send(base::Time now, std::size_t most);
    void delivered(std::int64_t number);
    /// How often it was tried, this time included.
    [[nodiscard]] int attempts(std::int64_t number) const;
    /// Without `due` it is a dead letter.
    void failed(std::int64_t number, std::string reason, base::Time now, std::optional<base::Time> due);

    /// Nothing more is sent.
    void close() noexcept { closed_ = true; }
    [[nodiscard]] bool isClosed() const noexcept { return closed_; }
    /// Nothing is on its way, and nothing to be recorded.
    [[nodiscard]] bool isIdle() const noexcept {
        return sending_ == 0 && record_.delivered.empty() && record_.failed.empty();
    }

    /// When something is to be tried again that nothing else holds up.
    [[nodiscard]] std::optional<base::Time> nextDue() const noexcept { return nextDue_; }
    /// What has changed since the last call; nothing if nothing has.
    [[nodiscard]] std::optional<storage::DeliveryRecord> takeRecord();

private:
    struct Waiting {
        storage::Delivery delivery;
        bool sent = false;    ///< On its way.
        bool stored = false;  ///< Recorded, or about to be, as one that failed.
    };

    /// Up to there nothing is lost if this is forgotten.
    [[nodiscard]] std::int64_t position() const;

    storage::Webhook webhook_;
    std::int64_t taken_;
    std::map<std::int64_t, Waiting> waiting_;  ///< By number.
    std::size_t sending_ = 0;
    bool closed_ = false;
    std::optional<base::Time> nextDue_;
    storage::DeliveryRecord record_;
    std::int64_t recorded_;  ///< The position that was recorded last.
};

}  // namespace kith::webhooks
