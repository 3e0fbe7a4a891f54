// SPDX-License-Identifier: Apache-2.0
#include <kith/sdk/text.hpp>

#include <catch2/catch.hpp>
#include <string>

#include "core/model/text.hpp"

using kith::sdk::hasControl;

TEST_CASE("a control character is one of C0, DEL and C1", "[sdk]") {
    CHECK(hasControl("a\nb"));
    CHECK_FALSE(hasControl("a\nb", "\n"));
    CHECK(hasControl("a\u0085", "\n"));
    CHECK(hasControl("\x7F", "\n"));
    CHECK_FALSE(hasControl("¡\u00A0"));
    CHECK_FALSE(hasControl(""));
}

TEST_CASE("what the kit takes for a control character, the server does too", "[sdk]") {
    for (unsigned c = 0; c < 0x800; ++c) {
        std::string text = "a";
        if (c < 0x80) {
            text += static_cast<char>(c);
        } else {
            text += static_cast<char>(0xC0U | c >> 6U);
            text += static_cast<char>(0x80U | (c & 0x3FU));
        }
        CAPTURE(c);
        CHECK(hasControl(text) == kith::model::hasControl(text));
    }
}
