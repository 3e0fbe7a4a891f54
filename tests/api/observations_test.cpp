// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "tests/api/api_server.hpp"
#include "tests/http/gzip_of.hpp"

using namespace kith;
using namespace kith::test;

namespace {

const std::string kPast = "2026-01-02T03:04:05.678Z";

Json warningsOf(const Json& outcome) {
    Json codes = Json::array();
    for (const auto& each : outcome["warnings"]) {
        codes.push_back(each["pointer"].get<std::string>() + ' ' + each["code"].get<std::string>());
    }
    return codes;
}

}  // namespace

TEST_CASE("what is observed stands in the profile", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = fresh("full");
    const auto address = fresh("Ann.") + "@Example.com";
    const auto outcome = api.observe({
        {"id", id},
        {"observed_at", "2026-01-02T05:04:05.6789+02:00"},
        {"source", {{"type", "order"}, {"name", "shop"}}},
        {"identifiers", {{{"type", "email"}, {"value", address}}, {{"type", "external_id"}, {"value", id}}}},
        {"fields",
         {{"first_name", "Ann"}, {"birth_date", "1994-05-01"}, {"interests", {"ski"}}, {"tags", {"vip"}}}},
        {"subscriptions",
         {{"news", {{"state", "subscribed"}, {"by", "person"}, {"text", "v3"}, {"ip", "192.0.2.7"}}}}},
        {"endpoints",
         {{{"type", "email"},
           {"value", address},
           {"state", "blacklisted"},
           {"reason", "gone"},
           {"detail", "550 no"}}}},
        {"activities", {{{"id", id}, {"channel", "email"}, {"status", "delivered"}}}},
    });
    CHECK(outcome["result"] == "created");
    CHECK(outcome["warnings"].empty());

    const auto profile = api.profile("external_id:" + id);
    CHECK(profile["id"] == outcome["profile_id"]);
    CHECK(profile["known"] == true);
    CHECK(profile["created_at"] == kPast);
    CHECK(profile["source"] == Json({{"type", "order"}, {"name", "shop"}}));
    CHECK(profile["fields"]["first_name"] == "Ann");
    CHECK(profile["fields"]["age"].get<int>() >= 32);
    CHECK(profile["fields"]["interests"] == Json({"ski"}));
    CHECK_FALSE(profile["fields"].contains("tags"));
    CHECK(profile["tags"] == Json({"vip"}));
    CHECK(profile["activity"] ==
          Json({{"total", 1}, {"by_channel", {{"email", {{"delivered", 1}}}}}, {"last_at", kPast}}));
    const auto& news = profile["subscriptions"][0];
    CHECK(news["category"] == "news");
    CHECK(news["state"] == "subscribed");
    CHECK(news["by"] == "person");
    CHECK(news["since"] == kPast);

    const auto& identifiers = profile["identifiers"];
    REQUIRE(identifiers.size() == 2);
    const auto& email = identifiers[identifiers[0]["type"] == "email" ? 0 : 1];
    CHECK(email["given"] == address);
    CHECK(email["value"].get<std::string>().find("@example.com") != std::string::npos);
    CHECK(email["role"] == "identifying");
    CHECK(email["first_seen"] == kPast);
    CHECK(email["endpoint"]["channel"] == "email");
    CHECK(email["endpoint"]["state"] == "blacklisted");
    CHECK(email["endpoint"]["states"][0]["detail"] == "550 no");
    CHECK(email["endpoint"]["states"][0]["since"] == kPast);
}

TEST_CASE("what happened to a profile is told: created, updated, unchanged, merged", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto one = person("external_id", fresh("one"));
    const auto two = person("email", fresh("two") + "@example.com");
    one["observed_at"] = "2026-01-02T03:04:01Z";
    const auto first = api.observe(one);
    CHECK(first["result"] == "created");
    CHECK(api.observe(one)["result"] == "unchanged");
    one["fields"] = {{"nickname", "Ann"}};
    CHECK(api.observe(one)["result"] == "updated");
    const auto second = api.observe(two);
    one["identifiers"].push_back(two["identifiers"][0]);
    const auto merged = api.observe(one);
    CHECK(merged["result"] == "merged");
    CHECK(merged["profile_id"] == first["profile_id"]);
    CHECK(merged["absorbed"] == Json({second["profile_id"]}));
}

