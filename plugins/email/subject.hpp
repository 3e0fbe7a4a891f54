// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kith::email {

/// A header's text with its encoded words (RFC 2047, any character set that ICU has) read; what can't be read
/// stays as it is. Valid UTF-8 in, valid UTF-8 out. What follows the first 2,000 bytes is left out.
[[nodiscard]] std::string decodeSubject(std::string_view given);

}  // namespace kith::email
