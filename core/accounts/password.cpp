// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/blocking.hpp"
#include "core/base/utf8.hpp"

namespace kith::accounts {
namespace {

using base::Error;
using base::ErrorCode;

/// What libsodium reads and writes: text that ends with a zero.
using HashText = std::array<char, crypto_pwhash_STRBYTES>;

HashText padded(const std::string& hash) {
    HashText text{};
    std::copy_n(hash.begin(), std::min(hash.size(), text.size() - 1), text.begin());
    return text;
}

std::string randomBase64(std::size_t size) {
    constexpr int kEncoding = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    std::string bytes(size, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    std::string text(sodium_base64_encoded_len(size, kEncoding), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), size,
                      kEncoding);
    text.pop_back();  // The terminating zero.
    return text;
}

/// In the form of crypto_pwhash_str, with a salt of 16 bytes and a hash of 32.
std::string nobodysHash(const HashSettings& settings) {
    if (sodium_init() < 0) throw Error(ErrorCode::Internal, "libsodium can't be used.");
    return "$argon2id$v=19$m=" + std::to_string(settings.memory / 1024) +
           ",t=" + std::to_string(settings.passes) + ",p=1$" + randomBase64(16) + '$' + randomBase64(32);
}

}  // namespace

std::optional<base::Violation> whyNoPassword(std::string_view password, std::string pointer) {
    if (!base::isText(password))
        return base::Violation{std::move(pointer), "invalid_value", "must be text in UTF-8"};
    if (base::codePointCount(password) < kLeastPassword)
        return base::Violation{std::move(pointer), "too_short", "must have at least 10 characters"};
    if (password.size() > kMostPassword)
        return base::Violation{std::move(pointer), "too_long", "must have at most 500 bytes"};
    return std::nullopt;
}

/// The right to hash, for as long as it lives.
class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
        std::unique_lock lock(hasher_.mutex_);
        if (hasher_.running_ >= hasher_.settings_.atOnce) {
            if (hasher_.waiting_ >= kMostWaiting)
                throw Error(ErrorCode::Overloaded, "Too many people sign in at once. Try again.");
            const base::Blocking waits;
            ++hasher_.waiting_;
            hasher_.freed_.wait(lock, [this] { return hasher_.running_ < hasher_.settings_.atOnce; });
            --hasher_.waiting_;
        }
        ++hasher_.running_;
    }
    ~Turn() {
        {
            const std::scoped_lock lock(hasher_.mutex_);
            --hasher_.running_;
        }
        hasher_.freed_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(HashSettings settings)
    : settings_(settings), nobodys_(nobodysHash(settings)) {}

std::string PasswordHasher::hash(std::string_view password) {
    const Turn turn(*this);
    HashText text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), settings_.passes,
                              settings_.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(ErrorCode::Overloaded, "There is not enough memory for a password. Try again.");
    return text.data();
}

bool PasswordHasher::verify(const std::string& hash, std::string_view password) {
    const Turn turn(*this);
    const auto text = padded(hash);
    return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool PasswordHasher::isOutdated(const std::string& hash) const {
    const auto text = padded(hash);
    return crypto_pwhash_str_needs_rehash(text.data(), settings_.passes, settings_.memory) != 0;
}

}  // namespace kith::accounts
