// SPDX-License-Identifier: Apache-2.0
#include "core/identity/fold_activities.hpp"

#include <string>
#include <utility>

#include "core/model/activity_fold.hpp"
#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using model::Activity;

void count(const FoldStep& step, const Activity& activity, std::int64_t by) {
    step.appends.counters.push_back(
        {activity.home, activity.channel, activity.facts.kind, activity.status, activity.at, by});
}

/// Whoever names an id first must not get what is attested of it later: of an activity of others that was
/// only claimed nothing is left, as if the claim had come after.
bool isUsurped(const FoldStep& step, const Activity& activity) {
    return step.attested() && !activity.factsStamp.attested && !step.isOwn(activity.home);
}

void displace(const FoldStep& step, Tracked<Activity>& found) {
    count(step, found.row, -1);
    step.others.push_back(found.row.home);
    if (found.change != Change::Added) step.facts.displaced.push_back(std::move(found.row));
}

bool create(const FoldStep& step, const model::ActivityWrite& write) {
    Activity activity;
    activity.id = step.ids.make<base::ActivityId>();
    activity.home = step.resolution.home;
    activity.channel = write.channel;
    activity.key = write.key;
    model::foldActivity(activity, write, step.observation.stampAt(write.at));
    count(step, activity, 1);
    step.facts.activities.insert_or_assign({write.channel, write.key},
                                           Tracked<Activity>{std::move(activity), true, Change::Added});
    return true;
}

/// `at`: its place in the observation.
bool update(const FoldStep& step, const model::ActivityWrite& write, std::size_t at,
            Tracked<Activity>& found) {
    Activity& activity = found.row;
    const auto kind = activity.facts.kind;
    const auto status = activity.status;
    const auto time = activity.at;
    const bool shown = model::foldActivity(activity, write, step.observation.stampAt(write.at));
    if (activity.at > time) step.appends.postponed.emplace_back(write.channel, write.key);
    if (kind != activity.facts.kind || status != activity.status || time != activity.at) {
        step.appends.counters.push_back({activity.home, activity.channel, kind, status, time, -1});
        count(step, activity, 1);
    } else if (KITH_FAULT(DuplicatesCountedTwice)) {
        count(step, activity, 1);
    }
    touch(found);
    const bool isOwn = step.isOwn(activity.home);
    if (!isOwn)
        step.warn("/activities/" + std::to_string(at), "other_profile",
                  "The id was first written for another profile, whose timeline holds the activity.");
    if (!shown) return false;
    if (isOwn) return true;
    step.others.push_back(activity.home);
    return false;
}

}  // namespace

bool foldActivities(const FoldStep& step) {
    bool changed = false;
    std::size_t position = 0;
    for (const auto& write : step.observation.activities) {
        const std::size_t at = position++;
        const auto found = step.facts.activities.find({write.channel, write.key});
        if (found == step.facts.activities.end()) {
            changed = create(step, write) || changed;
        } else if (isUsurped(step, found->second.row)) {
            displace(step, found->second);
            changed = create(step, write) || changed;
        } else if (step.attested() || step.isOwn(found->second.row.home)) {
            changed = update(step, write, at, found->second) || changed;
        } else {
            step.warn("/activities/" + std::to_string(at), "not_attested",
                      "A claim doesn't change an activity of another profile.");
        }
    }
    return changed;
}

}  // namespace kith::identity
