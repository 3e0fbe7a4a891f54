// SPDX-License-Identifier: Apache-2.0
#include "core/identity/world.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "core/base/error.hpp"
#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

bool bindsPeople(const model::IdentifierRule* rule) noexcept {
    return rule != nullptr && rule->cls != model::IdentifierClass::Moving;
}

/// Entries only ever raise these two; removing one is the exception.
void raiseFlags(Component& component, const Entry& entry) {
    const bool known = entry.role == model::Role::Identifying && bindsPeople(entry.rule);
    const bool reachable =
        entry.role != model::Role::Claimed && entry.rule != nullptr && entry.rule->isAddress();
    const bool listed = known || reachable || entry.role == model::Role::Claimed;
    if ((known && !component.known) || (listed && !component.listed)) component.markChanged();
    component.known = component.known || known;
    component.listed = component.listed || listed;
}

void refreshHomeIds(Component& component) {
    auto ids = std::make_shared<std::vector<base::ProfileId>>();
    ids->reserve(component.homes.size());
    for (const auto& home : component.homes) ids->push_back(home.id);
    component.homeIds = std::move(ids);
}

bool showsOtherOrigin(const model::Origin& a, const model::Origin& b) {
    return a.observedAt != b.observedAt || a.sourceType != b.sourceType || a.sourceName != b.sourceName;
}

}  // namespace

const model::Origin* Component::earliest() const noexcept {
    const model::Origin* found = nullptr;
    for (const auto& home : homes) {
        if (home.earliest && (found == nullptr || compareAge(*home.earliest, *found) < 0)) {
            found = home.earliest.get();
        }
    }
    return found;
}

bool Component::hasUnknownType() const noexcept {
    return std::ranges::any_of(entries, [](const Entry& entry) { return entry.rule == nullptr; });
}

bool Component::noteWritten(base::ProfileId id, const std::shared_ptr<const model::Origin>& origin) {
    const auto home =
        std::find_if(homes.begin(), homes.end(), [&](const Home& each) { return each.id == id; });
    if (home->earliest && compareAge(*origin, *home->earliest) >= 0) return false;
    const model::Origin* before = earliest();
    // `before` may be what is replaced here, so it has to live on.
    const auto replaced = std::exchange(home->earliest, origin);
    if (home->change == Change::None) home->change = Change::Changed;
    markChanged();
    return before == nullptr || showsOtherOrigin(*before, *earliest());
}

std::size_t World::HashIdentifier::operator()(const model::Identifier* identifier) const noexcept {
    const std::hash<std::string_view> hash;
    return hash(identifier->value) * 31 + hash(identifier->type);
}

void World::addIdentifier(KnownIdentifier identifier) {
    identifier.rule = rules_.find(identifier.identifier.type);
    const std::size_t at = identifiers_.size();
    const auto& stored = identifiers_.emplace_back(std::move(identifier));
    listedBy_.emplace_back();
    byId_.emplace(stored.id, at);
    byValue_.emplace(&stored.identifier, at);
}

Component& World::addComponent(Component component) {
    auto& stored = *components_.emplace_back(std::make_unique<Component>(std::move(component)));
    stored.slot = components_.size() - 1;
    stored.known = false;
    stored.listed = false;
    removeExpiredClaims(stored);
    const Change change = stored.change;
    for (auto& entry : stored.entries) {
        entry.rule = identifiers_[indexOf(entry.identifier)].rule;
        raiseFlags(stored, entry);
    }
    stored.change = change;
    for (auto& retired : stored.retired)
        retired.entry.rule = identifiers_[indexOf(retired.entry.identifier)].rule;
    refreshHomeIds(stored);
    index(stored);
    loadedVersions_.emplace(stored.live, stored.version);
    for (const auto& home : stored.homes) loadedLives_.emplace(home.id, stored.live);
    return stored;
}

void World::removeExpiredClaims(Component& component) {
    const auto removed = std::erase_if(component.entries, [&](const Entry& entry) {
        const bool expired = entry.role == model::Role::Claimed && entry.lastSeen <= claimDeadline_;
        if (expired) removed_.push_back({entry.identifier, entry.home, entry.role});
        return expired;
    });
    if (removed == 0) return;
    expired_.insert(component.live);
    component.markChanged();
}

void World::addMustNotLink(base::ProfileId a, base::ProfileId b) {
    mustNotLinks_.emplace(a, b);
}

void World::removeMustNotLink(base::ProfileId a, base::ProfileId b) {
    mustNotLinks_.erase({a, b});
}

const KnownIdentifier* World::find(const model::Identifier& identifier) const {
    const auto found = byValue_.find(&identifier);
    return found == byValue_.end() ? nullptr : &identifiers_[found->second];
}

const KnownIdentifier* World::find(base::IdentifierId id) const {
    const auto found = byId_.find(id);
    return found == byId_.end() ? nullptr : &identifiers_[found->second];
}

Component* World::component(base::ProfileId id) {
    const auto found = byHome_.find(id);
    return found == byHome_.end() ? nullptr : found->second;
}

