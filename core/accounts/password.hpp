// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/accounts/settings.hpp"
#include "core/base/error.hpp"

namespace kith::accounts {

inline constexpr std::size_t kLeastPassword = 10;  ///< Characters.
inline constexpr std::size_t kMostPassword = 500;  ///< Bytes.

/// What is wrong with a new password, if anything is.
[[nodiscard]] std::optional<base::Violation> whyNoPassword(std::string_view password, std::string pointer);

/// Hashes passwords with Argon2id (libsodium's crypto_pwhash). One takes much memory and time, so that few
/// run at once, few wait for those, and the rest is refused: whoever tries passwords keeps nobody else from
/// being served. Thread-safe.
class PasswordHasher {
public:
    explicit PasswordHasher(HashSettings settings);

    /// Throws Error{Overloaded} if too many are at it.
    [[nodiscard]] std::string hash(std::string_view password);
    /// The same.
    [[nodiscard]] bool verify(const std::string& hash, std::string_view password);

    /// Whether a hash costs something else than what is wanted now.
    [[nodiscard]] bool isOutdated(const std::string& hash) const;
    /// A hash that no password has, and that costs as much as those made now.
    [[nodiscard]] const std::string& nobodys() const noexcept { return nobodys_; }

private:
    static constexpr std::size_t kMostWaiting = 8;
    class Turn;

    HashSettings settings_;
    std::string nobodys_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t running_ = 0;  ///< Guarded by mutex_, as the next.
    std::size_t waiting_ = 0;
};

}  // namespace kith::accounts
