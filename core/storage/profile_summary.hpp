// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint_fold.hpp"
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
        model::EndpointView endpoint;  ///< As that of an IdentifierView.
    };
    base::ProfileId id;
    std::string firstName;
    std::string lastName;
    bool known = false;
    std::vector<Listed> identifiers;  ///< As SummaryAsked says.
    base::Time updatedAt;
    base::Time createdAt;
    std::optional<base::Time> lastSeenAt;  ///< See ProfileView.
    SourceView source;
    std::vector<FieldView> fields;  ///< The tags, and what else was asked for; by field, element.
};

/// As many identifiers as a line of a list has room for.
inline constexpr std::size_t kSummaryIdentifiers = 10;

/// What summaries show, and when.
struct SummaryAsked {
    base::Time now;                        ///< Decides which temporary blocks have ended.
    std::vector<std::string> fields = {};  ///< Keys, each once; names and tags are always read.
    /// The types of identifiers that channels reach: these come first, then by role, the identifying before
    /// others.
    std::vector<std::string> addressTypes = {};
    std::size_t identifiers = kSummaryIdentifiers;  ///< At most so many of each person.
};

/// Those of live profiles, in the order given.
[[nodiscard]] std::vector<ProfileSummary> readSummaries(Session& session,
                                                        std::span<const base::ProfileId> profiles,
                                                        const SummaryAsked& asked);

/// Reads into summaries what they have not yet: names, fields, identifiers with the states of addresses, and
/// when they were last seen. Four statements, however many there are. Each profile is there once.
void completeSummaries(Session& session, std::span<ProfileSummary> summaries, const SummaryAsked& asked);

}  // namespace kith::storage
