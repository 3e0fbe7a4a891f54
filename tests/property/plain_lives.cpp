// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/property/plain_model.hpp"

namespace kith::test {

bool PlainModel::lives(int profile) const {
    return pointers_.contains(profile) && !ended_.contains(liveOf(profile));
}

bool PlainModel::isErased(int profile) const {
    const auto end = ended_.find(liveOf(profile));
    return end != ended_.end() && end->second.erased;
}

/// False if there is no such profile, or it is not in a state that allows it.
bool PlainModel::decideLife(Step& step, const std::string& kind, int profile) {
    if (!pointers_.contains(profile)) return false;
    step.live = step.home = liveOf(profile);
    const auto end = ended_.find(step.live);
    const bool isDeleted = end != ended_.end() && !end->second.erased;
    if (kind == "restore") {
        if (isDeleted) restore(step.live);
        return isDeleted;
    }
    if (!lives(step.live) && !(kind == "erase" && isDeleted)) return false;
    if (!isDeleted) remove(step.live, step.item.at);
    if (kind == "delete") {
        ++facts_.deleted;
    } else {
        erase(step.live);
    }
    return true;
}

/// It lists nothing any more. What was not only claimed, and is nobody else's, is let go of at that time.
void PlainModel::remove(int live, std::int64_t at) {
    End end{at, false, {}};
    for (const Entry* entry : entriesOf(live)) {
        const auto released = released_.find(entry->name);
        end.listed.push_back(
            {*entry, released == released_.end() ? std::nullopt : std::optional{released->second}});
    }
    std::erase_if(entries_, [&](const Entry& entry) { return liveOf(entry.home) == live; });
    for (const auto& [entry, before] : end.listed) {
        if (entry.role == "claimed" || holderOf(entry.name) != 0) continue;
        released_[entry.name] = std::max(before.value_or(at), at);
    }
    ended_[live] = std::move(end);
}

/// It has again what is nobody's, shares the rest, and what was let go of at its end, and not again since, is
/// as it was before.
void PlainModel::restore(int live) {
    const End end = ended_.at(live);
    ended_.erase(live);
    for (auto [entry, before] : end.listed) {
        if (entry.role == "identifying" && holderOf(entry.name) != 0) entry.role = "shared";
        const auto released = released_.find(entry.name);
        if (released != released_.end() && released->second == end.at) {
            if (before)
                released->second = *before;
            else
                released_.erase(released);
        } else {
            dropLettingGo(entry.name, end.at, before);
        }
        entries_.push_back(entry);
    }
    ++facts_.restored;
}

/// Whoever was ended after a life that goes on had nothing let go of before, but by those before that.
void PlainModel::dropLettingGo(const Name& name, std::int64_t at, std::optional<std::int64_t> before) {
    for (auto& [live, end] : ended_)
        for (auto& other : end.listed)
            if (other.entry.name == name && other.releasedBefore == at) other.releasedBefore = before;
}

/// Nothing that was written about the person is left, but for the states of addresses.
void PlainModel::erase(int live) {
    End& end = ended_.at(live);
    end.erased = true;
    end.listed.clear();
    std::erase_if(activities_, [&](const Activity& each) { return liveOf(each.home) == live; });
    for (const auto& [profile, pointer] : pointers_) {
        if (pointer != live) continue;
        const auto prefix = std::to_string(profile) + ":";
        std::erase_if(refusals_, [&](const std::string& each) { return each.starts_with(prefix); });
    }
    for (const Written* written : writtenBy(live)) {
        for (const auto& each : written->item.subscriptions) {
            const bool counted = !written->item.attested && each.subscribed && written->factsCount;
            facts_.claimedConsents -= counted ? 1U : 0U;
        }
    }
    ++facts_.erased;
}

/// The deleted profile that the first of them identified that identified any, by binding ones if it has some:
/// of several that are no somebody else the one that was deleted last.
int PlainModel::findDeleted(const Step& step, Name& by, int& home) const {
    for (const auto& ref : step.carried) {
        if (moves_(nameOf(ref)) && step.binds) continue;
        int found = 0;
        std::int64_t latest = 0;
        for (const auto& [live, end] : ended_) {
            if (end.erased || (found != 0 && end.at <= latest)) continue;
            for (const auto& [entry, before] : end.listed) {
                const bool isIt = entry.role == "identifying" && entry.name == nameOf(ref);
                if (!isIt || contradictsDeleted(end, step)) continue;
                found = live;
                latest = end.at;
                by = entry.name;
                home = entry.home;
            }
        }
        if (found != 0) return found;
    }
    return 0;
}

bool PlainModel::contradictsDeleted(const End& end, const Step& step) const {
    return std::any_of(end.listed.begin(), end.listed.end(), [&](const Listed& listed) {
        const auto& name = listed.entry.name;
        if (listed.entry.role != "identifying" || typeOf(name).cls != 'u') return false;
        return std::any_of(step.carried.begin(), step.carried.end(), [&](const Item::Ref& ref) {
            return ref.first == typeOf(name).name && nameOf(ref) != name;
        });
    });
}

}  // namespace kith::test
