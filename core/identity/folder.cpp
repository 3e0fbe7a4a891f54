// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "core/base/error.hpp"
#include "core/identity/facts.hpp"
#include "core/identity/field_table.hpp"
#include "core/identity/fold_activities.hpp"
#include "core/identity/fold_consents.hpp"
#include "core/identity/fold_endpoints.hpp"
#include "core/identity/fold_fields.hpp"
#include "core/identity/fold_step.hpp"

namespace kith::identity {
namespace {

using model::Outcome;
using model::Result;

void sortOnce(std::vector<base::ProfileId>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

Result resultOf(const Resolution& resolution, bool changed) {
    if (!resolution.merges.empty()) return Result::Merged;
    if (resolution.created) return Result::Created;
    return changed ? Result::Updated : Result::Unchanged;
}

/// Whoever restores somebody by an observation hears what did not come back.
void warnOfShared(const FoldStep& step) {
    for (const auto id : step.resolution.life->shared) {
        const auto& [type, value] = step.world.find(id)->identifier;
        step.warn("/restore", "shared",
                  "Of the restored profile, " + type + ':' + value + " identifies somebody else by now.");
    }
}

}  // namespace

Folder::Folder(World& world, Facts& facts, base::IdGenerator& ids, base::Time now)
    : world_(world), facts_(facts), ids_(ids), now_(now), fields_(std::make_unique<FieldTable>(facts)) {}

Folder::~Folder() = default;

std::int64_t& Folder::version(base::ProfileId live) {
    return versions_.try_emplace(live, world_.loadedVersion(live)).first->second;
}

/// As far as the group is folded: in the world everything that it merges is one already.
base::ProfileId& Folder::liveOf(base::ProfileId home) {
    return lives_.try_emplace(home, world_.loadedLive(home)).first->second;
}

/// Whether a profile shows less than its version says: its claims expired, and nothing moved it since.
bool Folder::hasLapsed(base::ProfileId live) {
    return world_.claimsExpired(live) && version(live) == world_.loadedVersion(live);
}

/// An edit applies to the version that it expects, if it does.
void Folder::requireVersion(const model::Address& address, base::ProfileId live) {
    if (!address.expectedVersion || *address.expectedVersion == version(live)) return;
    throw base::Error(base::ErrorCode::PreconditionFailed, "the profile has changed since that version");
}

Outcome Folder::fold(const model::Observation& observation, const Resolution& resolution) {
    if (!resolution.attestation) return foldOne(observation, resolution);
    auto vouched = foldOne(*observation.attestation, *resolution.attestation);
    auto outcome = foldOne(observation, resolution);
    // Both are one item for whoever sent it: of what became of the two the more is told.
    outcome.absorbed.insert(outcome.absorbed.begin(), vouched.absorbed.begin(), vouched.absorbed.end());
    outcome.refused.insert(outcome.refused.begin(), vouched.refused.begin(), vouched.refused.end());
    if (vouched.result != Result::Unchanged) outcome.result = vouched.result;
    return outcome;
}

Outcome Folder::foldOne(const model::Observation& observation, const Resolution& resolution) {
    if (observation.address) requireVersion(*observation.address, resolution.live);
    const bool merged = !resolution.merges.empty();
    bool changed = resolution.created || resolution.identityChanged || merged;
    Outcome outcome;
    outcome.warnings = observation.warnings;
    std::vector<base::ProfileId> others = resolution.movedFrom;
    const auto& taken = resolution.taken(observation);
    const FoldStep step{taken, resolution, world_, facts_, appends_, ids_, now_, outcome.warnings, others};
    // What is exported and comes back adds nothing to the ledgers.
    if (observation.ofNobody && !suppressesAnew(step)) {
        outcome.result = Result::Duplicate;
        outcome.profile = resolution.live;
        return outcome;
    }
    if (resolution.life) warnOfShared(step);
    for (const auto& merge : resolution.merges) {
        takeOver(merge, step);
        outcome.absorbed.push_back(merge.absorbed);
    }
    if (resolution.undo) {
        giveBack(*resolution.undo);
        changed = true;
    }
    if (foldFields(*fields_, step)) changed = true;
    if (foldConsents(step)) changed = true;
    if (foldActivities(step)) changed = true;
    if (foldEndpoints(step)) changed = true;
    if (merged || !taken.fields.empty()) refolded_.push_back(resolution.live);
    outcome.result = resultOf(resolution, changed || !others.empty());
    accept(observation, step, outcome.result);
    bumpOthers(others, resolution.live);
    if (changed || hasLapsed(resolution.live)) ++version(resolution.live);
    outcome.version = version(resolution.live);
    outcome.profile = resolution.live;
    outcome.refused = resolution.refusals;
    return outcome;
}

/// Bumps other profiles of which something that is shown changed.
void Folder::bumpOthers(const std::vector<base::ProfileId>& homes, base::ProfileId own) {
    std::vector<base::ProfileId> lives;
    for (const auto home : homes) {
        if (const auto live = liveOf(home); live != own) lives.push_back(live);
    }
    sortOnce(lives);
    for (const auto live : lives) ++version(live);
}

void Folder::takeOver(const Merge& merge, const FoldStep& step) {
    const std::int64_t absorbed = version(merge.absorbed);
    std::int64_t& survivor = version(merge.survivor);
    survivor = std::max(survivor, absorbed);
    for (const auto home : merge.absorbedHomes) liveOf(home) = merge.survivor;
    appends_.merges.push_back({merge, step.observation.origin, chooseFields(*fields_, merge), survivor});
}

/// Both sides were shown under the survivor's version, and each goes on from there.
void Folder::giveBack(const Undo& undo) {
    std::int64_t& restored = version(undo.restored);
    restored = std::max(restored, version(undo.survivor)) + 1;
    refolded_.push_back(undo.survivor);
    refolded_.push_back(undo.restored);
}

void Folder::accept(const model::Observation& observation, const FoldStep& step, Result result) {
    const auto& resolution = step.resolution;
    const auto& origin = step.observation.origin;
    if (resolution.undo) appends_.undos.push_back({*resolution.undo, origin});
    if (resolution.prohibition) appends_.prohibitions.push_back({*resolution.prohibition, origin});
    if (resolution.lifted) appends_.lifts.push_back({*resolution.lifted, origin});
    if (resolution.conflict) appends_.verdicts.push_back({*resolution.conflict, origin});
    if (resolution.life) appends_.lives.push_back({*resolution.life, origin});
    for (const auto& attachment : resolution.attachments)
        appends_.attachments.push_back({attachment, origin, ids_.make<base::RowId>()});
    appends_.observations.push_back({&observation, origin, resolution.home, resolution.live, result});
    // Those of nobody's statement are told and not kept: they name addresses of people who may be erased.
    if (resolution.home) {
        for (const auto& refusal : resolution.refusals)
            appends_.refusals.push_back({resolution.home, refusal, origin, ids_.make<base::RowId>()});
    }
    for (const auto& link : resolution.links) appends_.links.push_back({link, origin});
}

Appends Folder::finish() {
    for (auto& live : refolded_) live = world_.component(live)->live;
    sortOnce(refolded_);
    for (const auto live : refolded_) fields_->markCurrent(*world_.component(live)->homeIds);
    for (const auto& component : world_.components()) {
        std::int64_t& shown = version(component->live);
        if (hasLapsed(component->live)) ++shown;
        if (shown == component->version) continue;
        component->version = shown;
        component->updatedAt = now_;
        component->markChanged();
    }
    return std::move(appends_);
}

}  // namespace kith::identity
