// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/app/config_check.hpp"

namespace kith::app {

/// What no single setting shows: pairs that belong together, entries that repeat.
void checkRules(const Checked& checked, Problems& problems);

}  // namespace kith::app
