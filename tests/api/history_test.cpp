// SPDX-License-Identifier: Apache-2.0
// How a profile came to be: its changes, and why it is one person.
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

Json ofKind(const Json& page, const std::string& kind) {
    Json found = Json::array();
    for (const auto& item : page["items"]) {
        if (item["kind"] == kind) found.push_back(item);
    }
    return found;
}

/// Two people, then the observation that makes them one.
struct Merged {
    explicit Merged(ApiServer& api) {
        auto one = person("external_id", fresh("m"));
        auto two = person("email", fresh("m") + "@example.com");
        one["fields"] = {{"nickname", "Ann"}};
        one["observed_at"] = "2026-01-01T00:00:00Z";
        two["fields"] = {{"nickname", "Bea"}};
        two["observed_at"] = "2026-01-02T00:00:00Z";
        survivor = api.observe(one)["profile_id"];
        absorbed = api.observe(two)["profile_id"];
        auto both = one;
        both.erase("fields");
        both["id"] = fresh("joins");
        both["observed_at"] = "2026-01-03T00:00:00Z";
        both["source"] = {{"type", "order"}, {"name", "till"}};
        both["identifiers"].push_back(two["identifiers"][0]);
        api.observe(both);
        joining = both;
        ref = refOf(one);
    }
    std::string survivor, absorbed, ref;
    Json joining;
};

}  // namespace

TEST_CASE("a query of the changes or the identity that is wrong answers 400", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    CHECK(api.get(path + "/changes?limit=0").errors() == Errors{"?limit invalid_value"});
    CHECK(api.get(path + "/changes?cursor=x").errors() == Errors{"?cursor invalid_cursor"});
    CHECK(api.get(path + "/changes?field=x").errors() == Errors{"?field unknown_parameter"});
    CHECK(api.get(path + "/identity?depth=1").errors() == Errors{"?depth unknown_parameter"});
}

TEST_CASE("a change says what, from what to what, when and by which observation of which source", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = person("email", fresh("c") + "@example.com");
    someone["observed_at"] = "2026-01-01T00:00:00Z";
    someone["fields"] = {{"nickname", "Ann"}, {"balance", "1.50"}, {"tags", {"vip"}}};
    api.observe(someone);
    someone["id"] = fresh("second");
    someone["observed_at"] = "2026-01-02T00:00:00Z";
    someone["source"] = {{"type", "import"}, {"name", "crm"}};
    someone["fields"] = {{"nickname", nullptr}, {"balance", 2}};
    someone["subscriptions"] = {
        {"news",
         {{"state", "unsubscribed"}, {"by", "person"}, {"reason", "bored"}, {"comment", "too much"}}}};
    someone["endpoints"] = {{{"type", "email"},
                             {"value", someone["identifiers"][0]["value"]},
                             {"state", "blocked"},
                             {"reason", "full"},
                             {"until", "2026-02-01T00:00:00Z"}}};
    api.observe(someone);

    const auto page = api.get("/v1/profiles/" + refOf(someone) + "/changes").body;
    const auto fields = ofKind(page, "field");
    REQUIRE(fields.size() == 5);
    for (const auto& change : fields) {
        const bool second = change["at"] == "2026-01-02T00:00:00.000Z";
        if (change["field"] == "nickname") {
            CHECK(change["before"] == (second ? Json("Ann") : Json()));
            CHECK(change["after"] == (second ? Json() : Json("Ann")));
        } else if (change["field"] == "balance") {
            CHECK(change["before"] == (second ? Json("1.5") : Json()));
            CHECK(change["after"] == (second ? "2" : "1.5"));
        } else {
            CHECK(change["field"] == "tags");
            CHECK(change["element"] == "vip");
        }
        const auto& by = change["observation"];
        CHECK(by["source"] == (second ? Json{{"type", "import"}, {"name", "crm"}}
                                      : Json{{"type", "api"}, {"name", "test write"}}));
        CHECK(by["given_id"] == (second ? someone["id"] : Json()));
        CHECK(by["evidence"] == "attested");
    }
    const auto subscription = ofKind(page, "subscription");
    REQUIRE(subscription.size() == 1);
    CHECK(subscription[0]["before"].is_null());
    CHECK(subscription[0]["after"] == "unsubscribed");
    CHECK(subscription[0]["by"] == "person");
    CHECK(subscription[0]["comment"] == "too much");
    const auto state = ofKind(page, "endpoint");
    REQUIRE(state.size() == 1);
    CHECK(state[0]["after"] == "blocked");
    CHECK(state[0]["until"] == "2026-02-01T00:00:00.000Z");
}

TEST_CASE("pages of the changes hold each once, the last written first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    int second = 0;
    for (const char* name : {"Ann", "Bea", "Cid", "Dan"}) {
        // Two that were received in one millisecond have no order in time.
        someone["observed_at"] = "2026-01-02T03:04:0" + std::to_string(++second) + "Z";
        someone["fields"] = {{"nickname", name}};
        api.observe(someone);
    }
    const auto path = "/v1/profiles/" + refOf(someone) + "/changes?limit=";
    const auto whole = api.get(path + "500").body["items"];
    REQUIRE(whole.size() == 4);
    CHECK(whole[0]["after"] == "Dan");
    CHECK(whole[3]["after"] == "Ann");
    Json paged = Json::array();
    std::string cursor;
    for (int pages = 0; pages < 10; ++pages) {
        const auto page = api.get(path + "1" + cursor).body;
        for (const auto& item : page["items"]) paged.push_back(item);
        if (page["next_cursor"].is_null()) break;
        cursor = "&cursor=" + page["next_cursor"].get<std::string>();
    }
    CHECK(paged == whole);
}

TEST_CASE("a merge is told with its evidence, among the changes and in the identity", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    const auto changes = ofKind(api.get("/v1/profiles/" + merged.ref + "/changes").body, "merge");
    const auto identity = api.get("/v1/profiles/" + merged.absorbed + "/identity").body;
    REQUIRE(changes.size() == 1);
    REQUIRE(identity["merges"].size() == 1);
    const auto& merge = identity["merges"][0];
    CHECK(identity["id"] == merged.survivor);
    CHECK(merge["id"] == changes[0]["id"]);
    CHECK(merge["survivor"] == merged.survivor);
    CHECK(merge["absorbed"] == merged.absorbed);
    CHECK(merge["rule"] == "linking");
    CHECK(merge["observation"]["given_id"] == merged.joining["id"]);
    CHECK(merge["observation"]["source"] == merged.joining["source"]);
    const Json joined{merge["joined_a"], merge["joined_b"]};
    for (const auto& identifier : merged.joining["identifiers"])
        CHECK(std::count(joined.begin(), joined.end(), identifier) == 1);
    REQUIRE(merge["choices"].size() >= 1);
    CHECK(merge["choices"].dump().find("nickname") != std::string::npos);
    CHECK(api.profile(merged.ref)["fields"]["nickname"] == "Bea");
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
