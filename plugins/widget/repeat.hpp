// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "frequency.hpp"

namespace kith::widget {

/// One display of one widget to one person.
struct Display {
    std::string id;
    std::string widget;
    std::string cookie;
    std::string session;
    std::string agent;
    Frequency frequency;
    std::int64_t shownAtMs = 0;
};

/// A display that the frequency recorded with it would not have allowed, had the browser remembered the
/// others.
struct Repeat {
    std::string allowed;     ///< `once`, `session`, `7 days`.
    std::int64_t shown = 0;  ///< How many times within what is allowed once, this one included.
    std::string cause;       ///< `storage_cleared`, `other_browser` or `unknown`.
};

/// The repeated ones among a person's displays, by display id. Over all cookies: the browser that forgot has
/// another.
[[nodiscard]] std::map<std::string, Repeat> findRepeats(std::vector<Display> displays);

}  // namespace kith::widget
