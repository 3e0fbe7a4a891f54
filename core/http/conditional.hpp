// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/request.hpp"

namespace kith::http {

/// A strong entity tag (RFC 9110 section 8.8.3) of a version: `"7"`, quotes included.
[[nodiscard]] std::string versionTag(std::int64_t version);

/// A strong entity tag of what is sent: the hash of its bytes.
[[nodiscard]] std::string contentTag(std::string_view body);

/// Throws Error(PreconditionFailed) if the request has an If-Match that does not name `tag`, and
/// Error(InvalidInput) if it is malformed. `*` names every tag; weak tags name none (section 13.1.1).
/// Returns whether the request is for the version of that tag only, so that it must not have moved later.
[[nodiscard]] bool requireMatch(const Request& request, std::string_view tag);
/// The same of what an If-Match says, if there is one.
[[nodiscard]] bool requireMatch(std::optional<std::string_view> ifMatch, std::string_view tag);

/// Whether If-None-Match names `tag`, so that a GET or HEAD is answered 304; weakly compared
/// (section 13.1.2).
[[nodiscard]] bool isUnchanged(const Request& request, std::string_view tag);

}  // namespace kith::http
