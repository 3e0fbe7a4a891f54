// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>
#include <string>

#include <nlohmann/json.hpp>

namespace kith::test {

/// As an operator's backend makes them, with a library of its own.
inline std::string base64Url(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    text.erase(text.find_last_not_of('=') + 1);
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

inline std::string signedToken(const std::string& header, const std::string& claims,
                               const std::string& secret) {
    const auto text = base64Url(header) + '.' + base64Url(claims);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
    return text + '.' + base64Url({reinterpret_cast<const char*>(mac.data()), size});
}

/// Seconds since 1970.
inline std::int64_t nowInSeconds() {
    using std::chrono::system_clock;
    return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

inline nlohmann::json claimsFor(const std::string& subject) {
    return {{"sub", subject}, {"iat", nowInSeconds()}, {"exp", nowInSeconds() + 3'600}};
}

inline std::string tokenOf(const nlohmann::json& claims, const std::string& secret) {
    return signedToken(R"({"alg":"HS256","typ":"JWT"})", claims.dump(), secret);
}

inline std::string tokenFor(const std::string& subject, const std::string& secret) {
    return tokenOf(claimsFor(subject), secret);
}

}  // namespace kith::test
