// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "support/envelopes.hpp"
#include "support/events.hpp"
#include "support/fake_host.hpp"

using kith::sdk::Evidence;
using kith::sdk::Right;
using kith::test::Answer;
using kith::test::confirmationEnvelope;
using kith::test::FakeHost;
using kith::test::kCertificateUrl;
using kith::test::kNow;
using kith::test::kTopic;
using kith::test::LoadedPlugin;
using kith::test::notificationEnvelope;
using kith::test::sesFixture;
using kith::test::signEnvelope;
using kith::test::SigningKey;
using nlohmann::json;

namespace {

constexpr std::uint32_t kSes = 0;
constexpr std::uint32_t kSendGrid = 1;

/// The plugin with one topic and one key of SendGrid, and Amazon's certificate at its place.
struct Fixture {
    const SigningKey& amazon = SigningKey::sharedRsa();
    SigningKey sendGrid = SigningKey::ec();
    FakeHost host{
        {{"ses", {{"topics", {kTopic}}}},
         {"sendgrid", {{"public_keys", {sendGrid.publicKeyBase64()}}, {"replay_window_minutes", 10}}}}};
    LoadedPlugin plugin{host};

    Fixture() {
        host.now = kNow;
        host.pages[kCertificateUrl] = {
            200, amazon.certificatePem("sns.amazonaws.com", kNow / 1000 - 60, kNow / 1000 + 86400)};
    }

    [[nodiscard]] Answer ses(const std::string& body, Right right = Right::None) const {
        return plugin.handle(kSes, {.body = body, .right = right});
    }
    [[nodiscard]] Answer envelope(json document) const {
        signEnvelope(document, amazon);
        return ses(document.dump());
    }
    [[nodiscard]] Answer events(const std::string& body, std::int64_t seconds = kNow / 1000) const {
        const auto timestamp = std::to_string(seconds);
        const auto signature = sendGrid.sign(kith::email::Digest::Sha256, timestamp + body);
        return plugin.handle(kSendGrid, {.body = body,
                                         .right = Right::None,
                                         .headers = {{"x-twilio-email-event-webhook-signature", signature},
                                                     {"x-twilio-email-event-webhook-timestamp", timestamp}}});
    }
};

json sendGridEvent(const std::string& name, const std::string& id) {
    return {{"event", name},
            {"email", "ann@example.com"},
            {"timestamp", kNow / 1000},
            {"sg_event_id", id},
            {"sg_message_id", "m.0"}};
}

json counts(int accepted, int duplicate, int ignored, int malformed, int rejected) {
    return {{"accepted", accepted},
            {"duplicate", duplicate},
            {"ignored", ignored},
            {"malformed", malformed},
            {"rejected", rejected}};
}

}  // namespace

TEST_CASE("a plugin with wrong options is refused", "[email]") {
    FakeHost host{{{"sendgrid", {{"public_keys", {"nonsense"}}}}}};
    CHECK_THROWS_AS(LoadedPlugin(host), kith::sdk::Failure);
}

TEST_CASE("a bare notification needs a key that may write", "[email]") {
    Fixture fixture;
    const auto body = sesFixture("json-amazonses-01.json");
    const auto asked = fixture.ses(body, Right::None);
    CHECK(asked.status == 401);
    CHECK(asked.headers.at("WWW-Authenticate") == "Basic realm=\"kith\"");
    CHECK(asked.json()["code"] == "unauthorized");
    CHECK(fixture.ses(body, Right::Public).failure == KITH_FORBIDDEN);
    CHECK(fixture.ses(body, Right::Read).failure == KITH_FORBIDDEN);
    CHECK(fixture.host.observed.empty());
    CHECK(fixture.ses(body, Right::Write).json() == counts(1, 0, 0, 0, 0));
    CHECK(fixture.ses(body, Right::Admin).json() == counts(0, 1, 0, 0, 0));
    REQUIRE(fixture.host.observed.size() == 1);
    CHECK(fixture.host.observed[0].evidence == Evidence::Attested);
}

TEST_CASE("a body that is nothing answers that no retry helps", "[email]") {
    Fixture fixture;
    const auto body =
        GENERATE(as<std::string>{}, "", "x", "{}", "[]x", "null", R"({"Type": "Notification"})",
                 R"({"eventType": "Bounce"})", R"([{"eventType": "Bounce"}, 5])",
                 R"({"eventType": "Delivery", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z"},
                                   "delivery": {"recipients": ["no address"]}})");
    CHECK(fixture.ses(body, Right::Write).failure == KITH_INVALID_INPUT);
    CHECK(fixture.host.observed.empty());
}

