// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/certificates.hpp"

#include <future>
#include <thread>

#include <catch2/catch.hpp>

#include <kith/sdk/failure.hpp>

#include "support/failures.hpp"
#include "support/keys.hpp"

using kith::email::AmazonUrl;
using kith::email::CertificateStore;
using kith::email::parseCertificateUrl;
using kith::sdk::Failure;
using kith::sdk::Status;
using kith::test::failureOf;
using kith::test::SigningKey;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 1440 * kMinute;

AmazonUrl urlOf(const std::string& name) {
    return *parseCertificateUrl("https://sns.us-east-1.amazonaws.com/" + name + ".pem",
                                "arn:aws:sns:us-east-1:123456789012:Topic");
}

const std::string& certificate() {
    static const std::string pem = SigningKey::rsa().certificatePem("sns.amazonaws.com", 0, 4'000'000'000);
    return pem;
}

}  // namespace

TEST_CASE("what can't be fetched is tried again the next time", "[email]") {
    int fetches = 0;
    CertificateStore store([&](const AmazonUrl&) -> std::string {
        if (++fetches == 1) throw Failure(Status::Timeout, "timeout", "Too slow.");
        return certificate();
    });
    CHECK(failureOf([&] { (void)store.get(urlOf("a"), kNow); }).status == Status::Timeout);
    CHECK_NOTHROW(store.get(urlOf("a"), kNow));
    CHECK(fetches == 2);
}

TEST_CASE("what is no certificate is refused and not kept", "[email]") {
    int fetches = 0;
    CertificateStore store(
        [&](const AmazonUrl&) { return ++fetches == 1 ? "<html></html>" : certificate(); });
    CHECK(failureOf([&] { (void)store.get(urlOf("a"), kNow); }).status == Status::Forbidden);
    CHECK_NOTHROW(store.get(urlOf("a"), kNow));
}

TEST_CASE("a certificate is fetched once a day", "[email]") {
    int fetches = 0;
    CertificateStore store([&](const AmazonUrl&) { return ++fetches, certificate(); });
    (void)store.get(urlOf("a"), kNow);
    (void)store.get(urlOf("a"), kNow + 1440 * kMinute - 1);
    CHECK(fetches == 1);
    (void)store.get(urlOf("a"), kNow + 1440 * kMinute);
    CHECK(fetches == 2);
}

TEST_CASE("the cache holds sixteen, and the oldest makes room", "[email]") {
    int fetches = 0;
    CertificateStore store([&](const AmazonUrl&) { return ++fetches, certificate(); });
    for (int i = 0; i < 17; ++i) (void)store.get(urlOf("c" + std::to_string(i)), kNow + i);
    CHECK(fetches == 17);
    (void)store.get(urlOf("c16"), kNow + 17);
    (void)store.get(urlOf("c1"), kNow + 17);
    CHECK(fetches == 17);
    (void)store.get(urlOf("c0"), kNow + 17);
    CHECK(fetches == 18);
}

TEST_CASE("nobody makes the server fetch more than twenty times a minute", "[email]") {
    int fetches = 0;
    CertificateStore store([&](const AmazonUrl&) -> std::string { return ++fetches, "nothing"; });
    for (int i = 0; i < 20; ++i) {
        CHECK(failureOf([&] { (void)store.get(urlOf("x" + std::to_string(i)), kNow); }).status ==
              Status::Forbidden);
    }
    CHECK(failureOf([&] { (void)store.get(urlOf("y"), kNow + kMinute - 1); }).status == Status::Unavailable);
    CHECK(fetches == 20);
    CHECK(failureOf([&] { (void)store.get(urlOf("y"), kNow + kMinute); }).status == Status::Forbidden);
    CHECK(fetches == 21);
}

