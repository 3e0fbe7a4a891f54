// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/support/history_item.hpp"

namespace kith::test {

/// What a person consented to, told from the oldest statement to the newest: each changes what those before
/// it left, and none is looked at twice. `items` are all of one person, in any order, but for claims of
/// somebody who was known by then.
///
/// `subscribed since 5 by person of shop`; empty if nobody said anything that counts.
[[nodiscard]] std::string plainSubscription(const std::vector<Item>& items, const std::string& category);

/// The state that an address shows. Of states without an end, and of an address that is no claim.
[[nodiscard]] std::string plainState(const std::vector<Item>& items, const Item::Ref& address);

}  // namespace kith::test
