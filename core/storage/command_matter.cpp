// SPDX-License-Identifier: Apache-2.0
#include "core/storage/command_matter.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/storage/prohibition_list.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;
using base::ProfileId;

constexpr std::string_view kMerge = R"(
SELECT m.survivor, m.absorbed, m.joined_a, m.joined_b, m.absorbed_homes, m.version, u.at
FROM merge_record m LEFT JOIN merge_undo u ON u.merge_id = m.id
WHERE m.id = :id)";

constexpr std::string_view kLaterMerges = R"(
SELECT m.id, m.survivor, m.absorbed, m.joined_a, m.joined_b, COALESCE(m.joined_a_home, 0),
       COALESCE(m.joined_b_home, 0)
FROM {rows home bigint, version bigint, after bigint} CROSS JOIN merge_record m
     LEFT JOIN merge_undo u ON u.merge_id = m.id
WHERE m.survivor = given.home AND (m.version, m.id) > (given.version, given.after) AND u.merge_id IS NULL)";

constexpr std::string_view kConflict = "SELECT a, b, state, decided_at FROM conflict WHERE id = :id";
constexpr std::string_view kProhibition = "SELECT a, b, lifted_at FROM must_not_link WHERE id = :id";

std::vector<ProfileId> idsFrom(const std::string& text) {
    std::vector<ProfileId> ids;
    for (const auto& id : nlohmann::json::parse(text)) ids.push_back({id.get<std::int64_t>()});
    return ids;
}

struct StoredMerge {
    identity::Merge merge;
    std::int64_t version = 0;
    bool stands = true;
};

StoredMerge readMerge(Session& session, base::MergeId id) {
    std::optional<StoredMerge> found;
    session.each<ProfileId, ProfileId, base::IdentifierId, base::IdentifierId, std::string, std::int64_t,
                 std::optional<base::Time>>(
        kMerge,
        [&](ProfileId survivor, ProfileId absorbed, base::IdentifierId a, base::IdentifierId b,
            const std::string& homes, std::int64_t version, std::optional<base::Time> undoneAt) {
            found = StoredMerge{{id, survivor, absorbed, {}, a, b, {}, idsFrom(homes)}, version, !undoneAt};
        },
        id);
    if (!found) throw Error(ErrorCode::NotFound, "There is no such merge.");
    return *std::move(found);
}

struct StoredProhibition {
    ProfileId a;
    ProfileId b;
    bool stands = true;
};

StoredProhibition readProhibition(Session& session, model::ProhibitionId id) {
    std::optional<StoredProhibition> found;
    session.each<ProfileId, ProfileId, std::optional<base::Time>>(
        kProhibition,
        [&](ProfileId a, ProfileId b, std::optional<base::Time> liftedAt) {
            found = StoredProhibition{a, b, !liftedAt};
        },
        id);
    if (!found) throw Error(ErrorCode::NotFound, "There is no such prohibition.");
    return *found;
}

struct StoredConflict {
    ProfileId a;
    ProfileId b;
    model::ConflictState state = model::ConflictState::Open;
    std::optional<base::Time> decidedAt;
};

StoredConflict readConflict(Session& session, model::ConflictId id) {
    std::optional<StoredConflict> found;
    session.each<ProfileId, ProfileId, model::ConflictState, std::optional<base::Time>>(
        kConflict,
        [&](ProfileId a, ProfileId b, model::ConflictState state, std::optional<base::Time> decidedAt) {
            found = StoredConflict{a, b, state, decidedAt};
        },
        id);
    if (!found) throw Error(ErrorCode::NotFound, "There is no such conflict.");
    return *found;
}

/// Only while the conflict is not open.
[[noreturn]] void throwDecided(const StoredConflict& conflict) {
    using model::ConflictState;
    // One that a prohibition made elsewhere settled was decided by nobody.
    const auto when = conflict.decidedAt ? " at " + base::formatRfc3339(*conflict.decidedAt) : std::string{};
    const auto decided = "This conflict was decided before" + when + ": ";
    switch (conflict.state) {
        case ConflictState::Merged:
            throw Error(ErrorCode::Conflict,
                        decided + "the two were merged. Whoever means otherwise takes the merge back.");
        case ConflictState::Forbidden:
            throw Error(ErrorCode::Conflict,
                        decided +
                            "that the two become one is forbidden. It can be decided anew once the "
                            "prohibition is lifted.");
        default:
            throw Error(ErrorCode::Conflict, decided + "it was dismissed.");
    }
}

