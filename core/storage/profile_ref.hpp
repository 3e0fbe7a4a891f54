// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/identifier.hpp"

namespace kith::storage {

class Session;

/// How a caller names a profile: by any id that was ever handed out, or by an identifier, normalised.
using ProfileRef = std::variant<base::ProfileId, model::Identifier>;

struct ResolvedProfile {
    base::ProfileId live;
    base::ProfileId home;  ///< The id that was given, or the home that the identifier stands under.
    std::int64_t version = 0;
};

/// Follows a merge, and finds the holder that an identifier identifies; shared and claimed ones find nobody.
/// One indexed statement. Throws as throwNoProfile.
[[nodiscard]] ResolvedProfile resolveProfile(Session& session, const ProfileRef& ref);

/// The same without throwing: nothing if there is no such live profile.
[[nodiscard]] std::optional<ResolvedProfile> findProfile(Session& session, const ProfileRef& ref);

/// The homes under which identifiers identify somebody, in their order; zero for one that identifies nobody.
[[nodiscard]] std::vector<base::ProfileId> findHomes(Session& session,
                                                     std::span<const model::Identifier> identifiers);

/// The live profiles that list an identifier which need not identify them, each once, in the order of their
/// ids; at most two of them, which is enough to know that none is meant alone.
[[nodiscard]] std::vector<base::ProfileId> listersOf(Session& session, const model::Identifier& identifier);

/// A profile that was deleted or erased.
struct RemovedProfile {
    base::ProfileId profile;
    base::ProfileId home;
    std::int64_t version = 0;
    base::Time at;
    bool erased = false;
};

/// Finds one by any of its ids, or as long as it can be restored by what identified it: of several the one
/// that was deleted last.
[[nodiscard]] std::optional<RemovedProfile> findRemoved(Session& session, const ProfileRef& ref);

/// Those of the ids whose profiles were removed, in one statement.
[[nodiscard]] std::map<base::ProfileId, RemovedProfile> findAllRemoved(Session& session,
                                                                       std::span<const base::ProfileId> ids);

/// Error{Gone} with the date.
[[nodiscard]] base::Error goneError(const RemovedProfile& removed);

/// The profile and all homes of it, also after it was deleted or erased.
struct StandingFor {
    base::ProfileId profile;  ///< Zero if there never was one.
    std::vector<base::ProfileId> homes;
};

/// Whom an id that was ever handed out stands for, or stood for until that was deleted.
[[nodiscard]] StandingFor standingFor(Session& session, base::ProfileId id);

/// Throws Error{NotFound}, whose detail for an identifier says how those are found who only share or claim
/// it, whether there are any or not; goneError for an id of one that was deleted or erased.
[[noreturn]] void throwNoProfile(Session& session, const ProfileRef& ref);

}  // namespace kith::storage
