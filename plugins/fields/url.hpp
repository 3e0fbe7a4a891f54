// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::fields {

/// The normal form of an absolute `http` or `https` URL (RFC 3986, section 3, with an authority, and without
/// a user): scheme and host in small letters (section 6.2.2.1), the host a name of DNS in A-labels (IDNA 2008
/// with the mapping of UTS 46), an IPv4 address, or an IPv6 address in brackets as RFC 5952 writes it;
/// everything behind it as it was given, but characters beyond ASCII are percent-encoded (RFC 3987,
/// section 3.1). Nothing if it is none. Thread-safe.
[[nodiscard]] std::optional<std::string> normalUrl(std::string_view text);

}  // namespace kith::fields
