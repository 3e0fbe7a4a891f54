// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/api/commands.hpp"
#include "core/api/services.hpp"
#include "core/model/command.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// A prohibition by hand, the one of the first time if the call came again.
struct MadeProhibition {
    model::Outcome outcome;
    std::optional<model::ProhibitionId> prohibition;  ///< None if it can't be found any more.
};

/// Forbids that two profiles ever become one; `body` as of `POST /v1/must-not-links`. Throws Error with
/// pointers into it for what is malformed, and what is in the way.
[[nodiscard]] MadeProhibition forbidMerge(const Services& services, const Decider& by,
                                          const nlohmann::json& body);

}  // namespace kith::api
