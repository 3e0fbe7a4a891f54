// SPDX-License-Identifier: Apache-2.0
#include "core/storage/group_writer.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "core/base/error.hpp"
#include "core/identity/decide.hpp"
#include "core/identity/facts.hpp"
#include "core/identity/needs.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/hash.hpp"
#include "core/storage/choices.hpp"
#include "core/storage/command_matter.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/facts_loader.hpp"
#include "core/storage/field_use.hpp"
#include "core/storage/hash_text.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;
using model::Observation;
using model::Outcome;
using model::Result;

// How often the profiles found may be merged by others before they are locked, until the group counts as one
// that others are in the way of.
constexpr int kLockAttempts = 5;

constexpr std::string_view kSeen = R"(
SELECT given.position, seen.content_hash, COALESCE(live.id, 0), COALESCE(live.version, 0)
FROM {rows position bigint, key_id bigint, id_hash text} CROSS JOIN seen_observation AS seen
     LEFT JOIN profile ON profile.id = seen.profile_id
     LEFT JOIN profile AS live ON live.id = COALESCE(profile.removed_live, profile.canonical_id)
WHERE seen.key_id = given.key_id AND seen.id_hash = given.id_hash)";

Outcome rejected(const Error& problem, const Observation& observation) {
    Outcome outcome;
    outcome.warnings = observation.warnings;
    outcome.problem = problem;
    return outcome;
}

Outcome reused(const Observation& observation) {
    return rejected(Error(ErrorCode::IdReused, "This id was used for an observation with other content."),
                    observation);
}

model::Decision decisionOf(const identity::Appends& appends) {
    model::Decision decision;
    for (const auto& [merge, origin, choices, version] : appends.merges) {
        decision.merge = merge.id;
        decision.survivor = merge.survivor;
        decision.other = merge.absorbed;
        decision.choices = choicesText(choices);
    }
    for (const auto& [undo, origin] : appends.undos) {
        decision.merge = undo.merge;
        decision.survivor = undo.survivor;
        decision.other = undo.restored;
    }
    for (const auto& record : appends.prohibitions) decision.prohibition = record.prohibition.id;
    for (const auto& record : appends.lifts) decision.prohibition = record.lift.prohibition.id;
    for (const auto& record : appends.lives) decision.survivor = record.life.profile;
    return decision;
}

/// What was an erased person's until it is removed is there for nobody: whoever names it makes it anew.
void removeErased(Session& session, const identity::World& world, identity::Facts& facts) {
    std::map<base::ProfileId, std::vector<model::Activity>> removed;
    std::erase_if(facts.activities, [&](auto& each) {
        auto& activity = each.second.row;
        const auto* component = world.component(activity.home);
        if (component == nullptr || component->life != identity::Life::Erased) return false;
        removed[component->live].push_back(std::move(activity));
        return true;
    });
    for (const auto& [profile, activities] : removed) removeActivities(session, profile, activities);
}

/// The first observation of each id in the group that was accepted.
using SeenKey = std::pair<base::KeyId, model::Hash>;

}  // namespace

struct GroupWriter::Attempt {
    struct Item {
        const Observation* observation = nullptr;
        std::optional<Outcome> outcome;  ///< Set once it is known.
        std::optional<identity::Resolution> resolution;
        const Item* original = nullptr;  ///< The accepted one of the same group that this repeats.
    };

    Attempt(std::span<const Observation> observations, const model::IdentifierRules& rules, base::Time at,
            std::chrono::milliseconds claimTtl)
        : world(rules, at - claimTtl), now(at), items(observations.size()) {
        for (std::size_t i = 0; i < items.size(); ++i) items[i].observation = &observations[i];
    }

    identity::World world;
    identity::Facts facts;
    identity::Appends appends;
    Origins origins;
    base::Time now;
    std::vector<Item> items;

    /// Whether everybody whose activities the group may change is held. One that another writer made after
    /// the owners were looked for may belong to somebody else.
    [[nodiscard]] bool holdsOwners() const {
        return std::ranges::all_of(facts.activities, [&](const auto& activity) {
            return world.component(activity.second.row.home) != nullptr;
        });
    }

    [[nodiscard]] const model::Command* command() const {
        const auto& command = items.front().observation->command;
        return command ? &*command : nullptr;
    }
    [[nodiscard]] bool isPreview() const {
        const auto* merge = command() != nullptr ? std::get_if<model::MergeCommand>(command()) : nullptr;
        return merge != nullptr && merge->preview;
    }

    [[nodiscard]] bool isForbidden() const {
        const auto& first = items.front().outcome;
        return first && !first->forbidden.empty();
    }

    [[nodiscard]] bool isSettled() const {
        return std::ranges::all_of(items, [](const auto& item) { return item.outcome.has_value(); });
    }

    /// Of a command that the rules forbid, which is the only one of its group.
    void refuse(Item& item, base::IdGenerator& ids) {
        appends = identity::recordRefused(*item.observation, *item.resolution, ids);
        item.outcome = rejected(*item.resolution->forbidden, *item.observation);
        item.outcome->forbidden = std::move(item.resolution->refusals);
        item.resolution.reset();
    }

