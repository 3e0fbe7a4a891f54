// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/http/request.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/prepare.hpp"
#include "core/model/reader.hpp"

namespace kith::api {

/// The body of a call by which one of the staff lifts a state of an address. Throws Error{InvalidInput} if
/// there is none.
[[nodiscard]] nlohmann::json liftingBody(const http::Request& request);

/// The `reason` and the `proof` of such a body, an object; when it is lifted is still to be said. What is
/// wrong is found.
[[nodiscard]] model::StaffLifting readLifting(const nlohmann::json& body, const model::Reader& reader,
                                              model::Findings& findings);

/// What the organisation decided the staff lift with a reason, and what the person said with the proof that
/// the person asked for it. Throws Error{Conflict} for what they can't lift, or not without a proof, and
/// Error{InvalidInput} for a proof that proves nothing of it.
void requireLiftable(const model::EndpointStateView& state, const model::StaffLifting& lifting);

/// Now, or just after the state that it lifts.
[[nodiscard]] base::Time liftedAt(const model::EndpointStateView& state, base::Time now);

}  // namespace kith::api
