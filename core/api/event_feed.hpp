// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/id.hpp"
#include "core/http/stream.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::storage {
class Database;
class KeyStore;
}  // namespace kith::storage

namespace kith::api {

/// What a page of events is as JSON. `after` is what was asked for.
[[nodiscard]] std::string renderEvents(const storage::EventPage& page, std::int64_t after);

/// Those who wait for events: with a page, or for ever. What they wait with runs on the thread of the
/// streams.
class EventFeed {
public:
    /// `last` gives the number of the last event that is known of. Everything outlives this.
    EventFeed(storage::Database& database, storage::KeyStore& keys, std::function<std::int64_t()> last,
              std::chrono::milliseconds heartbeat);

    /// The page that follows `after`, once it holds anything or the time is over.
    [[nodiscard]] std::shared_ptr<http::Stream> page(std::int64_t after, std::size_t limit,
                                                     std::chrono::seconds wait);
    /// Server-sent events (https://html.spec.whatwg.org/#server-sent-events) from `after` on, as long as the
    /// key holds.
    [[nodiscard]] std::shared_ptr<http::Stream> follow(std::int64_t after, base::KeyId key);

private:
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

    /// Most are at the same place, so what was read last is kept.
    const Text& textAfter(std::int64_t after);

    storage::Database& database_;
    storage::KeyStore& keys_;
    std::function<std::int64_t()> last_;
    std::chrono::milliseconds heartbeat_;
    Text text_;  ///< Of the thread of the streams.
};

}  // namespace kith::api
