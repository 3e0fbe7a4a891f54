// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::storage {

class Session;

/// Whether anybody has an activity of that channel. One look into an index.
[[nodiscard]] bool isActivityChannel(Session& session, std::string_view channel);

/// The first `most` channels that activities are of, by name. One look into an index for each.
[[nodiscard]] std::vector<std::string> activityChannels(Session& session, std::size_t most);

}  // namespace kith::storage
