// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kith::test {

/// The URL of a new, empty database of the tests' PostgreSQL in another encoding than UTF-8, such as LATIN1.
[[nodiscard]] std::string createDatabaseIn(const std::string& encoding);

}  // namespace kith::test
