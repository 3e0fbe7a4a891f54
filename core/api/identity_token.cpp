// SPDX-License-Identifier: Apache-2.0
#include "core/api/identity_token.hpp"

#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/model/reader.hpp"

namespace kith::api {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxToken = 4'096;
/// No date of a token is later, in seconds: the year 5138.
constexpr double kLatest = 1e11;

[[noreturn]] void refuse(const std::string& why) {
    throw base::Error(base::ErrorCode::IdentityTokenInvalid, "The identity token " + why);
}

[[noreturn]] void refuseForged() {
    refuse("is not genuine: it must be a JWT that was signed with the key's identity secret by HS256.");
}

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<std::string> fromBase64(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                          nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    out.resize(size);
    return out;
}

bool isSignedBy(std::string_view secret, std::string_view text, const std::string& signature) {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytesOf(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytesOf(text), text.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    return signature.size() == mac.size() && sodium_memcmp(mac.data(), signature.data(), mac.size()) == 0;
}

/// A part of a token that is signed, as a JSON object.
json objectOf(std::string_view part) {
    const auto text = fromBase64(part);
    auto object = text ? json::parse(*text, nullptr, false) : json();
    if (!object.is_object()) refuseForged();
    return object;
}

bool isHs256(const json& header) {
    const auto* algorithm = model::memberOf(header, "alg");
    return algorithm != nullptr && *algorithm == "HS256" && !header.contains("crit");
}

std::optional<base::Time> dateOf(const json& claims, const char* name) {
    const auto* date = model::memberOf(claims, name);
    if (date == nullptr) return std::nullopt;
    const auto seconds = date->is_number() ? date->get<double>() : -1.0;
    if (!(seconds >= 0 && seconds < kLatest)) refuse("has a date that is none.");
    return base::fromMillis(static_cast<std::int64_t>(seconds * 1'000));
}

/// The time since which it is good.
base::Time requireInTime(const json& claims, base::Time now) {
    const auto issued = dateOf(claims, "iat");
    const auto expires = dateOf(claims, "exp");
    if (!issued || !expires) refuse("lacks `iat` or `exp`.");
    if (*expires <= *issued || *expires - *issued > kLongestToken)
        refuse("must expire within 24 hours after `iat`.");
    if (*issued > now + kTokenSkew || dateOf(claims, "nbf").value_or(now) > now + kTokenSkew)
        refuse("is not valid yet.");
    if (*expires <= now - kTokenSkew)
        throw base::Error(
            base::ErrorCode::IdentityTokenExpired,
            "The identity token has expired, at " + base::formatRfc3339(*expires) + "; a new one is needed.");
    return *issued;
}

}  // namespace

TokenClaims verifyToken(std::string_view token, std::string_view secret, base::Time now) {
    const auto last = token.rfind('.');
    const auto first = token.find('.');
    if (token.size() > kMaxToken || first == std::string_view::npos || first == last) refuseForged();
    const auto signature = fromBase64(token.substr(last + 1));
    if (!signature || !isSignedBy(secret, token.substr(0, last), *signature)) refuseForged();
    if (!isHs256(objectOf(token.substr(0, first)))) refuseForged();
    const auto claims = objectOf(token.substr(first + 1, last - first - 1));
    const auto issuedAt = requireInTime(claims, now);
    const auto* subject = model::memberOf(claims, "sub");
    if (subject == nullptr || !subject->is_string()) refuse("names nobody: `sub` must be type:value.");
    return {subject->get<std::string>(), issuedAt};
}

}  // namespace kith::api
