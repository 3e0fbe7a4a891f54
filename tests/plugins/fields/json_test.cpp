// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/fields/support/fields.hpp"

namespace kith::plugins {
namespace {

using test::document;
using test::Fields;

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST_CASE("a document is kept as it is", "[fields]") {
    const Fields fields;
    for (const auto* json :
         {"[]", "{}", R"({"a":[1,-2,true,null,"x"],"b":{"c":{}}})", R"(["😀"])", R"({"":0})",
          "[9223372036854775807,-9223372036854775808,18446744073709551615]"}) {
        CAPTURE(json);
        CHECK(fields.kept("json", document(json)) == json);
        CHECK(fields.keepsWhatItShows("json", document(json)));
    }
    // The canonical form has no points.
    CHECK(fields.kept("json", document("[5e-1,125e-3,1e25]")) == "[0.5,0.125,1e+25]");
    CHECK(fields.keepsWhatItShows("json", document("[5e-1,125e-3,10000000000000000000000000]")));
}

TEST_CASE("a number that would not be read back as it was given is refused", "[fields]") {
    const Fields fields;
    for (const auto* json : {"[9999999999999999e-2]", "[123456789012345678901]", R"({"a":[1e400]})",
                             "[-1e400]", "[1e-400]", "[1e-99999999999]", "[1234567890123456789e-20]"}) {
        CAPTURE(json);
        CHECK(fields.kept("json", document(json)) == "too_precise");
    }
    const auto zeros = "[1" + std::string(60'000, '0') + "]";
    CHECK(fields.kept("json", document(zeros)) == "too_precise");
}

TEST_CASE("a document is bounded in bytes and in depth", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("json", document(nested(16))) == nested(16));
    CHECK(fields.kept("json", document(nested(17))) == "too_deep");
    CHECK(fields.kept("json", document(nested(24)), {{"max_depth", 24}}) == nested(24));
    CHECK(fields.kept("json", document(nested(30'000))) == "too_deep");
    CHECK(fields.kept("json", document(R"({"a":{}})"), {{"max_depth", 1}}) == "too_deep");
    CHECK(fields.kept("json", document("[[],[]]"), {{"max_depth", 2}}) == "[[],[]]");
    const auto largest = "[\"" + std::string(65'532, 'x') + "\"]";
    CHECK(fields.kept("json", document(largest)) == largest);
    CHECK(fields.kept("json", document("[\"" + std::string(65'533, 'x') + "\"]")) == "too_long");
    CHECK(fields.kept("json", document("[123]"), {{"max_bytes", 4}}) == "too_long");
}

}  // namespace
}  // namespace kith::plugins
