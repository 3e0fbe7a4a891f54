// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/person.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Session;

/// Whose data is told: a profile, and everything that its homes list, or listed until it was deleted.
struct ExportedPerson {
    base::ProfileId id;
    bool known = false;
    std::int64_t version = 0;
    base::Time createdAt;
    base::Time updatedAt;
    SourceView source;
    std::optional<base::Time> deletedAt;
    Listings listings;

    /// Deleted or not, with the same homes: of what moved meanwhile nobody knows which rows were read.
    [[nodiscard]] bool isSame(const ExportedPerson& other) const {
        return id == other.id && deletedAt == other.deletedAt && listings.homes == other.listings.homes;
    }
};

/// A profile that lives, or by an id one that was deleted and can be restored. Throws Error{NotFound}, and
/// Error{Gone} for one that was erased.
[[nodiscard]] ExportedPerson readExportedPerson(Session& session, const ProfileRef& ref);

/// The same as plugins are asked about them.
[[nodiscard]] model::Person readAskedPerson(Session& session, const ExportedPerson& person);

}  // namespace kith::storage
