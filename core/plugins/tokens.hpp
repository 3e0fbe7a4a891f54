// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace kith::plugins {

/// Signed tokens and keyed hashes for plugins, from one secret of the deployment. What one plugin makes for
/// one purpose means nothing to another plugin or for another purpose. The core signs as kCore, which is no
/// plugin's id. Thread-safe.
///
/// A token is base64url(expiry, 5 bytes of seconds big endian · payload · 16 bytes of keyed BLAKE2b over
/// both), its key derived from the secret, the plugin and the purpose.
class Tokens {
public:
    static constexpr std::string_view kCore = {};

    static constexpr std::size_t kMaxPayload = 512;

    struct Opened {
        std::string payload;
        base::Time expires;  ///< In whole seconds.
    };

    /// `secret` has at least 16 bytes; throws Error{Configuration} otherwise.
    explicit Tokens(std::string_view secret);

    /// Throws Error{InvalidInput} for a payload over kMaxPayload or a time before 1970.
    [[nodiscard]] std::string sign(std::string_view plugin, std::string_view purpose,
                                   std::string_view payload, base::Time expires) const;
    /// What a genuine token says, whether its time is over or not; nothing if it is not genuine.
    [[nodiscard]] std::optional<Opened> open(std::string_view plugin, std::string_view purpose,
                                             std::string_view token) const;
    /// The payload, or nothing if the token is not genuine or `now` is past its end.
    [[nodiscard]] std::optional<std::string> verify(std::string_view plugin, std::string_view purpose,
                                                    std::string_view token, base::Time now) const;
    /// 26 characters of Crockford base 32.
    [[nodiscard]] std::string keyedHash(std::string_view plugin, std::string_view purpose,
                                        std::string_view bytes) const;

private:
    [[nodiscard]] std::string derive(std::string_view use, std::string_view plugin,
                                     std::string_view purpose) const;

    std::string key_;
};

}  // namespace kith::plugins
