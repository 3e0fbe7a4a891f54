// SPDX-License-Identifier: Apache-2.0
#include "core/api/identity_secrets.hpp"

#include <sodium.h>

#include <array>

namespace kith::api {
namespace {

constexpr std::string_view kPrefix = "kith_identity_";
constexpr std::string_view kPurpose = "kith identity secret of the key ";
constexpr std::size_t kBytes = 32;
constexpr int kEncoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string IdentitySecrets::of(base::KeyId key) const {
    const std::string context = std::string(kPurpose) + key.text();
    std::array<unsigned char, kBytes> bytes{};
    crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(context.data()),
                       context.size(), root_.data(), root_.size());
    std::string text(sodium_base64_ENCODED_LEN(kBytes, kEncoding), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kEncoding);
    text.pop_back();  // The terminating zero.
    return std::string(kPrefix) + text;
}

}  // namespace kith::api
