// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "core/api/query.hpp"
#include "core/model/catalogue.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// Reads `{ref}`: an id, or `type:value`, which is normalised. Throws Error{NotFound} for a text that can't
/// name anybody.
[[nodiscard]] storage::ProfileRef parseRef(std::string_view ref, const model::Catalogue& catalogue);

/// Reads `type:value`, which is normalised. Throws Error{NotFound} as parseRef does.
[[nodiscard]] model::Identifier parseIdentifier(std::string_view text, const model::Catalogue& catalogue);

/// Reads a parameter that holds two references `type:value` with a comma between them, each percent-encoded
/// before they were joined. Nothing if it is not given, or is wrong in form.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> identifierPair(Query& query,
                                                                                std::string_view name);

}  // namespace kith::api