const Component* World::component(base::ProfileId id) const {
    const auto found = byHome_.find(id);
    return found == byHome_.end() ? nullptr : found->second;
}

Entry* World::entryOf(Component& component, base::IdentifierId id) {
    Entry* strongest = nullptr;
    for (auto& entry : component.entries) {
        if (entry.identifier != id) continue;
        if (strongest == nullptr ||
            std::pair{entry.role, entry.home} < std::pair{strongest->role, strongest->home}) {
            strongest = &entry;
        }
    }
    return strongest;
}

Listing World::holder(base::IdentifierId id) {
    for (Component* component : listedBy_[indexOf(id)]) {
        Entry* entry = entryOf(*component, id);
        if (entry->role == model::Role::Identifying) return {component, entry};
    }
    return {};
}

std::vector<Listing> World::listings(base::IdentifierId id) {
    const auto& components = listedBy_[indexOf(id)];
    std::vector<Listing> found;
    found.reserve(components.size());
    for (Component* component : components) found.push_back({component, entryOf(*component, id)});
    return found;
}

bool World::mustNotLink(const Component& a, const Component& b) const {
    return std::any_of(mustNotLinks_.begin(), mustNotLinks_.end(), [&](const auto& link) {
        const Component* first = component(link.first);
        const Component* second = component(link.second);
        return (first == &a && second == &b) || (first == &b && second == &a);
    });
}

std::int64_t World::loadedVersion(base::ProfileId live) const {
    const auto found = loadedVersions_.find(live);
    return found == loadedVersions_.end() ? 0 : found->second;
}

base::ProfileId World::loadedLive(base::ProfileId home) const {
    const auto found = loadedLives_.find(home);
    return found == loadedLives_.end() ? home : found->second;
}

Component& World::createProfile(base::ProfileId id) {
    auto& created = *components_.emplace_back(std::make_unique<Component>());
    created.slot = components_.size() - 1;
    created.live = id;
    created.homes.push_back({id, nullptr, Change::Added});
    created.change = Change::Added;
    refreshHomeIds(created);
    index(created);
    return created;
}

Entry& World::addEntry(Component& component, Entry entry) {
    const std::size_t at = indexOf(entry.identifier);
    const auto again = std::find_if(removed_.begin(), removed_.end(), [&](const auto& removed) {
        return removed.identifier == entry.identifier && removed.home == entry.home;
    });
    entry.change = again == removed_.end() ? Change::Added : Change::Changed;
    if (again != removed_.end()) removed_.erase(again);
    entry.rule = identifiers_[at].rule;
    auto& listedBy = listedBy_[at];
    if (std::find(listedBy.begin(), listedBy.end(), &component) == listedBy.end()) {
        listedBy.push_back(&component);
    }
    raiseFlags(component, entry);
    return component.entries.emplace_back(std::move(entry));
}

void World::setRole(Component& component, Entry& entry, model::Role role) {
    entry.role = role;
    if (entry.change == Change::None) entry.change = Change::Changed;
    raiseFlags(component, entry);
}

void World::removeEntry(Component& component, base::IdentifierId identifier, base::ProfileId home) {
    auto& entries = component.entries;
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& candidate) {
        return candidate.identifier == identifier && candidate.home == home;
    });
    if (entry == entries.end()) return;
    if (entry->change != Change::Added) removed_.push_back({identifier, home, entry->role});
    entries.erase(entry);
    if (entryOf(component, identifier) == nullptr) std::erase(listedBy_[indexOf(identifier)], &component);
    refreshFlags(component);
}

void World::release(base::IdentifierId identifier, base::Time at) {
    auto& known = identifiers_[indexOf(identifier)];
    known.releasedAt = std::max(known.releasedAt, std::optional{at});
    known.released = true;
}

bool World::isHeld(base::IdentifierId id) {
    return identifiers_[indexOf(id)].heldBy || holder(id);
}

bool World::isOnlyClaimed(base::IdentifierId id) {
    const auto all = listings(id);
    return !all.empty() && !isHeld(id) && std::ranges::all_of(all, [](const Listing& listing) {
        return listing.entry->role == model::Role::Claimed;
    });
}

void World::remove(Component& component, Life life, base::Time at) {
    auto entries = std::exchange(component.entries, {});
    for (auto& entry : entries) {
        auto& known = identifiers_[indexOf(entry.identifier)];
        std::erase(listedBy_[indexOf(entry.identifier)], &component);
        if (known.heldBy == component.live) known.heldBy = {};
        if (entry.change != Change::Added) removed_.push_back({entry.identifier, entry.home, entry.role});
        component.retired.push_back({std::move(entry), known.releasedAt, true});
    }
    for (const auto& retired : component.retired) {
        const auto& entry = retired.entry;
        if (retired.added && !KITH_FAULT(DeleteReleasesNothing) && entry.role != model::Role::Claimed &&
            !isHeld(entry.identifier))
            release(entry.identifier, at);
    }
    component.life = life;
    component.lifeChanged = true;
    component.removedAt = at;
    refreshFlags(component);
    component.markChanged();
}

