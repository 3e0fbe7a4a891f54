// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/signature.hpp"

#include <catch2/catch.hpp>

#include <set>

#include "tests/support/webhook_receiver.hpp"

using namespace kith;
using webhooks::isSecret;
using webhooks::makeSecret;
using webhooks::signedHeaders;

namespace {

constexpr base::Time kAt{std::chrono::milliseconds{1'614'265'330'999}};

test::Message messageOf(const std::vector<std::string>& headers, std::string body) {
    test::Message message{{}, std::move(body)};
    for (const auto& header : headers) {
        const auto colon = header.find(": ");
        message.headers.add(header.substr(0, colon), header.substr(colon + 2));
    }
    return message;
}

}  // namespace

// https://github.com/standard-webhooks/standard-webhooks, the libraries' own test vector.
TEST_CASE("the standard's own example has its signature", "[webhooks]") {
    const auto headers = signedHeaders("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                       "msg_p5jXN8AQM9LWM0D4loKWxJek", kAt, R"({"test": 2432232314})");
    CHECK(headers == std::vector<std::string>{
                         "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp: 1614265330",
                         "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="});
}

TEST_CASE("another implementation finds the signature good, and finds what was changed", "[webhooks]") {
    const auto secret = makeSecret();
    const auto good = messageOf(signedHeaders(secret, "evt_1", kAt, "{}"), "{}");
    CHECK(test::isSigned(good, secret));
    CHECK_FALSE(test::isSigned(good, makeSecret()));
    auto changed = good;
    changed.body = "{ }";
    CHECK_FALSE(test::isSigned(changed, secret));
    changed = good;
    changed.headers.set("webhook-timestamp", "1614265331");
    CHECK_FALSE(test::isSigned(changed, secret));
}

TEST_CASE("a secret has the form of the standard", "[webhooks]") {
    std::set<std::string> made;
    for (int i = 0; i < 10; ++i) made.insert(makeSecret());
    CHECK(made.size() == 10);
    for (const auto& each : made) CHECK(isSecret(each));
    CHECK(isSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    for (const auto* wrong :
         {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La",
          "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!"}) {
        CAPTURE(wrong);
        CHECK_FALSE(isSecret(wrong));
    }
    CHECK_FALSE(isSecret("whsec_" + std::string(88, 'A')));
}
