// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>
#include <vector>

#include "core/storage/identity_view.hpp"

namespace kith::storage {

/// The homes of a profile and everything that they list.
struct Listings {
    struct Row {
        base::IdentifierId identifier;
        ListingView view;
    };
    base::ProfileId live;
    std::vector<base::ProfileId> homes;
    std::vector<Row> rows;

    /// Each identifier once.
    [[nodiscard]] std::unordered_map<base::IdentifierId, model::Identifier> identifiers() const;
};

/// One statement. Throws Error{NotFound}.
[[nodiscard]] Listings readListings(Session& session, const ProfileRef& ref);

/// The same of one that was deleted: what it listed until then.
[[nodiscard]] Listings readRemovedListings(Session& session, base::ProfileId profile);

/// Of what the profile only shares, what identifies somebody else.
[[nodiscard]] std::vector<model::Identifier> sharedWithHolders(Session& session, const ProfileRef& ref);

}  // namespace kith::storage
