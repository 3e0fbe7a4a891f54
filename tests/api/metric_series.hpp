// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kith::test {

/// The value of a series in the text of /metrics, -1 if it is not there.
[[nodiscard]] inline double series(const std::string& metrics, const std::string& name) {
    const auto at = metrics.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(metrics.substr(at + name.size() + 2));
}

}  // namespace kith::test
