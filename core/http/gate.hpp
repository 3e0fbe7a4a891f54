// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "core/base/time.hpp"
#include "core/http/auth.hpp"
#include "core/http/rate_limiter.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"
#include "core/http/router.hpp"

namespace kith::http {

/// Decides whether a request may go on to its handler: its key or its session, the right of that, for public
/// keys the origin, for sessions that the call is the person's own, and for public keys and limited routes
/// the rates. Thread-safe.
class Gate {
public:
    Gate(const ServerSettings& settings, Authenticator& authenticator, const base::Clock& clock);

    /// Fills in the request's caller. Returns the refusal (401, 403, 429), or nothing if the request may go
    /// on.
    [[nodiscard]] std::optional<Response> refuse(Request& request, const Route& route);

    /// Whose key the request carries: `Authorization: Bearer <key>`, Basic with the key as user name, or, for
    /// public keys only, `?key=`. Throws what the authenticator throws, and Error{RateLimited} if the
    /// client's address came with too many keys that nobody knows.
    [[nodiscard]] std::optional<Caller> identify(const Request& request);

    /// Who signed in with the session of the request's cookie. A key wins over it, and what another site had
    /// a browser send is nobody's. Throws as identify does.
    [[nodiscard]] std::optional<Caller> identifyPerson(const Request& request);

private:
    /// Throws Error{RateLimited}.
    void countSearch(const Request& request);
    [[nodiscard]] std::optional<Response> refuseStranger(const Request& request);
    [[nodiscard]] std::optional<Response> refusePublic(const Request& request);
    [[nodiscard]] std::optional<std::chrono::milliseconds> takeOfAddress(const Request& request);

    Authenticator& authenticator_;
    RateLimit keyRate_;
    RateLimit addressRate_;
    RateLimiter keys_;
    RateLimiter addresses_;
    RateLimiter searches_;
};

}  // namespace kith::http
