// SPDX-License-Identifier: Apache-2.0
#include <future>

#include <catch2/catch.hpp>

#include "core/base/error.hpp"
#include "core/http/fetcher.hpp"
#include "plugins/email/sns.hpp"
#include "support/amazon.hpp"
#include "support/envelopes.hpp"
#include "support/failures.hpp"

using kith::base::Error;
using kith::base::ErrorCode;
using kith::email::AmazonUrl;
using kith::email::CertificateStore;
using kith::email::readSnsEnvelope;
using kith::email::SnsEnvelope;
using kith::email::SnsVerifier;
using kith::http::Fetcher;
using kith::test::Amazon;
using kith::test::kCertificateUrl;
using kith::test::kNow;
using kith::test::kTopic;
using kith::test::notificationEnvelope;
using kith::test::Page;
using kith::test::signEnvelope;
using kith::test::SigningKey;
using namespace std::chrono_literals;

namespace {

ErrorCode codeOf(const Fetcher& fetcher, const std::string& url = kCertificateUrl,
                 std::chrono::milliseconds timeout = 10s, std::size_t limit = 65'536) {
    try {
        (void)fetcher.get(url, timeout, limit);
    } catch (const Error& error) {
        return error.code();
    }
    FAIL("nothing was thrown");
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("a server whose certificate is not good is not believed", "[email]") {
    const auto serve = [](const std::string&) { return Page{200, "body", ""}; };
    Amazon genuine(serve);
    CHECK(codeOf(Fetcher(genuine.strangersSettings())) == ErrorCode::Unavailable);
    CHECK(codeOf(Fetcher(Amazon(serve, "sns.us-west-2.amazonaws.com.evil.test").settings())) ==
          ErrorCode::Unavailable);
    CHECK(codeOf(Fetcher(Amazon(serve, Amazon::kHost, 1'000'000'000).settings())) == ErrorCode::Unavailable);
    CHECK(Fetcher(genuine.settings()).get(kCertificateUrl, 10s, 4).body == "body");
}

TEST_CASE("only https is fetched, and no redirect is followed", "[email]") {
    std::atomic<int> requests{0};
    Amazon amazon([&](const std::string& path) {
        ++requests;
        return path == "/moved.pem" ? Page{302, "", "https://" + Amazon::kHost + "/elsewhere.pem"}
                                    : Page{200, "body", ""};
    });
    CHECK(codeOf(Fetcher(amazon.settings()), "http://" + Amazon::kHost + "/a.pem") ==
          ErrorCode::InvalidInput);
    CHECK(codeOf(Fetcher(amazon.settings()), "file:///etc/hostname") == ErrorCode::InvalidInput);
    CHECK(requests == 0);
    CHECK(Fetcher(amazon.settings()).get("https://" + Amazon::kHost + "/moved.pem", 10s, 100).status == 302);
    CHECK(requests == 1);
}

TEST_CASE("a large or slow answer costs no more than was allowed", "[email]") {
    std::promise<void> released;
    auto release = released.get_future().share();
    Amazon amazon([release](const std::string& path) {
        if (path == "/slow.pem") release.wait();
        return Page{200, std::string(1000, 'x'), ""};
    });
    CHECK(codeOf(Fetcher(amazon.settings()), kCertificateUrl, 10s, 999) == ErrorCode::TooLarge);
    CHECK(Fetcher(amazon.settings()).get(kCertificateUrl, 10s, 1000).body.size() == 1000);
    CHECK(codeOf(Fetcher(amazon.settings()), "https://" + Amazon::kHost + "/slow.pem", 50ms) ==
          ErrorCode::Timeout);
    released.set_value();
}

TEST_CASE("an envelope is verified with a certificate that was fetched over TLS", "[email]") {
    const auto& key = SigningKey::sharedRsa();
    std::atomic<int> requests{0};
    Amazon amazon([&](const std::string& path) {
        ++requests;
        const bool found = "https://" + Amazon::kHost + path == kCertificateUrl;
        return found ? Page{200, key.certificatePem("sns.amazonaws.com", 0, Amazon::kSoon), ""}
                     : Page{404, "", ""};
    });
    const Fetcher fetcher(amazon.settings());
    CertificateStore certificates(
        [&](const AmazonUrl& url) { return fetcher.get(url.text, 10s, 65'536).body; });
    const SnsVerifier verifier({kTopic}, 3'600'000, certificates);

    auto document = notificationEnvelope("message");
    signEnvelope(document, key, "2");
    const auto verify = [&] { verifier.verify(std::get<SnsEnvelope>(readSnsEnvelope(document)), kNow); };
    CHECK_NOTHROW(verify());
    CHECK_NOTHROW(verify());
    CHECK(requests == 1);

    document["SigningCertURL"] = "https://" + Amazon::kHost + "/other.pem";
    CHECK(kith::test::failureOf(verify).code == "no_certificate");
    document["SigningCertURL"] = "https://127.0.0.1/a.pem";
    CHECK(kith::test::failureOf(verify).code == "certificate_url");
    CHECK(requests == 2);
}
