// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/password.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

using kith::accounts::HashSettings;
using kith::accounts::PasswordHasher;
using kith::accounts::whyNoPassword;

namespace {

constexpr HashSettings kCheap{.memory = 8'192, .passes = 1, .atOnce = 1};

std::string whyNot(std::string_view password) {
    const auto why = whyNoPassword(password, "/password");
    return why ? why->pointer + ' ' + why->code : std::string();
}

}  // namespace

TEST_CASE("a password is not too short, not too long, and text", "[accounts]") {
    CHECK(whyNot("") == "/password too_short");
    CHECK(whyNot("123456789") == "/password too_short");
    CHECK(whyNot("ґґґґґґґґґ") == "/password too_short");
    CHECK(whyNot(std::string(501, 'x')) == "/password too_long");
    CHECK(whyNot("1234567890\xff") == "/password invalid_value");
    CHECK(whyNot("1234567890").empty());
    CHECK(whyNot("ґґґґґґґґґґ").empty());
    CHECK(whyNot(std::string(500, 'x')).empty());
}

TEST_CASE("another password does not match a hash", "[accounts]") {
    PasswordHasher hasher(kCheap);
    const auto hash = hasher.hash("correct horse battery");
    CHECK(hash.starts_with("$argon2id$"));
    CHECK(hash.find("horse") == std::string::npos);
    CHECK_FALSE(hasher.verify(hash, "correct horse batterY"));
    CHECK_FALSE(hasher.verify(hash, ""));
    CHECK_FALSE(hasher.verify("", "correct horse battery"));
    CHECK_FALSE(hasher.verify("not a hash", "correct horse battery"));
    CHECK(hasher.verify(hash, "correct horse battery"));
    CHECK(hasher.hash("correct horse battery") != hash);
}

TEST_CASE("nobody's hash is one that costs the same and that no password has", "[accounts]") {
    PasswordHasher hasher(kCheap);
    CHECK_FALSE(hasher.isOutdated(hasher.nobodys()));
    CHECK_FALSE(hasher.verify(hasher.nobodys(), "correct horse battery"));
    PasswordHasher dearer({.memory = 16'384, .passes = 2, .atOnce = 1});
    CHECK_FALSE(dearer.isOutdated(dearer.nobodys()));
    CHECK(dearer.isOutdated(hasher.nobodys()));
}

TEST_CASE("a hash of other settings is known as one, and still matches", "[accounts]") {
    PasswordHasher before(kCheap);
    PasswordHasher now({.memory = 8'192, .passes = 2, .atOnce = 1});
    const auto hash = before.hash("correct horse battery");
    CHECK_FALSE(before.isOutdated(hash));
    CHECK(now.isOutdated(hash));
    CHECK(now.verify(hash, "correct horse battery"));
    CHECK(now.isOutdated("not a hash"));
}

TEST_CASE("more at once than may run wait for one another, and more than may wait are refused",
          "[accounts]") {
    // One that takes long enough for the others to come meanwhile; whatever the machine does, each is
    // either right or refused.
    PasswordHasher hasher({.memory = 8 * 1'024 * 1'024, .passes = 4, .atOnce = 1});
    const auto hash = hasher.hash("correct horse battery");
    std::atomic<int> right{0};
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 32; ++i) {
            callers.emplace_back([&] {
                try {
                    if (hasher.verify(hash, "correct horse battery")) ++right;
                } catch (const kith::base::Error& error) {
                    if (error.code() == kith::base::ErrorCode::Overloaded) ++refused;
                }
            });
        }
    }
    CHECK(right + refused == 32);
    CHECK(right >= 1);
    CHECK(hasher.verify(hash, "correct horse battery"));
}
