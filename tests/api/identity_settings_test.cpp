// SPDX-License-Identifier: Apache-2.0
// What an operator sets under `identity:`, and of addresses, is what the program does.
#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

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

base::Time timeIn(const Json& text) {
    return base::parseRfc3339(text.get<std::string>()).value();
}

std::vector<base::Violation> violationsOf(const std::vector<std::string>& settings) {
    try {
        ApiServer api(storage::Engine::Sqlite, settings);
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::Configuration);
        return error.violations();
    }
    return {};
}

/// Waits for what maintenance is to do, which begins a round whenever somebody is erased.
template <class Condition>
bool isMaintained(ApiServer& api, Condition condition) {
    for (int tries = 0; tries < 600; ++tries) {
        const std::string id = api.observe(somebody())["profile_id"];
        REQUIRE(api.post("/v1/profiles/" + id + "/erase", Json::object()).status == 202);
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

}  // namespace

TEST_CASE("configured values never identify, whatever their type or of one type", "[api]") {
    ApiServer api(eachEngine(), {"identity.blocked_values=[nobody@example.com]",
                                 "identity.types.phone.blocked_values=['+380441112233']"});
    auto someone = somebody();
    someone["identifiers"].push_back({{"type", "email"}, {"value", "nobody@example.com"}});
    someone["identifiers"].push_back({{"type", "phone"}, {"value", "+380 44 111 22 33"}});
    const auto outcome = api.observe(someone);
    CHECK(outcome["warnings"] == Json::array());
    CHECK(refusalCodes(outcome) == Json({"blocked_value", "blocked_value"}));
    const auto recorded = api.get("/v1/profiles/" + refOf(someone) + "/identity").body["refusals"];
    CHECK(refusalCodes({{"refused", recorded}}) == Json({"blocked_value", "blocked_value"}));
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
    ApiServer api(eachEngine(),
                  {"identity.types.external_id.order=900", "identity.types.email.class=unique"});
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

TEST_CASE("a unique type with a limit other than one is refused", "[api]") {
    const auto refused = [](const std::vector<std::string>& settings) {
        std::vector<std::string> found;
        for (const auto& each : violationsOf(settings)) found.push_back(each.pointer + ' ' + each.code);
        return found;
    };
    CHECK(refused({"identity.types.email.class=unique", "identity.types.email.limit=5",
                   "identity.types.external_id.limit=2"}) ==
          std::vector<std::string>{"/identity/types/email/limit out_of_range",
                                   "/identity/types/external_id/limit out_of_range"});
    CHECK(refused({"identity.types.email.class=unique", "identity.types.email.limit=1"}).empty());
}

TEST_CASE("a type that is made unique has one value without being told so", "[api]") {
    // Of an address the plugin says five.
    ApiServer api(eachEngine(), {"identity.types.email.class=unique"});
    const auto first = person("email", address());
    const auto second = person("email", address());
    api.observe(first);
    api.observe(second);
    const auto both = api.post("/v1/observations", joined({first, second}));
    CHECK(both.status == 400);
    CHECK(both.errors() == std::vector<std::string>{"/identifiers too_many_values"});
    CHECK(api.profile(refOf(first))["id"] != api.profile(refOf(second))["id"]);
}

TEST_CASE("a claim that nobody confirms goes after the configured time", "[api]") {
    ApiServer api(eachEngine(), {"identity.claim_ttl=1d"});
    const auto claimed = [&](std::chrono::hours ago) {
        auto claim = person("cookie", fresh("0123456789abcdef0123456789abcdef-"));
        claim["identifiers"].push_back({{"type", "email"}, {"value", address()}});
        claim["evidence"] = "claimed";
        claim["observed_at"] = ahead(-ago);
        return api.observe(claim)["profile_id"].get<std::string>();
    };
    const auto old = claimed(std::chrono::hours{25});
    const auto young = claimed(std::chrono::hours{23});
    const auto values = [&](const std::string& id) { return api.profile(id)["identifiers"].size(); };
    CHECK(isMaintained(api, [&] { return values(old) == 1; }));
    CHECK(values(young) == 2);
}

TEST_CASE("who was deleted is erased after the configured time", "[api]") {
    const auto engine = eachEngine();
    ApiServer api(engine, {"identity.purge_after=0s"});
    const auto path = "/v1/profiles/" + api.observe(somebody())["profile_id"].get<std::string>();
    const auto deleted = api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).body;
    CHECK(deleted["purge_at"] == deleted["deleted_at"]);
    const auto isErased = [&] {
        return api.get(path).body["detail"].get<std::string>().find("was erased at") != std::string::npos;
    };
    CHECK(isMaintained(api, isErased));

    ApiServer patient(engine, {"identity.purge_after=3d"});
    const std::string id = patient.observe(somebody())["profile_id"];
    const auto later =
        patient.call({.method = "DELETE", .path = "/v1/profiles/" + id, .key = patient.write, .type = ""})
            .body;
    CHECK(timeIn(later["purge_at"]) - timeIn(later["deleted_at"]) == std::chrono::days{3});
}

TEST_CASE("addresses of a domain are the same as its configured policy says", "[api]") {
    ApiServer api(eachEngine(), {"plugins.load=[{name: email, options: {domains: {gmail.com: {ignore_dots: "
                                 "true, ignore_tag: true}, googlemail.com: {same_as: gmail.com}}}}]",
                                 "fields=[]"});
    const auto name = fresh("ann");
    const auto id = api.observe(person("email", name + "@gmail.com"))["profile_id"];
    const auto same = [&](const std::string& value) {
        return api.observe(person("email", value))["profile_id"] == id;
    };
    CHECK(same(name.substr(0, 1) + "." + name.substr(1) + "+shop@GoogleMail.com"));
    CHECK(same(name + "+news@gmail.com"));
    CHECK_FALSE(same(name + "+news@example.com"));
    CHECK_FALSE(same(name + "@example.com"));
    CHECK(api.profile("email:" + name + "%2Bx@googlemail.com")["id"] == id);
}
