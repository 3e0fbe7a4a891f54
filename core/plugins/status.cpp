// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/status.hpp"

#include <array>
#include <utility>

namespace kith::plugins {
namespace {

using base::ErrorCode;

constexpr std::array<std::pair<ErrorCode, kith_status>, 24> kTable{{
    {ErrorCode::InvalidInput, KITH_INVALID_INPUT},
    // Of several that are one status to a plugin the first is what it means by that.
    {ErrorCode::Unauthorized, KITH_UNAUTHORIZED},
    {ErrorCode::IdentityTokenExpired, KITH_UNAUTHORIZED},
    {ErrorCode::IdentityTokenInvalid, KITH_UNAUTHORIZED},
    {ErrorCode::WrongCredentials, KITH_UNAUTHORIZED},
    {ErrorCode::Forbidden, KITH_FORBIDDEN},
    {ErrorCode::Csrf, KITH_FORBIDDEN},
    {ErrorCode::NotFound, KITH_NOT_FOUND},
    {ErrorCode::Gone, KITH_GONE},
    {ErrorCode::MethodNotAllowed, KITH_METHOD_NOT_ALLOWED},
    {ErrorCode::Conflict, KITH_CONFLICT},
    {ErrorCode::LastAdministrator, KITH_CONFLICT},
    {ErrorCode::PreconditionFailed, KITH_PRECONDITION_FAILED},
    {ErrorCode::IdReused, KITH_ID_REUSED},
    {ErrorCode::TooLarge, KITH_TOO_LARGE},
    {ErrorCode::UnsupportedMediaType, KITH_UNSUPPORTED_MEDIA_TYPE},
    {ErrorCode::RateLimited, KITH_RATE_LIMITED},
    {ErrorCode::Overloaded, KITH_OVERLOADED},
    {ErrorCode::Timeout, KITH_TIMEOUT},
    {ErrorCode::Unavailable, KITH_UNAVAILABLE},
    {ErrorCode::Configuration, KITH_CONFIGURATION},
    {ErrorCode::Storage, KITH_STORAGE},
    {ErrorCode::Plugin, KITH_PLUGIN},
    {ErrorCode::Internal, KITH_INTERNAL},
}};

}  // namespace

kith_status toStatus(ErrorCode code) noexcept {
    for (const auto& [ours, theirs] : kTable) {
        if (ours == code) return theirs;
    }
    return KITH_INTERNAL;
}

ErrorCode toErrorCode(kith_status status) noexcept {
    for (const auto& [ours, theirs] : kTable) {
        if (theirs == status) return ours;
    }
    return ErrorCode::Plugin;
}

}  // namespace kith::plugins
