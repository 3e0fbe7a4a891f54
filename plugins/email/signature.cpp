// SPDX-License-Identifier: Apache-2.0
#include "signature.hpp"

#include <ctime>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace kith::email {
namespace {

constexpr int kMinRsaBits = 2048;

template <auto release>
struct Releaser {
    template <class Object>
    void operator()(Object* object) const {
        release(object);
    }
};
using Bio = std::unique_ptr<BIO, Releaser<BIO_free>>;
using X509Pointer = std::unique_ptr<X509, Releaser<X509_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;

/// OpenSSL keeps what went wrong per thread; nobody reads it, and the next caller must not find it.
struct ErrorsCleared {
    ErrorsCleared() = default;
    ErrorsCleared(const ErrorsCleared&) = delete;
    ErrorsCleared& operator=(const ErrorsCleared&) = delete;
    ~ErrorsCleared() { ERR_clear_error(); }
};

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::shared_ptr<void> owned(EVP_PKEY* key) {
    return {key, [](void* pointer) { EVP_PKEY_free(static_cast<EVP_PKEY*>(pointer)); }};
}

EVP_PKEY* readKey(std::string_view text) {
    if (text.find("-----BEGIN") != std::string_view::npos) {
        const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
        return bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr;
    }
    const auto der = decodeBase64(text);
    if (!der) return nullptr;
    const auto* at = bytesOf(*der);
    return d2i_PUBKEY(nullptr, &at, static_cast<long>(der->size()));
}

bool isP256(const EVP_PKEY* key) {
    char group[64] = {};
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
           std::string_view(group) == "prime256v1";
}

std::optional<std::int64_t> millisOf(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return static_cast<std::int64_t>(timegm(&parts)) * 1000;
}

}  // namespace

std::optional<std::string> decodeBase64(std::string_view text) {
    const ErrorsCleared cleared;
    if (text.size() % 4 != 0 || text.size() > (std::size_t{1} << 20)) return std::nullopt;
    const auto padding = text.size() - std::min(text.find('='), text.size());
    const bool endsEarly = text.find_last_not_of('=') + padding + 1 != text.size();
    if (padding > 2 || endsEarly || text.find_first_of(" \t\r\n-") != std::string_view::npos)
        return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    if (text.empty()) return out;
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytesOf(text),
                                     static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    out.resize(static_cast<std::size_t>(size) - padding);
    return out;
}

std::optional<PublicKey> PublicKey::fromText(std::string_view text) {
    const ErrorsCleared cleared;
    auto key = owned(readKey(text));
    if (key == nullptr || !isP256(static_cast<EVP_PKEY*>(key.get()))) return std::nullopt;
    return PublicKey(std::move(key));
}

bool PublicKey::verifies(Digest digest, std::string_view text, std::string_view signature) const {
    const ErrorsCleared cleared;
    const Context context(EVP_MD_CTX_new());
    const auto* method = digest == Digest::Sha1 ? EVP_sha1() : EVP_sha256();
    auto* key = static_cast<EVP_PKEY*>(key_.get());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, method, nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(text),
                            text.size()) == 1;
}

std::optional<Certificate> Certificate::fromPem(std::string_view pem) {
    const ErrorsCleared cleared;
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const X509Pointer certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!certificate) return std::nullopt;
    auto key = owned(X509_get_pubkey(certificate.get()));
    if (key == nullptr) return std::nullopt;
    const auto* raw = static_cast<EVP_PKEY*>(key.get());
    const auto begin = millisOf(X509_get0_notBefore(certificate.get()));
    const auto end = millisOf(X509_get0_notAfter(certificate.get()));
    if (EVP_PKEY_get_base_id(raw) != EVP_PKEY_RSA || EVP_PKEY_get_bits(raw) < kMinRsaBits || !begin || !end) {
        return std::nullopt;
    }
    return Certificate{PublicKey(std::move(key)), *begin, *end};
}

}  // namespace kith::email
