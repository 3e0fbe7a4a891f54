// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/resources.hpp"

namespace kith::api {

/// Adds a page with a form, for whoever has its link: `get` shows it, `post` takes the form. As many calls
/// from an address as with public keys. `services` outlives the router. Throws like Router::add.
void addPage(http::Router& router, const std::string& path, const Services& services, ServiceHandler get,
             ServiceHandler post);

}  // namespace kith::api
