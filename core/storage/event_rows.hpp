// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/storage/event_feed.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// The columns of an event and what they are read from; what follows says which and in which order. An
/// identifier is named as long as the profile, or whom it was merged into, lists it: under its own id or
/// another of its homes.
inline constexpr std::string_view kEventColumns =
    " event.number, event.id, event.kind, event.at, event.profile_id, event.version, event.other_id,"
    " event.state_before, event.state_after, identifier.type, identifier.value";
inline constexpr std::string_view kEventIdentifier = R"(
LEFT JOIN identifier ON identifier.id = event.identifier_id
     AND ((SELECT 1 FROM profile CROSS JOIN profile_identifier AS held
           WHERE profile.id = event.profile_id AND held.home = profile.canonical_id
             AND held.identifier_id = event.identifier_id LIMIT 1) IS NOT NULL
       OR (SELECT 1 FROM profile CROSS JOIN profile AS home CROSS JOIN profile_identifier AS held
           WHERE profile.id = event.profile_id AND home.canonical_id = profile.canonical_id
             AND home.canonical_id <> home.id AND held.home = home.id
             AND held.identifier_id = event.identifier_id LIMIT 1) IS NOT NULL))";

/// Calls `take(Event, more...)` for each row of a statement whose columns are kEventColumns and `More`.
template <class... More, class Take, class... Values>
void eachEvent(Session& session, std::string_view sql, Take take, Values&&... values) {
    using State = std::optional<model::EndpointState>;
    using Text = std::optional<std::string>;
    session.each<std::int64_t, base::RowId, EventKind, base::Time, base::ProfileId, std::int64_t,
                 std::optional<base::ProfileId>, State, State, Text, Text, More...>(
        sql,
        [&](std::int64_t number, base::RowId id, EventKind kind, base::Time at, base::ProfileId profile,
            std::int64_t version, std::optional<base::ProfileId> other, State before, State after, Text type,
            Text value, More... more) {
            Event event{number, id, kind, at, profile, version, other, std::nullopt, before, after};
            if (type && value) event.identifier = model::Identifier{std::move(*type), std::move(*value)};
            take(std::move(event), std::move(more)...);
        },
        std::forward<Values>(values)...);
}

}  // namespace kith::storage
