// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/line.hpp"

#include <algorithm>
#include <utility>

namespace kith::webhooks {
namespace {

/// Those of whom later events are held up.
class Profiles {
public:
    Profiles() = default;
    explicit Profiles(std::unordered_set<base::ProfileId> held) : held_(std::move(held)) {}

    void add(const storage::Event& event) {
        held_.insert(event.profile);
        if (event.other) held_.insert(*event.other);
    }
    /// Whether one of those that the event is about is one of them.
    [[nodiscard]] bool hold(const storage::Event& event) const {
        return held_.contains(event.profile) || (event.other && held_.contains(*event.other));
    }

private:
    std::unordered_set<base::ProfileId> held_;
};

}  // namespace

void Line::wait(storage::Delivery delivery, bool resumed) {
    // Looked up when it is sent: until then it may be taken from the profile.
    delivery.event.identifier.reset();
    if (resumed) ++resumed_[delivery.refused ? 1 : 0];
    const auto number = delivery.event.number;
    waiting_.emplace(number, Waiting{std::move(delivery), resumed, resumed});
}

void Line::leave(Place place) {
    const auto& waiting = place->second;
    if (waiting.resumed) --resumed_[waiting.delivery.refused ? 1 : 0];
    if (waiting.sent) --sending_;
    waiting_.erase(place);
}

void Line::note(const storage::Delivery& delivery) {
    record_.changes[delivery.event.number] = delivery;
    noteProfiles(delivery.event, !delivery.due);
}

void Line::noteProfiles(const storage::Event& event, bool died) {
    const auto add = [&](base::ProfileId profile) {
        auto& known = record_.profiles[profile];
        known = known || died;
    };
    add(event.profile);
    if (event.other) add(*event.other);
}

// Due for longer than what stands in the line, so that it is among the first when its turn has come.
void Line::setAside(Place place) {
    auto& delivery = place->second.delivery;
    delivery.due = base::Time{};
    note(delivery);
    leave(place);
}

// The feed has no gaps: what is not there was removed. The end that comes with an empty page may be of a
// later moment, with events that the page would have held.
std::int64_t Line::take(const storage::EventPage& page, const std::unordered_set<base::ProfileId>& queued,
                        base::Time now) {
    const auto& items = page.items;
    const auto before = items.empty() ? std::max(taken_, page.ends.removed) : items.front().number - 1;
    const auto missed = before - taken_;
    taken_ = items.empty() ? before : items.back().number;
    Profiles held(queued);
    for (const auto& event : items) {
        if (!webhook_.kinds.has(event.kind)) continue;
        wait({event, 0, now, {}, {}}, false);
        if (!held.hold(event)) continue;
        held.add(event);
        setAside(std::prev(waiting_.end()));
    }
    return missed;
}

void Line::resume(const std::vector<storage::Delivery>& first, std::size_t most, base::Time now) {
    if (nextDue_ && *nextDue_ <= now) nextDue_.reset();
    for (const auto& delivery : first) {
        if (*delivery.due > now) {
            nextDue_ = std::min(nextDue_.value_or(*delivery.due), *delivery.due);
            return;
        }
        if (resumed_[delivery.refused ? 1 : 0] >= most) return;
        if (!waiting_.contains(delivery.event.number)) wait(delivery, true);
    }
}

const storage::Event* Line::next(std::size_t most) {
    if (sending_ >= most) return nullptr;
    Profiles earlier;
    for (const auto& [number, waiting] : waiting_) {
        const auto& event = waiting.delivery.event;
        if (!waiting.sent && !earlier.hold(event)) return &event;
        earlier.add(event);
    }
    if (!hasRoom()) setWaitingAside();
    return nullptr;
}

// All that are not on their way wait for those that are.
void Line::setWaitingAside() {
    for (auto each = waiting_.begin(); each != waiting_.end();) {
        const auto place = each++;
        if (!place->second.sent) setAside(place);
    }
}

void Line::sent(std::int64_t number) {
    waiting_.at(number).sent = true;
    ++sending_;
}

void Line::delivered(std::int64_t number) {
    const auto place = waiting_.find(number);
    if (std::exchange(died_, false)) record_.taken = true;
    if (place->second.stored) {
        record_.changes[number] = std::nullopt;
        noteProfiles(place->second.delivery.event, false);
    } else {
        ahead_.insert(number);
    }
    leave(place);
}

int Line::attempts(std::int64_t number) const {
    return waiting_.at(number).delivery.attempts + 1;
}

bool Line::isTriedOnce(std::int64_t number) const {
    const auto& delivery = waiting_.at(number).delivery;
    return delivery.refused && delivery.attempts == 0;
}

void Line::failed(std::int64_t number, std::string reason, base::Time now, std::optional<base::Time> due) {
    const auto failed = waiting_.find(number);
    auto& delivery = failed->second.delivery;
    ++delivery.attempts;
    delivery.due = due;
    delivery.failedAt = now;
    delivery.reason = std::move(reason);
    note(delivery);
    Profiles held;
    if (due) {
        held.add(delivery.event);
    } else {
        died_ = true;
        record_.taken = false;
    }
    auto each = std::next(failed);
    leave(failed);
    while (each != waiting_.end()) {
        const auto place = each++;
        const auto& event = place->second.delivery.event;
        if (!held.hold(event)) continue;
        held.add(event);
        setAside(place);
    }
}

// A delivery above the position would be taken from the feed again: a dead letter as if it were none.
std::int64_t Line::toPass() const {
    const auto last = record_.changes.empty() ? 0 : record_.changes.rbegin()->first;
    const bool passes = !ahead_.empty() && (closed_ || ahead_.size() > kMostAhead);
    return passes ? std::max(last, *ahead_.rbegin()) : last;
}

std::int64_t Line::position() const {
    for (const auto& [number, waiting] : waiting_) {
        if (!waiting.stored) return number - 1;
    }
    return std::max(taken_, webhook_.position);
}

const storage::DeliveryRecord* Line::record() {
    const auto end = waiting_.upper_bound(toPass());
    for (auto each = waiting_.begin(); each != end; ++each) {
        if (!std::exchange(each->second.stored, true)) note(each->second.delivery);
    }
    record_.webhook = webhook_.id;
    record_.position = position();
    const bool isNew = !record_.changes.empty() || record_.position != recorded_ || record_.taken;
    return isNew ? &record_ : nullptr;
}

void Line::recorded() {
    if (!record_.changes.empty()) nextDue_ = base::Time{};
    recorded_ = record_.position;
    record_.changes.clear();
    record_.profiles.clear();
    record_.taken = false;
    ahead_.erase(ahead_.begin(), ahead_.upper_bound(recorded_));
}

}  // namespace kith::webhooks
