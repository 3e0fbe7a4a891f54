// SPDX-License-Identifier: Apache-2.0
// What an operator sets under `identity:` is what the resolver does.
#include <catch2/catch.hpp>

#include <chrono>

#include "core/base/time.hpp"
#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;

namespace {

Json joined(const std::vector<Json>& people) {
    Json identifiers = Json::array();
    for (const auto& each : people) identifiers.push_back(each["identifiers"][0]);
    return {{"identifiers", identifiers}};
}

std::string address() {
    return fresh("ann") + "@example.com";
}

Json refusalCodes(const Json& outcome) {
    Json codes = Json::array();
    for (const auto& each : outcome["refused"]) codes.push_back(each["code"]);
    return codes;
}

std::string ahead(std::chrono::minutes by) {
    return base::formatRfc3339(base::SystemClock().now() + by);
}

}  // namespace

TEST_CASE("configured values never identify, whatever their type or of one type", "[api]") {
    ApiServer api(eachEngine(), {"identity.blocked_values=[nobody@example.com]",
                                 "identity.types.phone.blocked_values=['+380441112233']"});
    auto someone = somebody();
    someone["identifiers"].push_back({{"type", "email"}, {"value", "nobody@example.com"}});
    someone["identifiers"].push_back({{"type", "phone"}, {"value", "+380 44 111 22 33"}});
    const auto outcome = api.observe(someone);
    CHECK(outcome["warnings"].size() + outcome["refused"].size() == 2);
    CHECK(api.profile(refOf(someone))["identifiers"].size() == 1);
    CHECK(api.get("/v1/profiles/email:nobody@example.com").status == 404);
    CHECK(api.get("/v1/profiles/phone:%2B380441112233").status == 404);
}

TEST_CASE("a type that is made moving goes to whom it was seen with last", "[api]") {
    ApiServer api(eachEngine(), {"identity.types.email.class=moving"});
    const auto email = person("email", address());
    const auto first = somebody();
    const auto second = somebody();
    api.observe(joined({first, email}));
    api.observe(joined({second, email}));
    CHECK(api.profile(refOf(first))["id"] != api.profile(refOf(second))["id"]);
    CHECK(api.profile(refOf(email))["id"] == api.profile(refOf(second))["id"]);
}

TEST_CASE("the type with the lowest configured order finds the profile", "[api]") {
    ApiServer api(eachEngine(), {"identity.types.external_id.order=900", "identity.types.email.class=unique",
                                 "identity.types.email.limit=1"});
    const auto byEmail = person("email", address());
    const auto byId = somebody();
    api.observe(joined({byEmail, somebody()}));
    api.observe(joined({byId, person("email", address())}));
    // Both are unique and of two people: the one that is looked at first is the target.
    const auto outcome = api.observe(joined({byId, byEmail}));
    CHECK(outcome["profile_id"] == api.profile(refOf(byEmail))["id"]);
}

TEST_CASE("a person grows no larger than configured", "[api]") {
    ApiServer api(eachEngine(), {"identity.max_identifiers=2"});
    const auto email = person("email", address());
    const auto known = joined({somebody(), email});
    api.observe(known);
    const auto outcome = api.observe(joined({email, person("phone", "+380441234567")}));
    CHECK(refusalCodes(outcome) == Json({"component_too_large"}));
    CHECK(api.profile(refOf(email))["identifiers"].size() == 2);
}

TEST_CASE("a person is made of no more merges than configured", "[api]") {
    ApiServer api(eachEngine(), {"identity.max_merges=1"});
    std::vector<Json> emails;
    for (int i = 0; i < 3; ++i) {
        emails.push_back(person("email", address()));
        api.observe(emails.back());
    }
    api.observe(joined({emails[0], emails[1]}));
    const auto outcome = api.observe(joined({emails[0], emails[2]}));
    CHECK(refusalCodes(outcome) == Json({"component_too_large"}));
    CHECK(api.profile(refOf(emails[0]))["id"] == api.profile(refOf(emails[1]))["id"]);
    CHECK(api.profile(refOf(emails[0]))["id"] != api.profile(refOf(emails[2]))["id"]);
}

TEST_CASE("an observation may be dated as far ahead as configured", "[api]") {
    ApiServer api(eachEngine(), {"identity.max_future=2h"});
    auto someone = somebody();
    someone["observed_at"] = ahead(std::chrono::minutes(110));
    CHECK(api.observe(someone)["result"] == "created");
    someone["observed_at"] = ahead(std::chrono::minutes(130));
    const auto refused = api.post("/v1/observations", someone);
    CHECK(refused.status == 400);
    CHECK(refused.text.find("future_time") != std::string::npos);
}
