// SPDX-License-Identifier: Apache-2.0
#include "tests/http/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <memory>
#include <stdexcept>

namespace kith::test {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* file) const { BIO_free_all(file); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

void require(bool good) {
    if (!good) throw std::runtime_error("no certificate could be made");
}

Owned<X509> selfSigned(EVP_PKEY* key) {
    constexpr long kDay = 24 * 60 * 60;
    Owned<X509> certificate(X509_new());
    require(certificate != nullptr);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const auto* host = reinterpret_cast<const unsigned char*>("localhost");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    require(X509_sign(certificate.get(), key, EVP_sha256()) > 0);
    return certificate;
}

}  // namespace

Certificate::Certificate() {
    auto name = (std::filesystem::temp_directory_path() / "kith-http-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    require(key != nullptr);
    const auto certificate = selfSigned(key.get());
    const Owned<BIO> certificateOut(BIO_new_file(certificateFile().c_str(), "w"));
    const Owned<BIO> keyOut(BIO_new_file(keyFile().c_str(), "w"));
    require(PEM_write_bio_X509(certificateOut.get(), certificate.get()) == 1);
    require(PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

Certificate::~Certificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace kith::test
