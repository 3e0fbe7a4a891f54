// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

#include "core/app/demo/loader.hpp"

namespace kith::app::demo {

/// How its reader calls the server from a shell.
struct Access {
    std::string url;
    std::string key;  ///< What the shell puts in for the key: `$(cat var/key)`.
};

/// Says what was made, and what is worth a look, as commands to paste.
void writeReport(std::ostream& out, const Scale& scale, const Tally& tally, const Access& access);

}  // namespace kith::app::demo
