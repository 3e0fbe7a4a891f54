// SPDX-License-Identifier: Apache-2.0
// What the rules forbid to whoever decides is recorded, with who asked for it, and changes nothing else.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;

namespace {

Json identityOf(ApiServer& api, const std::string& id) {
    return api.get("/v1/profiles/" + id + "/identity").body;
}

/// Of the refusals of an identity those with this code.
std::vector<Json> withCode(const Json& identity, const std::string& code) {
    std::vector<Json> found;
    for (const auto& each : identity["refusals"])
        if (each["code"] == code) found.push_back(each);
    return found;
}

std::string valueOf(ApiServer& api, const std::string& id, const std::string& type) {
    const auto profile = api.profile(id);
    for (const auto& each : profile["identifiers"])
        if (each["type"] == type) return each["value"];
    FAIL("nothing of " << type);
    return {};
}

/// Two customers of their own whom no observation would have made one.
struct Apart : Two {
    explicit Apart(ApiServer& server) : Two(server) {
        for (auto* each : {&first, &second}) {
            auto known = *each;
            known["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
            api.observe(known);
        }
    }
    [[nodiscard]] ApiAnswer merge(const std::string& once = "") const {
        Call call{.method = "POST", .path = "/v1/merges", .key = api.write, .body = body().dump()};
        if (!once.empty()) call.headers.emplace_back("Idempotency-Key", once);
        return api.call(call);
    }
};

}  // namespace

TEST_CASE("a merge by hand that the rules forbid is told of both, with who asked for it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    REQUIRE(api.post("/v1/merges/preview", two.body()).status == 200);
    CHECK(identityOf(api, two.firstId)["refusals"].empty());
    CHECK(identityOf(api, two.firstId)["not_merged"].empty());

    REQUIRE(two.merge(fresh("once")).status == 409);
    for (const auto& [id, other] : {std::pair{two.firstId, two.secondId}, {two.secondId, two.firstId}}) {
        const auto identity = identityOf(api, id);
        REQUIRE(identity["refusals"].size() == 1);
        const auto& refusal = identity["refusals"][0];
        CHECK(refusal["code"] == "unique_conflict");
        CHECK(refusal["identifier"] ==
              Json({{"type", "external_id"}, {"value", valueOf(api, id, "external_id")}}));
        CHECK(refusal["home"] == id);
        CHECK(refusal["other"] == other);
        CHECK(refusal["detail"] ==
              "The profile would have different values of external_id, of which a person has one.");
        CHECK(refusal["count"] == 1);
        CHECK(refusal["first_at"] == refusal["last_at"]);
        CHECK(refusal["observation"]["source"]["name"] == "test write");
        CHECK(refusal["observation"]["evidence"] == "attested");
        // What it was called is of both.
        CHECK(refusal["observation"]["given_id"].is_null());

        // By the own identifier, and by the other's.
        REQUIRE(identity["not_merged"].size() == 2);
        for (const auto& each : identity["not_merged"]) {
            CHECK(each["profile"] == other);
            CHECK(each["must_not_link"].is_null());
            CHECK(each["why"].get<std::string>().find(
                      "Somebody asked to make the two one, by the source test write, at ") !=
                  std::string::npos);
        }
        const auto document = exported(api, id);
        CHECK(document["refusals"] == identity["refusals"]);
        CHECK(document.dump().find(valueOf(api, other, "external_id")) == std::string::npos);
    }
    REQUIRE(two.merge().status == 409);
    const auto again = identityOf(api, two.secondId);
    REQUIRE(again["refusals"].size() == 1);
    CHECK(again["refusals"][0]["count"] == 2);
    CHECK(again["not_merged"][0]["why"].get<std::string>().ends_with(" It was refused 2 times."));
}

TEST_CASE("each error of a refused merge begins with the identifier that is in the way", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    const auto refused = two.merge();
    REQUIRE(refused.status == 409);
    const auto& errors = refused.body["errors"];
    REQUIRE(errors.size() == 2);
    for (const auto& each : errors) {
        CHECK(each["code"] == "unique_conflict");
        // Its `id` is the side that the value does not go with.
        const auto& owner = each["id"] == two.firstId ? two.secondId : two.firstId;
        CHECK(each["detail"] ==
              "external_id:" + valueOf(api, owner, "external_id") +
                  ": The profile would have different values of external_id, of which a person has one.");
    }
    CHECK(errors[0]["id"] != errors[1]["id"]);
}

TEST_CASE("what is recorded of a refused merge changes nobody, and makes no conflict", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    const auto first = api.profile(two.firstId);
    const auto second = api.profile(two.secondId);
    const auto changes = api.get("/v1/profiles/" + two.firstId + "/changes").body;
    const auto eventsOf = [&](const std::string& id) { return exported(api, id)["events"].size(); };
    const auto events = std::pair(eventsOf(two.firstId), eventsOf(two.secondId));
    REQUIRE(two.merge().status == 409);
    CHECK(api.profile(two.firstId) == first);
    CHECK(api.profile(two.secondId) == second);
    CHECK(api.get("/v1/profiles/" + two.firstId + "/changes").body == changes);
    CHECK(std::pair(eventsOf(two.firstId), eventsOf(two.secondId)) == events);
    CHECK(conflictOf(api, two).is_null());
    CHECK(exported(api, two.firstId)["conflicts"].empty());
}

TEST_CASE("a refused merge that comes again under its Idempotency-Key is judged anew", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    const auto once = fresh("once");
    REQUIRE(two.merge(once).status == 409);
    REQUIRE(two.merge(once).status == 409);
    letMerge(api, two);
    const auto merged = two.merge(once);
    CHECK(merged.status == 201);
    CHECK(api.profile(two.secondId)["id"] == two.firstId);
    CHECK(two.merge(once).body["id"] == merged.body["id"]);
}

TEST_CASE("that a prohibition forbids a merge by hand has no identifier, and stands with the first",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    const auto made = api.post(
        "/v1/must-not-links", {{"profiles", {two.firstId, two.secondId}}, {"reason", "mother and daughter"}});
    REQUIRE(made.status == 201);
    REQUIRE(api.post("/v1/merges", two.body()).status == 409);
    const auto identity = identityOf(api, two.firstId);
    REQUIRE(identity["refusals"].size() == 1);
    CHECK(identity["refusals"][0]["code"] == "must_not_link");
    CHECK(identity["refusals"][0]["identifier"].is_null());
    CHECK(identity["refusals"][0]["other"] == two.secondId);
    CHECK(exported(api, two.firstId)["refusals"] == identity["refusals"]);
    CHECK(identityOf(api, two.secondId)["refusals"].empty());
    for (const auto& id : {two.firstId, two.secondId}) {
        const auto told = identityOf(api, id)["not_merged"];
        REQUIRE(told.size() == 2);
        const auto refused =
            std::ranges::find_if(told, [](const Json& each) { return each["must_not_link"].is_null(); });
        REQUIRE(refused != told.end());
        CHECK((*refused)["identifier"].is_null());
        CHECK((*refused)["why"].get<std::string>().starts_with(
            "A standing prohibition keeps the two profiles apart. Somebody asked to make the two one"));
    }
}

TEST_CASE("that two are too much to be one is recorded without an identifier", "[api]") {
    ApiServer api(eachEngine(), {"identity.max_identifiers=3"});
    const Apart two(api);
    REQUIRE(two.merge().status == 409);
    const auto found = withCode(identityOf(api, two.firstId), "component_too_large");
    REQUIRE(found.size() == 1);
    CHECK(found[0]["identifier"].is_null());
    CHECK(found[0]["detail"] == "The profile would have 4 identifiers; the limit is 3.");
    CHECK(withCode(identityOf(api, two.secondId), "component_too_large").empty());
    CHECK(withCode(identityOf(api, two.secondId), "unique_conflict").size() == 1);
}

TEST_CASE("a conflict is left as it is by a merge of the two that is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto before = conflictOf(api, two);
    REQUIRE(api.post("/v1/conflicts/" + before["id"].get<std::string>() + "/merge", Json::object()).status ==
            409);
    CHECK(conflictOf(api, two) == before);
    std::set<std::string> refused;
    for (const auto& id : {two.firstId, two.secondId})
        for (const auto& each : withCode(identityOf(api, id), "unique_conflict"))
            if (each["identifier"]["type"] == "external_id") refused.insert(each["identifier"]["value"]);
    CHECK(refused ==
          std::set{valueOf(api, two.firstId, "external_id"), valueOf(api, two.secondId, "external_id")});
    for (const auto& id : {two.firstId, two.secondId}) {
        const auto conflicts = exported(api, id)["conflicts"];
        REQUIRE(conflicts.size() == 1);
        for (const auto& each : conflicts[0]["refused"]) CHECK(each["identifier"]["type"] != "external_id");
    }
}

TEST_CASE("an identifier that may not be attached is recorded with whom it was to be of", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    const auto value = fresh("other");
    const auto before = api.profile(two.firstId);
    const auto attach = [&](const std::string& more) {
        return api.call({.method = "PUT",
                         .path = "/v1/profiles/" + two.firstId + "/identifiers/external_id/" + more,
                         .key = api.write,
                         .type = ""});
    };
    REQUIRE(attach(value).status == 409);
    REQUIRE(attach(value).status == 409);
    const auto identity = identityOf(api, two.firstId);
    REQUIRE(identity["refusals"].size() == 1);
    const auto& refusal = identity["refusals"][0];
    CHECK(refusal["code"] == "unique_conflict");
    CHECK(refusal["identifier"] == Json({{"type", "external_id"}, {"value", value}}));
    CHECK(refusal["other"].is_null());
    CHECK(refusal["count"] == 2);
    CHECK(refusal["observation"]["source"]["name"] == "test write");
    CHECK(identity["not_merged"].empty());
    CHECK(api.profile(two.firstId) == before);
    CHECK(api.get("/v1/profiles/external_id:" + value).status == 404);
    // That somebody else has it is no rule's refusal.
    REQUIRE(attach(valueOf(api, two.secondId, "external_id")).status == 409);
    CHECK(identityOf(api, two.firstId)["refusals"] == identity["refusals"]);
}

TEST_CASE("what is no refusal of the rules leaves nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    auto stale = two.body();
    stale["profiles"][0]["version"] = 99;
    CHECK(api.post("/v1/merges", stale).status == 412);
    const Json same{{"profiles", {{{"ref", two.firstId}}, {{"ref", two.firstId}}}}};
    CHECK(api.post("/v1/merges", same).status == 409);
    for (const auto& id : {two.firstId, two.secondId}) {
        CHECK(identityOf(api, id)["refusals"].empty());
        CHECK(exported(api, id)["observations"].size() == 2);
    }
}

TEST_CASE("whoever is erased leaves nothing of a refused merge but an id with the other one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    const auto once = fresh("once");
    REQUIRE(two.merge(once).status == 409);
    const bool isFirst = GENERATE(true, false);
    const auto& gone = isFirst ? two.firstId : two.secondId;
    const auto& left = isFirst ? two.secondId : two.firstId;
    const auto value = valueOf(api, gone, "external_id");
    REQUIRE(api.post("/v1/profiles/" + gone + "/erase", {{"reason", "person_request"}}).status == 202);
    CHECK(receiptOf(api, gone)["removed"]["refusals"] == 1);
    const auto identity = identityOf(api, left);
    CHECK(identity["not_merged"].empty());
    REQUIRE(identity["refusals"].size() == 1);
    CHECK(identity["refusals"][0]["identifier"]["value"] == valueOf(api, left, "external_id"));
    const auto document = exported(api, left).dump();
    CHECK(document.find(value) == std::string::npos);
    CHECK(document.find(once) == std::string::npos);
}

TEST_CASE("what was refused to be attached to somebody goes with whose it is", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Apart two(api);
    const auto value = valueOf(api, two.secondId, "external_id");
    const auto moved =
        api.call({.method = "PUT",
                  .path = "/v1/profiles/" + two.firstId + "/identifiers/external_id/" + value + "?move=true",
                  .key = api.write,
                  .type = ""});
    REQUIRE(moved.status == 409);
    REQUIRE(identityOf(api, two.firstId)["refusals"].size() == 1);
    REQUIRE(api.post("/v1/profiles/" + two.secondId + "/erase", {{"reason", "person_request"}}).status ==
            202);
    receiptOf(api, two.secondId);
    CHECK(identityOf(api, two.firstId)["refusals"].empty());
    CHECK(exported(api, two.firstId).dump().find(value) == std::string::npos);
}
