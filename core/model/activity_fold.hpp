// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/activity.hpp"

namespace kith::model {

/// Folds one statement into an activity; the result is the same in any order. A new activity starts with its
/// id, home, channel and key, and nothing else. `stamp` is by the statement's own time. True if something
/// that is shown of it changed: false for times and reasons of statuses already reached.
bool foldActivity(Activity& activity, const ActivityWrite& write, const Stamp& stamp);

/// Whether a statement says that a message reached its endpoint.
[[nodiscard]] bool isDelivery(const ActivityWrite& write) noexcept;

}  // namespace kith::model
