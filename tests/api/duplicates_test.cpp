// SPDX-License-Identifier: Apache-2.0
// Profiles that may be one person though nothing joins them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/api/candidates.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;
using Ids = std::vector<std::string>;

namespace {

void lift(ApiServer& api, const std::string& id) {
    REQUIRE(api.call({.method = "DELETE", .path = "/v1/must-not-links/" + id, .key = api.write}).status ==
            204);
}

Json living(Json who, const std::string& first, const std::string& last, const std::string& street,
            const std::string& town, const std::string& postcode) {
    who["fields"] = {{"first_name", first}, {"last_name", last}, {"address.street", street}};
    if (!town.empty()) who["fields"]["address.town"] = town;
    if (!postcode.empty()) who["fields"]["address.postcode"] = postcode;
    return who;
}

}  // namespace

TEST_CASE("what is asked of duplicates wrongly is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(api.get("/v1/duplicates?profile=email:nobody@example.com").status == 404);
    CHECK(api.get("/v1/duplicates?profile=x").status == 404);
    CHECK(api.get("/v1/duplicates?limit=0").errors() == Errors{"?limit invalid_value"});
    CHECK(api.get("/v1/duplicates?limit=501").errors() == Errors{"?limit invalid_value"});
    CHECK(api.get("/v1/duplicates?cursor=x").errors() == Errors{"?cursor invalid_cursor"});
    CHECK(api.get("/v1/duplicates?sort=score").errors() == Errors{"?sort unknown_parameter"});
    CHECK(api.call({.path = "/v1/duplicates"}).status == 401);
    CHECK(api.call({.path = "/v1/duplicates", .key = api.open}).status == 403);
    const TwoMailboxes two(api);
    const auto other = withEmail(api, two.local + "x+more@gmail.com");
    const auto cursor = api.get("/v1/duplicates?limit=1&profile=" + other).body["next_cursor"];
    REQUIRE(cursor.is_string());
    CHECK(api.get("/v1/duplicates?cursor=" + cursor.get<std::string>()).errors() ==
          Errors{"?cursor invalid_cursor"});
}

TEST_CASE("two addresses of one mailbox are a candidate, and stay two people", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto candidates = candidatesOf(api, "email:" + two.firstEmail);
    REQUIRE(candidates.size() == 1);
    CHECK(candidates == candidatesOf(api, two.secondId));
    const auto& candidate = candidates[0];
    CHECK(candidate["score"] == 95);
    CHECK(profilesIn(candidate) == Ids{two.firstId, two.secondId});
    CHECK(candidate["profiles"][0]["identifiers"][0]["value"] == two.firstEmail);
    REQUIRE(candidate["reasons"].size() == 1);
    const auto& reason = candidate["reasons"][0];
    CHECK(reason["code"] == "same_mailbox");
    CHECK(reason["identifiers"] == Json::array({{{"type", "email"}, {"value", two.firstEmail}},
                                                {{"type", "email"}, {"value", two.secondEmail}}}));
    CHECK(reason["fields"].is_null());
    CHECK(listed(api, {two.firstId, two.secondId}) == candidates);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
}

