// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <kith/sdk/types.hpp>

#include "certificates.hpp"

namespace kith::email {

/// What Amazon SNS wraps around a message that it posts.
struct SnsEnvelope {
    enum class Type { Notification, SubscriptionConfirmation, UnsubscribeConfirmation };
    Type type = Type::Notification;
    std::string messageId;
    std::string topicArn;
    std::optional<std::string> subject;
    std::string message;
    std::string timestamp;
    std::string signatureVersion;
    std::string signature;
    std::string certificateUrl;
    std::string subscribeUrl;  ///< Of the confirmations; like the token.
    std::string token;
};

/// Whether a document is meant to be an envelope.
[[nodiscard]] bool isSnsEnvelope(const nlohmann::json& document);

[[nodiscard]] sdk::Outcome<SnsEnvelope> readSnsEnvelope(const nlohmann::json& document);

/// The text that is signed: names and values, each on a line, in the order that Amazon prescribes.
[[nodiscard]] std::string signedText(const SnsEnvelope& envelope);

/// Decides whether an envelope comes from Amazon SNS, from a topic of the operator, and of late. Thread-safe.
class SnsVerifier {
public:
    /// Topics are compared as a whole. The window is how old a message may be; 5 minutes ahead are let pass.
    SnsVerifier(std::vector<std::string> topics, std::int64_t windowMs, CertificateStore& certificates);

    /// Returns if the envelope is genuine. Throws sdk::Failure: Forbidden if it is not (or not of a listed
    /// topic, or too old), Unavailable if its certificate can't be had now.
    void verify(const SnsEnvelope& envelope, std::int64_t nowMs) const;

private:
    std::vector<std::string> topics_;
    std::int64_t windowMs_;
    CertificateStore& certificates_;
};

}  // namespace kith::email
