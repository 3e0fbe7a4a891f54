// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.hpp"

#include <utility>

namespace kith::base {

std::string_view codeName(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::InvalidInput:
            return "invalid_input";
        case ErrorCode::Unauthorized:
            return "unauthorized";
        case ErrorCode::IdentityTokenExpired:
            return "identity_token_expired";
        case ErrorCode::IdentityTokenInvalid:
            return "identity_token_invalid";
        case ErrorCode::WrongCredentials:
            return "wrong_credentials";
        case ErrorCode::Forbidden:
            return "forbidden";
        case ErrorCode::Csrf:
            return "csrf";
        case ErrorCode::NotFound:
            return "not_found";
        case ErrorCode::Gone:
            return "gone";
        case ErrorCode::MethodNotAllowed:
            return "method_not_allowed";
        case ErrorCode::Conflict:
            return "conflict";
        case ErrorCode::LastAdministrator:
            return "last_administrator";
        case ErrorCode::PreconditionFailed:
            return "precondition_failed";
        case ErrorCode::IdReused:
            return "id_reused";
        case ErrorCode::TooLarge:
            return "too_large";
        case ErrorCode::UnsupportedMediaType:
            return "unsupported_media_type";
        case ErrorCode::RateLimited:
            return "rate_limited";
        case ErrorCode::Overloaded:
            return "overloaded";
        case ErrorCode::Timeout:
            return "timeout";
        case ErrorCode::Unavailable:
            return "unavailable";
        case ErrorCode::Configuration:
            return "configuration";
        case ErrorCode::Storage:
            return "storage";
        case ErrorCode::Plugin:
            return "plugin";
        case ErrorCode::Internal:
            return "internal";
    }
    return "internal";
}

Error::Error(ErrorCode code, std::string detail, std::string context)
    : code_(code), detail_(std::move(detail)), context_(std::move(context)) {}

Error::Error(ErrorCode code, std::string detail, std::vector<Violation> violations)
    : code_(code), detail_(std::move(detail)), violations_(std::move(violations)) {}

}  // namespace kith::base
