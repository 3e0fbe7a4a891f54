// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/sns.hpp"

#include <catch2/catch.hpp>

#include "plugins/email/json.hpp"
#include "support/envelopes.hpp"
#include "support/events.hpp"
#include "support/failures.hpp"

using kith::email::AmazonUrl;
using kith::email::CertificateStore;
using kith::email::isSnsEnvelope;
using kith::email::readSnsEnvelope;
using kith::email::signedText;
using kith::email::SnsEnvelope;
using kith::email::SnsVerifier;
using kith::sdk::Status;
using kith::test::confirmationEnvelope;
using kith::test::failureOf;
using kith::test::kCertificateUrl;
using kith::test::kNow;
using kith::test::kTopic;
using kith::test::notificationEnvelope;
using kith::test::Refused;
using kith::test::sesFixture;
using kith::test::signEnvelope;
using kith::test::SigningKey;
using nlohmann::json;

namespace {

constexpr std::int64_t kMinute = 60'000;

SnsEnvelope envelopeOf(const json& document) {
    const auto outcome = readSnsEnvelope(document);
    REQUIRE(std::holds_alternative<SnsEnvelope>(outcome));
    return std::get<SnsEnvelope>(outcome);
}

/// A verifier for kTopic whose certificate is served from memory.
struct Fixture {
    const SigningKey& key = SigningKey::sharedRsa();
    std::string pem = key.certificatePem("sns.amazonaws.com", kNow / 1000 - 60, kNow / 1000 + 3600);
    std::vector<std::string> fetched;
    CertificateStore certificates{[this](const AmazonUrl& url) {
        fetched.push_back(url.text);
        return pem;
    }};
    SnsVerifier verifier{{kTopic}, 120 * kMinute, certificates};

    Refused verify(const json& document, std::int64_t now = kNow) {
        return failureOf([&] { verifier.verify(envelopeOf(document), now); });
    }
};

}  // namespace

TEST_CASE("an envelope that lacks a member is none", "[email]") {
    const auto name = GENERATE(as<std::string>{}, "Type", "MessageId", "TopicArn", "Message", "Timestamp",
                               "Token", "SubscribeURL");
    auto document = confirmationEnvelope("SubscriptionConfirmation");
    document.erase(name);
    CHECK(std::holds_alternative<kith::sdk::Rejection>(readSnsEnvelope(document)));
    document[name] = 5;
    CHECK(std::holds_alternative<kith::sdk::Rejection>(readSnsEnvelope(document)));
}

TEST_CASE("an envelope of an unknown type is none", "[email]") {
    auto document = notificationEnvelope("x");
    document["Type"] = "Notification ";
    CHECK(std::holds_alternative<kith::sdk::Rejection>(readSnsEnvelope(document)));
}

TEST_CASE("a document is an envelope by its type and topic", "[email]") {
    CHECK(isSnsEnvelope(json::parse(sesFixture("json-amazonses-02.json"))));
    CHECK_FALSE(isSnsEnvelope(json::parse(sesFixture("json-amazonses-01.json"))));
    CHECK_FALSE(isSnsEnvelope(json::array()));
}

TEST_CASE("the text that is signed has Amazon's members in Amazon's order", "[email]") {
    auto document = notificationEnvelope("line\nbreak");
    const std::string rest =
        "Timestamp\n2023-11-14T22:13:20.000Z\nTopicArn\n" + kTopic + "\nType\nNotification\n";
    const std::string first = "Message\nline\nbreak\nMessageId\n02f86d9b-eecf-573d-b47d-3d1850750c30\n";
    CHECK(signedText(envelopeOf(document)) == first + rest);
    document["Subject"] = "Amazon SES Email Event Notification";
    CHECK(signedText(envelopeOf(document)) ==
          first + "Subject\nAmazon SES Email Event Notification\n" + rest);
    document["Subject"] = nullptr;
    CHECK(signedText(envelopeOf(document)) == first + rest);
}

TEST_CASE("a genuine envelope is accepted in both versions of the signature", "[email]") {
    Fixture fixture;
    const auto version = GENERATE(as<std::string>{}, "1", "2");
    const auto type =
        GENERATE(as<std::string>{}, "Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation");
    auto document = type == "Notification" ? notificationEnvelope("message") : confirmationEnvelope(type);
    signEnvelope(document, fixture.key, version);
    CHECK_NOTHROW(fixture.verifier.verify(envelopeOf(document), kNow));
    document["Subject"] = "With a subject";
    signEnvelope(document, fixture.key, version);
    CHECK_NOTHROW(fixture.verifier.verify(envelopeOf(document), kNow));
    CHECK(fixture.fetched == std::vector{kCertificateUrl});
}

TEST_CASE("an envelope with a changed member is refused", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope("message");
    document["Subject"] = "subject";
    signEnvelope(document, fixture.key);
    const auto [name, value] = GENERATE(table<std::string, std::string>({
        {"Message", "message2"},
        {"MessageId", "other"},
        {"Subject", "other"},
        {"Timestamp", "2023-11-14T22:13:20.001Z"},
        {"Signature", "AAAA"},
        {"Signature", ""},
        {"Signature", "no base64!"},
    }));
    document[name] = value;
    const auto refused = fixture.verify(document);
    CHECK(refused.status == Status::Forbidden);
    CHECK(refused.code == "bad_signature");
}

