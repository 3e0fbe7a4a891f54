// SPDX-License-Identifier: Apache-2.0
#include "core/http/gate.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>

#include <iterator>
#include <sstream>

#include "core/http/cors.hpp"
#include "core/http/problem.hpp"
#include "core/http/session_cookie.hpp"
#include "core/http/trusted_proxies.hpp"

namespace kith::http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kRatedNames = 50'000;

/// How often the keys that come from one address may be looked for: whoever guesses keys costs no more.
constexpr RateLimit kSearchRate{.perSecond = 20, .burst = 200};

std::string decodeBase64(std::string_view text) {
    try {
        std::istringstream encoded{std::string(text)};
        Poco::Base64Decoder decoder(encoded);
        return {std::istreambuf_iterator<char>(decoder), {}};
    } catch (const Poco::Exception&) {
        return {};
    }
}

/// The secret of an Authorization header; empty if it has none that we understand.
std::string secretOf(std::string_view authorization) {
    const auto space = authorization.find(' ');
    if (space == std::string_view::npos) return {};
    const auto scheme = authorization.substr(0, space);
    auto credentials = authorization.substr(space);
    credentials.remove_prefix(std::min(credentials.find_first_not_of(' '), credentials.size()));
    if (equalsIgnoringCase(scheme, "Bearer")) return std::string(credentials);
    if (!equalsIgnoringCase(scheme, "Basic")) return {};
    const auto userAndPassword = decodeBase64(credentials);
    return userAndPassword.substr(0, userAndPassword.find(':'));
}

bool carriesKey(const Request& request) {
    return request.headers.has("Authorization") || request.query.find("key").has_value();
}

/// Whether the call is one that only the person's own page can make.
bool provesPerson(const Request& request) {
    if (!isUnsafe(request.method)) return true;
    const auto token = request.headers.find(kCsrfHeader);
    return token && isSameSecret(*token, request.caller->person->csrfToken);
}

Response unproved() {
    return problem(Error(ErrorCode::Csrf,
                         "With a session, a call that changes something brings the session's csrf_token as "
                         "Kith-CSRF."));
}

Response unknown(const Request& request, const Route& route) {
    if (!carriesKey(request) && cookieOf(request.headers, kSessionCookie)) {
        return problem(
            Error(ErrorCode::Unauthorized,
                  isCrossSite(request)
                      ? "Another site had the browser make this call, and no session counts for that."
                      : "The session is over. Sign in again."));
    }
    return problem(
        Error(ErrorCode::Unauthorized, route.access == Access::Session
                                           ? "This call is for people: sign in with POST /v1/sessions."
                                           : "This call needs a valid key: Authorization: Bearer …"));
}

Response unpermitted(const Caller& caller, const Route& route) {
    return problem(Error(ErrorCode::Forbidden, "This call needs a key with the right " +
                                                   rightsFor(route.access) + "; this " +
                                                   (caller.person ? "person" : "key") + " has " +
                                                   std::string(rightName(caller.right)) + '.'));
}

Response tooMany(std::chrono::milliseconds wait, const char* whose) {
    auto response = problem(Error(ErrorCode::RateLimited, std::string("Too many calls ") + whose + '.'));
    setRetryAfter(response, wait);
    return response;
}

}  // namespace

Gate::Gate(const ServerSettings& settings, Authenticator& authenticator, const base::Clock& clock)
    : authenticator_(authenticator),
      keyRate_(settings.keyRate),
      addressRate_(settings.addressRate),
      keys_(kRatedNames, clock),
      addresses_(kRatedNames, clock),
      searches_(kRatedNames, clock) {}

std::optional<Caller> Gate::identify(const Request& request) {
    const auto beforeSearch = [&] { countSearch(request); };
    if (const auto authorization = request.headers.find("Authorization")) {
        const auto secret = secretOf(*authorization);
        return secret.empty() ? std::nullopt : authenticator_.authenticate(secret, beforeSearch);
    }
    const auto key = request.query.find("key");
    if (!key || key->empty()) return std::nullopt;
    auto caller = authenticator_.authenticate(*key, beforeSearch);
    // URLs end up in logs and histories: a secret that stood in one is not accepted.
    return caller && caller->right == Right::Public ? caller : std::nullopt;
}

std::optional<Caller> Gate::identifyPerson(const Request& request) {
    if (carriesKey(request) || isCrossSite(request)) return std::nullopt;
    const auto token = cookieOf(request.headers, kSessionCookie);
    if (!token) return std::nullopt;
    return authenticator_.authenticateSession(*token, [&] { countSearch(request); });
}

void Gate::countSearch(const Request& request) {
    if (searches_.take(rateName(request.client), kSearchRate))
        throw Error(ErrorCode::RateLimited, "Too many keys were tried from this address.");
}

std::optional<Response> Gate::refuse(Request& request, const Route& route) {
    if (route.access == Access::None) return route.isLimited ? refuseStranger(request) : std::nullopt;
    const bool isOptional = route.access == Access::Optional;
    request.caller = carriesKey(request) ? identify(request) : identifyPerson(request);
    if (request.caller && request.caller->person && !provesPerson(request)) {
        // A browser sends the cookie by itself: where nobody needs to be anybody, it says nothing.
        if (!isOptional) return unproved();
        request.caller.reset();
    }
    if (isOptional && !request.caller && !carriesKey(request)) return std::nullopt;
    if (!request.caller || (route.access == Access::Session && !request.caller->person)) {
        request.caller.reset();
        return unknown(request, route);
    }
    if (request.isPublic()) {
        if (auto refusal = refusePublic(request)) return refusal;
    }
    if (!permits(request.caller->right, route.access)) return unpermitted(*request.caller, route);
    return std::nullopt;
}

std::optional<Response> Gate::refuseStranger(const Request& request) {
    const auto wait = addresses_.take(rateName(request.client), addressRate_);
    if (!wait) return std::nullopt;
    return tooMany(*wait, "from this address");
}

std::optional<Response> Gate::refusePublic(const Request& request) {
    const auto origin = request.headers.find("Origin");
    if (origin && !allowsOrigin(*request.caller, *origin)) {
        return problem(Error(ErrorCode::Forbidden, "The key is not for this origin."));
    }
    if (const auto wait = takeOfAddress(request)) return tooMany(*wait, "from this address");
    if (const auto wait = keys_.take(request.caller->key.text(), keyRate_)) {
        return tooMany(*wait, "with this key");
    }
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> Gate::takeOfAddress(const Request& request) {
    const auto address = rateName(request.client);
    const auto& own = request.caller->ratePerMinute;
    if (!own) return addresses_.take(address, addressRate_);
    const auto perMinute = static_cast<double>(*own);
    return addresses_.take(request.caller->key.text() + ' ' + std::string(address),
                           {perMinute / 60, perMinute});
}

}  // namespace kith::http
