// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Session;

/// A live profile as lists show it.
struct ProfileSummary {
    struct Listed {
        model::Identifier identifier;
        std::string given;
        model::Role role = model::Role::Identifying;
    };
    base::ProfileId id;
    std::string firstName;
    std::string lastName;
    bool known = false;
    std::vector<Listed> identifiers;  ///< At most kSummaryIdentifiers, identifying ones first.
    base::Time updatedAt;
    base::Time createdAt;
    SourceView source;
};

inline constexpr std::size_t kSummaryIdentifiers = 10;

/// Those of live profiles, in the order given.
[[nodiscard]] std::vector<ProfileSummary> readSummaries(Session& session,
                                                        std::span<const base::ProfileId> profiles);

/// Reads names and identifiers into summaries that have all else. Each profile is there once.
void completeSummaries(Session& session, std::span<ProfileSummary> summaries);

}  // namespace kith::storage