    /// Where everything ended: later observations of the group may have merged and changed the profile.
    void settle(Outcome& outcome) const {
        const auto* component = world.component(outcome.profile);
        if (component == nullptr) return;
        outcome.profile = component->live;
        outcome.version = component->version;
    }

    /// Whoever says something of an address hears what is not kept of it, as of those that stay as hashes.
    void warnOfLost(const std::unordered_set<base::IdentifierId>& hashed) {
        for (auto& item : items) {
            if (!item.resolution || !item.observation->ofNobody || item.outcome->problem) continue;
            const auto& said = item.observation->endpoints.front();
            if (!hashed.contains(world.find(said.identifier)->id)) continue;
            auto& warnings = item.outcome->warnings;
            if (!model::isReasonCode(said.reason))
                warnings.push_back(
                    {"/reason", "not_kept",
                     "Nobody has this address: of a reason only a code in snake_case is kept."});
            if (!said.detail.empty())
                warnings.push_back(
                    {"/detail", "not_kept", "Nobody has this address: no words about it are kept."});
        }
    }

    [[nodiscard]] WrittenGroup written() const {
        WrittenGroup group;
        for (const auto& each : appends.observations) {
            if (!each.home) continue;
            group.accepted.push_back({each.observation, world.component(each.home)->live, each.home});
        }
        for (const auto& record : appends.merges) {
            group.merges.push_back({world.component(record.merge.survivor)->live, record.merge.absorbed});
        }
        for (const auto& record : appends.undos) {
            group.undone.push_back({record.undo.survivor, record.undo.restored});
        }
        return group;
    }
};

GroupWriter::GroupWriter(Session& session, const model::IdentifierRules& rules, base::IdGenerator& ids,
                         const base::Clock& clock, identity::Caps caps, const model::HashKey& addressKey)
    : session_(session), rules_(rules), ids_(ids), clock_(clock), caps_(caps), addressKey_(addressKey) {}

std::optional<std::vector<Outcome>> GroupWriter::write(std::span<const Observation> observations,
                                                       const TakePart& takePart) {
    for (int tries = 0; tries < kLockAttempts; ++tries) {
        Attempt current(observations, rules_, clock_.now(), caps_.claimTtl);
        try {
            if (!attempt(current, takePart)) continue;
        } catch (const Error& error) {
            const bool ofDatabase = error.code() == ErrorCode::Storage || error.code() == ErrorCode::Timeout;
            if (ofDatabase && isConflict(session_.lastFault().kind)) return std::nullopt;
            throw;
        }
        std::vector<Outcome> outcomes;
        outcomes.reserve(current.items.size());
        for (auto& item : current.items) outcomes.push_back(std::move(*item.outcome));
        return outcomes;
    }
    return std::nullopt;
}

bool GroupWriter::attempt(Attempt& attempt, const TakePart& takePart) {
    Transaction transaction(session_);
    recogniseSeen(attempt);
    if (attempt.isSettled()) return true;
    refuseMisunderstood(attempt);
    if (attempt.isSettled()) return true;
    if (!load(attempt)) return false;
    // Whoever was waited for may have carried out the same call: what it asks for is not there to be done
    // twice.
    if (attempt.command() != nullptr) recogniseSeen(attempt);
    if (attempt.isSettled()) return true;
    resolveAll(attempt);
    if (attempt.isForbidden()) {
        recordForbidden(attempt);
        transaction.commit();
        return true;
    }
    if (!attempt.holdsOwners()) return false;
    foldAll(attempt);
    if (attempt.appends.observations.empty()) return true;

    Counts counts;
    const GroupPlan plan{attempt.world, attempt.facts, attempt.appends, attempt.now, counts};
    writeIdentity(session_, plan);
    writeNamed(session_, plan);
    writeProvenance(session_, plan);
    writeDecisions(session_, plan);
    writeConflicts(session_, plan);
    writeFields(session_, plan);
    writeMatchKeys(session_, plan);
    writeLedgers(session_, plan);
    const auto unused = removeUnused(session_, plan, addressKey_);
    attempt.warnOfLost(unused.hashed);
    if (attempt.isPreview()) return true;
    countLedgers(session_, plan, unused.removed);
    writeEvents(session_, ids_, plan);
    if (takePart) takePart(session_, attempt.written());
    counts.write(session_);
    transaction.commit();
    return true;
}

/// Nobody is changed by it, also where what is loaded shows that some claims are over by now.
void GroupWriter::recordForbidden(const Attempt& attempt) {
    Counts counts;
    const GroupPlan plan{attempt.world, attempt.facts, attempt.appends, attempt.now, counts};
    writeProvenance(session_, plan);
    removeUnused(session_, plan, addressKey_);
}

