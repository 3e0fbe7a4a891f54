// SPDX-License-Identifier: Apache-2.0
#include "sendgrid_verifier.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <kith/sdk/failure.hpp>

namespace kith::email {
namespace {

constexpr std::int64_t kAheadMs = 300'000;
constexpr std::int64_t kMaxSeconds = 253'402'300'799;

std::optional<std::int64_t> millisOf(std::string_view seconds) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (error != std::errc{} || end != seconds.data() + seconds.size() || value < 0 || value > kMaxSeconds) {
        return std::nullopt;
    }
    return value * 1000;
}

}  // namespace

void SendGridVerifier::verify(std::string_view signature, std::string_view timestamp, std::string_view body,
                              std::int64_t nowMs) const {
    using sdk::Failure;
    using sdk::Status;
    if (keys_.empty())
        throw Failure(Status::Forbidden, "not_configured", "No key of SendGrid is configured.");
    if (signature.empty() || timestamp.empty()) {
        throw Failure(Status::Unauthorized, "no_signature", "Requests of SendGrid's webhook must be signed.");
    }
    const auto at = millisOf(timestamp);
    if (!at || *at < nowMs - windowMs_ || *at > nowMs + kAheadMs) {
        throw Failure(Status::Forbidden, "stale_message",
                      "The request was not signed within the time that this server accepts.");
    }
    const auto bytes = decodeBase64(signature);
    const auto text = std::string(timestamp).append(body);
    const bool genuine = bytes && std::any_of(keys_.begin(), keys_.end(), [&](const PublicKey& key) {
                             return key.verifies(Digest::Sha256, text, *bytes);
                         });
    if (!genuine)
        throw Failure(Status::Forbidden, "bad_signature", "The signature does not fit the request.");
}

}  // namespace kith::email
