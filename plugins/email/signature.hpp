// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kith::email {

/// RFC 4648, section 4, with its padding and nothing else in it.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);

enum class Digest { Sha1, Sha256 };

/// A key that signatures are verified with. Immutable, cheap to copy, shared by threads.
class PublicKey {
public:
    /// An elliptic curve key on P-256 as SubjectPublicKeyInfo, in base64 as SendGrid shows it, or in PEM.
    [[nodiscard]] static std::optional<PublicKey> fromText(std::string_view text);

    /// Whether `signature` (PKCS #1 v1.5, or ECDSA in DER) over `text` was made with the private half.
    [[nodiscard]] bool verifies(Digest digest, std::string_view text, std::string_view signature) const;

private:
    friend struct Certificate;
    explicit PublicKey(std::shared_ptr<void> key) : key_(std::move(key)) {}

    std::shared_ptr<void> key_;  ///< An EVP_PKEY.
};

/// What counts of a signing certificate.
struct Certificate {
    PublicKey key;
    std::int64_t notBeforeMs = 0;
    std::int64_t notAfterMs = 0;

    /// The first certificate of a PEM text; its key is RSA of at least 2,048 bits, else there is none.
    [[nodiscard]] static std::optional<Certificate> fromPem(std::string_view pem);
    [[nodiscard]] bool isValidAt(std::int64_t millis) const {
        return notBeforeMs <= millis && millis <= notAfterMs;
    }
};

}  // namespace kith::email