TEST_CASE("what concerns one field or identifier is a warning, and the rest counts", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["identifiers"].push_back({{"type", "shoe"}, {"value", "42"}});
    observation["identifiers"].push_back({{"type", "phone"}, {"value", "not a number"}});
    observation["identifiers"].push_back({{"type", "email"}, {"value", "guest"}});
    observation["fields"] = {{"shoe", 42},         {"points", "many"}, {"tier", "lead"},
                             {"birth_date", "31"}, {"balance", 1e30},  {"nickname", "Ann"},
                             {"interests", "ski"}};
    observation["subscriptions"] = {{"gossip", "subscribed"}};
    const auto outcome = api.observe(observation);
    auto warnings = warningsOf(outcome).get<std::vector<std::string>>();
    std::sort(warnings.begin(), warnings.end());
    REQUIRE(warnings.size() == 9);
    CHECK(warnings[0].starts_with("/fields/balance "));
    CHECK(warnings[1].starts_with("/fields/birth_date "));
    CHECK(warnings[2] == "/fields/interests wrong_type");
    CHECK(warnings[3].starts_with("/fields/points "));
    CHECK(warnings[4] == "/fields/shoe unknown_field");
    CHECK(warnings[5].starts_with("/fields/tier "));
    CHECK(warnings[6] == "/identifiers/1/type unknown_type");
    CHECK(warnings[7].starts_with("/identifiers/2/value "));
    CHECK(warnings[8] == "/subscriptions/gossip unknown_category");
    REQUIRE(outcome["refused"].size() == 1);
    CHECK(outcome["refused"][0]["code"] == "blocked_value");
    CHECK(outcome["refused"][0]["identifier"] == Json({{"type", "email"}, {"value", "guest"}}));
    CHECK(api.profile(refOf(observation))["fields"] == Json({{"nickname", "Ann"}}));
}

TEST_CASE("a refusal is told with its code and the identifier", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = fresh("shared") + "@example.com";
    auto one = person("external_id", fresh("a"));
    one["identifiers"].push_back({{"type", "email"}, {"value", address}});
    api.observe(one);
    auto two = person("external_id", fresh("b"));
    two["identifiers"].push_back({{"type", "email"}, {"value", address}});
    const auto outcome = api.observe(two);
    CHECK(outcome["result"] == "created");
    REQUIRE(outcome["refused"].size() == 1);
    CHECK(outcome["refused"][0]["code"] == "unique_conflict");
    CHECK(outcome["refused"][0]["identifier"] == Json({{"type", "email"}, {"value", address}}));
    CHECK(api.profile("email:" + address)["id"] == api.profile(refOf(one))["id"]);
}

TEST_CASE("decimals are kept to the last digit, whichever way they came", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const std::string token :
         {"999999999999.999999", "\"999999999999.999999\"", "123456789012.345678", "-0.000001", "0.1", "7"}) {
        const auto someone = somebody();
        const auto text =
            "{\"identifiers\":" + someone["identifiers"].dump() + ",\"fields\":{\"balance\":" + token + "}}";
        const auto answer =
            api.call({.method = "POST", .path = "/v1/observations", .key = api.write, .body = text});
        REQUIRE(answer.status == 200);
        CHECK(answer.body["warnings"].empty());
        auto digits = token;
        digits.erase(std::remove(digits.begin(), digits.end(), '"'), digits.end());
        CHECK(api.profile(refOf(someone))["fields"]["balance"] == digits);
    }
}

