// SPDX-License-Identifier: Apache-2.0
#include "core/http/poster.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "core/http/ip_address.hpp"
#include "tests/http/certificate.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace kith;
using http::Poster;
using http::PosterSettings;
using http::Response;
using test::WebhookReceiver;

namespace {

const PosterSettings kLocal{
    .timeout = std::chrono::seconds{30}, .allowHttp = true, .allowPrivateAddresses = true};

http::Posted post(Poster& poster, const std::string& url) {
    poster.start({1, url, {"webhook-id: evt_1"}, "{}"});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (std::chrono::steady_clock::now() < deadline) {
        const auto ended = poster.wait(std::chrono::seconds{10});
        if (!ended.empty()) return ended.front();
    }
    throw std::runtime_error("it never ended");
}

http::Posted post(const PosterSettings& settings, const std::string& url) {
    Poster poster(settings);
    return post(poster, url);
}

}  // namespace

TEST_CASE("a message arrives as it was posted", "[webhooks]") {
    WebhookReceiver receiver;
    CHECK(post(kLocal, receiver.url()).status == 200);
    const auto messages = receiver.waitFor(1);
    CHECK(messages[0].body == "{}");
    CHECK(messages[0].header("webhook-id") == "evt_1");
    CHECK(messages[0].header("Content-Type") == "application/json");
    CHECK(messages[0].header("User-Agent") == "kith");
}

TEST_CASE("a private address is not connected to, whatever leads there", "[webhooks]") {
    WebhookReceiver receiver;
    auto settings = kLocal;
    settings.allowPrivateAddresses = false;
    auto url = receiver.url();
    CHECK(post(settings, url).reason == "address_refused");
    const auto port = url.substr(url.rfind(':'));
    for (const auto* host : {"http://localhost", "http://[::1]", "http://0.0.0.0", "http://2130706433",
                             "http://[::ffff:127.0.0.1]", "http://[64:ff9b::7f00:1]"}) {
        CAPTURE(host);
        CHECK(post(settings, host + port).reason == "address_refused");
    }
    CHECK(receiver.messages().empty());
}

TEST_CASE("a redirect is an answer, and is not followed", "[webhooks]") {
    WebhookReceiver target;
    WebhookReceiver receiver([&](const test::Message&) {
        auto response = Response::empty(302);
        response.headers.set("Location", target.url());
        return response;
    });
    CHECK(post(kLocal, receiver.url()).status == 302);
    CHECK(target.messages().empty());
}

TEST_CASE("a receiver that does not answer in time is given up", "[webhooks]") {
    test::Latch latch;
    WebhookReceiver receiver([&](const test::Message&) {
        latch.pass();
        return Response::empty();
    });
    auto settings = kLocal;
    settings.timeout = std::chrono::milliseconds{50};
    CHECK(post(settings, receiver.url()).reason == "timeout");
    latch.open();
}

TEST_CASE("an answer that is too long is as good as its status", "[webhooks]") {
    WebhookReceiver receiver(
        [&](const test::Message&) { return Response::text(200, std::string(std::size_t{8} << 20U, 'x')); });
    CHECK(post(kLocal, receiver.url()).status == 200);
}

TEST_CASE("how soon a receiver wants to be asked again is heard", "[webhooks]") {
    WebhookReceiver receiver([&](const test::Message&) {
        auto response = Response::empty(503);
        response.headers.set("Retry-After", "7");
        return response;
    });
    const auto posted = post(kLocal, receiver.url());
    CHECK(posted.status == 503);
    CHECK(posted.retryAfter == std::chrono::seconds{7});
}

TEST_CASE("nobody listening, no such host and no TLS have their names", "[webhooks]") {
    std::string url;
    {
        const WebhookReceiver gone;
        url = gone.url();
    }
    CHECK(post(kLocal, url).reason == "no_connection");
    // Too long a label for a question to a name server: none is asked, whatever the network.
    CHECK(post(kLocal, "http://" + std::string(64, 'x') + ".invalid/").reason == "unknown_host");
    auto settings = kLocal;
    settings.allowHttp = false;
    WebhookReceiver receiver;
    CHECK(post(settings, receiver.url()).reason == "not_https");
    CHECK(post(settings, "https" + receiver.url().substr(4)).reason == "tls_failed");
}

TEST_CASE("an answer is taken while nobody waits for one", "[webhooks]") {
    WebhookReceiver first;
    WebhookReceiver second([&](const test::Message&) { return Response::empty(302); });
    Poster poster(kLocal);
    poster.start({1, first.url(), {}, "{}"});
    CHECK(first.waitFor(1).size() == 1);
    poster.start({2, second.url(), {}, "{}"});
    CHECK(second.waitFor(1).size() == 1);
    std::map<std::uint64_t, int> statuses;
    while (statuses.size() < 2) {
        for (const auto& posted : poster.wait(std::chrono::seconds{10})) statuses[posted.tag] = posted.status;
    }
    CHECK(statuses == std::map<std::uint64_t, int>{{1, 200}, {2, 302}});
}

