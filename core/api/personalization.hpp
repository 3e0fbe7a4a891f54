// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/services.hpp"
#include "core/http/response.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// What templates and sites need of a person, in one flat document, which may be kept by whoever asked as
/// long as its tag is the same: that of its bytes, since ages, blocks that end and segments change without a
/// new version of the profile. Throws Error{NotFound}, and as throwRemoved.
[[nodiscard]] http::Response showPersonalization(const Services& services, const storage::ProfileRef& ref);

}  // namespace kith::api
