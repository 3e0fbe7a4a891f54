// SPDX-License-Identifier: Apache-2.0
#include "core/base/suggest.hpp"

#include <catch2/catch.hpp>

using kith::base::nearest;

TEST_CASE("a misspelling finds what was meant, and nothing else does", "[base]") {
    const std::vector<std::string> keys{"listen", "workers", "max_body", "max_head"};
    CHECK(nearest("lisen", keys) == "listen");
    CHECK(nearest("lsiten", keys) == "listen");
    CHECK(nearest("worker", keys) == "workers");
    CHECK(nearest("max_bdoy", keys) == "max_body");
    CHECK_FALSE(nearest("colour", keys));
    CHECK_FALSE(nearest("", keys));
    CHECK_FALSE(nearest(std::string(100'000, 'l'), keys));
}
