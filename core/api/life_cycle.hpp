// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/api/commands.hpp"
#include "core/api/services.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// Hides the profile that `ref` names and lets go of its identifiers; `body` says nothing. Throws
/// Error{NotFound}, as throwRemoved, and what forbids it.
[[nodiscard]] model::Outcome deletePerson(const Services& services, const Decider& by, std::string_view ref,
                                          const nlohmann::json& body);

/// Lets a deleted one live again; `body` says nothing. Throws Error{NotFound, Gone, Conflict}.
[[nodiscard]] model::Outcome restorePerson(const Services& services, const Decider& by, std::string_view ref,
                                           const nlohmann::json& body);

/// Ends a person for good, deleted before or not; `body` as of `POST /v1/profiles/{ref}/erase`. Rows go by
/// and by, as the receipt tells. Throws Error{NotFound, Gone}, and with pointers what is wrong with the body.
[[nodiscard]] model::Outcome erasePerson(const Services& services, const Decider& by, std::string_view ref,
                                         const nlohmann::json& body);

}  // namespace kith::api
