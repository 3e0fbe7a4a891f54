// SPDX-License-Identifier: Apache-2.0
#include <kith/sdk/json.hpp>

#include <catch2/catch.hpp>
#include <string>

namespace {

using kith::sdk::parseJson;
using kith::sdk::Result;
using kith::sdk::Status;

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

std::string rejected(int status, const std::string& code, const std::string& errors = "") {
    return R"({"result": "rejected", "problem": {"status": )" + std::to_string(status) + R"(, "code": ")" +
           code + R"(", "detail": "It is wrong.")" + errors + "}}";
}

}  // namespace

TEST_CASE("what is no JSON, or nests too deep, is nothing", "[sdk]") {
    for (const auto& text :
         {std::string(), std::string("{"), std::string("[1,]"), std::string("\"\xff\""),
          std::string(R"("\ud800")"), nested(65), nested(1'000'000), R"({"a": )" + nested(64) + "}"}) {
        CHECK_FALSE(parseJson(text));
    }
    CHECK(parseJson(nested(64)));
    CHECK(parseJson("[" + nested(63) + "," + nested(63) + "]"));
    // Brackets inside a text are text, whatever is escaped before them.
    CHECK(parseJson('"' + std::string(100, '[') + "\\\"" + std::string(100, '{') + '"'));
    CHECK_FALSE(parseJson(R"(["\\", )" + nested(64) + "]"));
}

TEST_CASE("a pointer escapes what RFC 6901 asks for", "[sdk]") {
    CHECK(kith::sdk::pointerTo("name") == "/name");
    CHECK(kith::sdk::pointerTo("a/b~c", "/top") == "/top/a~1b~0c");
    CHECK(kith::sdk::pointerTo("") == "/");
}

TEST_CASE("a result that was accepted is neither rejected nor a repeat", "[sdk]") {
    const Result result(R"({"result": "created", "profile_id": "01"})");
    CHECK_FALSE(result.isRejected());
    CHECK_FALSE(result.isRepeat());
    CHECK_FALSE(result.isForNow());
}

TEST_CASE("a repeat is one in the same words or in others", "[sdk]") {
    CHECK(Result(R"({"result": "duplicate"})").isRepeat());
    const Result reworded(rejected(409, "id_reused"));
    CHECK(reworded.isRepeat());
    CHECK(reworded.isRejected());
    CHECK_FALSE(Result(rejected(409, "conflict")).isRepeat());
}

TEST_CASE("a rejection that passes asks to try again, another is the caller's", "[sdk]") {
    for (const auto status : {429, 500, 503}) {
        const Result result(rejected(status, "overloaded"));
        CHECK(result.isForNow());
        CHECK(result.failure().status() == Status::Unavailable);
    }
    CHECK_FALSE(Result(rejected(400, "invalid_input")).isForNow());
    CHECK(Result(rejected(400, "invalid_input")).failure().status() == Status::InvalidInput);
    CHECK(Result(rejected(409, "id_reused")).failure().status() == Status::Conflict);
}

TEST_CASE("a failure keeps what the problem said", "[sdk]") {
    const auto whole = Result(rejected(400, "no_identifier")).failure();
    REQUIRE(whole.violations().size() == 1);
    CHECK(whole.violations()[0].code == "no_identifier");
    CHECK(whole.violations()[0].detail == "It is wrong.");

    const auto parts = Result(rejected(400, "invalid_input",
                                       R"(, "errors": [{"pointer": "/a", "code": "x", "detail": "A."},
                                                       {"pointer": "/b", "code": "y", "detail": "B."}])"))
                           .failure();
    REQUIRE(parts.violations().size() == 2);
    CHECK(parts.violations()[1].pointer == "/b");
    CHECK(kith::sdk::rejectedResult(parts)["problem"]["errors"][0]["pointer"] == "/a");
    CHECK(Result(kith::sdk::rejectedResult(parts).dump()).isRejected());
}
