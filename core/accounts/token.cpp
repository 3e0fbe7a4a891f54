// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/token.hpp"

#include <sodium.h>

#include <array>
#include <cstddef>

#include "core/base/error.hpp"

namespace kith::accounts {
namespace {

constexpr std::size_t kBytes = 32;
constexpr std::size_t kCharacters = 43;
constexpr int kEncoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using Bytes = std::array<unsigned char, kBytes>;

std::string textOf(const Bytes& bytes) {
    std::string text(sodium_base64_ENCODED_LEN(kBytes, kEncoding), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kEncoding);
    text.pop_back();  // The terminating zero.
    return text;
}

/// One hash for each purpose: none is found out by another.
Bytes hashFor(std::string_view purpose, std::string_view token) {
    Bytes hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()),
                       token.size(), reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
    return hash;
}

}  // namespace

std::string makeToken() {
    if (sodium_init() < 0) throw base::Error(base::ErrorCode::Internal, "libsodium can't be used.");
    Bytes bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return textOf(bytes);
}

bool isToken(std::string_view text) noexcept {
    return text.size() == kCharacters;
}

std::string tokenHash(std::string_view token) {
    return textOf(hashFor("kith session by its token", token));
}

std::string csrfToken(std::string_view token) {
    return textOf(hashFor("kith csrf token of a session", token));
}

}  // namespace kith::accounts