TEST_CASE("every genuine notification is accepted from a forwarder", "[email]") {
    Fixture fixture;
    for (const auto* name : {"01", "02", "03", "05"}) {
        const auto answer =
            fixture.ses(sesFixture("json-amazonses-" + std::string(name) + ".json"), Right::Write);
        CAPTURE(name, answer.code);
        CHECK(answer.json() == counts(1, 0, 0, 0, 0));
    }
    CHECK(fixture.host.observed.size() == 4);
    CHECK(fixture.host.observed[1].document["activities"][0]["message"]["name"] == "Nyaaan");
    CHECK(fixture.host.fetched.empty());
    CHECK(fixture.host.counts["events{ses,accepted}"] == 4);
}

TEST_CASE("a forwarder may send several at once, and a bad one costs itself", "[email]") {
    Fixture fixture;
    const json batch{json::parse(sesFixture("json-amazonses-01.json")),
                     {{"eventType", "Bounce"}},
                     json::parse(sesFixture("json-amazonses-02.json")),
                     {{"eventType", "SomethingNew"}},
                     confirmationEnvelope("SubscriptionConfirmation")};
    CHECK(fixture.ses(batch.dump(), Right::Write).json() == counts(2, 0, 2, 1, 0));
    CHECK(fixture.host.fetched.empty());
}

TEST_CASE("a signed notification is accepted from anybody", "[email]") {
    Fixture fixture;
    const auto document = notificationEnvelope(sesFixture("json-amazonses-03.json"));
    CHECK(fixture.envelope(document).json() == counts(1, 0, 0, 0, 0));
    CHECK(fixture.envelope(document).json() == counts(0, 1, 0, 0, 0));
    CHECK(fixture.host.fetched == std::vector{kCertificateUrl});
    CHECK(fixture.host.observed[0].document["activities"][0]["status"] == "complained");
}

TEST_CASE("an envelope whose signature does not fit is refused", "[email]") {
    Fixture fixture;
    auto document = notificationEnvelope(sesFixture("json-amazonses-01.json"));
    CHECK(fixture.ses(document.dump()).failure == KITH_FORBIDDEN);
    signEnvelope(document, SigningKey::rsa());
    CHECK(fixture.ses(document.dump()).code == "bad_signature");
    CHECK(fixture.ses(sesFixture("json-amazonses-02.json")).failure == KITH_FORBIDDEN);
    CHECK(fixture.host.observed.empty());
}

TEST_CASE("Amazon's own texts are ignored", "[email]") {
    Fixture fixture;
    CHECK(fixture
              .envelope(
                  notificationEnvelope("Successfully validated SNS topic for Amazon SES event publishing."))
              .json() == counts(0, 0, 1, 0, 0));
    CHECK(fixture.envelope(notificationEnvelope(R"({"notificationType": "AmazonSnsSubscriptionSucceeded"})"))
              .json() == counts(0, 0, 1, 0, 0));
}

TEST_CASE("a certificate that can't be fetched asks Amazon to try again", "[email]") {
    Fixture fixture;
    fixture.host.pages.clear();
    CHECK(fixture.envelope(notificationEnvelope("{}")).failure == KITH_UNAVAILABLE);
    fixture.host.pages[kCertificateUrl] = {500, "no"};
    CHECK(fixture.envelope(notificationEnvelope("{}")).failure == KITH_UNAVAILABLE);
}

TEST_CASE("a subscription is confirmed only for a listed topic at Amazon", "[email]") {
    Fixture fixture;
    auto document = confirmationEnvelope("SubscriptionConfirmation");
    const auto subscribeUrl = document["SubscribeURL"].get<std::string>();
    fixture.host.pages[subscribeUrl] = {200, "<ConfirmSubscriptionResponse/>"};

    SECTION("not with a signature that does not fit, whoever holds a key") {
        signEnvelope(document, SigningKey::rsa());
        CHECK(fixture.ses(document.dump()).code == "bad_signature");
        CHECK(fixture.ses(document.dump(), Right::Admin).code == "bad_signature");
        CHECK(fixture.host.fetched == std::vector{kCertificateUrl});
    }
    SECTION("not elsewhere") {
        document["SubscribeURL"] = GENERATE(
            as<std::string>{}, "https://evil.test/", "http://127.0.0.1/",
            "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=t&TopicArn=other");
        CHECK(fixture.envelope(document).code == "subscribe_url");
        CHECK(fixture.host.fetched == std::vector{kCertificateUrl});
    }
    SECTION("not another topic") {
        document["TopicArn"] = "arn:aws:sns:us-west-2:123456789012:Other";
        CHECK(fixture.envelope(document).code == "unknown_topic");
        CHECK(fixture.host.fetched.empty());
    }
    SECTION("again if Amazon does not answer") {
        fixture.host.pages.erase(subscribeUrl);
        CHECK(fixture.envelope(document).failure == KITH_UNAVAILABLE);
    }
    SECTION("once, where it says") {
        CHECK(fixture.envelope(document).json() == counts(0, 0, 1, 0, 0));
        CHECK(fixture.host.fetched == std::vector{kCertificateUrl, subscribeUrl});
    }
}

