// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/names.hpp"

namespace kith::storage {

class Session;

enum class EventKind {
    ProfileCreated = 1,
    ProfileUpdated,
    ProfileMerged,
    ProfileUnmerged,
    ProfileDeleted,
    ProfileErased,
    EndpointChanged,
};

inline constexpr model::Names<EventKind, 7, 1> kEventKinds{
    {"profile.created", "profile.updated", "profile.merged", "profile.unmerged", "profile.deleted",
     "profile.erased", "endpoint.changed"}};

/// Something that happened to a profile and that those outside are told of.
struct NewEvent {
    struct EndpointChange {
        base::IdentifierId identifier;
        model::EndpointState before = model::EndpointState::Active;  ///< The one shown.
        model::EndpointState after = model::EndpointState::Active;
    };

    EventKind kind = EventKind::ProfileUpdated;
    base::ProfileId profile;
    /// Of the profile, after it. Events of one profile are told in this order, so it has grown since the
    /// profile's last one, and with a merge or an undo it is above the version that either side had before.
    std::int64_t version = 0;
    std::optional<base::ProfileId> other = {};  ///< Absorbed by a merge, or set free again by its undo.
    std::optional<EndpointChange> endpoint = {};
};

/// Puts events into the outbox, in the write transaction of what they tell of: told if that commits, else
/// not. Of one profile at most one ProfileUpdated per transaction, and none beside ProfileCreated,
/// ProfileMerged or ProfileUnmerged, which say that it has changed too.
void putEvents(Session& session, base::IdGenerator& ids, base::Time at, std::span<const NewEvent> events);

}  // namespace kith::storage
