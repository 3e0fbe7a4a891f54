// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/signature.hpp"

#include <sodium.h>

#include <array>
#include <chrono>

#include "core/base/error.hpp"

namespace kith::webhooks {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kMadeBytes = 32;
constexpr std::size_t kLeastBytes = 24;
constexpr std::size_t kMostBytes = 64;
constexpr int kEncoding = sodium_base64_VARIANT_ORIGINAL;

using Bytes = std::vector<unsigned char>;

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(const unsigned char* bytes, std::size_t size) {
    std::string text(sodium_base64_encoded_len(size, kEncoding), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, size, kEncoding);
    text.pop_back();  // The terminating zero.
    return text;
}

std::optional<Bytes> keyOf(std::string_view secret) {
    if (!secret.starts_with(kPrefix)) return std::nullopt;
    secret.remove_prefix(kPrefix.size());
    Bytes key(kMostBytes);
    std::size_t size = 0;
    if (sodium_base642bin(key.data(), key.size(), secret.data(), secret.size(), nullptr, &size, nullptr,
                          kEncoding) != 0 ||
        size < kLeastBytes)
        return std::nullopt;
    key.resize(size);
    return key;
}

}  // namespace

std::string makeSecret() {
    if (sodium_init() < 0) throw base::Error(base::ErrorCode::Internal, "libsodium can't be used.");
    std::array<unsigned char, kMadeBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return std::string(kPrefix) + base64(bytes.data(), bytes.size());
}

bool isSecret(std::string_view text) {
    return keyOf(text).has_value();
}

std::vector<std::string> signedHeaders(std::string_view secret, std::string_view id, base::Time at,
                                       std::string_view body) {
    const auto key = keyOf(secret);
    if (!key) throw base::Error(base::ErrorCode::Storage, "A webhook's secret can't be read.");
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    const auto timestamp = std::to_string(seconds);
    const auto start = std::string(id) + '.' + timestamp + '.';
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key->data(), key->size());
    crypto_auth_hmacsha256_update(&state, bytesOf(start), start.size());
    crypto_auth_hmacsha256_update(&state, bytesOf(body), body.size());
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    return {"webhook-id: " + std::string(id), "webhook-timestamp: " + timestamp,
            "webhook-signature: v1," + base64(mac.data(), mac.size())};
}

}  // namespace kith::webhooks
