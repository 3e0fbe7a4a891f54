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

AmazonUrl urlOf(const std::string& name) {
    return *parseCertificateUrl("https://sns.us-east-1.amazonaws.com/" + name + ".pem");
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
