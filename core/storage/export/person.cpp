// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/person.hpp"

#include <algorithm>

namespace kith::storage {

ExportedPerson readExportedPerson(Session& session, const ProfileRef& ref, base::Time now) {
    ExportedPerson person{readProfile(session, ref, now), readListings(session, ref)};
    std::ranges::sort(person.listings.homes);
    std::ranges::sort(person.listings.rows, {},
                      [](const Listings::Row& row) { return std::pair(row.view.home, row.identifier); });
    return person;
}

bool isStillThatPerson(Session& session, const ExportedPerson& person) {
    auto now = readListings(session, person.profile.id);
    std::ranges::sort(now.homes);
    return now.live == person.profile.id && now.homes == person.listings.homes;
}

}  // namespace kith::storage
