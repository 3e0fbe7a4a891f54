// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::identity {

/// The mailbox to which a normalised address is delivered, in one spelling for all addresses that reach it.
/// Nothing if the provider doesn't say how it tells them apart.
[[nodiscard]] std::optional<std::string> mailboxOf(std::string_view address);

/// The address without the dots and the plus tag of its local part. Nothing for one that has no local part
/// then, and where the mailbox says the same.
[[nodiscard]] std::optional<std::string> withoutDotsAndTag(std::string_view address);

}  // namespace kith::identity
