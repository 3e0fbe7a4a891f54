// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/activity.hpp"
#include "core/storage/origins.hpp"

namespace kith::storage {

/// The column older_members: `member:observation:milliseconds`, joined by blanks; nothing if there is none.
[[nodiscard]] std::optional<std::string> memberStampsText(const std::vector<model::MemberStamp>& stamps);

/// Reads it; the stamps are graded by the caller. Throws Error{Internal} for anything else.
[[nodiscard]] std::vector<model::MemberStamp> parseMemberStamps(std::string_view text, Origins& origins);

}  // namespace kith::storage
