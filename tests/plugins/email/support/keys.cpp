// SPDX-License-Identifier: Apache-2.0
#include "keys.hpp"

#include <vector>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <catch2/catch.hpp>

namespace kith::test {
namespace {

EVP_PKEY* raw(const std::shared_ptr<void>& key) {
    return static_cast<EVP_PKEY*>(key.get());
}

std::shared_ptr<void> owned(EVP_PKEY* key) {
    REQUIRE(key != nullptr);
    return {key, [](void* pointer) { EVP_PKEY_free(static_cast<EVP_PKEY*>(pointer)); }};
}

/// What `write` puts into a memory BIO.
template <class Write>
std::string pem(Write&& write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    REQUIRE(write(bio.get()) == 1);
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

void addExtension(X509* certificate, int nid, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

}  // namespace

std::string encodeBase64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

SigningKey SigningKey::rsa(int bits) {
    return SigningKey(owned(EVP_RSA_gen(static_cast<unsigned>(bits))));
}

const SigningKey& SigningKey::sharedRsa() {
    static const SigningKey key = rsa();
    return key;
}

SigningKey SigningKey::ec(const char* curve) {
    return SigningKey(owned(EVP_EC_gen(curve)));
}

std::string SigningKey::sign(email::Digest digest, std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* method = digest == email::Digest::Sha1 ? EVP_sha1() : EVP_sha256();
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, method, nullptr, raw(key_)) == 1);
    std::size_t size = 0;
    REQUIRE(EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) == 1);
    std::string out(size, '\0');
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, data,
                           text.size()) == 1);
    out.resize(size);
    return encodeBase64(out);
}

std::string SigningKey::publicKeyBase64() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(raw(key_), &der);
    REQUIRE(size > 0);
    const std::unique_ptr<unsigned char, void (*)(unsigned char*)> free(
        der, [](unsigned char* pointer) { OPENSSL_free(pointer); });
    return encodeBase64({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
}

std::string SigningKey::publicKeyPem() const {
    return pem([&](BIO* bio) { return PEM_write_bio_PUBKEY(bio, raw(key_)); });
}

std::string SigningKey::privateKeyPem() const {
    return pem([&](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, raw(key_), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

std::string SigningKey::certificatePem(const std::string& name, std::int64_t notBefore, std::int64_t notAfter,
                                       const SigningKey* issuer) const {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), issuer == nullptr ? 1 : 2);
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), notBefore);
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), notAfter);
    X509_set_pubkey(certificate.get(), raw(key_));
    const auto setName = [](X509_NAME* to, const std::string& text) {
        X509_NAME_add_entry_by_txt(to, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()), -1, 0);
    };
    setName(X509_get_subject_name(certificate.get()), name);
    setName(X509_get_issuer_name(certificate.get()), issuer == nullptr ? name : "Test CA");
    addExtension(certificate.get(), NID_basic_constraints,
                 issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
    addExtension(certificate.get(), NID_subject_alt_name, "DNS:" + name);
    REQUIRE(X509_sign(certificate.get(), raw(issuer == nullptr ? key_ : issuer->key_), EVP_sha256()) > 0);
    return pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate.get()); });
}

}  // namespace kith::test
