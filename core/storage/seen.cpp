// SPDX-License-Identifier: Apache-2.0
#include "core/storage/seen.hpp"

#include <string>

#include "core/base/error.hpp"
#include "core/model/hash.hpp"
#include "core/model/outcome.hpp"
#include "core/storage/hash_text.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

// Profile 0 is nobody.
constexpr std::string_view kRemember = R"(
INSERT INTO seen_observation (key_id, id_hash, content_hash, profile_id, result, at)
VALUES (:key, :id, :content, 0, :result, :at)
ON CONFLICT (key_id, id_hash) DO NOTHING)";

constexpr std::string_view kFind = R"(
SELECT content_hash, at FROM seen_observation WHERE key_id = :key AND id_hash = :id)";

}  // namespace

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

CameFirst rememberCall(Session& writer, const OnceCall& call) {
    const auto id = model::hexOf(call.id);
    const auto content = model::hexOf(call.content);
    if (writer.execute(kRemember, call.key, id, content, model::Result::Unchanged, call.at) != 0)
        return {call.at, true};
    const auto found = writer.first<std::string, base::Time>(kFind, call.key, id);
    if (!found) return {call.at, true};  // Forgotten meanwhile.
    if (std::get<0>(*found) != content)
        throw base::Error(base::ErrorCode::IdReused, "This Idempotency-Key was used for another call.");
    return {std::get<1>(*found), false};
}

bool isRemembered(Session& session, const OnceCall& call) {
    return session.first<std::string, base::Time>(kFind, call.key, model::hexOf(call.id)).has_value();
}

}  // namespace kith::storage
