// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <variant>

#include "core/base/id.hpp"
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
/// One indexed statement. Throws Error{NotFound}.
[[nodiscard]] ResolvedProfile resolveProfile(Session& session, const ProfileRef& ref);

/// Throws Error{NotFound}, the same for every way of naming a profile.
[[noreturn]] void throwNoProfile();

}  // namespace kith::storage