TEST_CASE("dots and tags at other providers, numbers in two notations and names make candidates", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto local = fresh("variant");
    const auto first = withEmail(api, local + ".x@example.com");
    auto named = person("email", local + "x+shop@example.com");
    const auto second = profileOf(api, named);
    CHECK(candidatesOf(api, first)[0]["score"] == 60);
    CHECK(candidatesOf(api, first)[0]["reasons"][0]["code"] == "email_variant");
    CHECK(othersOf(api, first) == Ids{second});

    const auto number = std::to_string(10'000 + std::stoi(fresh("")));
    const auto home = person("phone", "+3805022" + number);
    const auto abroad = person("phone", "+495022" + number);
    const auto third = profileOf(api, home);
    const auto fourth = profileOf(api, abroad);
    auto candidate = candidatesOf(api, third)[0];
    CHECK(candidate["score"] == 50);
    CHECK(candidate["reasons"][0]["code"] == "phone_notation");
    CHECK(candidate["reasons"][0]["identifiers"][1] == abroad["identifiers"][0]);
    for (auto each : {home, abroad}) {
        each["fields"] = {{"first_name", "Ann"}, {"last_name", local}};
        api.observe(each);
    }
    candidate = candidatesOf(api, third)[0];
    CHECK(candidate["score"] == 70);
    REQUIRE(candidate["reasons"].size() == 2);
    CHECK(candidate["reasons"][1]["code"] == "same_name");
    CHECK(candidate["reasons"][1]["fields"][1] == Json{{"first_name", "Ann"}, {"last_name", local}});
    CHECK(candidate["profiles"][1]["last_name"] == local);
    CHECK(othersOf(api, fourth) == Ids{third});
}

TEST_CASE("a shared name and address make a candidate for as long as both have them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto name = fresh("Lee");
    const auto first = living(somebody(), "Änn", name, "12 High Street", "Leeds", "LS1 4AB");
    auto second = living(somebody(), name, "ann", "12, HIGH street", "", "ls14ab");
    const auto firstId = profileOf(api, first);
    const auto secondId = profileOf(api, second);
    // Neither a namesake elsewhere nor somebody else at the same address.
    profileOf(api, living(somebody(), "Ann", name, "12 High Street", "York", "YO1 1AA"));
    profileOf(api, living(somebody(), "Bob", fresh("Lee"), "12 High Street", "Leeds", "LS1 4AB"));
    const auto candidates = candidatesOf(api, firstId);
    REQUIRE(candidates.size() == 1);
    CHECK(candidates[0]["score"] == 90);
    CHECK(profilesIn(candidates[0]) == Ids{firstId, secondId});
    const auto& reason = candidates[0]["reasons"][0];
    CHECK(reason["code"] == "name_and_address");
    CHECK(reason["identifiers"].is_null());
    CHECK(reason["fields"][0] == Json{{"first_name", "Änn"},
                                      {"last_name", name},
                                      {"address.street", "12 High Street"},
                                      {"address.town", "Leeds"},
                                      {"address.postcode", "LS1 4AB"}});
    CHECK(reason["fields"][1]["address.town"].is_null());
    CHECK(listed(api, {firstId}) == candidates);
    api.patch("/v1/profiles/" + secondId, {{"fields", {{"address.postcode", "LS1 4AC"}}}});
    CHECK(othersOf(api, firstId).empty());
    CHECK(listed(api, {firstId, secondId}).empty());
    api.patch("/v1/profiles/" + secondId, {{"fields", {{"address.town", "leeds"}}}});
    CHECK(othersOf(api, firstId) == Ids{secondId});
    api.patch("/v1/profiles/" + firstId, {{"fields", {{"last_name", nullptr}}}});
    CHECK(othersOf(api, firstId).empty());
}

TEST_CASE("anonymous profiles, and what is merely claimed, make no candidates", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto cookie = fresh("0123456789abcdef0123456789abcdef");
    auto form = person("cookie", cookie);
    form["identifiers"].push_back({{"type", "email"}, {"value", two.local + "x+form@gmail.com"}});
    const auto posted =
        api.call({.method = "POST", .path = "/v1/observations", .key = api.open, .body = form.dump()});
    REQUIRE(posted.status == 200);
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
    const auto known = profileOf(api, living(somebody(), "Ann", two.local, "1 Way", "Leeds", ""));
    const auto anonymous = profileOf(api, living(person("cookie", fresh("abcdef0123456789abcdef0123456789")),
                                                 "Ann", two.local, "1 Way", "Leeds", ""));
    CHECK(othersOf(api, known).empty());
    CHECK(othersOf(api, anonymous).empty());
    CHECK(listed(api, {known, anonymous}).empty());
    // Somebody now vouches for the form.
    form["evidence"] = "attested";
    const auto confirmed = profileOf(api, form);
    CHECK(othersOf(api, two.firstId).size() == 2);
    CHECK(othersOf(api, confirmed).size() == 2);
}

TEST_CASE("a merge settles a candidate, and taking it back needs no second look", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto third = withEmail(api, two.local + ".x+third@gmail.com");
    CHECK(listed(api, {two.firstId, two.secondId, third}).size() == 3);
    const auto id = merged(api, two.firstId, two.secondId);
    CHECK(othersOf(api, third) == Ids{two.firstId});
    CHECK(othersOf(api, two.firstId) == Ids{third});
    CHECK(candidatesOf(api, two.secondId) == candidatesOf(api, two.firstId));
    CHECK(listed(api, {two.firstId, two.secondId, third}).size() == 1);

    const auto prohibition = undone(api, id);
    CHECK(othersOf(api, two.firstId) == Ids{third});
    CHECK(othersOf(api, two.secondId) == Ids{third});
    CHECK(listed(api, {two.firstId, two.secondId, third}).size() == 2);
    lift(api, prohibition);
    CHECK(listed(api, {two.firstId, two.secondId, third}).size() == 3);
}

TEST_CASE("a survivor is found by what the absorbed profile was found by", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto name = fresh("Moss");
    const auto survivor = profileOf(api, living(somebody(), "Eve", name, "3 Lane", "Bath", ""));
    const auto neighbour =
        profileOf(api, living(person("phone", "+4479" + std::to_string(10'000'000 + std::stoi(fresh("")))),
                              "Eve", name, "3 Lane", "Bath", ""));
    const auto id = merged(api, survivor, two.firstId);
    auto others = othersOf(api, survivor);
    CHECK(others == Ids{two.secondId, neighbour});
    undone(api, id);
    CHECK(othersOf(api, survivor) == Ids{neighbour});
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
}

TEST_CASE("two who are known to be two people are listed no more, whatever they are merged into", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto forbidden =
        api.post("/v1/must-not-links", {{"profiles", {two.firstId, two.secondId}}, {"reason", "twins"}});
    REQUIRE(forbidden.status == 201);
    CHECK(othersOf(api, two.firstId).empty());
    CHECK(listed(api, {two.firstId, two.secondId}).empty());
    const auto elder = profileOf(api, somebody());
    const auto id = merged(api, elder, two.firstId);
    CHECK(othersOf(api, elder).empty());
    CHECK(othersOf(api, two.secondId).empty());
    undone(api, id);
    lift(api, forbidden.body["id"]);
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
}

TEST_CASE("a pair whose conflict was put aside is no candidate either", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    for (const auto& email : {two.firstEmail, two.secondEmail}) {
        auto customer = person("email", email);
        customer["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
        api.observe(customer);
    }
    auto both = person("email", two.firstEmail);
    both["identifiers"].push_back({{"type", "email"}, {"value", two.secondEmail}});
    REQUIRE(api.observe(both)["refused"].size() == 1);
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
    std::string conflict;
    const auto conflicts = api.get("/v1/conflicts?limit=500").body;
    for (const auto& each : conflicts["items"]) {
        const auto& profiles = each["profiles"];
        if (std::find(profiles.begin(), profiles.end(), two.firstId) != profiles.end()) conflict = each["id"];
    }
    REQUIRE(api.post("/v1/conflicts/" + conflict + "/dismiss", Json::object()).status == 200);
    CHECK(othersOf(api, two.firstId).empty());
    CHECK(listed(api, {two.firstId, two.secondId}).empty());
}

TEST_CASE("an identifier that is detached or attached changes the candidates", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto path = "/v1/profiles/" + two.secondId + "/identifiers/email/";
    api.observe({{"identifiers",
                  {{{"type", "email"}, {"value", two.secondEmail}},
                   {{"type", "external_id"}, {"value", fresh("c")}}}}});
    REQUIRE(api.call({.method = "DELETE",
                      .path = path + two.local + "x%2Bshop@googlemail.com",
                      .key = api.write,
                      .type = ""})
                .status == 204);
    CHECK(othersOf(api, two.firstId).empty());
    REQUIRE(api.call({.method = "PUT",
                      .path = path + two.local + "x%2Bnew@gmail.com",
                      .key = api.write,
                      .type = ""})
                .status == 200);
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
}

TEST_CASE("what more than ten profiles agree in is no evidence", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto local = fresh("info");
    Ids ids;
    for (int i = 0; i < 10; ++i)
        ids.push_back(withEmail(api, local + "+" + std::to_string(i) + "@gmail.com"));
    CHECK(othersOf(api, ids[0]).size() == 9);
    CHECK(listed(api, ids, 7).size() == 45);
    const auto last = withEmail(api, local + "@gmail.com");
    CHECK(othersOf(api, ids[0]).empty());
    CHECK(listed(api, ids).empty());
    merged(api, ids[0], last);
    CHECK(othersOf(api, ids[0]).size() == 9);
    CHECK(listed(api, ids).size() == 45);
}

TEST_CASE("pages show every candidate once, while others come and go", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    std::vector<TwoMailboxes> twos;
    Ids ids;
    for (int i = 0; i < 6; ++i) {
        const auto& two = twos.emplace_back(api);
        ids.push_back(two.firstId);
        // The pair agrees in several things, and is one candidate.
        for (const auto& email : {two.firstEmail, two.secondEmail})
            api.observe(living(person("email", email), "Ann", two.local, "1 Way", "Leeds", "LS1"));
    }
    std::multiset<std::string> seen;
    std::vector<int> scores;
    std::string cursor;
    do {
        const auto page = api.get("/v1/duplicates?limit=2" + cursor).body;
        CHECK(page["items"].size() <= 2);
        for (const auto& each : page["items"]) {
            seen.insert(profilesIn(each)[0]);
            scores.push_back(each["reasons"][0]["score"]);
        }
        withEmail(api, fresh("later") + "@gmail.com");
        merged(api, profileOf(api, somebody()), withEmail(api, fresh("gone") + ".x@gmail.com"));
        cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    for (const auto& id : ids) CHECK(seen.count(id) == 1);
    CHECK(std::is_sorted(scores.rbegin(), scores.rend()));
}

TEST_CASE("the candidates of one profile come by score, in pages too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    api.observe({{"identifiers",
                  {{{"type", "email"}, {"value", two.firstEmail}},
                   {{"type", "email"}, {"value", two.local + "@example.com"}}}}});
    const auto variant = withEmail(api, two.local + "+x@example.com");
    const auto path = "/v1/duplicates?limit=1&profile=" + two.firstId;
    const auto first = api.get(path).body;
    REQUIRE(first["items"].size() == 1);
    CHECK(profilesIn(first["items"][0]) == Ids{two.firstId, two.secondId});
    const auto second = api.get(path + "&cursor=" + first["next_cursor"].get<std::string>()).body;
    REQUIRE(second["items"].size() == 1);
    CHECK(profilesIn(second["items"][0]) == Ids{two.firstId, variant});
    CHECK(second["next_cursor"].is_null());
}
