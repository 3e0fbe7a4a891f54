// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace kith::webhooks {

/// A new secret in the form of Standard Webhooks (https://www.standardwebhooks.com): `whsec_` and 32 random
/// bytes in base64.
[[nodiscard]] std::string makeSecret();

/// Whether it has that form, with 24 to 64 bytes.
[[nodiscard]] bool isSecret(std::string_view text);

/// The headers that say what a message is, when it was sent, and that it is ours: `webhook-id`,
/// `webhook-timestamp` (seconds) and `webhook-signature`, which is `v1,` and in base64 the HMAC-SHA256 of
/// `id.timestamp.body` under the bytes of the secret.
[[nodiscard]] std::vector<std::string> signedHeaders(std::string_view secret, std::string_view id,
                                                     base::Time at, std::string_view body);

}  // namespace kith::webhooks
