// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/api/services.hpp"
#include "core/model/prepare.hpp"

namespace kith::api {

/// Carries out what a plugin decided, in words and with an answer as kith/commands.h has them, by the same
/// functions as the routes of the API. Throws Error with pointers into the command for what is malformed or
/// not there, and what forbids it.
[[nodiscard]] std::string carryOutCommand(const Services& services, const model::Writer& writer,
                                          std::string_view command);

}  // namespace kith::api
