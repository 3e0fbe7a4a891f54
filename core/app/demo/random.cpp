// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/random.hpp"

#include <sodium.h>

namespace kith::app::demo {
namespace {

std::uint64_t mixed(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view stream) noexcept : state_(mixed(seed)) {
    for (const char c : stream) state_ = mixed(state_ ^ static_cast<unsigned char>(c));
}

std::uint64_t Random::next() noexcept {
    state_ += 0x9e3779b97f4a7c15U;
    return mixed(state_);
}

std::string Random::bytes(std::size_t count) {
    std::string out;
    while (out.size() < count) {
        auto word = next();
        for (int i = 0; i < 8 && out.size() < count; ++i, word >>= 8U)
            out += static_cast<char>(static_cast<unsigned char>(word & 0xffU));
    }
    return out;
}

std::string Random::hex(std::size_t byteCount) {
    const auto data = bytes(byteCount);
    std::string out(data.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(data.data()), data.size());
    out.pop_back();
    return out;
}

std::string Random::token(std::size_t byteCount) {
    return base64url(bytes(byteCount));
}

std::string base64url(std::string_view bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kVariant);
    out.pop_back();
    return out;
}

}  // namespace kith::app::demo
