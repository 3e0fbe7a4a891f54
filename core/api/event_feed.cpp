// SPDX-License-Identifier: Apache-2.0
#include "core/api/event_feed.hpp"

#include <algorithm>
#include <utility>

#include "core/api/event_json.hpp"
#include "core/base/error.hpp"
#include "core/storage/database.hpp"
#include "core/storage/key_store.hpp"

namespace kith::api {
namespace {

using http::Piece;
using TimePoint = Piece::Clock::time_point;

constexpr std::size_t kFollowedAtOnce = 500;
/// How soon a client that lost its connection comes again.
constexpr std::string_view kOpening = "retry: 1000\n\n";
constexpr std::string_view kHeartbeat = ": still here\n\n";

std::string renderFollowed(const std::vector<storage::Event>& events) {
    std::string text;
    for (const auto& event : events) {
        text.append("id: ").append(eventId(event.number));
        text.append("\nevent: ").append(storage::kEventKinds.of(event.kind));
        text.append("\ndata: ").append(renderEvent(event)).append("\n\n");
    }
    return text;
}

}  // namespace

std::string renderEvents(const storage::EventPage& page, std::int64_t after) {
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& event : page.items) writeEvent(json, event);
    json.endArray()
        .member("next_after", eventId(page.items.empty() ? after : page.items.back().number))
        .endObject();
    return json.take();
}

class EventFeed::Page final : public http::Stream {
public:
    Page(EventFeed& feed, std::int64_t after, std::size_t limit, TimePoint until)
        : feed_(feed), after_(after), limit_(limit), until_(until) {}

    [[nodiscard]] Piece next(TimePoint now, bool ending) override {
        const bool over = ending || now >= until_;
        if (feed_.last_() <= after_ && !over) return {.due = until_};
        const auto page = feed_.database_.read(
            [&](storage::Session& session) { return storage::readEvents(session, after_, limit_); });
        if (page.items.empty() && !over) return {.due = until_};
        return {.bytes = renderEvents(page, after_), .last = true};
    }

private:
    EventFeed& feed_;
    std::int64_t after_;
    std::size_t limit_;
    TimePoint until_;
};

class EventFeed::Follower final : public http::Stream {
public:
    Follower(EventFeed& feed, std::int64_t after, base::KeyId key)
        : feed_(feed),
          after_(after),
          key_(key),
          beat_(Piece::Clock::now() + feed.heartbeat_),
          check_(beat_) {}

    [[nodiscard]] Piece next(TimePoint now, bool ending) override {
        if (ending || !isAllowed(now)) return {.last = true};
        Piece piece{.bytes = std::string(std::exchange(opening_, {}))};
        if (feed_.last_() > after_) {
            const auto& text = feed_.textAfter(after_);
            if (text.isBroken) return {.last = true};  // It asks again, and is told.
            piece.bytes += text.bytes;
            after_ = text.to;
        }
        if (piece.bytes.empty() && now >= beat_) piece.bytes = kHeartbeat;
        if (!piece.bytes.empty()) beat_ = now + feed_.heartbeat_;
        piece.due = std::min(beat_, check_);
        return piece;
    }

private:
    // A key that is revoked ends what it began, however much there is to tell.
    bool isAllowed(TimePoint now) {
        if (now < check_) return true;
        check_ = now + feed_.heartbeat_;
        return feed_.keys_.isActive(key_);
    }

    EventFeed& feed_;
    std::int64_t after_;
    base::KeyId key_;
    std::string_view opening_ = kOpening;
    TimePoint beat_;
    TimePoint check_;
};

EventFeed::EventFeed(storage::Database& database, storage::KeyStore& keys, std::function<std::int64_t()> last,
                     std::chrono::milliseconds heartbeat)
    : database_(database), keys_(keys), last_(std::move(last)), heartbeat_(heartbeat) {}

std::shared_ptr<http::Stream> EventFeed::page(std::int64_t after, std::size_t limit,
                                              std::chrono::seconds wait) {
    return std::make_shared<Page>(*this, after, limit, Piece::Clock::now() + wait);
}

std::shared_ptr<http::Stream> EventFeed::follow(std::int64_t after, base::KeyId key) {
    return std::make_shared<Follower>(*this, after, key);
}

const EventFeed::Text& EventFeed::textAfter(std::int64_t after) {
    const auto known = last_();
    if (text_.from == after && text_.known == known) return text_;
    text_.from = -1;  // Should reading fail.
    const auto page = database_.read(
        [&](storage::Session& session) { return storage::readEvents(session, after, kFollowedAtOnce); });
    text_ = {after, known, page.items.empty() ? after : page.items.back().number, after < page.ends.removed,
             renderFollowed(page.items)};
    return text_;
}

}  // namespace kith::api
