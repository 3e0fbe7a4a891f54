// SPDX-License-Identifier: Apache-2.0
#include "core/storage/endpoint_counts.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/endpoint_fold.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::EndpointEntry;
using model::EndpointState;

constexpr std::string_view kLedgers = R"(
SELECT identifier.id, identifier.type, held.id, held.kind, held.state, held.reason, held.detail, held.until_at,
       held.at, said.attested, said.source_type
FROM {rows id bigint} CROSS JOIN identifier CROSS JOIN endpoint_state AS held CROSS JOIN observation AS said
WHERE identifier.id = given.id AND held.identifier_id = given.id AND held.current = 1
  AND said.id = held.observation_id)";

/// Nothing of who said it but whether it was the staff.
std::shared_ptr<const model::Origin> somebody(bool ofStaff) {
    auto origin = std::make_shared<model::Origin>();
    if (ofStaff) origin->sourceType = model::kStaffSource;
    return origin;
}

bool isStaffs(const EndpointEntry& entry) {
    return entry.stamp.origin->sourceType == model::kStaffSource;
}

}  // namespace

void countEndpoint(Counts& counts, std::string_view type, std::span<const EndpointEntry> current,
                   std::int64_t by) {
    static const std::shared_ptr<const model::Origin> kOrigins[] = {somebody(false), somebody(true)};
    std::vector<EndpointEntry> entries(current.begin(), current.end());
    model::EndpointFold fold;
    for (auto& entry : entries) {
        entry.reason = std::string(model::keptReason(entry.reason, isStaffs(entry)));
        entry.stamp.origin = kOrigins[isStaffs(entry) ? 1 : 0];
        fold.add(entry);
    }
    for (auto& state : fold.view(false, base::Time{}).states) {
        if (state.state == EndpointState::Active) continue;
        if (state.lifted && state.lifted->by != model::LiftedBy::Time) continue;
        const auto subject = state.until ? Counted::EndpointBlocks : Counted::EndpointStates;
        const auto period = state.until ? hourOf(*state.until) : 0;
        counts.add({subject, period, std::string(type), std::move(state.reason),
                    static_cast<std::int64_t>(state.state)},
                   by);
    }
}

void countEndpoints(Session& session, Counts& counts, std::span<const base::IdentifierId> identifiers,
                    std::int64_t by) {
    std::map<base::IdentifierId, std::pair<std::string, std::vector<EndpointEntry>>> ledgers;
    auto read =
        session.lookup<base::IdentifierId, std::string, base::RowId, EndpointEntry::Kind, EndpointState,
                       std::string, std::string, std::optional<base::Time>, base::Time, bool, std::string>(
            kLedgers,
            [&](base::IdentifierId identifier, std::string type, base::RowId id, EndpointEntry::Kind kind,
                EndpointState state, std::string reason, std::string detail, std::optional<base::Time> until,
                base::Time at, bool attested, const std::string& sourceType) {
                auto& [ofType, entries] = ledgers[identifier];
                ofType = std::move(type);
                entries.push_back({id,
                                   identifier,
                                   kind,
                                   state,
                                   std::move(reason),
                                   std::move(detail),
                                   until,
                                   {attested, at, somebody(sourceType == model::kStaffSource)}});
            });
    for (const auto identifier : identifiers) read.add(identifier);
    read.run();
    for (const auto& [identifier, ledger] : ledgers) countEndpoint(counts, ledger.first, ledger.second, by);
}

}  // namespace kith::storage
