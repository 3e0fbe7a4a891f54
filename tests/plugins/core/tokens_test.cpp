// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <set>

#include "core/base/error.hpp"
#include "core/plugins/tokens.hpp"

namespace kith::plugins {
namespace {

const base::Time kNow = base::fromMillis(1'700'000'000'500);

TEST_CASE("a token with any byte changed, cut or added is not genuine", "[plugins]") {
    const Tokens tokens("a secret of the deployment");
    const auto token = tokens.sign("telegram", "link", "payload", kNow + std::chrono::hours(1));
    REQUIRE(tokens.verify("telegram", "link", token, kNow) == "payload");
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(tokens.verify("telegram", "link", changed, kNow) != "payload");
    }
    for (std::size_t size = 0; size < token.size(); ++size) {
        CHECK_FALSE(tokens.verify("telegram", "link", token.substr(0, size), kNow));
    }
    CHECK_FALSE(tokens.verify("telegram", "link", token + token, kNow));
    CHECK_FALSE(tokens.verify("telegram", "link", std::string(5'000, 'A'), kNow));
    CHECK_FALSE(tokens.verify("telegram", "link", "not base64 at all!", kNow));
}

TEST_CASE("a token of another plugin, purpose or secret is not genuine", "[plugins]") {
    const Tokens tokens("a secret of the deployment");
    const auto token = tokens.sign("telegram", "link", "p", kNow + std::chrono::hours(1));
    CHECK_FALSE(tokens.verify("email", "link", token, kNow));
    CHECK_FALSE(tokens.verify("telegram", "open", token, kNow));
    CHECK_FALSE(tokens.verify("telegraml", "ink", token, kNow));
    CHECK_FALSE(Tokens("another secret, as long").verify("telegram", "link", token, kNow));
}

TEST_CASE("a token ends at its time", "[plugins]") {
    const Tokens tokens("a secret of the deployment");
    const auto ends = base::fromMillis(1'700'000'001'000);
    const auto token = tokens.sign("p", "q", "", ends);
    CHECK(tokens.verify("p", "q", token, ends - std::chrono::milliseconds(1)) == "");
    CHECK_FALSE(tokens.verify("p", "q", token, ends));
}

TEST_CASE("a token that has ended can still be opened, and says since when", "[plugins]") {
    const Tokens tokens("a secret of the deployment");
    const auto ends = base::fromMillis(1'700'000'001'000);
    const auto token = tokens.sign(Tokens::kCore, "q", "payload", ends);
    const auto opened = tokens.open(Tokens::kCore, "q", token);
    REQUIRE(opened);
    CHECK(opened->payload == "payload");
    CHECK(opened->expires == ends);
    CHECK_FALSE(tokens.open(Tokens::kCore, "other", token));
    CHECK_FALSE(tokens.open("p", "q", token));
    CHECK_FALSE(tokens.open(Tokens::kCore, "q", token.substr(1)));
}

TEST_CASE("27 bytes of payload fit into the 64 characters that a Telegram link has", "[plugins]") {
    const Tokens tokens("a secret of the deployment");
    const auto token = tokens.sign("p", "q", std::string(27, '\xFF'), kNow);
    CHECK(token.size() == 64);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
          std::string::npos);
}

TEST_CASE("a short secret, a long payload and a time before 1970 are refused", "[plugins]") {
    CHECK_THROWS_AS(Tokens("too short"), base::Error);
    const Tokens tokens("a secret of the deployment");
    CHECK_THROWS_AS(tokens.sign("p", "q", std::string(513, 'x'), kNow), base::Error);
    CHECK_THROWS_AS(tokens.sign("p", "q", "x", base::fromMillis(-1)), base::Error);
    CHECK_NOTHROW(tokens.sign("p", "q", std::string(512, 'x'), kNow));
}

TEST_CASE("a keyed hash differs by plugin, purpose, bytes and secret, and is the same again", "[plugins]") {
    const Tokens tokens("a secret of the deployment");
    const auto hash = tokens.keyedHash("email", "recipient", "ann@example.com");
    CHECK(hash == Tokens("a secret of the deployment").keyedHash("email", "recipient", "ann@example.com"));
    const std::set<std::string> all{
        hash, tokens.keyedHash("push", "recipient", "ann@example.com"),
        tokens.keyedHash("email", "other", "ann@example.com"),
        tokens.keyedHash("email", "recipient", "bob@example.com"),
        Tokens("another secret, as long").keyedHash("email", "recipient", "ann@example.com")};
    CHECK(all.size() == 5);
    CHECK(hash.size() == 26);
    CHECK(hash.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
}

}  // namespace
}  // namespace kith::plugins
