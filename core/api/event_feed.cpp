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
/// So long after a key was revoked it is still good here; as for other requests (storage::KeyStoreSettings).
constexpr std::chrono::seconds kKeyTrusted{3};
constexpr std::chrono::seconds kRetry{1};
constexpr std::string_view kHeartbeat = ": still here\n\n";

/// How soon a client that lost its connection comes again, and from where, though it may have had no event
/// yet.
std::string openingOf(std::int64_t after) {
    return "id: " + eventId(after) + "\nretry: 1000\n\n";
}

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
    Page(EventFeed& feed, std::int64_t after, std::size_t limit, TimePoint until, base::KeyId key)
        : feed_(feed), after_(after), limit_(limit), until_(until), key_(key) {}

    // An empty page loses nothing: so it is also the answer when the time is over and nothing can be read.
    [[nodiscard]] Piece next(TimePoint now, bool ending) override {
        const auto active = feed_.isActive(key_);
        if (active && !*active) throw base::Error(base::ErrorCode::Unauthorized, "The key was revoked.");
        storage::EventPage page;
        if (active && feed_.last_() > after_) {
            feed_.attempt([&] {
                page = feed_.database_.read(
                    [&](storage::Session& session) { return storage::readEvents(session, after_, limit_); });
            });
        }
        if (page.items.empty() && !ending && now < until_) return {.due = std::min(until_, feed_.nextLook())};
        return {.bytes = renderEvents(page, after_), .last = true};
    }

private:
    EventFeed& feed_;
    std::int64_t after_;
    std::size_t limit_;
    TimePoint until_;
    base::KeyId key_;
};

class EventFeed::Follower final : public http::Stream {
public:
    Follower(EventFeed& feed, std::int64_t after, base::KeyId key)
        : feed_(feed),
          after_(after),
          key_(key),
          opening_(openingOf(after)),
          beat_(Piece::Clock::now() + feed.heartbeat_) {}

    [[nodiscard]] Piece next(TimePoint now, bool ending) override {
        if (ending) return {.last = true};
        const auto active = feed_.isActive(key_);
        if (active && !*active) return {.last = true};
        Piece piece{.bytes = std::exchange(opening_, {})};
        const auto* text = active && feed_.last_() > after_ ? feed_.textAfter(after_) : nullptr;
        if (text != nullptr) {
            if (text->isBroken) return {.last = true};  // It asks again, and is told.
            piece.bytes += text->bytes;
            after_ = text->to;
        }
        if (piece.bytes.empty() && now >= beat_) piece.bytes = kHeartbeat;
        if (!piece.bytes.empty()) beat_ = now + feed_.heartbeat_;
        piece.due = std::min(beat_, feed_.nextLook());
        return piece;
    }

private:
    EventFeed& feed_;
    std::int64_t after_;
    base::KeyId key_;
    std::string opening_;
    TimePoint beat_;
};

EventFeed::EventFeed(storage::Database& database, storage::KeyStore& keys, std::function<std::int64_t()> last,
                     std::chrono::milliseconds heartbeat, base::Log& log)
    : database_(database), keys_(keys), last_(std::move(last)), heartbeat_(heartbeat), log_(log) {}

std::shared_ptr<http::Stream> EventFeed::page(std::int64_t after, std::size_t limit,
                                              std::chrono::seconds wait, base::KeyId key) {
    return std::make_shared<Page>(*this, after, limit, Clock::now() + wait, key);
}

std::shared_ptr<http::Stream> EventFeed::follow(std::int64_t after, base::KeyId key) {
    return std::make_shared<Follower>(*this, after, key);
}

template <class Work>
bool EventFeed::attempt(Work work) {
    if (Clock::now() < retryAt_) return false;
    try {
        work();
        failing_ = false;
        return true;
    } catch (const base::Error& error) {
        retryAt_ = Clock::now() + kRetry;
        if (!std::exchange(failing_, true))
            log_.warning("events_unread",
                         {{"code", base::codeName(error.code())}, {"context", error.context()}});
        return false;
    }
}

std::optional<bool> EventFeed::isActive(base::KeyId key) {
    const auto now = Clock::now();
    if (now >= activeUntil_) {
        active_.clear();
        activeUntil_ = now + kKeyTrusted;
    }
    if (const auto known = active_.find(key); known != active_.end()) return known->second;
    bool active = false;
    if (!attempt([&] { active = keys_.isActive(key); })) return std::nullopt;
    active_.emplace(key, active);
    return active;
}

const EventFeed::Text* EventFeed::textAfter(std::int64_t after) {
    const auto known = last_();
    if (text_.from == after && text_.known == known) return &text_;
    const bool isRead = attempt([&] {
        const auto page = database_.read(
            [&](storage::Session& session) { return storage::readEvents(session, after, kFollowedAtOnce); });
        text_ = {after, known, page.items.empty() ? after : page.items.back().number,
                 after < page.ends.removed, renderFollowed(page.items)};
    });
    return isRead ? &text_ : nullptr;
}

EventFeed::Clock::time_point EventFeed::nextLook() const {
    return retryAt_ > Clock::now() ? retryAt_ : activeUntil_;
}

}  // namespace kith::api
