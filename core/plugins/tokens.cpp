// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/tokens.hpp"

#include <sodium.h>

#include <array>
#include <utility>

#include "core/base/error.hpp"

namespace kith::plugins {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMacBytes = 16;
constexpr std::size_t kTimeBytes = 5;

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hash(std::size_t size, std::string_view bytes, std::string_view key) {
    std::string out(size, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(), bytesOf(bytes), bytes.size(),
                       key.empty() ? nullptr : bytesOf(key), key.size());
    return out;
}

std::string timeBytes(std::int64_t seconds) {
    std::string out(kTimeBytes, '\0');
    for (std::size_t i = kTimeBytes; i-- > 0; seconds >>= 8) out[i] = static_cast<char>(seconds & 0xFF);
    return out;
}

std::string toBase64(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), bytesOf(bytes), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();
    return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                          nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return std::nullopt;
    }
    out.resize(size);
    return out;
}

std::string toBase32(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string out;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8U | static_cast<unsigned char>(c)) & 0xFFFU;
        for (bits += 8; bits >= 5; bits -= 5) out += digits[buffer >> (bits - 5U) & 31U];
    }
    if (bits > 0) out += digits[buffer << (5U - bits) & 31U];
    return out;
}

}  // namespace

Tokens::Tokens(std::string_view secret) {
    if (sodium_init() < 0)
        throw base::Error(base::ErrorCode::Internal, "The random number source is not ready.");
    if (secret.size() < 16) {
        throw base::Error(base::ErrorCode::Configuration,
                          "The secret for tokens must have at least 16 bytes.");
    }
    key_ = hash(kKeyBytes, secret, {});
}

std::string Tokens::derive(std::string_view use, std::string_view plugin, std::string_view purpose) const {
    std::string context;
    for (const auto part : {use, plugin, purpose}) {
        context += std::to_string(part.size());
        context += ':';
        context += part;
    }
    return hash(kKeyBytes, context, key_);
}

std::string Tokens::sign(std::string_view plugin, std::string_view purpose, std::string_view payload,
                         base::Time expires) const {
    const auto millis = base::toMillis(expires);
    if (payload.size() > kMaxPayload || millis < 0) {
        throw base::Error(base::ErrorCode::InvalidInput,
                          "The payload or the time of a token is out of range.");
    }
    std::string body = timeBytes((millis + 999) / 1000);
    body += payload;
    return toBase64(body + hash(kMacBytes, body, derive("token", plugin, purpose)));
}

std::optional<Tokens::Opened> Tokens::open(std::string_view plugin, std::string_view purpose,
                                           std::string_view token) const {
    if (token.size() > 2 * (kMaxPayload + kTimeBytes + kMacBytes)) return std::nullopt;
    const auto bytes = fromBase64(token);
    if (!bytes || bytes->size() < kTimeBytes + kMacBytes) return std::nullopt;
    const std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - kMacBytes);
    const auto mac = hash(kMacBytes, body, derive("token", plugin, purpose));
    if (sodium_memcmp(mac.data(), bytes->data() + body.size(), kMacBytes) != 0) return std::nullopt;
    std::int64_t seconds = 0;
    for (const char c : body.substr(0, kTimeBytes)) seconds = seconds << 8 | static_cast<unsigned char>(c);
    return Opened{std::string(body.substr(kTimeBytes)), base::fromMillis(seconds * 1000)};
}

std::optional<std::string> Tokens::verify(std::string_view plugin, std::string_view purpose,
                                          std::string_view token, base::Time now) const {
    auto opened = open(plugin, purpose, token);
    if (!opened || now >= opened->expires) return std::nullopt;
    return std::move(opened->payload);
}

std::string Tokens::keyedHash(std::string_view plugin, std::string_view purpose,
                              std::string_view bytes) const {
    return toBase32(hash(kMacBytes, bytes, derive("hash", plugin, purpose)));
}

}  // namespace kith::plugins