std::vector<base::IdentifierId> World::restore(Component& component) {
    std::vector<base::IdentifierId> shared;
    component.life = Life::Live;
    component.lifeChanged = true;
    component.markChanged();
    for (auto& [entry, releasedBefore, added] : std::exchange(component.retired, {})) {
        if (entry.role == model::Role::Claimed && entry.lastSeen <= claimDeadline_) {
            lapsed_.push_back({entry.identifier, entry.home, entry.role});
            continue;
        }
        if (entry.role == model::Role::Identifying && isHeld(entry.identifier) &&
            !KITH_FAULT(RestoreTakesBack)) {
            entry.role = model::Role::Shared;
            shared.push_back(entry.identifier);
        }
        auto& known = identifiers_[indexOf(entry.identifier)];
        if (known.releasedAt == component.removedAt) {
            known.releasedAt = releasedBefore;
            known.released = true;
        } else {
            takeBack({entry.identifier, component.removedAt, releasedBefore});
        }
        addEntry(component, std::move(entry));
    }
    return shared;
}

void World::takeBack(const TakenBack& release) {
    for (const auto& component : components_)
        for (auto& retired : component->retired)
            if (retired.entry.identifier == release.identifier && retired.releasedBefore == release.release)
                retired.releasedBefore = release.before;
    takenBack_.push_back(release);
}

/// After entries left it.
void World::refreshFlags(Component& component) {
    const bool known = std::exchange(component.known, false);
    const bool listed = std::exchange(component.listed, false);
    const Change change = component.change;
    for (const auto& remaining : component.entries) raiseFlags(component, remaining);
    component.change = change;
    if (component.known != known || component.listed != listed) component.markChanged();
}

Component& World::absorb(Component& into, Component& from) {
    for (auto& entry : from.entries) {
        auto& listedBy = listedBy_[indexOf(entry.identifier)];
        std::erase(listedBy, &from);
        if (std::find(listedBy.begin(), listedBy.end(), &into) == listedBy.end()) listedBy.push_back(&into);
        raiseFlags(into, entry);
        into.entries.push_back(std::move(entry));
    }
    for (auto& home : from.homes) {
        byHome_[home.id] = &into;
        if (home.change == Change::None) home.change = Change::Changed;
        into.homes.push_back(std::move(home));
    }
    // One that lives again by the same observation, or one before it, does so as a part of the other.
    into.lifeChanged = into.lifeChanged || from.lifeChanged;
    into.merges += from.merges + 1;
    into.markChanged();
    refreshHomeIds(into);

    const std::size_t slot = from.slot;
    components_.back()->slot = slot;
    std::swap(components_[slot], components_.back());
    components_.pop_back();
    return into;
}

Component& World::split(Component& from, std::span<const base::ProfileId> homes, base::ProfileId live) {
    auto& taken = *components_.emplace_back(std::make_unique<Component>());
    taken.slot = components_.size() - 1;
    taken.live = live;
    taken.version = from.version;
    taken.updatedAt = from.updatedAt;
    const auto stays = [&](base::ProfileId home) { return std::ranges::find(homes, home) == homes.end(); };

    const auto leaving = std::stable_partition(from.homes.begin(), from.homes.end(),
                                               [&](const Home& home) { return stays(home.id); });
    for (auto home = leaving; home != from.homes.end(); ++home) {
        byHome_[home->id] = &taken;
        if (home->change == Change::None) home->change = Change::Changed;
        taken.homes.push_back(std::move(*home));
    }
    from.homes.erase(leaving, from.homes.end());
    const auto unlisted = std::stable_partition(from.entries.begin(), from.entries.end(),
                                                [&](const Entry& entry) { return stays(entry.home); });
    std::move(unlisted, from.entries.end(), std::back_inserter(taken.entries));
    from.entries.erase(unlisted, from.entries.end());
    for (const auto& entry : taken.entries) {
        auto& listedBy = listedBy_[indexOf(entry.identifier)];
        if (entryOf(from, entry.identifier) == nullptr) std::erase(listedBy, &from);
        if (std::ranges::find(listedBy, &taken) == listedBy.end()) listedBy.push_back(&taken);
    }

    for (auto* side : {&from, &taken}) {
        side->merges = static_cast<std::uint32_t>(side->homes.size() - 1);
        refreshFlags(*side);
        refreshHomeIds(*side);
        side->markChanged();
    }
    loadedVersions_.insert_or_assign(live, from.version);
    revived_.push_back(live);
    return taken;
}

std::size_t World::indexOf(base::IdentifierId id) const {
    const auto found = byId_.find(id);
    if (found == byId_.end()) {
        throw base::Error(base::ErrorCode::Internal, "an identifier was used before it was loaded");
    }
    return found->second;
}

void World::index(Component& component) {
    for (const auto& home : component.homes) byHome_.emplace(home.id, &component);
    for (const auto& entry : component.entries) {
        auto& listedBy = listedBy_[indexOf(entry.identifier)];
        if (std::find(listedBy.begin(), listedBy.end(), &component) == listedBy.end()) {
            listedBy.push_back(&component);
        }
    }
}

}  // namespace kith::identity
