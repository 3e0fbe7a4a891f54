// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/http/connection.hpp"
#include "core/http/pace.hpp"
#include "core/http/request_head.hpp"

namespace kith::http {

/// Reads the whole body behind a head that was taken off the connection's input, waiting as the pace allows;
/// asks for it first if the client waits for that. After a fault the connection is of no more use.
[[nodiscard]] std::optional<WireFault> readBody(Connection& connection, const RequestHead& head,
                                                std::size_t limit, Pace& pace, std::string& body);

}  // namespace kith::http