TEST_CASE("the end of a subscription is noted and not undone", "[email]") {
    Fixture fixture;
    CHECK(fixture.envelope(confirmationEnvelope("UnsubscribeConfirmation")).json() == counts(0, 0, 1, 0, 0));
    CHECK(fixture.host.fetched == std::vector{kCertificateUrl});
}

TEST_CASE("SendGrid's events are accepted if they are signed", "[email]") {
    Fixture fixture;
    const auto body = json::array({sendGridEvent("delivered", "e1")}).dump();
    CHECK(fixture.plugin.handle(kSendGrid, {.body = body}).failure == KITH_UNAUTHORIZED);
    CHECK(fixture.plugin.handle(kSendGrid, {.body = body, .right = Right::Admin}).failure ==
          KITH_UNAUTHORIZED);
    CHECK(fixture.events(body, kNow / 1000 - 601).code == "stale_message");
    CHECK(fixture.host.observed.empty());
    CHECK(fixture.events(body).json() == counts(1, 0, 0, 0, 0));
    CHECK(fixture.events(body).json() == counts(0, 1, 0, 0, 0));
    CHECK(fixture.host.counts["events{sendgrid,duplicate}"] == 1);
}

TEST_CASE("one bad event of a batch does not cost the others", "[email]") {
    Fixture fixture;
    auto broken = sendGridEvent("bounce", "e2");
    broken["reason"] = "REPLACED";
    auto text = json{sendGridEvent("delivered", "e1"), broken, {{"event", "bounce"}},
                     sendGridEvent("unknown", "e3"),   7,      sendGridEvent("open", "e4")}
                    .dump();
    text.replace(text.find("REPLACED"), 8, "caf\xE9 \\ud800");
    CHECK(fixture.events(text).json() == counts(3, 0, 1, 2, 0));
    CHECK(fixture.host.observed[1].document["endpoints"][0]["detail"] == "caf\xEF\xBF\xBD \xEF\xBF\xBD");
}

TEST_CASE("a signed body that is no batch answers that no retry helps", "[email]") {
    Fixture fixture;
    const auto body = GENERATE(as<std::string>{}, "", "{", "{}", "5", "[7]");
    CHECK(fixture.events(body).failure == KITH_INVALID_INPUT);
}

TEST_CASE("a full queue asks the provider to try again", "[email]") {
    Fixture fixture;
    const auto status =
        GENERATE(as<kith_status>{}, KITH_OVERLOADED, KITH_UNAVAILABLE, KITH_TIMEOUT, KITH_STORAGE);
    fixture.host.observeStatus = status;
    CHECK(fixture.ses(sesFixture("json-amazonses-01.json"), Right::Write).failure == status);
    CHECK(fixture.events(json::array({sendGridEvent("open", "e1")}).dump()).failure == status);
}

TEST_CASE("what the server rejects for good is counted, and what passes is tried again", "[email]") {
    Fixture fixture;
    fixture.host.rejections = {{"sendgrid:e1", "no_identifier"}, {"sendgrid:e2", "id_reused"}};
    const auto text =
        json{sendGridEvent("open", "e1"), sendGridEvent("open", "e2"), sendGridEvent("open", "e3")}.dump();
    CHECK(fixture.events(text).json() == counts(1, 1, 0, 0, 1));

    fixture.host.rejections["sendgrid:e4"] = "storage";
    CHECK(fixture.events(json::array({sendGridEvent("open", "e4")}).dump()).failure == KITH_UNAVAILABLE);
}

TEST_CASE("what counts for an address alone is taken like any other", "[email]") {
    Fixture fixture;
    fixture.host.nobodys = {"sendgrid:e1"};
    const auto text = json::array({sendGridEvent("spamreport", "e1")}).dump();
    CHECK(fixture.events(text).json() == counts(1, 0, 0, 0, 0));
    CHECK(fixture.events(text).json() == counts(0, 1, 0, 0, 0));
}

TEST_CASE("a large batch is written in parts", "[email]") {
    Fixture fixture;
    json batch = json::array();
    for (int i = 0; i < 1201; ++i) batch.push_back(sendGridEvent("open", "e" + std::to_string(i)));
    CHECK(fixture.events(batch.dump()).json() == counts(1201, 0, 0, 0, 0));
    CHECK(fixture.events("[]").json() == counts(0, 0, 0, 0, 0));
}
