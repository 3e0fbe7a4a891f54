// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.hpp"
#include "core/http/router.hpp"

namespace kith::plugins {
class Registry;
}

namespace kith::api {

class IdentityHeader;

/// Adds what the loaded plugins declare; a plugin's route answers 503 while the plugin is not running. All
/// that is given outlives the router. Throws like Router::add.
void addRoutesOfPlugins(http::Router& router, const plugins::Registry& registry,
                        const IdentityHeader& identityHeader, const base::Clock& clock);

}  // namespace kith::api
