// SPDX-License-Identifier: Apache-2.0
#include "core/storage/evidence.hpp"

#include <string_view>
#include <unordered_map>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kAsFirst = R"(
SELECT e.identifier_a, e.identifier_b, e.at, e.observation_id
FROM {rows identifier_id bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id
    FROM evidence x WHERE x.identifier_a = {row identifier_id}
    ORDER BY x.identifier_b DESC, x.at DESC, x.observation_id DESC LIMIT {row most}) e)";

constexpr std::string_view kAsSecond = R"(
SELECT e.identifier_b, e.identifier_a, e.at, e.observation_id
FROM {rows identifier_id bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT x.identifier_a, x.identifier_b, x.at, x.observation_id
    FROM evidence x WHERE x.identifier_b = {row identifier_id} LIMIT {row most}) e)";

}  // namespace

bool readEvidence(Session& session, std::span<const base::IdentifierId> identifiers, std::size_t most,
                  const std::function<void(const EvidenceRow&)>& take) {
    bool isTruncated = false;
    for (const auto statement : {kAsFirst, kAsSecond}) {
        std::unordered_map<base::IdentifierId, std::size_t> found;
        auto rows = session.lookup<base::IdentifierId, base::IdentifierId, base::Time, base::ObservationId>(
            statement, [&](base::IdentifierId identifier, base::IdentifierId beside, base::Time at,
                           base::ObservationId by) {
                if (++found[identifier] > most)
                    isTruncated = true;
                else
                    take({identifier, beside, at, by});
            });
        for (const auto identifier : identifiers) rows.add(identifier, most + 1);
        rows.run();
    }
    return isTruncated;
}

}  // namespace kith::storage
