// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/api/services.hpp"
#include "core/http/router.hpp"

namespace kith::api {

/// Adds every route of the core. `services` outlives the router. Throws like Router::add.
void addRoutes(http::Router& router, const Services& services);

/// Method and path of each of them, before any service exists: what plugins may not declare.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> coreRoutes();

}  // namespace kith::api
