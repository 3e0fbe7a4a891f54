// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kith::api {

/// core/api/openapi.yaml as JSON: the core alone.
[[nodiscard]] const std::string& openapiJson();

/// The page that shows it to people.
[[nodiscard]] const std::string& docsHtml();

/// The `Content-Security-Policy` of that page: its own style and script by their hashes, and calls to this
/// server.
[[nodiscard]] const std::string& docsPolicy();

}  // namespace kith::api
