// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/error.hpp"
#include "core/http/problem.hpp"

namespace kith::http {

/// Why a request can't be read to its end. Such a request is answered and its connection closed, because
/// where the next one would begin is unknown.
struct WireFault {
    ProblemKind kind;
    base::ErrorCode code;
    std::string_view detail;
};

[[nodiscard]] constexpr WireFault badMessage(std::string_view detail) noexcept {
    return {{400, "Malformed request"}, base::ErrorCode::InvalidInput, detail};
}

constexpr WireFault kHeadTooLarge{{431, "Request head too large"},
                                  base::ErrorCode::TooLarge,
                                  "The request line and headers are too large."};
constexpr WireFault kHeadTimeout{
    {408, "Request timed out"}, base::ErrorCode::Timeout, "The request line and headers came too slowly."};
constexpr WireFault kBodyTooLarge{
    {413, "Too large"}, base::ErrorCode::TooLarge, "The body is larger than this call takes."};
constexpr WireFault kBodyTimeout{
    {408, "Request timed out"}, base::ErrorCode::Timeout, "The body came too slowly."};
constexpr WireFault kQueueFull{
    {503, "Overloaded"}, base::ErrorCode::Overloaded, "The server is busy. Try again later."};

}  // namespace kith::http
