// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kith::plugins {
class Registry;
}

namespace kith::api {

/// openapiJson with the routes of the plugins, each under a tag of its plugin's name: method, path,
/// parameters, right and media types, which is what plugins declare.
[[nodiscard]] std::string openapiJsonWith(const plugins::Registry& registry);

}  // namespace kith::api
