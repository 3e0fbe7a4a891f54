// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/pages/texts.hpp"
#include "core/app/config_check.hpp"

namespace kith::app {

/// `pages.languages`; what is no text is passed over, and was found wrong before.
[[nodiscard]] api::PageWords readPageWords(const Checked& checked);

/// Adds what is wrong with them.
void checkPageWords(const Checked& checked, Problems& problems);

}  // namespace kith::app
