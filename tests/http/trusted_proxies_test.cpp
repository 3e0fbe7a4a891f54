// SPDX-License-Identifier: Apache-2.0
#include "core/http/trusted_proxies.hpp"

#include <catch2/catch.hpp>

#include "core/base/error.hpp"

using kith::http::rateName;
using kith::http::Request;
using kith::http::TrustedProxies;
using Networks = std::vector<std::string>;

namespace {

Request seen(const Networks& networks, const std::string& peer, const std::vector<std::string>& forwarded) {
    Request request;
    for (const auto& value : forwarded) request.headers.add("X-Forwarded-For", value);
    request.headers.add("X-Forwarded-Proto", "https");
    TrustedProxies(networks).apply(request, peer, false);
    return request;
}

}  // namespace

TEST_CASE("a wrong network is refused", "[http]") {
    for (const char* network : {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a", "::/129",
                                "10.0.0/8", "010.0.0.1", "10.0.0.0/8/8"}) {
        CAPTURE(network);
        CHECK_THROWS_AS(TrustedProxies(Networks{network}), kith::base::Error);
    }
}

TEST_CASE("what a stranger forwards is not believed", "[http]") {
    const auto request = seen({"10.0.0.0/8"}, "192.0.2.1", {"198.51.100.7"});
    CHECK(request.client == "192.0.2.1");
    CHECK_FALSE(request.tls);
    CHECK(seen({}, "192.0.2.1", {"198.51.100.7"}).client == "192.0.2.1");
}

TEST_CASE("an address that the client made up itself is not believed", "[http]") {
    CHECK(seen({"10.0.0.0/8"}, "10.0.0.1", {"203.0.113.1, 198.51.100.7"}).client == "198.51.100.7");
    CHECK(seen({"10.0.0.0/8"}, "10.0.0.1", {"203.0.113.1", "198.51.100.7, 10.0.0.2"}).client ==
          "198.51.100.7");
    CHECK(seen({"10.0.0.0/8"}, "10.0.0.1", {"203.0.113.1, unknown, 10.0.0.2"}).client == "10.0.0.2");
    CHECK(seen({"10.0.0.0/8"}, "10.0.0.1", {"garbage"}).client == "10.0.0.1");
}

TEST_CASE("a trusted proxy names the client and its protocol", "[http]") {
    const auto request = seen({"10.0.0.0/8"}, "10.1.2.3", {"198.51.100.7"});
    CHECK(request.client == "198.51.100.7");
    CHECK(request.tls);
    CHECK(seen({"10.0.0.1"}, "10.0.0.1", {"2001:db8::7"}).client == "2001:db8::7");
    CHECK(seen({"2001:db8::/32"}, "2001:db8:1::1", {" 198.51.100.7 "}).client == "198.51.100.7");
    CHECK(seen({"10.0.0.0/8"}, "::ffff:10.0.0.1", {"198.51.100.7"}).client == "198.51.100.7");
    CHECK(seen({"0.0.0.0/0"}, "10.0.0.1", {"198.51.100.7"}).client == "198.51.100.7");
    CHECK(seen({"10.0.0.0/8"}, "10.0.0.1", {}).client == "10.0.0.1");
}

TEST_CASE("addresses of one subscriber are counted as one", "[http]") {
    CHECK(rateName("2001:db8:1:2:3:4:5:6") == rateName("2001:db8:1:2::1"));
    CHECK(rateName("2001:db8:1:2::1") != rateName("2001:db8:1:3::1"));
    CHECK(rateName("192.0.2.1") != rateName("192.0.2.2"));
    CHECK(rateName("::ffff:192.0.2.1") == rateName("192.0.2.1"));
    CHECK_NOTHROW(rateName("fe80::1%eth0"));
}