bool GroupWriter::load(Attempt& attempt) {
    WorldLoader loader(session_, ids_, attempt.origins, caps_.maxMerges + 1, addressKey_);
    const auto* command = attempt.command();
    // Whatever changes whom an identifier belongs to locks it first, as observations do.
    if (command != nullptr && identity::addressIn(*attempt.items.front().observation) == nullptr) {
        try {
            return loader.load(profilesOf(session_, *command), attempt.world);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::NotFound) throw;
            attempt.items.front().outcome = rejected(error, *attempt.items.front().observation);
            return true;
        }
    }
    std::vector<const Observation*> open;
    for (const auto& item : attempt.items) {
        if (!item.outcome) open.push_back(item.observation);
    }
    return loader.load(open, attempt.world);
}

void GroupWriter::recogniseSeen(Attempt& attempt) {
    auto lookup = session_.lookup<std::size_t, std::string_view, base::ProfileId, std::int64_t>(
        kSeen,
        [&](std::size_t position, std::string_view content, base::ProfileId live, std::int64_t version) {
            auto& item = attempt.items[position];
            if (parseHash(content) != item.observation->origin->contentHash) {
                item.outcome = reused(*item.observation);
                return;
            }
            auto& outcome = item.outcome.emplace();
            outcome.result = Result::Duplicate;
            outcome.profile = live;
            outcome.version = version;
        });
    for (std::size_t i = 0; i < attempt.items.size(); ++i) {
        const auto& observation = *attempt.items[i].observation;
        if (observation.idHash) lookup.add(i, observation.origin->key, model::hexOf(*observation.idHash));
    }
    lookup.run();
}

/// The type of a field may have changed since an observation was read by it, but only until it has a value.
void GroupWriter::refuseMisunderstood(Attempt& attempt) {
    std::vector<const model::FieldUse*> uses;
    for (const auto& item : attempt.items) {
        if (item.outcome) continue;
        for (const auto& use : item.observation->firstUses) uses.push_back(&use);
    }
    const auto changed = useFields(session_, uses);
    if (changed.empty()) return;
    for (auto& item : attempt.items) {
        if (item.outcome) continue;
        for (const auto& use : item.observation->firstUses) {
            if (!changed.contains(&use)) continue;
            item.outcome =
                rejected(Error(ErrorCode::Unavailable,
                               "The field '" + use.field + "' was changed just now. Send it again."),
                         *item.observation);
            break;
        }
    }
}

void GroupWriter::resolveAll(Attempt& attempt) {
    std::map<SeenKey, Attempt::Item*> accepted;
    for (auto& item : attempt.items) {
        if (item.outcome) continue;
        const auto& observation = *item.observation;
        const auto& origin = *observation.origin;
        if (observation.idHash) {
            const auto earlier = accepted.find({origin.key, *observation.idHash});
            if (earlier != accepted.end()) {
                const bool same = earlier->second->observation->origin->contentHash == origin.contentHash;
                if (same)
                    item.original = earlier->second;
                else
                    item.outcome = reused(observation);
                continue;
            }
        }
        try {
            item.resolution = resolveOne(attempt, observation);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Internal) throw;
            item.outcome = rejected(error, observation);
            continue;
        }
        if (item.resolution->forbidden) {
            attempt.refuse(item, ids_);
            continue;
        }
        if (observation.idHash) accepted.emplace(SeenKey{origin.key, *observation.idHash}, &item);
    }
    identity::FactKeysOf keys(attempt.world);
    for (const auto& item : attempt.items) {
        if (item.resolution) keys.add(*item.observation, *item.resolution);
    }
    attempt.facts = loadFacts(session_, attempt.origins, keys.take());
    removeErased(session_, attempt.world, attempt.facts);
}

identity::Resolution GroupWriter::resolveOne(Attempt& attempt, const Observation& observation) {
    if (!observation.command) return identity::resolve(attempt.world, observation, caps_, ids_);
    const auto matter = loadMatter(session_, *observation.command, attempt.world);
    return identity::decide(attempt.world, observation, matter, caps_, ids_);
}

void GroupWriter::foldAll(Attempt& attempt) {
    identity::Folder folder(attempt.world, attempt.facts, ids_, attempt.now);
    for (auto& item : attempt.items) {
        if (!item.resolution) continue;
        try {
            item.outcome = folder.fold(*item.observation, *item.resolution);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Internal) throw;
            item.outcome = rejected(error, *item.observation);
        }
    }
    attempt.appends = folder.finish();
    for (auto& item : attempt.items) {
        if (item.original != nullptr) {
            if (item.original->outcome->problem) {
                item.outcome = rejected(*item.original->outcome->problem, *item.observation);
                continue;
            }
            auto& outcome = item.outcome.emplace();
            outcome.result = Result::Duplicate;
            outcome.profile = item.original->outcome->profile;
        }
        if (!item.outcome->problem) attempt.settle(*item.outcome);
    }
    auto& first = *attempt.items.front().outcome;
    if (attempt.command() == nullptr || first.problem || first.result == Result::Duplicate) return;
    first.decision = decisionOf(attempt.appends);
    if (attempt.isPreview()) first.result = Result::Unchanged;
}

}  // namespace kith::storage
