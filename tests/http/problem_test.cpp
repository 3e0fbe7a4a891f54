// SPDX-License-Identifier: Apache-2.0
#include "core/http/problem.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

using kith::base::codeName;
using kith::base::Error;
using kith::base::ErrorCode;
using kith::http::problem;
using nlohmann::json;

TEST_CASE("every error code has a status and a title of its own kind", "[http]") {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        CAPTURE(codeName(code));
        names.insert(codeName(code));
        const auto kind = kith::http::problemKind(code);
        CHECK(kind.status >= 400);
        CHECK(kind.status <= 599);
        CHECK_FALSE(kind.title.empty());
        CHECK((kind.title == "Server error") == (code == ErrorCode::Internal));
        const auto response = problem(Error(code, "why"));
        const auto body = json::parse(response.body);
        CHECK(response.status == kind.status);
        CHECK(body["status"] == kind.status);
        CHECK(body["title"] == kind.title);
        CHECK(body["code"] == codeName(code));
        CHECK(body["type"] == "urn:kith:problem:" + std::string(codeName(code)));
        CHECK(response.headers.has("Retry-After") == (kind.status == 429 || kind.status == 503));
    }
    CHECK(names.size() == static_cast<std::size_t>(ErrorCode::Internal) + 1);
}

TEST_CASE("a problem lists its violations and hides its context", "[http]") {
    const Error error(
        ErrorCode::InvalidInput, "Two things are wrong.",
        {{"/fields/shoe", "unknown_field", "There is no field shoe."}, {"", "empty", "Nothing."}});
    const auto response = problem(error);
    CHECK(response.headers.find("Content-Type") == "application/problem+json");
    const auto body = json::parse(response.body);
    REQUIRE(body["errors"].size() == 2);
    CHECK(body["errors"][0] == json{{"pointer", "/fields/shoe"},
                                    {"code", "unknown_field"},
                                    {"detail", "There is no field shoe."}});
    CHECK(kith::http::problemJson(error) == body);

    const Error inTheWay(ErrorCode::Conflict, "Something is.", {{"", "held", "Somebody has it.", "01JD"}});
    CHECK(json::parse(problem(inTheWay).body)["errors"] ==
          json::array({{{"pointer", ""}, {"code", "held"}, {"detail", "Somebody has it."}, {"id", "01JD"}}}));

    const auto hidden = problem(Error(ErrorCode::Storage, "The database failed.", "host db-7 is down"));
    CHECK(hidden.body.find("db-7") == std::string::npos);
    CHECK_FALSE(json::parse(hidden.body).contains("errors"));
}

TEST_CASE("a detail that is no UTF-8 does not stop a problem", "[http]") {
    CHECK(json::parse(problem(Error(ErrorCode::InvalidInput, "bad \xff byte")).body)["status"] == 400);
}

TEST_CASE("a wait is told in whole seconds, rounded up", "[http]") {
    using std::chrono::milliseconds;
    kith::http::Response response;
    kith::http::setRetryAfter(response, milliseconds(2'001));
    CHECK(response.headers.find("Retry-After") == "3");
    kith::http::setRetryAfter(response, milliseconds(0));
    CHECK(response.headers.find("Retry-After") == "1");
}
