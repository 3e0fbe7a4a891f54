// SPDX-License-Identifier: Apache-2.0
#include "core/api/removed_profile.hpp"

#include <variant>

#include "core/base/time.hpp"

namespace kith::api {

base::Error removedError(const Services& services, const storage::RemovedProfile& removed) {
    if (removed.erased) return storage::goneError(removed);
    return {base::ErrorCode::Gone,
            "This profile was deleted at " + base::formatRfc3339(removed.at) + ". Until " +
                base::formatRfc3339(removed.at + services.settings.purgeAfter) + " `POST /v1/profiles/" +
                removed.profile.text() + "/restore` restores it."};
}

void throwRemoved(const Services& services, const storage::RemovedProfile& removed) {
    throw removedError(services, removed);
}

void throwNobody(const Services& services, storage::Session& session, const storage::ProfileRef& ref) {
    // An identifier is nobody's as soon as its profile is removed.
    if (std::holds_alternative<base::ProfileId>(ref))
        if (const auto removed = storage::findRemoved(session, ref)) throwRemoved(services, *removed);
    storage::throwNoProfile(session, ref);
}

void throwIfRemoved(const Services& services, base::ProfileId id) {
    const auto removed =
        services.database.read([&](storage::Session& session) { return storage::findRemoved(session, id); });
    if (removed) throwRemoved(services, *removed);
}

}  // namespace kith::api
