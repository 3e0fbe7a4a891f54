// SPDX-License-Identifier: Apache-2.0
#include "core/model/endpoint.hpp"

#include <algorithm>

#include "core/model/vocabulary.hpp"

namespace kith::model {
namespace {

constexpr std::string_view kByStaff = "by_staff";

}  // namespace

std::string_view endpointStateName(EndpointState state) noexcept {
    return kEndpointStates.of(state);
}

bool isReasonCode(std::string_view reason) noexcept {
    return std::ranges::all_of(
        reason, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string_view keptReason(std::string_view reason, bool byStaff) noexcept {
    if (isReasonCode(reason)) return reason;
    return byStaff ? kByStaff : std::string_view{};
}

}  // namespace kith::model
