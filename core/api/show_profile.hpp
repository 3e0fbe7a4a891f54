// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/services.hpp"
#include "core/http/response.hpp"
#include "core/model/outcome.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// The profile as it is now, with its version as the tag; beside it what became of a write, if there was one.
/// Throws Error{NotFound}.
[[nodiscard]] http::Response showProfile(const Services& services, const storage::ProfileRef& ref, int status,
                                         const model::Outcome* outcome = nullptr);

}  // namespace kith::api
