// SPDX-License-Identifier: Apache-2.0
#include "core/model/hash.hpp"

#include <sodium.h>

namespace kith::model {
namespace {

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Hash hashOf(std::string_view text) {
    Hash hash{};
    crypto_generichash(hash.data(), hash.size(), bytesOf(text), text.size(), nullptr, 0);
    return hash;
}

Hash keyedHashOf(const HashKey& key, std::string_view text) {
    Hash hash{};
    crypto_generichash(hash.data(), hash.size(), bytesOf(text), text.size(), key.data(), key.size());
    return hash;
}

std::string hexOf(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

}  // namespace kith::model
