// SPDX-License-Identifier: Apache-2.0
#include "core/storage/origins.hpp"

#include <string>
#include <utility>

#include "core/storage/hash_text.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kOrigins = R"(
SELECT observation.id, observation.key_id, observation.source_type, observation.source_name,
       observation.given_id, observation.content_hash, observation.observed_at, observation.received_at,
       observation.attested
FROM {rows id bigint} CROSS JOIN observation
WHERE observation.id = given.id)";

}  // namespace

std::shared_ptr<const model::Origin> Origins::of(base::ObservationId row) {
    auto& known = known_[row];
    if (!known) {
        known = std::make_shared<model::Origin>();
        // All that is left of an observation of somebody who was erased, which changed an activity of others.
        known->row = row;
        known->attested = true;
        wanted_.emplace(row, known.get());
    }
    return known;
}

void Origins::load(Session& session) {
    if (wanted_.empty()) return;
    auto lookup = session.lookup<base::ObservationId, base::KeyId, std::string, std::string, std::string,
                                 std::string_view, base::Time, base::Time, bool>(
        kOrigins, [&](base::ObservationId row, base::KeyId key, std::string sourceType,
                      std::string sourceName, std::string givenId, std::string_view contentHash,
                      base::Time observedAt, base::Time receivedAt, bool attested) {
            *wanted_.at(row) = {row,
                                key,
                                std::move(sourceType),
                                std::move(sourceName),
                                std::move(givenId),
                                parseHash(contentHash),
                                observedAt,
                                receivedAt,
                                attested};
        });
    for (const auto& [row, origin] : wanted_) lookup.add(row);
    lookup.run();
    wanted_.clear();
}

}  // namespace kith::storage
