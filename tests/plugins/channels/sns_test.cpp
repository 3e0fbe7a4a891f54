// SPDX-License-Identifier: Apache-2.0
// Amazon SNS as it posts to a whole server, with its certificate where it says: a server on loopback answers
// under Amazon's name, with a TLS certificate that is checked for that name.
#include <catch2/catch.hpp>

#include <mutex>

#include "tests/plugins/channels/channel_server.hpp"
#include "tests/plugins/email/support/amazon.hpp"
#include "tests/plugins/email/support/envelopes.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kBounced = "bounce@simulator.amazonses.com";
const std::vector<std::string> kListens{"plugins.load.email.options={ses: {topics: ['" + kTopic + "']}}"};

/// What was asked of Amazon, which has its signing certificate and confirms subscriptions.
class Asked {
public:
    Page answer(const std::string& path) {
        const std::lock_guard lock(mutex_);
        paths_.push_back(path);
        if ("https://" + Amazon::kHost + path == kCertificateUrl)
            return {200, SigningKey::sharedRsa().certificatePem("sns.amazonaws.com", 0, Amazon::kSoon), ""};
        return {path.starts_with("/?Action=ConfirmSubscription&") ? 200 : 404, "", ""};
    }
    [[nodiscard]] std::vector<std::string> paths() {
        const std::lock_guard lock(mutex_);
        return paths_;
    }

private:
    std::mutex mutex_;
    std::vector<std::string> paths_;
};

ApiAnswer post(ApiServer& api, const Json& envelope) {
    return api.call({.method = "POST",
                     .path = "/channels/email/ses",
                     .body = envelope.dump(),
                     .type = "text/plain; charset=UTF-8",
                     .headers = {{"x-amz-sns-topic-arn", kTopic}}});
}

Json signedNow(Json envelope, const std::string& version) {
    envelope["Timestamp"] = base::formatRfc3339(base::SystemClock().now());
    signEnvelope(envelope, SigningKey::sharedRsa(), version);
    return envelope;
}

Json bounce(const std::string& version) {
    return signedNow(notificationEnvelope(sesFile("json-amazonses-01.json")), version);
}

}  // namespace

TEST_CASE("a bounce that Amazon signed blacklists the address, without any key", "[email]") {
    Asked asked;
    const Amazon amazon([&](const std::string& path) { return asked.answer(path); });
    ApiServer api(eachEngine(), kListens, amazon.settings());
    const std::string version = GENERATE("1", "2");

    auto forged = bounce(version);
    forged["Message"] = sesFile("json-amazonses-03.json");
    CHECK(post(api, forged).status == 403);
    CHECK(api.get(std::string("/v1/profiles/email:") + kBounced).status == 404);
    CHECK(api.get("/v1/profiles/email:complaint@simulator.amazonses.com").status == 404);

    const auto genuine = bounce(version);
    const auto answer = post(api, genuine);
    CHECK(answer.status == 200);
    CHECK(answer.body["accepted"] == 1);
    const auto profile = api.profile(std::string("email:") + kBounced);
    CHECK(identifierOf(profile, "email", kBounced)["endpoint"]["state"] == "blacklisted");
    CHECK(happenings(timeline(api, std::string("email:") + kBounced)) ==
          std::vector<std::string>{"undelivered"});
    CHECK(post(api, genuine).body["duplicate"] == 1);
    // The certificate was fetched once, and is kept.
    CHECK(asked.paths().size() == 1);
}

TEST_CASE("a certificate from a server that only says that it is Amazon's proves nothing", "[email]") {
    Asked asked;
    const Amazon amazon([&](const std::string& path) { return asked.answer(path); });
    ApiServer api(eachEngine(), kListens, amazon.strangersSettings());
    // Amazon tries again after 503: it may be that the network is at fault.
    CHECK(post(api, bounce("2")).status == 503);
    CHECK(asked.paths().empty());
    CHECK(api.get(std::string("/v1/profiles/email:") + kBounced).status == 404);
}

TEST_CASE("a subscription of a listed topic is confirmed at Amazon, and of no other", "[email]") {
    Asked asked;
    const Amazon amazon([&](const std::string& path) { return asked.answer(path); });
    ApiServer api(eachEngine(), kListens, amazon.settings());
    auto elsewhere = confirmationEnvelope("SubscriptionConfirmation");
    elsewhere["SubscribeURL"] =
        "https://evil.test/?Action=ConfirmSubscription&TopicArn=" + kTopic + "&Token=1";
    CHECK(post(api, signedNow(elsewhere, "2")).status == 403);
    CHECK(asked.paths().size() == 1);  // the certificate's

    const auto envelope = signedNow(confirmationEnvelope("SubscriptionConfirmation"), "2");
    CHECK(post(api, envelope).status == 200);
    const auto paths = asked.paths();
    REQUIRE(paths.size() == 2);
    CHECK("https://" + Amazon::kHost + paths[1] == envelope["SubscribeURL"]);
}
