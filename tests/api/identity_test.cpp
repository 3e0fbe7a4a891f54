// SPDX-License-Identifier: Apache-2.0
// Why a profile is one person, and why it was not merged with another.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/api/merged.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("what is asked for between must be two identifiers of the profile", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["identifiers"].push_back({{"type", "email"}, {"value", fresh("b") + "@example.com"}});
    const auto other = somebody();
    api.observe(someone);
    api.observe(other);
    const auto path = "/v1/profiles/" + refOf(someone) + "/identity?between=";
    const auto own = refOf(someone);
    for (const auto* wrong : {"email:a%40x.org", "email:a,b,phone:1", "email:a", "a,b", ",",
                              "email:a%252,phone:1", "email:%25ff,phone:1"}) {
        INFO(wrong);
        CHECK(api.get(path + wrong).errors() == Errors{"?between invalid_value"});
    }
    CHECK(api.get(path).errors() == Errors{"?between empty"});
    CHECK(api.get(path + own + "," + own + "&between=x").errors() == Errors{"?between repeated"});
    CHECK(api.get(path + own + ",nothing:1").status == 404);
    CHECK(api.get(path + own + "," + refOf(other)).status == 404);
    CHECK(api.get(path + refOf(other) + "," + own).status == 404);
    CHECK(api.get(path + own + ",email:nobody%40example.com").status == 404);
    CHECK(api.get("/v1/profiles/external_id:nobody-at-all/identity?between=" + own + "," + own).status ==
          404);
}

TEST_CASE("between two identifiers stands the chain of observations that links them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto a = fresh("a") + ", Inc";
    const auto cookie = fresh("cookie-0123456789abcdefghij-");
    auto first = person("external_id", a);
    first["identifiers"].push_back({{"type", "cookie"}, {"value", cookie}});
    first["observed_at"] = "2026-01-01T00:00:00Z";
    auto second = person("email", fresh("chain") + "@example.com");
    second["identifiers"].push_back(first["identifiers"][0]);
    second["id"] = fresh("joins");
    second["source"] = {{"type", "order"}, {"name", "till"}};
    second["observed_at"] = "2026-01-02T00:00:00Z";
    api.observe(first);
    api.observe(second);
    const auto email = second["identifiers"][0];
    // As URLSearchParams writes what encodeURIComponent made of each.
    const auto answer = api.get("/v1/profiles/" + refOf(second) + "/identity?between=cookie%3A" + cookie +
                                "%2Cemail%3A" + email["value"].get<std::string>());
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    const auto& chain = answer.body["chain"];
    REQUIRE(chain.size() == 2);
    CHECK(answer.body["no_chain"].is_null());
    CHECK(chain[0]["a"] == first["identifiers"][1]);
    CHECK(chain[0]["b"] == first["identifiers"][0]);
    CHECK(chain[0]["at"] == "2026-01-01T00:00:00.000Z");
    CHECK(chain[1]["a"] == first["identifiers"][0]);
    CHECK(chain[1]["b"] == email);
    CHECK(chain[1]["evidence"] == "attested");
    CHECK(chain[1]["observation"]["given_id"] == second["id"]);
    CHECK(chain[1]["observation"]["source"] == second["source"]);
    const auto encoded = a.substr(0, a.find(',')) + "%252C%20Inc";
    const auto path = "/v1/profiles/" + refOf(second) + "/identity?between=external_id:" + encoded + ",";
    CHECK(api.get(path + "external_id:" + encoded).body["chain"] == Json::array());
    CHECK(api.get(path + "cookie:" + cookie).body["chain"].size() == 1);
    CHECK_FALSE(api.get("/v1/profiles/" + refOf(second) + "/identity").body.contains("chain"));
}

TEST_CASE("a chain of which the evidence is gone is null, and says so", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    storage::Database(api.database())
        .openWriter()
        ->execute(
            "DELETE FROM evidence WHERE observation_id IN (SELECT id FROM observation WHERE given_id = "
            ":given)",
            merged.joining["id"].get<std::string>());
    const auto both = merged.ref + ",email:" + merged.joining["identifiers"][1]["value"].get<std::string>();
    const auto answer = api.get("/v1/profiles/" + merged.ref + "/identity?between=" + both).body;
    CHECK(answer["chain"].is_null());
    CHECK(answer["no_chain"].get<std::string>().find("not kept") != std::string::npos);
    REQUIRE(answer["joined_by"].size() == 1);
    CHECK(answer["joined_by"][0]["rule"] == "linking");
    CHECK(answer["joined_by"][0]["observation"]["given_id"] == merged.joining["id"]);
}

TEST_CASE("an identity says with whom it was not merged and why, until it is", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    auto other = person("external_id", fresh("other"));
    other["id"] = fresh("refused");
    other["source"] = {{"type", "order"}, {"name", "till"}};
    other["observed_at"] = "2026-01-04T00:00:00Z";
    other["identifiers"].push_back(merged.joining["identifiers"][1]);
    api.observe(other);
    const auto path = "/v1/profiles/" + refOf(other) + "/identity";
    const auto why = api.get(path).body["not_merged"];
    REQUIRE(why.size() == 1);
    CHECK(why[0]["profile"] == merged.survivor);
    CHECK(why[0]["code"] == "unique_conflict");
    CHECK(why[0]["identifier"] == merged.joining["identifiers"][1]);
    CHECK(why[0]["observation"]["given_id"] == other["id"]);
    const auto sentence = why[0]["why"].get<std::string>();
    for (const auto& part : {std::string("different values of external_id"), other["id"].get<std::string>(),
                             std::string("till"), std::string("2026-01-04T00:00:00.000Z")})
        CHECK(sentence.find(part) != std::string::npos);
    CHECK(api.get("/v1/profiles/" + merged.ref + "/identity").body["refusals"].empty());

    // A refusal of what is one person by now stands in the record alone.
    storage::Database(api.database())
        .openWriter()
        ->execute("UPDATE refusal SET other = home WHERE home = :home",
                  base::ProfileId::parse(api.get(path).body["id"].get<std::string>())->value);
    CHECK(api.get(path).body["not_merged"].empty());
    CHECK(api.get(path).body["refusals"].size() == 1);
}

TEST_CASE("the identity lists identifiers with their homes, refusals and links", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    auto other = person("external_id", fresh("other"));
    other["identifiers"].push_back(merged.joining["identifiers"][1]);
    api.observe(other);
    api.observe(other);

    const auto identity = api.get("/v1/profiles/" + merged.ref + "/identity").body;
    REQUIRE(identity["identifiers"].size() == 2);
    for (const auto& listed : identity["identifiers"]) {
        CHECK(listed["role"] == "identifying");
        CHECK(listed["home"] == (listed["type"] == "email" ? merged.absorbed : merged.survivor));
    }
    REQUIRE(identity["links"].size() == 1);
    CHECK(identity["truncated"] == false);
    CHECK(identity["links"][0]["evidence"] == "attested");
    CHECK(identity["links"][0]["observation"]["given_id"] == merged.joining["id"]);

    const auto refused = api.get("/v1/profiles/" + refOf(other) + "/identity").body["refusals"];
    REQUIRE(refused.size() == 1);
    CHECK(refused[0]["code"] == "unique_conflict");
    CHECK(refused[0]["identifier"] == merged.joining["identifiers"][1]);
    CHECK(refused[0]["other"] == merged.survivor);
    CHECK(refused[0]["count"] == 2);
}
