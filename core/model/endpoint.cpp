// SPDX-License-Identifier: Apache-2.0
#include "core/model/endpoint.hpp"

#include "core/model/names.hpp"

namespace kith::model {
namespace {

constexpr Names<EndpointState, 6> kStates{
    {"complained", "blacklisted", "unsubscribed", "blocked", "unconfirmed", "active"}};

}  // namespace

std::string_view endpointStateName(EndpointState state) noexcept {
    return kStates.of(state);
}

std::optional<EndpointState> endpointStateFromName(std::string_view name) noexcept {
    return kStates.find(name);
}

}  // namespace kith::model
