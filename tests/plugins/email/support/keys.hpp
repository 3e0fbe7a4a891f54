// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "plugins/email/signature.hpp"

namespace kith::test {

[[nodiscard]] std::string encodeBase64(std::string_view bytes);

/// A key pair made for the test.
class SigningKey {
public:
    [[nodiscard]] static SigningKey rsa(int bits = 2048);
    /// The same RSA key each time; making one takes long.
    [[nodiscard]] static const SigningKey& sharedRsa();
    /// `curve`: `P-256`, `P-384`.
    [[nodiscard]] static SigningKey ec(const char* curve = "P-256");

    /// Base64 of the signature over `text`.
    [[nodiscard]] std::string sign(email::Digest digest, std::string_view text) const;

    /// The public half as SubjectPublicKeyInfo: in base64, or as PEM.
    [[nodiscard]] std::string publicKeyBase64() const;
    [[nodiscard]] std::string publicKeyPem() const;
    [[nodiscard]] std::string privateKeyPem() const;

    /// A certificate of this key for `name` (as its subject and DNS name), valid between two times (seconds
    /// since 1970), signed by itself or by another.
    [[nodiscard]] std::string certificatePem(const std::string& name, std::int64_t notBefore,
                                             std::int64_t notAfter, const SigningKey* issuer = nullptr) const;

private:
    explicit SigningKey(std::shared_ptr<void> key) : key_(std::move(key)) {}
    std::shared_ptr<void> key_;  ///< An EVP_PKEY.
};

}  // namespace kith::test
