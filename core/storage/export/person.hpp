// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/storage/listings.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Session;

/// Whose data is told: the profile as it is shown, and everything that its homes list.
struct ExportedPerson {
    ProfileView profile;
    Listings listings;
};

/// Two statements. Throws Error{NotFound}.
[[nodiscard]] ExportedPerson readExportedPerson(Session& session, const ProfileRef& ref, base::Time now);

/// Whether the profile still is that person, with the same homes; of what moved meanwhile nobody knows which
/// rows were read. Throws Error{NotFound} if it is gone.
[[nodiscard]] bool isStillThatPerson(Session& session, const ExportedPerson& person);

}  // namespace kith::storage
