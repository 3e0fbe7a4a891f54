// SPDX-License-Identifier: Apache-2.0
#include "core/api/removed_profile.hpp"

#include "core/base/time.hpp"

namespace kith::api {

void throwRemoved(const Services& services, const storage::RemovedProfile& removed) {
    if (removed.erased)
        services.database.read(
            [&](storage::Session& session) { storage::throwNoProfile(session, removed.profile); });
    throw base::Error(base::ErrorCode::Gone,
                      "This profile was deleted at " + base::formatRfc3339(removed.at) + ". Until " +
                          base::formatRfc3339(removed.at + services.settings.purgeAfter) +
                          " `POST /v1/profiles/" + removed.profile.text() + "/restore` restores it.");
}

void throwIfRemoved(const Services& services, base::ProfileId id) {
    const auto removed =
        services.database.read([&](storage::Session& session) { return storage::findRemoved(session, id); });
    if (removed) throwRemoved(services, *removed);
}

}  // namespace kith::api
