// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/profile_json.hpp"
#include "core/api/services.hpp"
#include "core/http/response.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// The profile as it is now, with its version as the tag. Throws Error{NotFound}, and as throwRemoved.
[[nodiscard]] http::Response showProfile(const Services& services, const storage::ProfileRef& ref, int status,
                                         const Beside& beside = {});

}  // namespace kith::api
