// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

#include "core/base/error.hpp"
#include "core/http/response.hpp"

namespace kith::http {

/// The status and title under which clients see an error code.
struct ProblemKind {
    int status;
    std::string_view title;
};

/// The one table from codes to HTTP.
[[nodiscard]] ProblemKind problemKind(base::ErrorCode code) noexcept;

/// The error as `application/problem+json` (RFC 9457): `type` (`urn:kith:problem:<code>`), `title`, `status`,
/// `detail`, `code` and, if there are violations, `errors: [{pointer, code, detail, id}]`, the id where there
/// is one. An error that is worth another try (429, 503) carries `Retry-After: 1`; the context is never
/// shown.
[[nodiscard]] Response problem(const base::Error& error);

/// The same with a status of its own, for failures of the protocol that share a code (408, 431, …).
[[nodiscard]] Response problem(const base::Error& error, ProblemKind kind);

/// Sets `Retry-After` to whole seconds, rounded up, at least 1.
void setRetryAfter(Response& response, std::chrono::milliseconds wait);

/// The problem's members as rendered inside another document (the `problem` of a rejected item).
[[nodiscard]] nlohmann::json problemJson(const base::Error& error);

}  // namespace kith::http
