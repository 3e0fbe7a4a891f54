// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/model/catalogue.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// Reads `{ref}`: an id, or `type:value`, which is normalised. Throws Error{NotFound} for a text that can't
/// name anybody.
[[nodiscard]] storage::ProfileRef parseRef(std::string_view ref, const model::Catalogue& catalogue);

}  // namespace kith::api
