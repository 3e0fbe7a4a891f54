// SPDX-License-Identifier: Apache-2.0
// Of every value shown: which observation it came with, and since when it is that.
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

Json provenanceOf(ApiServer& api, const std::string& ref) {
    const auto answer = api.get("/v1/profiles/" + ref + "?include=provenance");
    REQUIRE(answer.status == 200);
    return answer.body["provenance"];
}

/// The entries of one field.
Json entriesOf(const Json& provenance, const std::string& field) {
    Json found = Json::array();
    for (const auto& entry : provenance)
        if (entry["field"] == field) found.push_back(entry);
    return found;
}

}  // namespace

TEST_CASE("what else a profile could include is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    CHECK(api.get(path + "?include=everything").errors() == Errors{"?include invalid_value"});
    CHECK(api.get(path + "?include=").errors() == Errors{"?include empty"});
    CHECK(api.get(path + "?include=provenance&include=provenance").errors() == Errors{"?include repeated"});
    CHECK(api.get("/v1/profiles/" + refOf(somebody()) + "?include=provenance").status == 404);
    CHECK_FALSE(api.get(path).body.contains("provenance"));
    CHECK(provenanceOf(api, refOf(someone)) == Json::array());
}

TEST_CASE("each value tells the observation that it came with, also after a merge", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto form = somebody();
    form["id"] = fresh("form");
    form["observed_at"] = "2026-01-01T00:00:00.000Z";
    form["source"] = {{"type", "form"}, {"name", "newsletter"}};
    form["fields"] = {
        {"nickname", "Ann"}, {"birth_date", "1994-05-01"}, {"tags", {"new"}}, {"interests", {"ski"}}};
    const std::string formProfile = api.observe(form)["profile_id"];
    auto shop = person("email", fresh("prov") + "@example.com");
    shop["observed_at"] = "2026-01-02T00:00:00.000Z";
    shop["source"] = {{"type", "order"}, {"name", "shop"}};
    shop["fields"] = {{"points", 5}, {"interests", {"golf"}}};
    api.observe(shop);
    auto both = person("external_id", form["identifiers"][0]["value"]);
    both["identifiers"].push_back(shop["identifiers"][0]);
    both["observed_at"] = "2026-01-03T00:00:00.000Z";
    api.observe(both);

    const auto ref = refOf(form);
    const auto shown = provenanceOf(api, ref);
    const auto nickname = entriesOf(shown, "nickname");
    REQUIRE(nickname.size() == 1);
    CHECK(nickname[0]["value"] == "Ann");
    CHECK(nickname[0]["at"] == form["observed_at"]);
    const auto& observation = nickname[0]["observation"];
    CHECK(observation["given_id"] == form["id"]);
    CHECK(observation["source"] == form["source"]);
    CHECK(observation["evidence"] == "attested");
    CHECK(observation["observed_at"] == form["observed_at"]);
    CHECK(entriesOf(shown, "points")[0]["observation"]["source"] == shop["source"]);
    const auto interests = entriesOf(shown, "interests");
    REQUIRE(interests.size() == 2);
    CHECK(interests[0]["value"] == "golf");
    CHECK(interests[0]["observation"]["source"] == shop["source"]);
    CHECK(interests[1]["value"] == "ski");
    CHECK(interests[1]["observation"] == observation);
    CHECK(entriesOf(shown, "tags")[0]["value"] == "new");
    // What is derived has the provenance of what it is derived from.
    CHECK(entriesOf(shown, "age").empty());
    CHECK(entriesOf(shown, "birth_date")[0]["observation"] == observation);
    // One entry for each value that is shown, and the rest of the profile as without.
    const auto profile = api.profile(ref);
    CHECK(shown.size() == 6);
    auto whole = api.get("/v1/profiles/" + ref + "?include=provenance").body;
    whole.erase("provenance");
    CHECK(whole == profile);
}

TEST_CASE("a value that is written anew tells who wrote it, and a cleared one is gone", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["observed_at"] = "2026-01-01T00:00:00.000Z";
    someone["fields"] = {{"nickname", "Ann"}, {"points", 5}};
    api.observe(someone);
    const auto ref = refOf(someone);
    const auto before = provenanceOf(api, ref);
    REQUIRE(
        api.patch("/v1/profiles/" + ref, {{"fields", {{"nickname", "Bea"}, {"points", nullptr}}}}).status ==
        200);
    const auto after = provenanceOf(api, ref);
    REQUIRE(after.size() == 1);
    CHECK(after[0]["value"] == "Bea");
    CHECK(after[0]["observation"]["id"] != before[0]["observation"]["id"]);
    CHECK(after[0]["at"].get<std::string>() > before[0]["at"].get<std::string>());
    const auto changes = api.get("/v1/profiles/" + ref + "/changes").body["items"];
    CHECK(changes[0]["observation"] == after[0]["observation"]);
}

TEST_CASE("a subscription tells the observation that decided it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["id"] = fresh("consent");
    someone["observed_at"] = "2026-01-01T00:00:00.000Z";
    someone["source"] = {{"type", "form"}, {"name", "newsletter"}};
    someone["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    api.observe(someone);
    auto later = someone;
    later["id"] = fresh("consent");
    later["observed_at"] = "2026-01-02T00:00:00.000Z";
    later["subscriptions"] = {{"news", "unsubscribed"}};
    api.observe(later);
    const auto profile = api.profile(refOf(someone));
    for (const auto& each : profile["subscriptions"]) {
        if (each["category"] != "news") continue;
        CHECK(each["state"] == "unsubscribed");
        CHECK(each["source"] == later["source"]);
        CHECK(each["evidence"]["given_id"] == later["id"]);
        CHECK(each["evidence"]["source"] == later["source"]);
    }
}