TEST_CASE("fields are cleared by null and kept when absent, and sets change by element", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["fields"] = {{"nickname", "Ann"},
                             {"points", 9'007'199'254'740'993},
                             {"vip", true},
                             {"interests", {"ski", "golf"}}};
    observation["observed_at"] = "2026-01-02T03:04:01Z";
    api.observe(observation);
    observation["observed_at"] = "2026-01-02T03:04:02Z";
    observation["fields"] = {{"nickname", nullptr},
                             {"interests", {{"add", {"running"}}, {"remove", {"golf"}}}}};
    api.observe(observation);
    const auto fields = api.profile(refOf(observation))["fields"];
    CHECK_FALSE(fields.contains("nickname"));
    CHECK(fields["points"] == 9'007'199'254'740'993);
    CHECK(fields["vip"] == true);
    CHECK(fields["interests"] == Json({"running", "ski"}));
}

TEST_CASE("of a change of a set what is wrong is left out alone", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["fields"] = {{"interests", {{"add", {"ski", "chess"}}, {"remove", "golf"}}},
                             {"tags", {{"add", {"vip", 5}}, {"set", Json::array()}}}};
    auto warnings = warningsOf(api.observe(observation)).get<std::vector<std::string>>();
    std::sort(warnings.begin(), warnings.end());
    REQUIRE(warnings.size() == 4);
    CHECK(warnings[0].starts_with("/fields/interests/add/1 "));
    CHECK(warnings[1] == "/fields/interests/remove wrong_type");
    CHECK(warnings[2].starts_with("/fields/tags/add/1 "));
    CHECK(warnings[3] == "/fields/tags/set unknown_member");
    const auto profile = api.profile(refOf(observation));
    CHECK(profile["fields"]["interests"] == Json({"ski"}));
    CHECK(profile["tags"] == Json({"vip"}));
}

TEST_CASE("the evidence can be lowered: a claim drops endpoints and finds nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto known = person("email", fresh("known") + "@example.com");
    const auto first = api.observe(known);
    auto claim = known;
    claim["evidence"] = "claimed";
    claim["fields"] = {{"nickname", "Mallory"}};
    claim["endpoints"] = {
        {{"type", "email"}, {"value", known["identifiers"][0]["value"]}, {"state", "active"}}};
    const auto outcome = api.observe(claim);
    CHECK(outcome["result"] == "created");
    CHECK(outcome["profile_id"] != first["profile_id"]);
    CHECK(warningsOf(outcome) == Json({"/endpoints not_attested"}));
    REQUIRE(outcome["refused"].size() == 1);
    CHECK(outcome["refused"][0]["code"] == "not_attested");
    CHECK_FALSE(api.profile(refOf(known))["fields"].contains("nickname"));
    CHECK(api.profile(outcome["profile_id"])["known"] == false);
}

TEST_CASE("a time just ahead of the server is kept as given", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    const auto ahead = base::formatRfc3339(base::SystemClock().now() + std::chrono::minutes(4));
    observation["observed_at"] = ahead;
    api.observe(observation);
    CHECK(api.profile(refOf(observation))["identifiers"][0]["last_seen"] == ahead);
}

TEST_CASE("without a time or a source, those of the receipt and the key are taken", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto before = base::formatRfc3339(base::SystemClock().now());
    const auto observation = somebody();
    api.observe(observation);
    const auto after = base::formatRfc3339(base::SystemClock().now());
    const auto profile = api.profile(refOf(observation));
    CHECK(profile["created_at"] >= before);
    CHECK(profile["created_at"] <= after);
    CHECK(profile["source"] == Json({{"type", "api"}, {"name", "test write"}}));
}

TEST_CASE("a body may be compressed, and may come in chunks", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto observation = somebody();
    const auto zipped = api.call({.method = "POST",
                                  .path = "/v1/observations",
                                  .key = api.write,
                                  .body = gzipOf(observation.dump()),
                                  .headers = {{"Content-Encoding", "gzip"}}});
    CHECK(zipped.body["result"] == "created");
    auto client = api.connect();
    const auto body = observation.dump();
    const auto answer =
        client.call("POST /v1/observations HTTP/1.1\r\nHost: kith\r\nAuthorization: Bearer " + api.write +
                    "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n" +
                    body.substr(0, 3) + "\r\n" + "400;x=y\r\n" + body.substr(3) +
                    std::string(0x400 - (body.size() - 3), ' ') + "\r\n0\r\n\r\n");
    CHECK(Json::parse(answer.body)["result"] == "unchanged");
}

TEST_CASE("5,000 observations in one body have a result each, in order", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Json items = Json::array();
    const auto prefix = fresh("batch") + "-";
    for (int i = 0; i < 5'000; ++i)
        items.push_back(person("external_id", prefix + std::to_string(i % 2'500)));
    const auto results = api.post("/v1/observations", items).body["results"];
    REQUIRE(results.size() == 5'000);
    for (std::size_t i = 0; i < 2'500; ++i) {
        if (results[i]["profile_id"] != results[i + 2'500]["profile_id"])
            FAIL("item " << i << " and its repeat differ");
        if (results[i]["result"] != "created") FAIL("item " << i << " is " << results[i].dump());
    }
    CHECK(api.profile("external_id:" + prefix + "77")["id"] == results[77]["profile_id"]);
}

TEST_CASE("hostile text in every place is kept as it is", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const std::string text :
         {"'; DROP TABLE profile; --", "%s%n{}{{}}", "\xE2\x80\xAE\xF0\x9F\x92\xA9 ", "\\u0000\\",
          "<script>alert(1)</script>", "\xEF\xBF\xBF\xF4\x8F\xBF\xBF", ":x {row x}"}) {
        auto observation = person("external_id", fresh("h") + text);
        observation["fields"] = {{"last_name", text}, {"tags", {text}}};
        observation["activities"] = {{{"channel", "web"}, {"event", text}, {"properties", {{text, text}}}}};
        const auto outcome = api.observe(observation);
        CHECK(outcome["warnings"].empty());
        const auto profile = api.profile(outcome["profile_id"]);
        CHECK(profile["identifiers"][0]["given"] == observation["identifiers"][0]["value"]);
        CHECK(profile["fields"]["last_name"] == text);
        const auto activity =
            api.get("/v1/profiles/" + outcome["profile_id"].get<std::string>() + "/activity");
        CHECK(activity.body["items"][0]["event"] == text);
        CHECK(activity.body["items"][0]["properties"] == Json({{text, text}}));
    }
}
