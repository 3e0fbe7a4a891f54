// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "tests/property/plain_model.hpp"

namespace kith::test {

bool PlainModel::contradicts(int live, const Step& step) const {
    for (const auto& ref : step.carried) {
        if (typeOf(nameOf(ref)).cls != 'u') continue;
        for (const Entry* entry : entriesOf(live)) {
            const bool sameType = typeOf(entry->name).name == ref.first;
            if (entry->role == "identifying" && sameType && entry->name != nameOf(ref)) return true;
        }
    }
    return false;
}

int PlainModel::ownerOfMoving(const Step& step) const {
    for (const bool wantKnown : {true, false}) {
        for (const auto& ref : step.carried) {
            const int owner = moves_(nameOf(ref)) ? ownerOf(nameOf(ref)) : 0;
            if (owner != 0 && isKnown(owner) == wantKnown) return owner;
        }
    }
    return 0;
}

int PlainModel::findTarget(const Step& step) const {
    if (!step.binds) return ownerOfMoving(step);
    for (const auto& ref : step.carried) {
        const int owner = moves_(nameOf(ref)) ? 0 : ownerOf(nameOf(ref));
        if (owner != 0 && !contradicts(owner, step)) return owner;
    }
    for (const auto& ref : step.carried)
        if (!moves_(nameOf(ref))) return holderOf(nameOf(ref));
    return 0;
}

int PlainModel::findClaimTarget(const Step& step) const {
    for (const auto& ref : step.carried) {
        if (moves_(nameOf(ref))) return ownerOfMoving(step);
    }
    std::set<int> claimants;
    for (const auto& [profile, live] : pointers_) {
        if (profile != live || isKnown(live)) continue;
        const bool all = std::all_of(step.carried.begin(), step.carried.end(), [&](const auto& ref) {
            const Entry* entry = strongest(live, nameOf(ref));
            return entry != nullptr && entry->role == "claimed";
        });
        if (all) claimants.insert(live);
    }
    return claimants.size() == 1 ? *claimants.begin() : 0;
}

/// The first identifier, in matching order, that leads to the target; of a new one the first that is free.
PlainModel::Name PlainModel::nameFor(const Step& step, int target) const {
    if (target == 0) {
        for (const auto& ref : step.carried) {
            if (moves_(nameOf(ref)) != step.binds && holderOf(nameOf(ref)) == 0) return nameOf(ref);
        }
        return nameOf(step.carried.front());
    }
    const bool byClaim =
        !step.item.attested && std::none_of(step.carried.begin(), step.carried.end(),
                                            [&](const auto& r) { return moves_(nameOf(r)); });
    if (byClaim) return nameOf(step.carried.front());
    const bool byMoving = !step.item.attested || !step.binds;
    for (const auto& ref : step.carried) {
        const Name name = nameOf(ref);
        if (moves_(name) == byMoving && ownerOf(name) == target) return name;
    }
    return {};
}

PlainOutcome PlainModel::take(const Item& item) {
    Step step{item, contentHashOf(item), {}, {}, {}, false, false, 0, 0, {}, 0, {}};
    const std::pair idKey{item.key, item.id};
    if (!item.id.empty() && seen_.contains(idKey)) {
        const auto& [content, home] = seen_.at(idKey);
        step.outcome.result = content == step.content ? "duplicate" : "rejected";
        step.outcome.profile = step.outcome.result == "duplicate" ? liveOf(home) : 0;
        return step.outcome;
    }
    auto profilesBefore = pointers_;
    const bool ofSomebody = item.decision ? decide(step) : item.edits != 0 ? edit(step) : carries(step);
    if (!ofSomebody && !noteStates(step)) {
        step.outcome.result = "rejected";
        return step.outcome;
    }
    if (!ofSomebody) {
        if (!item.id.empty()) seen_[idKey] = {step.content, kNobody};
        conclude(step, profilesBefore);
        return step.outcome;
    }
    // What a token says is an observation of its own, and the claim then belongs to whom that led to.
    Item vouched;
    std::optional<Step> first;
    if (item.identity) {
        vouched = vouchedFor(item);
        first.emplace(Step{vouched, step.content, {}, {}, {}, false, false, 0, 0, {}, 0, {}});
        carries(*first);
        if (first->binds) {
            resolve(*first, nullptr);
            conclude(*first, profilesBefore);
            profilesBefore = pointers_;
        } else {
            step.released.push_back(nameOf(*item.identity));
            first.reset();
        }
    }
    if (!item.decision && item.edits == 0) resolve(step, first ? &*first : nullptr);
    if (!item.decision) note(step);
    if (!item.id.empty()) seen_[idKey] = {step.content, step.home};
    conclude(step, profilesBefore);
    if (!first) return step.outcome;
    auto both = first->outcome;
    both.profile = step.outcome.profile;
    both.version = step.outcome.version;
    both.refused.insert(step.outcome.refused.begin(), step.outcome.refused.end());
    if (both.result == "unchanged") both.result = step.outcome.result;
    return both;
}

/// What an item's token says: whom it names, with the moving identifiers.
Item PlainModel::vouchedFor(const Item& item) const {
    Item vouched;
    vouched.key = item.key;
    vouched.id = item.id;
    vouched.source = item.source;
    vouched.at = item.at;
    vouched.identifiers.push_back(*item.identity);
    for (const auto& ref : item.identifiers) {
        if (moves_(nameOf(ref))) vouched.identifiers.push_back(ref);
    }
    return vouched;
}

/// In matching order. False if it can't be resolved.
bool PlainModel::carries(Step& step) const {
    const Item& item = step.item;
    for (const auto& type : rules_.types) {
        std::size_t values = 0;
        for (const auto& ref : item.identifiers) {
            const bool again = std::find(step.carried.begin(), step.carried.end(), ref) != step.carried.end();
            if (ref.first == type.name && !again) {
                step.carried.push_back(ref);
                ++values;
            }
        }
        if (type.cls == 'u' && values > type.limit) return false;
    }
    std::erase_if(step.carried, [&](const Item::Ref& ref) {
        if (!item.attested || !isReleased(nameOf(ref), item.at)) return false;
        step.released.push_back(nameOf(ref));
        return true;
    });
    step.binds = std::any_of(step.carried.begin(), step.carried.end(),
                             [&](const Item::Ref& ref) { return !moves_(nameOf(ref)); });
    return !step.carried.empty();
}

bool PlainModel::isReleased(const Name& name, std::int64_t at) const {
    const auto let = released_.find(name);
    return let != released_.end() && at <= let->second;
}

/// Of an observation that carries nothing any more what it says of addresses is kept, and not who said it.
/// False if there is no such thing, or it is wrong in itself.
bool PlainModel::noteStates(Step& step) {
    if (step.item.decision || step.item.edits != 0) return false;
    if (!step.carried.empty() || step.released.empty() || step.item.endpoints.empty()) return false;
    for (const auto& ref : step.item.blocked) step.outcome.refused.insert("blocked_value " + nameOf(ref));
    for (const auto& name : step.released) step.outcome.refused.insert("released " + name);
    Item states = test::statesOf(step.item);
    states.source.clear();
    states.id.clear();
    log_.push_back({std::move(states), "", kNobody, true, {}});
    return true;
}

void PlainModel::resolve(Step& step, const Step* vouched) {
    const Item& item = step.item;
    step.live = item.attested ? findTarget(step) : findClaimTarget(step);
    step.vouched = vouched != nullptr;
    if (vouched != nullptr) step.live = vouched->live;
    step.home = step.live;
    const bool restores = item.restore && item.attested && step.live == 0;
    if (const int deleted = restores ? findDeleted(step, step.foundBy, step.home) : 0; deleted != 0) {
        step.live = deleted;
        restore(deleted);
    } else if (vouched != nullptr) {
        step.home = vouched->home;
    } else if (step.live == 0) {
        step.foundBy = nameFor(step, 0);
        step.home = step.live = static_cast<int>(pointers_.size()) + 1;
        pointers_[step.live] = step.live;
        step.isNew = true;
    } else {
        step.foundBy = nameFor(step, step.live);
        step.home = strongest(step.live, step.foundBy)->home;
    }
    log_.push_back({item, step.content, step.home, false, {}, step.released});
    step.order = log_.back().order(item.at);
    for (const auto& ref : step.carried) item.attested ? attest(step, nameOf(ref)) : claim(step, nameOf(ref));
    for (const auto& ref : item.blocked) refuse(step, "blocked_value", nameOf(ref));
    for (const auto& name : step.released) refuse(step, "released", name);
    log_.back().factsCount = item.attested || !isKnown(step.live);
    for (const auto& each : item.subscriptions) {
        if (!item.attested && each.subscribed && log_.back().factsCount) ++facts_.claimedConsents;
    }
}

/// Everything that it says is dated after what it replaces. False if there is no such profile.
bool PlainModel::edit(Step& step) {
    if (!lives(step.item.edits)) return false;
    step.home = step.item.edits;
    step.live = liveOf(step.home);
    Written written{step.item, step.content, step.home, true, {}};
    for (auto& each : written.item.subscriptions) {
        const auto replaced = decisionOf(step.live, each.category).order;
        if (replaced) each.at = std::max(each.at, std::get<1>(*replaced) + 1);
    }
    for (const auto& field : step.item.fields) {
        const auto replaced = fieldDateOf(step.live, field.key);
        if (replaced) written.fieldDates[field.key] = std::max(step.item.at, *replaced + 1);
    }
    log_.push_back(std::move(written));
    return true;
}

/// Versions and the result, by what is shown before and after.
void PlainModel::conclude(Step& step, const std::map<int, int>& profilesBefore) {
    const auto before = std::exchange(views_, views());
    const std::int64_t takenFrom = versions_[step.live];
    bool changed = false;
    for (const auto& [live, view] : views_) {
        std::int64_t version = 0;
        for (const auto& [profile, pointer] : pointers_) {
            const bool was = profilesBefore.contains(profile) && profilesBefore.at(profile) == profile;
            if (pointer == live && was) version = std::max(version, versions_[profile]);
        }
        if (live == step.restored) version = takenFrom;
        const bool differs = !before.contains(live) || before.at(live).own != view.own ||
                             (live == step.live && before.at(live).listed != view.listed);
        const bool merged = live == step.live && (!step.outcome.absorbed.empty() || step.restored != 0);
        changed = changed || differs || merged;
        versions_[live] = version + (differs || merged ? 1 : 0);
    }
    step.outcome.profile = step.live;
    step.outcome.home = step.home;
    step.outcome.version = versions_[step.live];
    step.outcome.result = !step.outcome.absorbed.empty()                                ? "merged"
                          : step.home != kNobody && !profilesBefore.contains(step.home) ? "created"
                          : changed                                                     ? "updated"
                                                                                        : "unchanged";
}

void PlainModel::attest(Step& step, const Name& name) {
    const int holder = holderOf(name);
    if (holder == step.live) return see(step, name);
    if (holder == 0) return attach(step, name, 0);
    if (!isKnown(holder)) return join(step, name, holder);
    if (!moves_(name)) return join(step, name, holder);
    const auto& claim = strongest(holder, name)->claim;
    if (step.binds && (!claim || *claim < step.order)) attach(step, name, holder);
}

void PlainModel::claim(Step& step, const Name& name) {
    const int holder = holderOf(name);
    if (holder == step.live) return see(step, name);
    if (moves_(name)) {
        if (holder != 0 || step.vouched) return;
        return !step.isNew && isReleased(name, step.item.at) ? refuse(step, "released", name)
                                                             : attach(step, name, 0);
    }
    std::string refusal;
    if (strongest(step.live, name) == nullptr) {
        std::set<Name> claimed;
        for (const Entry* entry : entriesOf(step.live)) {
            if (entry->role == "claimed" && typeOf(entry->name).name == typeOf(name).name) {
                claimed.insert(entry->name);
            }
        }
        if (claimed.size() >= typeOf(name).limit) refusal = "limit";
        if (namesOf(step.live).size() >= rules_.maxIdentifiers) refusal = "component_too_large";
        if (refusal.empty()) entries_.push_back({name, step.home, "claimed", step.item.at, step.item.at, {}});
    }
    if (refusal.empty()) see(step, name);
    if (holder != 0) refusal = "not_attested";
    if (!refusal.empty()) refuse(step, refusal.c_str(), name);
}

std::string PlainModel::refusesAttach(int live, const Name& name) const {
    const auto& type = typeOf(name);
    if (type.cls == 'u' && identifyingOf(live, type.name) > 0) return "unique_conflict";
    const auto names = namesOf(live);
    if (!names.contains(name) && names.size() >= rules_.maxIdentifiers) return "component_too_large";
    return identifyingOf(live, type.name) >= type.limit ? "limit" : "";
}

/// A free value, or one taken from the profile that it moves away from.
void PlainModel::attach(Step& step, const Name& name, int from) {
    if (const auto refusal = refusesAttach(step.live, name); !refusal.empty()) {
        refuse(step, refusal.c_str(), name);
        return share(step, name);
    }
    if (from != 0) {
        ++facts_.moves;
        std::erase_if(entries_, [&](const Entry& entry) {
            return entry.name == name && entry.role == "identifying" && liveOf(entry.home) == from;
        });
    }
    if (Entry* listed = strongest(step.live, name)) {
        listed->role = "identifying";
    } else {
        entries_.push_back({name, step.home, "identifying", step.item.at, step.item.at, {}});
    }
    see(step, name);
}

std::string PlainModel::refusesMerge(int a, int b) const {
    if (areForbidden(a, b)) return "must_not_link";
    std::string limit;
    for (const auto& type : rules_.types) {
        if (!breaksLimit(a, b, type)) continue;
        if (type.cls == 'u') return "unique_conflict";
        limit = "limit";
    }
    return isTooLarge(a, b) ? "component_too_large" : limit;
}

bool PlainModel::breaksLimit(int a, int b, const PlainType& type) const {
    const std::size_t left = identifyingOf(a, type.name);
    const std::size_t right = identifyingOf(b, type.name);
    return left != 0 && right != 0 && left + right > type.limit;
}

bool PlainModel::isTooLarge(int a, int b) const {
    auto names = namesOf(a);
    names.merge(namesOf(b));
    const auto merges = [&](int live) { return mergeCounts_.contains(live) ? mergeCounts_.at(live) : 0; };
    const auto total = static_cast<std::size_t>(merges(a) + merges(b) + 1);
    return names.size() > rules_.maxIdentifiers || total > rules_.maxMerges;
}

void PlainModel::join(Step& step, const Name& name, int other) {
    if (const auto refusal = refusesMerge(step.live, other); !refusal.empty()) {
        refuse(step, refusal.c_str(), name);
        return share(step, name);
    }
    ++(isKnown(other) ? facts_.linkingMerges : facts_.absorptions);
    unite(step, other, name);
    see(step, name);
}

void PlainModel::share(Step& step, const Name& name) {
    Entry* listed = strongest(step.live, name);
    if (listed == nullptr && namesOf(step.live).size() >= rules_.maxIdentifiers) return;
    if (listed == nullptr) {
        entries_.push_back({name, step.home, "shared", step.item.at, step.item.at, {}});
    } else if (listed->role == "claimed") {
        listed->role = "shared";
    }
    see(step, name);
}

void PlainModel::see(Step& step, const Name& name) {
    Entry* entry = strongest(step.live, name);
    const bool vouches = step.item.attested && !entry->vouched;
    if (vouches || (step.item.attested == entry->vouched && step.item.at < entry->first))
        entry->first = step.item.at;
    entry->vouched = entry->vouched || step.item.attested;
    entry->last = std::max(entry->last, step.item.at);
    if (!step.item.attested || !step.binds || !moves_(name) || entry->role != "identifying") return;
    if (!entry->claim || *entry->claim < step.order) entry->claim = step.order;
}

void PlainModel::refuse(Step& step, const char* code, const Name& name) {
    ++facts_.refusals;
    step.outcome.refused.insert(std::string(code) + " " + name);
    record(step.home, code, name);
}

void PlainModel::record(int home, const std::string& code, const Name& name) {
    refusals_.insert(std::to_string(home) + ": " + code + " " + name);
}

}  // namespace kith::test
