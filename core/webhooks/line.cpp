// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/line.hpp"

#include <unordered_set>
#include <utility>

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

Line::Line(storage::Webhook webhook, std::vector<storage::Delivery> pending)
    : webhook_(std::move(webhook)), taken_(webhook_.position), recorded_(webhook_.position) {
    for (auto& each : pending) {
        const auto number = each.event.number;
        waiting_.emplace(number, Waiting{std::move(each), false, true});
    }
}

void Line::take(std::span<const storage::Event> events, std::int64_t upTo) {
    for (const auto& event : events) {
        if (!webhook_.kinds.has(event.kind)) continue;
        waiting_.emplace(event.number, Waiting{{event, 0, base::Time::min(), {}, {}}, false, false});
    }
    taken_ = upTo;
}

const storage::Event* Line::send(base::Time now, std::size_t most) {
    nextDue_.reset();
    if (sending_ >= most) return nullptr;
    Profiles earlier;
    for (auto& [number, waiting] : waiting_) {
        if (earlier.add(waiting.delivery.event) || waiting.sent) continue;
        const auto due = *waiting.delivery.due;
        if (due > now) {
            if (!nextDue_ || due < *nextDue_) nextDue_ = due;
            continue;
        }
        waiting.sent = true;
        ++sending_;
        return &waiting.delivery.event;
    }
    return nullptr;
}

void Line::delivered(std::int64_t number) {
    const auto at = waiting_.find(number);
    if (at->second.stored) record_.delivered.push_back(number);
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
    record_.failed.push_back(delivery);
    if (!due) waiting_.erase(at);
}

std::int64_t Line::position() const {
    for (const auto& [number, waiting] : waiting_) {
        if (!waiting.stored) return number - 1;
    }
    return taken_;
}

std::optional<storage::DeliveryRecord> Line::takeRecord() {
    record_.webhook = webhook_.id;
    record_.position = position();
    if (record_.delivered.empty() && record_.failed.empty() && record_.position == recorded_)
        return std::nullopt;
    recorded_ = record_.position;
    return std::exchange(record_, {});
}

}  // namespace kith::webhooks
