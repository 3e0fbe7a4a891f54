// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/id.hpp"
#include "core/base/log.hpp"
#include "core/http/stream.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::storage {
class Database;
class KeyStore;
}  // namespace kith::storage

namespace kith::api {

/// What a page of events is as JSON. `after` is what was asked for.
[[nodiscard]] std::string renderEvents(const storage::EventPage& page, std::int64_t after);

/// Those who wait for events: with a page, or for ever, but with a key that is revoked no longer than some
/// seconds. While the database does not answer they go on to wait. What they wait with runs on the thread of
/// the streams.
class EventFeed {
public:
    /// `last` gives the number of the last event that is known of. Everything outlives this.
    EventFeed(storage::Database& database, storage::KeyStore& keys, std::function<std::int64_t()> last,
              std::chrono::milliseconds heartbeat, base::Log& log);

    /// The page that follows `after`, once it holds anything or the time is over.
    [[nodiscard]] std::shared_ptr<http::Stream> page(std::int64_t after, std::size_t limit,
                                                     std::chrono::seconds wait, base::KeyId key);
    /// Server-sent events (https://html.spec.whatwg.org/#server-sent-events) from `after` on.
    [[nodiscard]] std::shared_ptr<http::Stream> follow(std::int64_t after, base::KeyId key);

private:
    using Clock = http::Piece::Clock;
    class Page;
    class Follower;
    /// Events in the form of server-sent ones.
    struct Text {
        std::int64_t from = -1;
        std::int64_t known = -1;  ///< The last number that was known of when it was read.
        std::int64_t to = 0;
        bool isBroken = false;  ///< Events that followed `from` are gone.
        std::string bytes;
    };

    /// Whether `work`, which reads the database, was done: after a failure nothing is read for a while, lest
    /// each of those who wait takes its time to fail.
    template <class Work>
    bool attempt(Work work);
    /// As it was some seconds ago at most; nothing if it can't be read.
    [[nodiscard]] std::optional<bool> isActive(base::KeyId key);
    /// Most are at the same place, so what was read last is kept. Null if it can't be read.
    [[nodiscard]] const Text* textAfter(std::int64_t after);
    /// When there may be something to hear of a key, or of the database.
    [[nodiscard]] Clock::time_point nextLook() const;

    storage::Database& database_;
    storage::KeyStore& keys_;
    std::function<std::int64_t()> last_;
    std::chrono::milliseconds heartbeat_;
    base::Log& log_;
    /// Of the thread of the streams, as all that follow.
    Text text_;
    std::unordered_map<base::KeyId, bool> active_;
    Clock::time_point activeUntil_{};
    Clock::time_point retryAt_{};
    bool failing_ = false;
};

}  // namespace kith::api