struct Profiles {
    Session& session;

    std::vector<ProfileId> operator()(const model::MergeCommand& wanted) const {
        return {wanted.first.address.home, wanted.second.address.home};
    }
    std::vector<ProfileId> operator()(const model::UndoCommand& wanted) const {
        return {readMerge(session, wanted.merge).merge.absorbed};
    }
    std::vector<ProfileId> operator()(const model::ForbidCommand& wanted) const {
        return {wanted.first, wanted.second};
    }
    std::vector<ProfileId> operator()(const model::AllowCommand& wanted) const {
        const auto stored = readProhibition(session, wanted.prohibition);
        return {stored.a, stored.b};
    }
    std::vector<ProfileId> operator()(const model::ConflictCommand& wanted) const {
        const auto stored = readConflict(session, wanted.conflict);
        return {stored.a, stored.b};
    }
    /// The others name one profile each.
    template <class Wanted>
    std::vector<ProfileId> operator()(const Wanted& wanted) const {
        return {wanted.address.home};
    }
};

struct Loading {
    Session& session;
    const identity::World& world;

    /// Of the others the profiles are enough.
    template <class Wanted>
    identity::Matter operator()(const Wanted& /*wanted*/) const {
        return {};
    }

    identity::Matter operator()(const model::UndoCommand& wanted) const {
        auto stored = readMerge(session, wanted.merge);
        if (!stored.stands) throw Error(ErrorCode::Conflict, "This merge was taken back before.");
        identity::Matter matter;
        auto later = session.lookup<base::MergeId, ProfileId, ProfileId, base::IdentifierId,
                                    base::IdentifierId, ProfileId, ProfileId>(
            kLaterMerges, [&](base::MergeId id, ProfileId survivor, ProfileId absorbed, base::IdentifierId a,
                              base::IdentifierId b, ProfileId homeOfA, ProfileId homeOfB) {
                matter.later.push_back({id, survivor, absorbed, {}, a, b, {}, {}, homeOfA, homeOfB});
            });
        for (const auto home : *world.component(stored.merge.absorbed)->homeIds)
            later.add(home, stored.version, wanted.merge);
        later.run();
        matter.merge = std::move(stored.merge);
        return matter;
    }

    identity::Matter operator()(const model::AllowCommand& wanted) const {
        const auto stored = readProhibition(session, wanted.prohibition);
        if (!stored.stands) throw Error(ErrorCode::Conflict, "This prohibition was lifted before.");
        identity::Matter matter;
        matter.prohibition = identity::Prohibition{wanted.prohibition, stored.a, stored.b, {}};
        return matter;
    }

    identity::Matter operator()(const model::ConflictCommand& wanted) const {
        const auto stored = readConflict(session, wanted.conflict);
        const bool isDecided =
            stored.state == model::ConflictState::Merged || stored.state == model::ConflictState::Forbidden;
        if (isDecided || stored.state == wanted.verdict) throwDecided(stored);
        identity::Matter matter;
        matter.first = stored.a;
        matter.second = stored.b;
        matter.prohibition = between(stored.a, stored.b);
        return matter;
    }

    identity::Matter operator()(const model::MergeCommand& wanted) const {
        identity::Matter matter;
        matter.prohibition = between(wanted.first.address.home, wanted.second.address.home);
        return matter;
    }

    identity::Matter operator()(const model::ForbidCommand& wanted) const {
        identity::Matter matter;
        matter.prohibition = between(wanted.first, wanted.second);
        return matter;
    }

    /// What keeps the two apart, if something does.
    [[nodiscard]] std::optional<identity::Prohibition> between(ProfileId a, ProfileId b) const {
        const auto* first = world.component(a);
        const auto* second = world.component(b);
        if (first == nullptr || second == nullptr || !world.mustNotLink(*first, *second)) return std::nullopt;
        const auto standing = readStanding(session, first->live, second->live);
        if (!standing) return std::nullopt;
        return identity::Prohibition{standing->id, standing->a, standing->b, standing->reason};
    }
};

}  // namespace

std::vector<ProfileId> profilesOf(Session& session, const model::Command& command) {
    return std::visit(Profiles{session}, command);
}

identity::Matter loadMatter(Session& session, const model::Command& command, const identity::World& world) {
    return std::visit(Loading{session, world}, command);
}

}  // namespace kith::storage
