// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/sendgrid_verifier.hpp"

#include <catch2/catch.hpp>

#include "support/failures.hpp"
#include "support/keys.hpp"

using kith::email::Digest;
using kith::email::PublicKey;
using kith::email::SendGridVerifier;
using kith::sdk::Status;
using kith::test::failureOf;
using kith::test::SigningKey;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kWindow = 600'000;
const std::string kBody = "[{\"email\":\"a@example.com\"}]\r\n";

struct Fixture {
    SigningKey key = SigningKey::ec();
    SendGridVerifier verifier{{*PublicKey::fromText(key.publicKeyBase64())}, kWindow};

    kith::test::Refused verify(const std::string& signature, const std::string& timestamp,
                               const std::string& body, std::int64_t now = kNow) const {
        return failureOf([&] { verifier.verify(signature, timestamp, body, now); });
    }
    [[nodiscard]] std::string sign(const std::string& text) const { return key.sign(Digest::Sha256, text); }
};

}  // namespace

TEST_CASE("a request without a signature is not authorised", "[email]") {
    const Fixture fixture;
    CHECK(fixture.verify("", "1700000000", kBody).status == Status::Unauthorized);
    CHECK(fixture.verify(fixture.sign("1700000000" + kBody), "", kBody).status == Status::Unauthorized);
}

TEST_CASE("a request that is not what SendGrid signed is refused", "[email]") {
    const Fixture fixture;
    const auto signature = fixture.sign("1700000000" + kBody);
    CHECK(fixture.verify(signature, "1700000000", kBody + " ").code == "bad_signature");
    CHECK(fixture.verify(signature, "1700000000", "").code == "bad_signature");
    CHECK(fixture.verify(signature, "1700000001", kBody).code == "bad_signature");
    CHECK(fixture.verify(signature, "170000000", "0" + kBody).code == "stale_message");
    CHECK(fixture.verify("AAAA", "1700000000", kBody).code == "bad_signature");
    CHECK(fixture.verify("no base64", "1700000000", kBody).code == "bad_signature");
    CHECK(fixture.verify(SigningKey::ec().sign(Digest::Sha256, "1700000000" + kBody), "1700000000", kBody)
              .code == "bad_signature");
}

TEST_CASE("a request outside of its window is refused", "[email]") {
    const Fixture fixture;
    const auto at = [&](const std::string& timestamp, std::int64_t now) {
        return fixture.verify(fixture.sign(timestamp + kBody), timestamp, kBody, now).code;
    };
    CHECK(at("1700000000", kNow + kWindow).empty());
    CHECK(at("1700000000", kNow + kWindow + 1) == "stale_message");
    CHECK(at("1700000300", kNow).empty());
    CHECK(at("1700000301", kNow) == "stale_message");
    const auto text = GENERATE(as<std::string>{}, "now", "-1", "1700000000.5", "1700000000 ",
                               "99999999999999999999", "0x65");
    CHECK(at(text, kNow) == "stale_message");
}

TEST_CASE("without a key nothing is accepted", "[email]") {
    const SendGridVerifier verifier({}, kWindow);
    const auto refused = failureOf([&] { verifier.verify("AAAA", "1700000000", kBody, kNow); });
    CHECK(refused.status == Status::Forbidden);
    CHECK(refused.code == "not_configured");
}

TEST_CASE("while one key replaces another both are accepted", "[email]") {
    const auto before = SigningKey::ec();
    const auto after = SigningKey::ec();
    const SendGridVerifier verifier(
        {*PublicKey::fromText(before.publicKeyBase64()), *PublicKey::fromText(after.publicKeyPem())},
        kWindow);
    for (const auto* key : {&before, &after}) {
        CHECK_NOTHROW(
            verifier.verify(key->sign(Digest::Sha256, "1700000000" + kBody), "1700000000", kBody, kNow));
    }
}
