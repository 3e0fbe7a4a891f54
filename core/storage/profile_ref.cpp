// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_ref.hpp"

#include <optional>

#include "core/base/error.hpp"
#include "core/storage/profile_sql.hpp"

namespace kith::storage {

void throwNoProfile() {
    throw base::Error(base::ErrorCode::NotFound, "There is no such profile.");
}

ResolvedProfile resolveProfile(Session& session, const ProfileRef& ref) {
    static const ProfileSql kSql(R"sql(
SELECT live.id, live.home, p.version FROM live CROSS JOIN profile p WHERE p.id = live.id
)sql");
    std::optional<ResolvedProfile> found;
    kSql.each<base::ProfileId, base::ProfileId, std::int64_t>(
        session, ref, [&](base::ProfileId live, base::ProfileId home, std::int64_t version) {
            found = ResolvedProfile{live, home, version};
        });
    if (!found) throwNoProfile();
    return *found;
}

}  // namespace kith::storage
