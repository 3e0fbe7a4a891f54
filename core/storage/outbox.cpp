// SPDX-License-Identifier: Apache-2.0
#include "core/storage/outbox.hpp"

#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kInsert = R"(
INSERT INTO event
{insert id bigint, kind bigint, profile_id bigint, version bigint, other_id bigint, identifier_id bigint,
        state_before bigint, state_after bigint, at bigint})";

}  // namespace

void putEvents(Session& session, base::IdGenerator& ids, base::Time at, std::span<const NewEvent> events) {
    auto insert = session.bulk(kInsert);
    for (const auto& event : events) {
        std::optional<base::IdentifierId> identifier;
        std::optional<model::EndpointState> before;
        std::optional<model::EndpointState> after;
        if (event.endpoint) {
            identifier = event.endpoint->identifier;
            before = event.endpoint->before;
            after = event.endpoint->after;
        }
        insert.add(ids.next(), event.kind, event.profile, event.version, event.other, identifier, before,
                   after, at);
    }
    insert.run();
}

}  // namespace kith::storage
