// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "signature.hpp"

namespace kith::email {

/// Decides whether a request comes from SendGrid's signed event webhook, and of late: ECDSA with SHA-256 over
/// the time stamp and the body as it came. Thread-safe.
class SendGridVerifier {
public:
    SendGridVerifier(std::vector<PublicKey> keys, std::int64_t windowMs)
        : keys_(std::move(keys)), windowMs_(windowMs) {}

    /// Returns if the request is genuine. Throws sdk::Failure: Unauthorized without a signature, Forbidden if
    /// it does not fit, is too old, or if no key is configured.
    void verify(std::string_view signature, std::string_view timestamp, std::string_view body,
                std::int64_t nowMs) const;

private:
    std::vector<PublicKey> keys_;
    std::int64_t windowMs_;
};

}  // namespace kith::email
