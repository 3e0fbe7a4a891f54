// SPDX-License-Identifier: Apache-2.0
#include "core/storage/forgotten.hpp"

#include "core/base/error.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/nobody.hpp"
#include "core/storage/setting_store.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kForget = R"(
INSERT INTO forgotten_identifier {insert hash text, type text, released_at bigint}
ON CONFLICT (hash) DO UPDATE SET released_at = excluded.released_at)";

constexpr std::string_view kClear =
    "DELETE FROM suppression WHERE hash IN (SELECT hash FROM {rows hash text})";

constexpr std::string_view kKeep = R"(
INSERT INTO suppression
{insert hash text, id bigint, kind bigint, state bigint, reason text, until_at bigint, at bigint,
        by_staff bigint, observation_id bigint})";

constexpr std::string_view kKeySetting = "address_hash_key";

}  // namespace

std::optional<model::HashKey> findForgottenKey(Session& session) {
    const auto key = findSecret(session, kKeySetting);
    if (!key && session.first<std::int64_t>("SELECT 1 FROM forgotten_identifier LIMIT 1"))
        throw base::Error(
            base::ErrorCode::Configuration,
            "The database has lost the setting address_hash_key, by which it knows the addresses that "
            "were erased or suppressed. Bring that row of the table `setting` back from a backup.");
    return key;
}

model::HashKey forgottenKey(Session& writer) {
    if (const auto key = findForgottenKey(writer)) return *key;
    return generatedSecret(writer, kKeySetting);
}

Forgetting::Forgetting(Session& session, const model::HashKey& key)
    : session_(session),
      key_(key),
      known_(session.bulk(kForget)),
      clear_(session.bulk(kClear)),
      entries_(session.bulk(kKeep)) {}

void Forgetting::add(const model::Identifier& identifier, std::optional<base::Time> releasedAt) {
    const auto hash = forgottenHash(key_, identifier);
    known_.add(hash, identifier.type, releasedAt);
    clear_.add(hash);
}

void Forgetting::addEntry(const model::Identifier& identifier, const model::EndpointEntry& entry,
                          const Said& said) {
    // Rows may be written as they are added, and these have to be last.
    known_.run();
    clear_.run();
    entries_.add(forgottenHash(key_, identifier), entry.id, entry.kind, entry.state,
                 model::keptReason(entry.reason, said.byStaff), entry.until, entry.stamp.at, said.byStaff,
                 said.ofNobody);
}

void Forgetting::run() {
    session_.execute(kInsertNobody);
    known_.run();
    clear_.run();
    entries_.run();
}

}  // namespace kith::storage
