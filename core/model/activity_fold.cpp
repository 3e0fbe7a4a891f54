// SPDX-License-Identifier: Apache-2.0
#include "core/model/activity_fold.hpp"

#include <algorithm>
#include <utility>

#include "core/model/faults.hpp"

namespace kith::model {
namespace {

/// The activity's own members, as one statement meets them.
class MemberFold {
public:
    MemberFold(Activity& activity, const Stamp& stamp) : activity_(activity), stamp_(stamp) {}

    /// True if a shown value changed.
    bool run(const ActivityFacts& given) {
        ActivityFacts& kept = activity_.facts;
        if (activity_.factsStamp.origin == nullptr) {
            kept = given;
            activity_.factsStamp = stamp_;
            return true;
        }
        const bool newest = activity_.factsStamp <= stamp_;
        if (newest) keepOlderStamps();
        bool shown = false;
        if (takes(ActivityMember::Kind)) shown = std::exchange(kept.kind, given.kind) != given.kind;
        shown |= take(ActivityMember::Event, kept.event, given.event);
        shown |= take(ActivityMember::MessageId, kept.messageId, given.messageId);
        shown |= take(ActivityMember::MessageName, kept.messageName, given.messageName);
        shown |= take(ActivityMember::Endpoint, kept.endpoint, given.endpoint);
        shown |= take(ActivityMember::Properties, kept.properties, given.properties);
        if (newest) activity_.factsStamp = stamp_;
        settleOlderStamps();
        return shown;
    }

private:
    template <class Value>
    bool take(ActivityMember member, std::optional<Value>& kept, const std::optional<Value>& given) {
        if (!given) return false;
        if (!kept) {
            older().push_back({member, stamp_});
        } else if (!takes(member)) {
            return false;
        }
        const bool differs = kept != given;
        if (differs) kept = given;
        return differs;
    }

    /// Whether the statement wins the member, which has a value; if so its stamp is noted.
    bool takes(ActivityMember member) {
        const auto at = find(member);
        if (at != older().end()) {
            if (stamp_ < at->stamp) return false;
            at->stamp = stamp_;
            return true;
        }
        if (stamp_ < activity_.factsStamp) return false;
        older().push_back({member, stamp_});
        return true;
    }

    /// Before the newest stamp changes hands, every member that relied on it gets it as its own.
    void keepOlderStamps() {
        const auto keep = [&](ActivityMember member, bool present) {
            if (present && find(member) == older().end()) older().push_back({member, activity_.factsStamp});
        };
        const ActivityFacts& facts = activity_.facts;
        keep(ActivityMember::Kind, true);
        keep(ActivityMember::Event, facts.event.has_value());
        keep(ActivityMember::MessageId, facts.messageId.has_value());
        keep(ActivityMember::MessageName, facts.messageName.has_value());
        keep(ActivityMember::Endpoint, facts.endpoint.has_value());
        keep(ActivityMember::Properties, facts.properties.has_value());
    }

    void settleOlderStamps() {
        std::erase_if(older(), [&](const MemberStamp& each) { return each.stamp == activity_.factsStamp; });
        std::sort(older().begin(), older().end(),
                  [](const MemberStamp& a, const MemberStamp& b) { return a.member < b.member; });
    }

    std::vector<MemberStamp>& older() { return activity_.older; }
    std::vector<MemberStamp>::iterator find(ActivityMember member) {
        return std::find_if(older().begin(), older().end(),
                            [&](const MemberStamp& each) { return each.member == member; });
    }

    Activity& activity_;
    const Stamp& stamp_;
};

void foldStatus(std::vector<StatusRow>& history, const ActivityWrite& write, const Stamp& stamp) {
    const auto row = std::find_if(history.begin(), history.end(), [&](const StatusRow& each) {
        return each.status == *write.status && each.machine == write.machine;
    });
    if (row == history.end()) {
        history.push_back({*write.status, write.machine, write.at, write.at, write.reason, stamp});
        return;
    }
    row->first = std::min(row->first, write.at);
    row->last = std::max(row->last, write.at);
    // A reason beats none whatever their times: it was given, and silence doesn't take it back.
    const bool newer =
        row->reason.empty() == write.reason.empty() ? row->reasonStamp < stamp : row->reason.empty();
    if (newer) {
        row->reason = write.reason;
        row->reasonStamp = stamp;
    }
}

std::optional<Status> highest(const std::vector<StatusRow>& history) {
    std::optional<Status> status;
    for (const auto& row : history) {
        if (!row.machine.empty() && !KITH_FAULT(MachineRaisesStatus)) continue;
        if (!status || *status < row.status) status = row.status;
    }
    return status;
}

base::Time earliest(const std::vector<StatusRow>& history) {
    const auto row = std::min_element(history.begin(), history.end(), [](const auto& a, const auto& b) {
        return KITH_FAULT(FirstStatusTimeLost) ? a.last > b.last : a.first < b.first;
    });
    return row->first;
}

}  // namespace

bool isDelivery(const ActivityWrite& write) noexcept {
    return write.machine.empty() && write.facts.endpoint &&
           (write.status == Status::Delivered || write.status == Status::Read ||
            write.status == Status::Clicked);
}

bool foldActivity(Activity& activity, const ActivityWrite& write, const Stamp& stamp) {
    const bool first = activity.factsStamp.origin == nullptr;
    bool shown = MemberFold(activity, stamp).run(write.facts);
    const auto statusBefore = activity.status;
    const auto atBefore = activity.at;
    if (write.status) foldStatus(activity.history, write, stamp);
    activity.status = highest(activity.history);
    if (!activity.history.empty()) {
        activity.at = earliest(activity.history);
    } else if (first || write.at < activity.at) {
        activity.at = write.at;
    }
    shown |= activity.status != statusBefore || activity.at != atBefore;
    return shown;
}

}  // namespace kith::model
