// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

namespace kith::app {

/// A password from who runs the program: asked for twice on the terminal, which does not show it, or else the
/// first line of standard input. Throws Error{InvalidInput} if the two differ or there is none.
[[nodiscard]] std::string askPassword(std::ostream& prompts);

}  // namespace kith::app
