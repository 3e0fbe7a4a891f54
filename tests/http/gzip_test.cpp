// SPDX-License-Identifier: Apache-2.0
#include "core/http/gzip.hpp"

#include <catch2/catch.hpp>

#include "tests/http/gzip_of.hpp"

using kith::http::gunzip;
using kith::http::WireFault;
using kith::test::gzipOf;

namespace {

int statusOf(std::string_view body, std::size_t limit) {
    const auto inflated = gunzip(body, limit);
    const auto* fault = std::get_if<WireFault>(&inflated);
    return fault == nullptr ? 200 : fault->kind.status;
}

}  // namespace

TEST_CASE("what is not gzip is refused", "[http]") {
    const auto good = gzipOf("some text that is worth packing, packing, packing");
    CHECK(statusOf("", 1'000) == 400);
    CHECK(statusOf("plain", 1'000) == 400);
    CHECK(statusOf(good.substr(0, good.size() - 1), 1'000) == 400);
    CHECK(statusOf(good + "x", 1'000) == 400);
    auto broken = good;
    broken[broken.size() - 6] = static_cast<char>(broken[broken.size() - 6] ^ 1);
    CHECK(statusOf(broken, 1'000) == 400);
}

TEST_CASE("a gzip bomb is refused at the limit", "[http]") {
    const auto bomb = gzipOf(std::string(50'000'000, 'a'));
    REQUIRE(bomb.size() < 1'000'000);
    CHECK(statusOf(bomb, 1'000'000) == 413);
}

TEST_CASE("gzip is inflated, several members as one", "[http]") {
    const std::string text(100'000, 'b');
    CHECK(std::get<std::string>(gunzip(gzipOf(text), 100'000)) == text);
    CHECK(statusOf(gzipOf(text), 99'999) == 413);
    CHECK(std::get<std::string>(gunzip(gzipOf("ab") + gzipOf("") + gzipOf("cd"), 4)) == "abcd");
    CHECK(std::get<std::string>(gunzip(gzipOf(""), 0)).empty());
}
