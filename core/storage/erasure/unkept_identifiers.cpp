// SPDX-License-Identifier: Apache-2.0
#include "core/storage/erasure/unkept_identifiers.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/storage/erasure/gone_identifiers.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::IdentifierId;

// With the newest of the claims, whose times are negative. SQLite only uses a partial index whose condition
// it finds word by word.
constexpr std::string_view kUnkept = R"(
SELECT identifier_id, min(kept_until) FROM named_identifier
WHERE kept_until <= 0 AND identifier_id > :after
GROUP BY identifier_id ORDER BY identifier_id LIMIT :most)";

constexpr std::string_view kClaimedSince = R"(
SELECT given.id FROM {rows id bigint, newest bigint}
WHERE EXISTS (SELECT 1 FROM named_identifier AS claim
              WHERE claim.identifier_id = given.id AND claim.kept_until <= 0
                AND claim.kept_until <= given.newest))";

constexpr std::string_view kFinders = R"(
SELECT given.id, (SELECT min(home) FROM named_identifier WHERE identifier_id = given.id) FROM {rows id bigint})";

/// What was claimed again until the lock was had stays.
void dropClaimed(Session& session, std::vector<LockedIdentifier>& gone, base::Time newest) {
    std::unordered_set<IdentifierId> claimed;
    auto find = session.lookup<IdentifierId>(kClaimedSince, [&](IdentifierId id) { claimed.insert(id); });
    for (const auto& each : gone) find.add(each.id, newest);
    find.run();
    std::erase_if(gone, [&](const LockedIdentifier& each) { return claimed.contains(each.id); });
}

}  // namespace

Unkept forgetUnkept(Session& session, const model::HashKey& addressKey, base::Time before, IdentifierId after,
                    std::size_t most) {
    const base::Time newest{-before.time_since_epoch()};
    std::vector<IdentifierId> over;
    auto last = after;
    session.each<IdentifierId, base::Time>(
        kUnkept,
        [&](IdentifierId id, base::Time claimed) {
            last = id;
            if (claimed > newest) over.push_back(id);
        },
        after, std::min(most, kIdentifiersAtOnce));
    if (last == after) return {after, 0, true};
    GoneIdentifiers identifiers(session, addressKey);
    auto gone = identifiers.lock({}, over);
    dropClaimed(session, gone, newest);
    auto finders =
        session.lookup<IdentifierId, base::ProfileId>(kFinders, [&](IdentifierId id, base::ProfileId home) {
            std::ranges::find(gone, id, &LockedIdentifier::id)->finder = home;
        });
    for (const auto& each : gone) finders.add(each.id);
    finders.run();
    RemovedRows removed;
    if (identifiers.removeMany(gone, most, removed) != 0) return {after, 0, false};
    identifiers.forget(gone, removed);
    return {last, gone.size(), false};
}

}  // namespace kith::storage
