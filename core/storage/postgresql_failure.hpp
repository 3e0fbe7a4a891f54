// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace kith::storage {

/// The SQLSTATE of a statement refused because an earlier one of its transaction had failed.
inline constexpr std::string_view kAborted = "25P02";

/// From now on keeps why statements of that connection fail, whoever runs them: a plugin runs its own, and
/// tells only that it failed. False if there is no memory.
[[nodiscard]] bool watchFailures(PGconn* connection) noexcept;

/// The SQLSTATE of the last one that failed, apart from those refused because an earlier one of their
/// transaction had. Empty if none did.
[[nodiscard]] std::string lastFailure(PGconn* connection);

}  // namespace kith::storage
