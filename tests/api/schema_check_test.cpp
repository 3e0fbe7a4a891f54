// SPDX-License-Identifier: Apache-2.0
// What checks every answer of these tests is itself able to find each fault.
#include <catch2/catch.hpp>

#include "core/api/documents.hpp"
#include "tests/support/api_schema.hpp"

using kith::test::ApiSchema;
using nlohmann::json;
using Faults = std::vector<std::string>;

namespace {

const ApiSchema& schema() {
    static const ApiSchema made(json::parse(kith::api::openapiJson()));
    return made;
}

Faults checkOutcome(const json& body, int status = 200, std::string_view type = "application/json") {
    return schema().check("POST", "/v1/observations", status, type, body.dump());
}

const json kOutcome = json::parse(R"({"profile_id": "01JD3W5V9Z8Q1", "result": "created", "absorbed": [],
    "refused": [], "warnings": []})");
const json kProblem = json::parse(R"({"type": "urn:kith:problem:invalid_input", "title": "Invalid input",
    "status": 400, "detail": "It is wrong.", "code": "invalid_input"})");

}  // namespace

TEST_CASE("an answer as described has no faults", "[api]") {
    CHECK(checkOutcome(kOutcome).empty());
    CHECK(checkOutcome({{"results", {kOutcome}}}).empty());
    CHECK(checkOutcome(kProblem, 400, "application/problem+json").empty());
    CHECK(schema().check("DELETE", "/v1/keys/01JD3W5V9Z8Q1", 204, "", "").empty());
    CHECK(schema().check("HEAD", "/v1/profiles?limit=1", 200, "application/json", "").empty());
    CHECK(schema().check("GET", "/nowhere", 404, "application/problem+json", kProblem.dump()).empty());
}

TEST_CASE("an answer that breaks its schema has a fault for it", "[api]") {
    auto outcome = kOutcome;
    SECTION("a member is missing") {
        outcome.erase("absorbed");
    }
    SECTION("a member is too much") {
        outcome["colour"] = "red";
    }
    SECTION("a member has another type") {
        outcome["warnings"] = "none";
    }
    SECTION("a value is none of those listed") {
        outcome["result"] = "invented";
    }
    SECTION("a text breaks its pattern") {
        outcome["profile_id"] = "01JD3W5V9Z8QI";
    }
    SECTION("an element of an array is wrong") {
        outcome["absorbed"] = {7};
    }
    SECTION("what a reference leads to is wrong") {
        outcome["refused"] = {{{"code", "limit"}, {"detail", "too many"}}};
    }
    CHECK_FALSE(checkOutcome(outcome).empty());
    CHECK_FALSE(checkOutcome({{"results", {outcome}}}).empty());
}

TEST_CASE("an answer that is not described has a fault", "[api]") {
    SECTION("another status") {
        CHECK_FALSE(checkOutcome(kOutcome, 201).empty());
    }
    SECTION("another content type") {
        CHECK_FALSE(checkOutcome(kOutcome, 200, "text/plain").empty());
        CHECK_FALSE(checkOutcome(kProblem, 400, "application/json").empty());
    }
    SECTION("a success of a path or a method that is not there") {
        CHECK_FALSE(schema().check("GET", "/v1/colours", 200, "application/json", "{}").empty());
        CHECK_FALSE(schema().check("PUT", "/v1/observations", 200, "application/json", "{}").empty());
    }
    SECTION("a problem that is none") {
        CHECK_FALSE(schema().check("GET", "/nowhere", 404, "application/problem+json", "{}").empty());
    }
    SECTION("a body where there is to be none") {
        CHECK_FALSE(schema().check("DELETE", "/v1/keys/01JD3W5V9Z8Q1", 204, "", "{}").empty());
        CHECK_FALSE(schema().check("HEAD", "/v1/profiles", 200, "application/json", "{}").empty());
    }
}

TEST_CASE("a body that was taken although it is not described has a fault", "[api]") {
    const auto check = [](const json& body, std::string_view type = "application/json") {
        return schema().checkRequest("POST", "/v1/profiles", type, body.dump());
    };
    const json person{{"identifiers", {{{"type", "email"}, {"value", "ann@example.com"}}}}};
    CHECK(check(person).empty());
    CHECK_FALSE(check(json::object()).empty());
    CHECK_FALSE(check(person, "text/plain").empty());
    auto active = person;
    active["activities"] = json::array();
    CHECK_FALSE(check(active).empty());
    CHECK_FALSE(schema().checkRequest("GET", "/v1/profiles", "application/json", "{}").empty());
}

TEST_CASE("a time that is not UTC with milliseconds has a fault", "[api]") {
    const json reference{{"$ref", "#/components/schemas/Time"}};
    CHECK(schema().validate("2026-11-20T09:30:00.000Z", reference).empty());
    for (const char* time : {"2026-11-20T09:30:00Z", "2026-11-20T09:30:00.000+00:00",
                             "2026-11-20 09:30:00.000Z", "2026-11-20T09:30:00.0000Z", ""}) {
        INFO(time);
        CHECK_FALSE(schema().validate(time, reference).empty());
    }
}

TEST_CASE("a keyword that is not understood is a fault, so that nothing goes unchecked", "[api]") {
    CHECK_FALSE(schema().validate("x", {{"type", "string"}, {"contentEncoding", "base64"}}).empty());
}
