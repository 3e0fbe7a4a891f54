// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/line.hpp"

#include <algorithm>
#include <unordered_set>

namespace kith::webhooks {
namespace {

/// Those that an event is about, of whom others are held up by it.
class Profiles {
public:
    /// Notes the event's own; whether one of them was noted before.
    bool add(const storage::Event& event) {
        const bool free = held_.insert(event.profile).second;
        const bool otherFree = !event.other || held_.insert(*event.other).second;
        return !(free && otherFree);
    }

private:
    std::unordered_set<base::ProfileId> held_;
};

}  // namespace

void Line::wait(storage::Delivery delivery, bool stored) {
    // Looked up when it is sent: until then it may be taken from the profile.
    delivery.event.identifier.reset();
    const auto number = delivery.event.number;
    waiting_.emplace(number, Waiting{std::move(delivery), false, stored});
}

void Line::resume(const std::vector<storage::Delivery>& pending, std::size_t most) {
    for (const auto& delivery : pending) wait(delivery, true);
    taken_ = pending.size() < most ? webhook_.position : pending.back().event.number;
}

// The feed has no gaps: what is not there was removed. The end that comes with an empty page may be of a
// later moment, with events that the page would have held.
std::int64_t Line::take(const storage::EventPage& page) {
    const auto& items = page.items;
    const auto before = items.empty() ? std::max(taken_, page.ends.removed) : items.front().number - 1;
    const auto missed = before - taken_;
    taken_ = items.empty() ? before : items.back().number;
    for (const auto& event : items) {
        if (webhook_.kinds.has(event.kind)) wait({event, 0, base::Time{}, {}, {}}, false);
    }
    return missed;
}

const storage::Event* Line::next(base::Time now, std::size_t most) {
    nextDue_.reset();
    if (sending_ >= most) return nullptr;
    Profiles earlier;
    for (const auto& [number, waiting] : waiting_) {
        if (earlier.add(waiting.delivery.event) || waiting.sent) continue;
        const auto due = *waiting.delivery.due;
        if (due <= now) return &waiting.delivery.event;
        if (!nextDue_ || due < *nextDue_) nextDue_ = due;
    }
    return nullptr;
}

void Line::sent(std::int64_t number) {
    waiting_.at(number).sent = true;
    ++sending_;
}

void Line::delivered(std::int64_t number) {
    const auto at = waiting_.find(number);
    if (at->second.stored) {
        record_.changes[number] = std::nullopt;
    } else {
        ahead_.insert(number);
    }
    --sending_;
    waiting_.erase(at);
}

int Line::attempts(std::int64_t number) const {
    return waiting_.at(number).delivery.attempts + 1;
}

void Line::failed(std::int64_t number, std::string reason, base::Time now, std::optional<base::Time> due) {
    const auto at = waiting_.find(number);
    auto& [delivery, sent, stored] = at->second;
    ++delivery.attempts;
    delivery.due = due;
    delivery.failedAt = now;
    delivery.reason = std::move(reason);
    sent = false;
    stored = true;
    --sending_;
    record_.changes[number] = delivery;
    if (!due) waiting_.erase(at);
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
        if (std::exchange(each->second.stored, true)) continue;
        record_.changes[each->first] = each->second.delivery;
    }
    record_.webhook = webhook_.id;
    record_.position = position();
    const bool isNew = !record_.changes.empty() || record_.position != recorded_;
    return isNew ? &record_ : nullptr;
}

void Line::recorded() {
    recorded_ = record_.position;
    record_.changes.clear();
    ahead_.erase(ahead_.begin(), ahead_.upper_bound(recorded_));
}

}  // namespace kith::webhooks
