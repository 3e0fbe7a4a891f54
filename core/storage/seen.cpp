// SPDX-License-Identifier: Apache-2.0
#include "core/storage/seen.hpp"

#include <string>

#include "core/model/hash.hpp"
#include "core/storage/hash_text.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

std::optional<Seen> readSeen(Session& session, base::KeyId key, const model::Hash& id) {
    constexpr std::string_view kSql = R"(
SELECT seen.content_hash, COALESCE(profile.removed_live, profile.canonical_id)
FROM seen_observation AS seen CROSS JOIN profile
WHERE seen.key_id = :key AND seen.id_hash = :id AND profile.id = seen.profile_id)";
    std::optional<Seen> found;
    session.each<std::string, base::ProfileId>(
        kSql,
        [&](const std::string& content, base::ProfileId live) {
            found = Seen{parseHash(content), live};
        },
        key, model::hexOf(id));
    return found;
}

}  // namespace kith::storage
