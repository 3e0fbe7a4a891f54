// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Session;

/// Somebody who was deleted and can be restored, as they were then.
struct DeletedProfile {
    struct Listed {
        model::Identifier identifier;
        model::Role role = model::Role::Identifying;
    };
    base::ProfileId id;
    std::optional<std::string> firstName = {};
    std::optional<std::string> lastName = {};
    std::vector<Listed> identifiers = {};  ///< At most kSummaryIdentifiers, in the order of a summary.
    base::Time deletedAt;
    SourceView source;  ///< Who deleted them.
};

struct DeletedPage {
    std::vector<DeletedProfile> items;  ///< Who was deleted last comes first.
    std::string nextCursor;             ///< Empty after the last page.
};

/// `addressTypes`: see SummaryAsked. Throws Error{InvalidInput} for a cursor that is none of this list, and
/// for a limit outside 1 to kMaxPage.
[[nodiscard]] DeletedPage listDeleted(Session& session, const std::string& cursor, std::size_t limit,
                                      std::span<const std::string> addressTypes = {});

}  // namespace kith::storage