TEST_CASE("members can't be moved between the lines of the signed text", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope("message");
    document["Subject"] = "subject";
    signEnvelope(document, fixture.key);
    document.erase("Subject");
    CHECK(fixture.verify(document).code == "bad_signature");

    auto notification = notificationEnvelope("message");
    signEnvelope(notification, fixture.key);
    auto confirmation = confirmationEnvelope("SubscriptionConfirmation");
    confirmation["SignatureVersion"] = "1";
    confirmation["Signature"] = notification["Signature"];
    CHECK(fixture.verify(confirmation).code == "bad_signature");
}

TEST_CASE("a signature of another key, digest or version is refused", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope("message");
    signEnvelope(document, SigningKey::rsa());
    CHECK(fixture.verify(document).code == "bad_signature");
    signEnvelope(document, fixture.key, "1");
    document["SignatureVersion"] = "2";
    CHECK(fixture.verify(document).code == "bad_signature");
    document["SignatureVersion"] = "3";
    CHECK(fixture.verify(document).code == "signature_version");
    document.erase("SignatureVersion");
    CHECK(fixture.verify(document).code == "signature_version");
}

TEST_CASE("a topic that is not listed is refused before anything is fetched", "[email]") {
    Fixture fixture;
    const auto topic =
        GENERATE(as<std::string>{}, "arn:aws:sns:us-west-2:123456789012:SES-EJ-B2",
                 "arn:aws:sns:us-west-2:123456789012:SES-EJ-", "arn:aws:sns:us-west-2:210987654321:SES-EJ-B",
                 "ARN:AWS:SNS:US-WEST-2:123456789012:SES-EJ-B");
    auto document = notificationEnvelope("message");
    document["TopicArn"] = topic;
    signEnvelope(document, fixture.key);
    CHECK(fixture.verify(document).code == "unknown_topic");
    CHECK(fixture.fetched.empty());
}

TEST_CASE("an old or early message is refused before anything is fetched", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope("message");
    signEnvelope(document, fixture.key);
    CHECK(fixture.verify(document, kNow + 120 * kMinute + 1).code == "stale_message");
    CHECK(fixture.verify(document, kNow - 5 * kMinute - 1).code == "stale_message");
    document["Timestamp"] = "yesterday";
    CHECK(fixture.verify(document).code == "stale_message");
    CHECK(fixture.fetched.empty());
}

TEST_CASE("a message is accepted to the ends of its window", "[email]") {
    Fixture fixture;
    fixture.pem = fixture.key.certificatePem("sns.amazonaws.com", 0, 4'000'000'000);
    auto document = notificationEnvelope("message");
    signEnvelope(document, fixture.key);
    CHECK(fixture.verify(document, kNow + 120 * kMinute).code.empty());
    CHECK(fixture.verify(document, kNow - 5 * kMinute).code.empty());
}

TEST_CASE("a certificate from anywhere else is never fetched", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope("message");
    signEnvelope(document, fixture.key);
    document["SigningCertURL"] = GENERATE(
        as<std::string>{}, "", "https://evil.test/a.pem", "http://sns.us-west-2.amazonaws.com/a.pem",
        "https://sns.us-west-2.amazonaws.com.evil.test/a.pem",
        "https://sns.us-west-2.amazonaws.com@evil.test/a.pem",
        "https://sns.us-west-2.amazonaws.com:444/a.pem", "https://sns.us-west-2.amazonaws.com/a.txt",
        "file:///etc/a.pem",
        // Amazon's, and of another region than the topic.
        "https://sns.us-east-1.amazonaws.com/a.pem", "https://sns.cn-north-1.amazonaws.com.cn/a.pem");
    CHECK(fixture.verify(document).code == "certificate_url");
    CHECK(fixture.fetched.empty());
}

TEST_CASE("a certificate that is not valid now is refused", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope("message");
    signEnvelope(document, fixture.key);
    const auto [begin, end] = GENERATE(table<std::int64_t, std::int64_t>({{-7200, -1}, {1, 7200}}));
    fixture.pem = fixture.key.certificatePem("sns.amazonaws.com", kNow / 1000 + begin, kNow / 1000 + end);
    CHECK(fixture.verify(document).code == "certificate_expired");
}

TEST_CASE("a certificate that can't be had now is tried again later", "[email]") {
    CertificateStore certificates([](const AmazonUrl&) -> std::string {
        throw kith::sdk::Failure(Status::Unavailable, "unavailable", "Nobody answers.");
    });
    const SnsVerifier verifier({kTopic}, 120 * kMinute, certificates);
    auto document = notificationEnvelope("message");
    signEnvelope(document, SigningKey::sharedRsa());
    CHECK(failureOf([&] { verifier.verify(envelopeOf(document), kNow); }).status == Status::Unavailable);
}
