// SPDX-License-Identifier: Apache-2.0
#include "sns.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include <kith/sdk/failure.hpp>

#include "amazon_url.hpp"
#include "json.hpp"
#include "time.hpp"

namespace kith::email {
namespace {

constexpr std::int64_t kAheadMs = 300'000;

struct TypeName {
    std::string_view name;
    SnsEnvelope::Type type;
};
constexpr std::array kTypes{
    TypeName{"Notification", SnsEnvelope::Type::Notification},
    TypeName{"SubscriptionConfirmation", SnsEnvelope::Type::SubscriptionConfirmation},
    TypeName{"UnsubscribeConfirmation", SnsEnvelope::Type::UnsubscribeConfirmation},
};

const TypeName* typeOf(const nlohmann::json& document) {
    const auto name = textOf(document, "Type");
    const auto* found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& each) { return each.name == name; });
    return found == kTypes.end() ? nullptr : found;
}

[[noreturn]] void refuse(std::string code, std::string detail) {
    throw sdk::Failure(sdk::Status::Forbidden, std::move(code), std::move(detail));
}

}  // namespace

bool isSnsEnvelope(const nlohmann::json& document) {
    return member(document, "Type") != nullptr && member(document, "TopicArn") != nullptr;
}

sdk::Outcome<SnsEnvelope> readSnsEnvelope(const nlohmann::json& document) {
    const auto* type = typeOf(document);
    if (type == nullptr)
        return sdk::Rejection{"unknown_type", "The envelope has none of the types that Amazon SNS sends."};
    const auto text = [&](std::string_view name) { return std::string(textOf(document, name)); };
    SnsEnvelope envelope{.type = type->type,
                         .messageId = text("MessageId"),
                         .topicArn = text("TopicArn"),
                         .subject = std::nullopt,
                         .message = text("Message"),
                         .timestamp = text("Timestamp"),
                         .signatureVersion = text("SignatureVersion"),
                         .signature = text("Signature"),
                         .certificateUrl = text("SigningCertURL"),
                         .subscribeUrl = text("SubscribeURL"),
                         .token = text("Token")};
    if (const auto* subject = member(document, "Subject"); subject != nullptr && subject->is_string()) {
        envelope.subject = subject->get<std::string>();
    }
    const bool confirms = type->type != SnsEnvelope::Type::Notification;
    if (envelope.messageId.empty() || envelope.topicArn.empty() || envelope.message.empty() ||
        envelope.timestamp.empty() ||
        (confirms && (envelope.subscribeUrl.empty() || envelope.token.empty()))) {
        return sdk::Rejection{"malformed_envelope",
                              "The envelope lacks a member that Amazon SNS always sends."};
    }
    return envelope;
}

std::string signedText(const SnsEnvelope& envelope) {
    std::string out;
    const auto add = [&](std::string_view name, std::string_view value) {
        out.append(name).append("\n").append(value).append("\n");
    };
    const bool notification = envelope.type == SnsEnvelope::Type::Notification;
    add("Message", envelope.message);
    add("MessageId", envelope.messageId);
    if (notification && envelope.subject) add("Subject", *envelope.subject);
    if (!notification) add("SubscribeURL", envelope.subscribeUrl);
    add("Timestamp", envelope.timestamp);
    if (!notification) add("Token", envelope.token);
    add("TopicArn", envelope.topicArn);
    const auto* type = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const TypeName& each) { return each.type == envelope.type; });
    add("Type", type->name);
    return out;
}

SnsVerifier::SnsVerifier(std::vector<std::string> topics, std::int64_t windowMs,
                         CertificateStore& certificates)
    : topics_(std::move(topics)), windowMs_(windowMs), certificates_(certificates) {}

void SnsVerifier::verify(const SnsEnvelope& envelope, std::int64_t nowMs) const {
    // What costs nothing comes first: nobody makes this server fetch anything with an envelope of another
    // topic.
    if (std::find(topics_.begin(), topics_.end(), envelope.topicArn) == topics_.end()) {
        refuse("unknown_topic", "The topic is not one that this server listens to.");
    }
    const auto sentAt = parseTime(envelope.timestamp);
    if (!sentAt || *sentAt < nowMs - windowMs_ || *sentAt > nowMs + kAheadMs) {
        refuse("stale_message", "The message was not sent within the time that this server accepts.");
    }
    const bool first = envelope.signatureVersion == "1";
    if (!first && envelope.signatureVersion != "2")
        refuse("signature_version", "Unknown version of the signature.");
    const auto signature = decodeBase64(envelope.signature);
    const auto url = parseCertificateUrl(envelope.certificateUrl, envelope.topicArn);
    if (!url) {
        refuse("certificate_url",
               "The signing certificate is not at a place of Amazon SNS in the topic's region.");
    }
    if (!signature || signature->empty()) refuse("bad_signature", "The signature does not fit the message.");

    const auto certificate = certificates_.get(*url, nowMs);
    if (!certificate.isValidAt(nowMs))
        refuse("certificate_expired", "The signing certificate is not valid now.");
    if (!certificate.key.verifies(first ? Digest::Sha1 : Digest::Sha256, signedText(envelope), *signature)) {
        refuse("bad_signature", "The signature does not fit the message.");
    }
}

}  // namespace kith::email
