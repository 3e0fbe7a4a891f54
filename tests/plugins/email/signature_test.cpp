// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/signature.hpp"

#include <catch2/catch.hpp>

#include "support/keys.hpp"

using kith::email::Certificate;
using kith::email::decodeBase64;
using kith::email::Digest;
using kith::email::PublicKey;
using kith::test::encodeBase64;
using kith::test::SigningKey;

TEST_CASE("what is no base64 is none", "[email]") {
    const auto text = GENERATE(as<std::string>{}, "a", "ab", "abc", "a===", "====", "YQ==YQ==", "YQ=a",
                               "Y Q=", " YQ==", "YQ==\n", "YQ-_", "YQ%=", "YQ==YWJj", "\xC3\xBCYQ");
    CHECK_FALSE(decodeBase64(text));
}

TEST_CASE("base64 reads as it was written", "[email]") {
    using namespace std::string_literals;
    const auto bytes =
        GENERATE(as<std::string>{}, "", "a", "ab", "abc", "\0\0\0"s, "\xFF\xFE\x00"s, "a longer text");
    CHECK(decodeBase64(encodeBase64(bytes)) == bytes);
}

TEST_CASE("only a key on P-256 verifies SendGrid", "[email]") {
    CHECK_FALSE(PublicKey::fromText(""));
    CHECK_FALSE(PublicKey::fromText("nonsense"));
    CHECK_FALSE(PublicKey::fromText("AAAA"));
    CHECK_FALSE(PublicKey::fromText("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
    CHECK_FALSE(PublicKey::fromText(SigningKey::rsa().publicKeyBase64()));
    CHECK_FALSE(PublicKey::fromText(SigningKey::ec("P-384").publicKeyBase64()));
    const auto key = SigningKey::ec();
    CHECK_FALSE(PublicKey::fromText(key.privateKeyPem()));
    CHECK(PublicKey::fromText(key.publicKeyBase64()));
    CHECK(PublicKey::fromText(key.publicKeyPem()));
}

TEST_CASE("a signature fits its key, its digest and its text", "[email]") {
    const auto pair = SigningKey::ec();
    const auto key = *PublicKey::fromText(pair.publicKeyBase64());
    const auto signature = *decodeBase64(pair.sign(Digest::Sha256, "text"));
    CHECK(key.verifies(Digest::Sha256, "text", signature));
    CHECK_FALSE(key.verifies(Digest::Sha256, "tex", signature));
    CHECK_FALSE(key.verifies(Digest::Sha1, "text", signature));
    CHECK_FALSE(key.verifies(Digest::Sha256, "text", ""));
    CHECK_FALSE(key.verifies(Digest::Sha256, "text", signature.substr(1)));
    CHECK_FALSE(
        PublicKey::fromText(SigningKey::ec().publicKeyBase64())->verifies(Digest::Sha256, "text", signature));
}

TEST_CASE("a signing certificate holds an RSA key of at least 2,048 bits", "[email]") {
    CHECK_FALSE(Certificate::fromPem(""));
    CHECK_FALSE(Certificate::fromPem("<html>404</html>"));
    CHECK_FALSE(Certificate::fromPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    CHECK_FALSE(Certificate::fromPem(SigningKey::rsa().publicKeyPem()));
    CHECK_FALSE(Certificate::fromPem(SigningKey::ec().certificatePem("sns.amazonaws.com", 1000, 2000)));
    CHECK_FALSE(Certificate::fromPem(SigningKey::rsa(1024).certificatePem("sns.amazonaws.com", 1000, 2000)));

    const auto pair = SigningKey::rsa();
    const auto certificate = Certificate::fromPem(pair.certificatePem("sns.amazonaws.com", 1000, 2000));
    REQUIRE(certificate);
    CHECK_FALSE(certificate->isValidAt(999'999));
    CHECK(certificate->isValidAt(1'000'000));
    CHECK(certificate->isValidAt(2'000'000));
    CHECK_FALSE(certificate->isValidAt(2'000'001));
    CHECK(certificate->key.verifies(Digest::Sha1, "text", *decodeBase64(pair.sign(Digest::Sha1, "text"))));
    CHECK(
        certificate->key.verifies(Digest::Sha256, "text", *decodeBase64(pair.sign(Digest::Sha256, "text"))));
}