TEST_CASE("who waits can be woken", "[webhooks]") {
    Poster poster(kLocal);
    poster.wake();
    CHECK(poster.wait(std::chrono::hours{1}).empty());
}

TEST_CASE("what is broken off is not heard of", "[webhooks]") {
    test::Latch latch;
    WebhookReceiver receiver([&](const test::Message&) {
        latch.pass();
        return Response::empty();
    });
    Poster poster(kLocal);
    poster.start({1, receiver.url(), {}, "{}"});
    static_cast<void>(receiver.waitFor(1));
    poster.stop();
    latch.open();
    poster.wake();
    CHECK(poster.wait(std::chrono::hours{1}).empty());
    poster.stop();
}

TEST_CASE("addresses that are none of the public internet are known", "[webhooks]") {
    for (const auto* address : {"0.0.0.0",       "10.1.2.3",        "100.64.0.1",
                                "127.0.0.1",     "127.255.255.255", "169.254.169.254",
                                "172.16.0.1",    "172.31.255.255",  "192.0.0.1",
                                "192.0.2.1",     "192.168.0.1",     "198.18.0.1",
                                "198.51.100.1",  "203.0.113.1",     "224.0.0.1",
                                "240.0.0.1",     "255.255.255.255", "::",
                                "::1",           "::ffff:10.0.0.1", "::ffff:127.0.0.1",
                                "fe80::1",       "fc00::1",         "fd12::1",
                                "ff02::1",       "2001:db8::1",     "64:ff9b::10.0.0.1",
                                "2002:a00:1::1", "2001::1",         "100::1",
                                "::127.0.0.1"}) {
        CAPTURE(address);
        CHECK_FALSE(http::IpAddress::parse(address).value().isPublic());
    }
    for (const auto* address : {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.255.255",
                                "172.32.0.1", "192.169.0.1", "223.255.255.255", "2606:4700:4700::1111",
                                "2a00:1450::1", "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
        CAPTURE(address);
        CHECK(http::IpAddress::parse(address).value().isPublic());
    }
}

TEST_CASE("a URL that nothing would be sent to is said to be none", "[webhooks]") {
    const auto isTarget = [](const std::string& url, const PosterSettings& settings) {
        return !http::whyNoTarget(url, settings).has_value();
    };
    CHECK(isTarget("https://crm.example.com/kith?x=1", {}));
    CHECK(isTarget("https://8.8.8.8:8443/", {}));
    for (const auto* url : {"", "crm", "http://crm.example.com", "ftp://crm.example.com", "https://",
                            "https://localhost/", "https://a.localhost/", "https://127.0.0.1/",
                            "https://10.0.0.1/", "https://[::1]/", "https://user:password@crm.example.com/",
                            "https://crm.example.com/#x", "https://169.254.169.254/"}) {
        CAPTURE(url);
        CHECK_FALSE(isTarget(url, {}));
    }
    CHECK_FALSE(isTarget("https://crm.example.com/" + std::string(2'000, 'x'), {}));
    const auto why = [](const std::string& url) { return http::whyNoTarget(url, {}).value(); };
    CHECK(why("http://crm.example.com").find("`webhooks.allow_http`") != std::string::npos);
    CHECK(why("https://127.0.0.1/").find("`webhooks.allow_private_addresses`") != std::string::npos);
    for (const auto* url : {"ftp://crm.example.com", "127.0.0.1", "127.0.0.1:8080", "crm.example.com/kith",
                            "https:crm.example.com"}) {
        CAPTURE(url);
        CHECK(why(url) == "must begin with https://");
    }
    for (const auto* url : {"https://", "https://[::1/", "https://[zz]/"}) {
        CAPTURE(url);
        CHECK(why(url) == "must be a URL with the name or the address of a host");
    }
    for (const auto* url : {"https://crm.example.com:99999/", "https://crm.example.com:x/"}) {
        CAPTURE(url);
        CHECK(why(url) == "must have a number of at most 65535 as its port");
    }
    for (const auto* url :
         {"https://crm.example.com/a b", "https://crm example.com/", " https://crm.example.com/",
          "https://crm.example.com/\t", "https://crm.example.com/\x7f"}) {
        CAPTURE(url);
        CHECK(why(url) == "must have no space in it, which is written as %20, and no control character");
    }
    CHECK(why("https://crm.example.com/" + std::string(2'000, 'x')) == "must have at most 2,000 bytes");
    CHECK(http::whyNoTarget("127.0.0.1:8080", kLocal) == "must begin with https:// or http://");
    CHECK(isTarget("http://127.0.0.1:8080/", kLocal));
    CHECK_FALSE(isTarget("ftp://127.0.0.1/", kLocal));
}
