// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/property/plain_model.hpp"

namespace kith::test {

bool PlainModel::areForbidden(int a, int b) const {
    return std::any_of(prohibitions_.begin(), prohibitions_.end(), [&](const Prohibition& each) {
        const std::set<int> lives{liveOf(each.a), liveOf(each.b)};
        return !each.lifted && lives == std::set{a, b};
    });
}

/// Makes the step's profile and another one.
void PlainModel::unite(Step& step, int other, const Name& by) {
    const auto rank = [&](int live) {
        return std::tuple(!hasUnique(live), !isKnown(live), createdAt(live), live);
    };
    const int survivor = rank(step.live) < rank(other) ? step.live : other;
    const int absorbed = survivor == other ? step.live : other;
    Merge merge{survivor, absorbed, {}, step.foundBy, by};
    const auto home = [&](int live, const Name& name, int otherwise) {
        const Entry* entry = name.empty() ? nullptr : strongest(live, name);
        return entry != nullptr ? entry->home : otherwise;
    };
    merge.homeOfA = home(step.live, step.foundBy, step.foundBy.empty() ? 0 : step.home);
    merge.homeOfB = home(other, by, 0);
    mergeCounts_[survivor] += mergeCounts_[absorbed] + 1;
    for (auto& [profile, live] : pointers_) {
        if (live != absorbed) continue;
        live = survivor;
        merge.absorbedHomes.insert(profile);
    }
    merges_.push_back(std::move(merge));
    step.live = survivor;
    step.outcome.absorbed.push_back(absorbed);
}

/// False if it can't be.
bool PlainModel::decide(Step& step) {
    const auto& [kind, first, second, ref] = *step.item.decision;
    const auto which = static_cast<std::size_t>(first) - 1;
    if (kind == "delete" || kind == "restore" || kind == "erase") return decideLife(step, kind, first);
    if (kind == "undo") return takeBack(step, which);
    if (kind == "attach" || kind == "move" || kind == "detach") {
        if (!lives(first)) return false;
        step.home = first;
        step.live = liveOf(first);
        return kind == "detach" ? detachByHand(step, nameOf(ref))
                                : attachByHand(step, nameOf(ref), kind == "move");
    }
    if (kind == "allow") {
        if (which >= prohibitions_.size() || prohibitions_[which].lifted) return false;
        if (!lives(prohibitions_[which].a) || !lives(prohibitions_[which].b)) return false;
        prohibitions_[which].lifted = true;
        step.live = liveOf(prohibitions_[which].a);
    } else {
        if (!lives(first) || !lives(second)) return false;
        step.live = liveOf(first);
        const int other = liveOf(second);
        if (step.live == other) return false;
        if (kind == "merge") {
            if (refuseByHand(step.live, other)) return false;
            ++facts_.handMerges;
            unite(step, other, {});
        } else {
            if (areForbidden(step.live, other)) return false;
            prohibitions_.push_back({std::min(step.live, other), std::max(step.live, other), false});
        }
    }
    step.home = step.live;
    return true;
}

/// Every reason is told: what the two are together with the first of them, and an identifier with whom it is
/// of.
bool PlainModel::refuseByHand(int a, int b) {
    if (refusesMerge(a, b).empty()) return false;
    const Name nothing = nameOf({});
    if (areForbidden(a, b)) record(a, "must_not_link", nothing);
    if (isTooLarge(a, b)) record(a, "component_too_large", nothing);
    for (const auto& type : rules_.types) {
        if (!breaksLimit(a, b, type)) continue;
        for (const int side : {a, b}) {
            for (const Entry* entry : entriesOf(side)) {
                if (entry->role == "identifying" && typeOf(entry->name).name == type.name)
                    record(side, type.cls == 'u' ? "unique_conflict" : "limit", entry->name);
            }
        }
    }
    return true;
}

/// Whatever the profile lists of it in that role, or in any.
void PlainModel::drop(int live, const Name& name, const char* role) {
    std::erase_if(entries_, [&](const Entry& entry) {
        const bool isMeant = role == nullptr || entry.role == role;
        return entry.name == name && isMeant && liveOf(entry.home) == live;
    });
}

/// False if it is somebody else's and should stay there, or there is no room.
bool PlainModel::attachByHand(Step& step, const Name& name, bool move) {
    const int holder = holderOf(name);
    if (holder == step.live) return true;
    if (holder != 0 && !move) return false;
    if (const auto refusal = refusesAttach(step.live, name); !refusal.empty()) {
        record(step.home, refusal, name);
        return false;
    }
    if (holder != 0) drop(holder, name, "identifying");
    attached_.emplace_back(step.home, name);
    if (strongest(step.live, name) == nullptr)
        entries_.push_back({name, step.home, "identifying", step.item.at, step.item.at, {}});
    Entry* entry = strongest(step.live, name);
    entry->role = "identifying";
    if (!entry->vouched) {
        entry->first = step.item.at;
        entry->last = std::max(entry->last, step.item.at);
        entry->vouched = true;
    }
    const Order order{step.item.attested, step.item.at,  step.item.source,
                      step.item.id,       step.item.key, step.content};
    if (moves_(name) && (!entry->claim || *entry->claim < order)) entry->claim = order;
    return true;
}

/// False if the profile does not list it.
bool PlainModel::detachByHand(Step& step, const Name& name) {
    const Entry* listed = strongest(step.live, name);
    if (listed == nullptr) return false;
    step.home = step.live;
    const int holder = holderOf(name);
    const bool isClaim = listed->role == "claimed";
    drop(step.live, name, nullptr);
    if (isClaim || (holder != 0 && holder != step.live)) return true;
    const auto before = released_.find(name);
    released_[name] = std::max(before == released_.end() ? step.item.at : before->second, step.item.at);
    return true;
}

/// Each side is again what stands under its homes, unless a later merge came from the side to be taken out.
bool PlainModel::takeBack(Step& step, std::size_t which) {
    if (which >= merges_.size() || merges_[which].undone || !lives(merges_[which].absorbed)) return false;
    Merge& merge = merges_[which];
    step.live = step.home = liveOf(merge.absorbed);
    std::set<int> taken;
    for (const int home : merge.absorbedHomes) {
        if (liveOf(home) == step.live) taken.insert(home);
    }
    for (std::size_t later = which + 1; later < merges_.size(); ++later) {
        if (merges_[later].undone || liveOf(merges_[later].survivor) != step.live) continue;
        if (taken.contains(merges_[later].survivor) || taken.contains(merges_[later].absorbed)) return false;
        const auto& each = merges_[later];
        for (const auto& [name, stood] :
             {std::pair(each.joinedA, each.homeOfA), std::pair(each.joinedB, each.homeOfB)}) {
            const Entry* entry = name.empty() ? nullptr : strongest(step.live, name);
            if (taken.contains(entry != nullptr ? entry->home : stood)) return false;
        }
    }
    merge.undone = true;
    for (const int home : taken) pointers_[home] = merge.absorbed;
    mergeCounts_[merge.absorbed] = static_cast<int>(taken.size()) - 1;
    mergeCounts_[step.live] -= static_cast<int>(taken.size());
    prohibitions_.push_back(
        {std::min(merge.survivor, merge.absorbed), std::max(merge.survivor, merge.absorbed), false});
    step.restored = merge.absorbed;
    ++facts_.undone;
    return true;
}

}  // namespace kith::test
