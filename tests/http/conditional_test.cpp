// SPDX-License-Identifier: Apache-2.0
#include "core/http/conditional.hpp"

#include <catch2/catch.hpp>

#include "core/base/error.hpp"

using kith::base::Error;
using kith::base::ErrorCode;
using kith::http::isUnchanged;
using kith::http::Request;
using kith::http::requireMatch;

namespace {

Request with(std::string name, std::string value) {
    Request request;
    request.headers.add(std::move(name), std::move(value));
    return request;
}

ErrorCode matchError(const std::string& value) {
    try {
        (void)requireMatch(with("If-Match", value), "\"7\"");
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("If-Match with another version fails the precondition", "[http]") {
    CHECK(matchError("\"6\"") == ErrorCode::PreconditionFailed);
    CHECK(matchError("\"6\", \"8\"") == ErrorCode::PreconditionFailed);
    CHECK(matchError("W/\"7\"") == ErrorCode::PreconditionFailed);
    CHECK(matchError("\"77\"") == ErrorCode::PreconditionFailed);
}

TEST_CASE("a malformed If-Match is invalid input", "[http]") {
    for (const char* value : {"7", "\"7", "\"6\" 7", "W/7", "W/"}) {
        CAPTURE(value);
        CHECK(matchError(value) == ErrorCode::InvalidInput);
    }
}

TEST_CASE("If-Match with the current version, a star or nothing goes on", "[http]") {
    for (const char* value : {"\"7\"", "\"6\",\"7\"", " , \"6\" , \"7\" ,"}) {
        CAPTURE(value);
        CHECK(requireMatch(with("if-match", value), "\"7\""));
    }
    CHECK_FALSE(requireMatch(with("if-match", "*"), "\"7\""));
    CHECK_FALSE(requireMatch(Request{}, "\"7\""));
    CHECK(kith::http::versionTag(7) == "\"7\"");
}

TEST_CASE("If-None-Match compares weakly", "[http]") {
    CHECK_FALSE(isUnchanged(Request{}, "\"7\""));
    CHECK_FALSE(isUnchanged(with("If-None-Match", "\"6\""), "\"7\""));
    CHECK_FALSE(isUnchanged(with("If-None-Match", "7"), "\"7\""));
    CHECK(isUnchanged(with("If-None-Match", "W/\"7\""), "\"7\""));
    CHECK(isUnchanged(with("If-None-Match", "\"6\", \"7\""), "W/\"7\""));
    CHECK(isUnchanged(with("If-None-Match", "*"), "\"7\""));
}
