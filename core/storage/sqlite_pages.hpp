// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kith::storage {

/// From now on database files are written without what pages hold in their unused middle: where SQLite
/// balances a tree it copies cells to other pages and leaves the old bytes behind, which `secure_delete` does
/// not look at. So whoever is erased is not found in a file. To be said before the first connection.
/// Throws soci::soci_error. Thread-safe.
void writeCleanPages();

}  // namespace kith::storage
