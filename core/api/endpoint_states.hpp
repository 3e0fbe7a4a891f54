// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/api/commands.hpp"
#include "core/api/services.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// Sets a state of an identifier that the profile lists; `body` as of `POST …/states`. Throws Error with
/// pointers into it for what is malformed, and Error{NotFound}.
[[nodiscard]] model::Outcome setState(const Services& services, const Decider& by,
                                      const NamedIdentifier& named, const nlohmann::json& body);

/// Lifts one that stands; `body` as of `DELETE …/states/{state}`. Throws the same, and Error{Conflict} for
/// what can't be lifted so.
[[nodiscard]] model::Outcome liftState(const Services& services, const Decider& by,
                                       const NamedIdentifier& named, std::string_view state,
                                       const nlohmann::json& body);

}  // namespace kith::api
