// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kith::storage {

/// Throws Error{Storage} if the file is a SQLite database of somebody else, one with tables and none of
/// kith's; or one with auto_vacuum. Changes nothing in it. A file that is missing, empty or no database is
/// not looked at further: opening it says what is wrong.
void requireUsable(const std::string& path);

}  // namespace kith::storage
