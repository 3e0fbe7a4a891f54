// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/process/kith_server.hpp"

namespace kith::test {

/// The receipt of somebody who is being erased, once it is final. Throws std::runtime_error if patience ends
/// first, or there is none.
nlohmann::json receiptOf(ApiClient& client, const std::string& id);

}  // namespace kith::test
