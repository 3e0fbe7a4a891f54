// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/app/demo/diary.hpp"

namespace kith::app::demo {

/// The widgets of the site, as they are set up before anything else.
[[nodiscard]] std::vector<Call> widgetDefinitions(const Scale& scale);

/// A browser as the widget plugin sees it.
struct Browser {
    std::string cookie;
    std::string session;
    std::string agent;  ///< User-Agent
};

/// One display of the widget that is shown once, as the browser's beacon tells it. The plugin dates it by the
/// time of the beacon and takes nothing older than a day.
void showOnce(Diary& diary, const Browser& browser, Time at, const std::string& display, bool isClosed);

}  // namespace kith::app::demo