TEST_CASE("while a certificate can't be fetched again, the one that is there serves until it expires",
          "[email]") {
    const bool throws = GENERATE(true, false);
    const auto until = kNow + 3 * kDay;
    const auto pem = SigningKey::sharedRsa().certificatePem("sns.amazonaws.com", 0, until / 1000);
    int fetches = 0;
    CertificateStore store([&](const AmazonUrl&) -> std::string {
        if (++fetches == 1) return pem;
        if (throws) throw Failure(Status::Timeout, "timeout", "Too slow.");
        return "no certificate";
    });
    (void)store.get(urlOf("a"), kNow);
    const auto due = kNow + kDay;
    CHECK(store.get(urlOf("a"), due).notAfterMs == until);
    CHECK(fetches == 2);
    // Not every request tries.
    CHECK_NOTHROW(store.get(urlOf("a"), due + kMinute - 1));
    CHECK(fetches == 2);
    CHECK_NOTHROW(store.get(urlOf("a"), due + kMinute));
    CHECK(fetches == 3);
    CHECK_NOTHROW(store.get(urlOf("a"), until));
    CHECK(failureOf([&] { (void)store.get(urlOf("a"), until + kMinute); }).status ==
          (throws ? Status::Timeout : Status::Forbidden));
}

TEST_CASE("where too many are asked for, a certificate that is due serves", "[email]") {
    CertificateStore store([&](const AmazonUrl& url) -> std::string {
        return url.path == "/a.pem" ? certificate() : "nothing";
    });
    (void)store.get(urlOf("a"), kNow);
    const auto due = kNow + kDay;
    for (int i = 0; i < 20; ++i) CHECK_THROWS_AS(store.get(urlOf("x" + std::to_string(i)), due), Failure);
    CHECK(failureOf([&] { (void)store.get(urlOf("y"), due); }).status == Status::Unavailable);
    CHECK_NOTHROW(store.get(urlOf("a"), due));
}

TEST_CASE("a certificate that is fetched again replaces the one that was there, and no other", "[email]") {
    const auto pemUntil = [](std::int64_t until) {
        return SigningKey::sharedRsa().certificatePem("sns.amazonaws.com", 0, until / 1000);
    };
    int fetches = 0;
    CertificateStore store([&](const AmazonUrl&) { return pemUntil(kNow + ++fetches * 3 * kDay); });
    for (int i = 0; i < 16; ++i) (void)store.get(urlOf("c" + std::to_string(i)), kNow + i);
    const auto renewed = store.get(urlOf("c15"), kNow + kDay + 15).notAfterMs;
    CHECK(renewed == kNow + 17 * 3 * kDay);
    CHECK(store.get(urlOf("c15"), kNow + kDay + 16).notAfterMs == renewed);
    CHECK(fetches == 17);
    // Had the oldest made room as for a new one, this would be fetched.
    CHECK(store.get(urlOf("c0"), kNow + kDay - 1).notAfterMs == kNow + 3 * kDay);
    CHECK(fetches == 17);
}

TEST_CASE("nobody waits while a certificate that serves is fetched again", "[email]") {
    std::promise<void> begun;
    std::promise<void> released;
    std::atomic<int> fetches{0};
    CertificateStore store([&](const AmazonUrl&) {
        if (++fetches == 2) {
            begun.set_value();
            released.get_future().wait();
        }
        return certificate();
    });
    (void)store.get(urlOf("a"), kNow);
    std::jthread fetching([&] { (void)store.get(urlOf("a"), kNow + kDay); });
    begun.get_future().wait();
    CHECK_NOTHROW(store.get(urlOf("a"), kNow + kDay));
    CHECK(fetches == 2);
    released.set_value();
}

TEST_CASE("requests that need the same certificate share one fetch", "[email]") {
    std::promise<void> begun;
    std::promise<void> released;
    std::atomic<int> fetches{0};
    CertificateStore store([&](const AmazonUrl&) {
        if (++fetches == 1) begun.set_value();
        released.get_future().wait();
        return certificate();
    });
    std::vector<std::jthread> threads;
    threads.emplace_back([&] { (void)store.get(urlOf("a"), kNow); });
    begun.get_future().wait();
    for (int i = 0; i < 3; ++i) threads.emplace_back([&] { (void)store.get(urlOf("a"), kNow); });
    released.set_value();
    threads.clear();
    CHECK(fetches == 1);
}
