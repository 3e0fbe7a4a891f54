// SPDX-License-Identifier: Apache-2.0
#include "core/api/embedded.hpp"

#include <sodium.h>

#include <array>

namespace kith::api {

std::string embedded::joined(std::initializer_list<std::string_view> pieces) {
    std::string text;
    for (const auto piece : pieces) text += piece;
    return text;
}

std::string hashOfElement(std::string_view html, const std::string& tag) {
    const auto open = html.find('<' + tag + '>') + tag.size() + 2;
    const auto text = html.substr(open, html.find("</" + tag + '>', open) - open);
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
        base64{};
    sodium_bin2base64(base64.data(), base64.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
    return "'sha256-" + std::string(base64.data()) + '\'';
}

}  // namespace kith::api
