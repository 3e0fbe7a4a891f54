// SPDX-License-Identifier: Apache-2.0
#include "core/model/endpoint.hpp"

#include "core/model/vocabulary.hpp"

namespace kith::model {

std::string_view endpointStateName(EndpointState state) noexcept {
    return kEndpointStates.of(state);
}

}  // namespace kith::model
