// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/token.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace kith::accounts;

TEST_CASE("what has not the form of a token is none", "[accounts]") {
    CHECK_FALSE(isToken(""));
    CHECK_FALSE(isToken(std::string(42, 'a')));
    CHECK_FALSE(isToken(std::string(44, 'a')));
    CHECK(isToken(makeToken()));
}

TEST_CASE("no token is made twice, and neither its hash nor its proof tells it or the other", "[accounts]") {
    const auto token = makeToken();
    CHECK(token != makeToken());
    CHECK(tokenHash(token) == tokenHash(token));
    CHECK(csrfToken(token) == csrfToken(token));
    CHECK(tokenHash(token) != token);
    CHECK(csrfToken(token) != token);
    CHECK(csrfToken(token) != tokenHash(token));
    CHECK(csrfToken(tokenHash(token)) != csrfToken(token));
    CHECK(csrfToken(makeToken()) != csrfToken(token));
}
