// SPDX-License-Identifier: Apache-2.0
// What the rules of identity forbid is counted and shown alike, whoever asked for it.
#include <catch2/catch.hpp>
#include <functional>
#include <map>

#include "tests/api/metric_series.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

using Counts = std::map<std::string, double>;

Counts countsOf(ApiServer& api) {
    const auto text = api.get("/metrics").text;
    Counts counts;
    for (const std::string code : {"unique_conflict", "limit", "must_not_link", "blocked_value",
                                   "not_attested", "component_too_large", "released"})
        counts[code] = series(text, "kith_refusals_total{code=\"" + code + "\"}");
    return counts;
}

/// How many of each code were counted meanwhile, but for none.
Counts countedBy(ApiServer& api, const std::function<void()>& work) {
    const auto before = countsOf(api);
    work();
    Counts counted;
    for (const auto& [code, count] : countsOf(api))
        if (count != before.at(code)) counted[code] = count - before.at(code);
    return counted;
}

using Identifiers = std::vector<std::pair<std::string, std::string>>;

Json seen(const Identifiers& identifiers) {
    Json observation{{"id", fresh("seen")}, {"identifiers", Json::array()}};
    for (const auto& [type, value] : identifiers)
        observation["identifiers"].push_back({{"type", type}, {"value", value}});
    return observation;
}

std::string idOf(ApiServer& api, const Identifiers& identifiers) {
    return api.observe(seen(identifiers))["profile_id"];
}

std::string address() {
    return fresh("r") + "@example.com";
}

Json mergeOf(const std::string& first, const std::string& second) {
    return {{"profiles", {{{"ref", first}}, {{"ref", second}}}}};
}

ApiAnswer put(ApiServer& api, const std::string& profile, const std::string& type, const std::string& value) {
    return api.call({.method = "PUT",
                     .path = "/v1/profiles/" + profile + "/identifiers/" + type + "/" + value,
                     .key = api.write,
                     .type = ""});
}

const std::vector<std::string> kSmall{"identity.max_identifiers=3", "identity.types.email.limit=2",
                                      "identity.blocked_values=[nobody@example.com]"};

}  // namespace

TEST_CASE("every refusal of an observation is counted by its code", "[api]") {
    ApiServer api(eachEngine(), kSmall);
    const auto counted = [&](const Json& observation) {
        return countedBy(api, [&] { CHECK(api.observe(observation)["refused"].size() == 1); });
    };
    const auto email = address();
    const auto own = fresh("c");
    const auto phone = Two::phoneOf();
    idOf(api, {{"email", email}, {"external_id", own}});
    CHECK(counted(seen({{"email", email}, {"external_id", fresh("c")}})) == Counts{{"unique_conflict", 1}});
    CHECK(counted(seen({{"external_id", own}, {"email", "nobody@example.com"}})) ==
          Counts{{"blocked_value", 1}});
    CHECK(counted(seen({{"email", address()}, {"email", address()}, {"email", address()}})) ==
          Counts{{"limit", 1}});
    const auto full = fresh("c");
    idOf(api, {{"external_id", full}, {"email", address()}, {"phone", phone}});
    CHECK(counted(seen({{"external_id", full}, {"phone", Two::phoneOf()}})) ==
          Counts{{"component_too_large", 1}});

    const auto cookie = fresh("cookie-0123456789abcdefghij-");
    idOf(api, {{"email", address()}, {"cookie", cookie}});
    auto claim = seen({{"cookie", cookie}, {"phone", phone}});
    claim["evidence"] = "claimed";
    CHECK(counted(claim) == Counts{{"not_attested", 1}});

    Two two(api);
    REQUIRE(api.post("/v1/must-not-links",
                     {{"profiles", {two.firstId, two.secondId}}, {"reason", "mother and daughter"}})
                .status == 201);
    CHECK(counted(two.both()) == Counts{{"must_not_link", 1}});

    auto old = seen({{"external_id", fresh("c")}, {"email", address()}});
    old["observed_at"] = "2026-01-01T00:00:00Z";
    const std::string detached = old["identifiers"][1]["value"];
    const std::string of = api.observe(old)["profile_id"];
    REQUIRE(api.call({.method = "DELETE",
                      .path = "/v1/profiles/" + of + "/identifiers/email/" + detached,
                      .key = api.write,
                      .type = ""})
                .status == 204);
    old["id"] = fresh("seen");
    CHECK(counted(old) == Counts{{"released", 1}});
}

TEST_CASE("what is rejected because no identifier is left is counted, and by what refused each", "[api]") {
    ApiServer api(eachEngine(), kSmall);
    const auto rejected = [&] {
        return series(api.get("/metrics").text, "kith_outcomes_total{result=\"rejected\"}");
    };
    const auto gone = address();
    const auto of = idOf(api, {{"external_id", fresh("c")}, {"email", gone}});
    REQUIRE(api.call({.method = "DELETE",
                      .path = "/v1/profiles/" + of + "/identifiers/email/" + gone,
                      .key = api.write,
                      .type = ""})
                .status == 204);
    const auto blocked = seen({{"email", "nobody@example.com"}});
    auto released = seen({{"email", gone}});
    released["observed_at"] = "2026-01-01T00:00:00Z";
    auto both = seen({{"email", "nobody@example.com"}, {"email", "no address"}, {"email", gone}});
    both["observed_at"] = "2026-01-01T00:00:00Z";
    const std::vector<std::pair<Json, Counts>> all{{blocked, {{"blocked_value", 1}}},
                                                   {released, {{"released", 1}}},
                                                   {both, {{"blocked_value", 1}, {"released", 1}}},
                                                   {seen({{"email", "no address"}}), {}},
                                                   {seen({}), {}}};
    for (const auto& [observation, counts] : all) {
        INFO(observation);
        const auto before = rejected();
        const auto counted = countedBy(api, [&] {
            const auto answer = api.post("/v1/observations", observation);
            CHECK(answer.status == 400);
            CHECK(answer.errors().back() == "/identifiers no_identifier");
        });
        CHECK(counted == counts);
        CHECK(rejected() == before + 1);
    }
    auto answer = api.post("/v1/observations", both);
    CHECK(answer.errors() == Errors{"/identifiers/0/value blocked_value", "/identifiers/2/value released",
                                    "/identifiers no_identifier"});

    const auto before = rejected();
    const auto array = countedBy(api, [&] {
        answer = api.post("/v1/observations", Json::array({blocked, released, seen({{"email", address()}})}));
    });
    CHECK(answer.body["results"][1]["problem"]["errors"][0]["pointer"] == "/identifiers/0/value");
    CHECK(array == Counts{{"blocked_value", 1}, {"released", 1}});
    CHECK(rejected() == before + 2);
    // By the other ways in too.
    CHECK(countedBy(api, [&] { CHECK(api.post("/v1/profiles", blocked).status == 400); }) ==
          Counts{{"blocked_value", 1}});
    CHECK(countedBy(api, [&] {
              CHECK(api.call({.method = "POST",
                              .path = "/v1/observations",
                              .key = api.open,
                              .body = blocked.dump()})
                        .status == 400);
          }) == Counts{{"blocked_value", 1}});
    CHECK(rejected() == before + 4);
    // Of an address that is blocked for the list of suppressions nobody was refused.
    CHECK(countedBy(api, [&] {
              CHECK(api.post("/v1/suppressions",
                             {{"type", "email"}, {"value", "nobody@example.com"}, {"state", "complained"}})
                        .status == 400);
          }).empty());
    CHECK(rejected() == before + 5);
}

TEST_CASE("every reason for which a merge by hand is refused is counted, and none of a preview", "[api]") {
    ApiServer api(eachEngine(), kSmall);
    const auto counted = [&](const std::string& first, const std::string& second) {
        const auto body = mergeOf(first, second);
        CHECK(countedBy(api, [&] { CHECK(api.post("/v1/merges/preview", body).status == 200); }).empty());
        return countedBy(api, [&] { CHECK(api.post("/v1/merges", body).status == 409); });
    };
    CHECK(counted(idOf(api, {{"external_id", fresh("c")}}), idOf(api, {{"external_id", fresh("c")}})) ==
          Counts{{"unique_conflict", 2}});
    CHECK(counted(idOf(api, {{"email", address()}, {"email", address()}}),
                  idOf(api, {{"email", address()}})) == Counts{{"limit", 3}});
    CHECK(counted(idOf(api, {{"email", address()}, {"phone", Two::phoneOf()}}),
                  idOf(api, {{"email", address()}, {"phone", Two::phoneOf()}})) ==
          Counts{{"component_too_large", 1}});
    const Two two(api);
    REQUIRE(api.post("/v1/must-not-links",
                     {{"profiles", {two.firstId, two.secondId}}, {"reason", "mother and daughter"}})
                .status == 201);
    CHECK(counted(two.firstId, two.secondId) == Counts{{"must_not_link", 1}});
}

TEST_CASE("an attachment that is refused is counted", "[api]") {
    ApiServer api(eachEngine(), kSmall);
    const auto counted = [&](const std::string& profile, const std::string& type, const std::string& value) {
        return countedBy(api, [&] { CHECK(put(api, profile, type, value).status == 409); });
    };
    const auto customer = idOf(api, {{"external_id", fresh("c")}});
    CHECK(counted(customer, "external_id", fresh("c")) == Counts{{"unique_conflict", 1}});
    const auto full = idOf(api, {{"email", address()}, {"email", address()}});
    CHECK(counted(full, "email", address()) == Counts{{"limit", 1}});
    REQUIRE(put(api, full, "external_id", fresh("c")).status == 200);
    CHECK(counted(full, "phone", "%2B380501119999") == Counts{{"component_too_large", 1}});
    // That somebody else has it is no rule's refusal.
    const auto theirs = address();
    idOf(api, {{"email", theirs}});
    CHECK(counted(customer, "email", theirs).empty());
}

TEST_CASE("a conflict whose merge is refused is answered as the merge is, and counted", "[api]") {
    ApiServer api(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>() + "/merge";
    ApiAnswer refused;
    CHECK(countedBy(api, [&] { refused = api.post(path, Json::object()); }) ==
          Counts{{"unique_conflict", 2}});
    CHECK(refused.status == 409);
    CHECK(refused.header("Content-Type") == "application/problem+json");
    CHECK(refused.errors() == Errors{"/profiles unique_conflict", "/profiles unique_conflict"});
    REQUIRE(refused.body["refused"].size() == 2);
    for (const auto& each : refused.body["refused"]) {
        CHECK(each["identifier"]["type"] == "external_id");
        CHECK(each["evidence"].size() == 1);
        CHECK(each["size"].is_null());
    }
    CHECK(api.post("/v1/merges", mergeOf(two.firstId, two.secondId)).body == refused.body);
    CHECK(conflictOf(api, two)["state"] == "open");
}

TEST_CASE("a conflict that can't be decided any more has nothing that forbids it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    REQUIRE(api.post(path + "/forbid", {{"reason", "twins"}}).status == 200);
    const auto refused = api.post(path + "/merge", Json::object());
    CHECK(refused.status == 409);
    CHECK_FALSE(refused.body.contains("refused"));
    CHECK_FALSE(refused.body.contains("errors"));
}

TEST_CASE("that two have too many identifiers to be one is shown in numbers, and by what came last",
          "[api]") {
    ApiServer api(eachEngine(), kSmall);
    std::vector<std::string> given;
    std::vector<std::string> sides;
    for (const std::string day : {"01", "02"}) {
        auto someone = seen({{"email", address()}, {"phone", Two::phoneOf()}});
        someone["observed_at"] = "2026-01-" + day + "T00:00:00Z";
        given.insert(given.begin(), someone["id"]);
        sides.push_back(api.observe(someone)["profile_id"]);
    }
    const auto preview = api.post("/v1/merges/preview", mergeOf(sides[0], sides[1])).body["refused"];
    REQUIRE(preview.size() == 1);
    CHECK(preview[0]["code"] == "component_too_large");
    CHECK(preview[0]["size"] ==
          Json({{"identifiers", 4}, {"max_identifiers", 3}, {"merges", 1}, {"max_merges", 100}}));
    std::vector<std::string> shown;
    for (const auto& each : preview[0]["evidence"]) shown.push_back(each["given_id"]);
    CHECK(shown == given);
    CHECK(api.post("/v1/merges", mergeOf(sides[0], sides[1])).body["refused"] == preview);
}

TEST_CASE("that two are of too many merges to be one is shown in numbers, and by what made the last",
          "[api]") {
    ApiServer api(eachEngine(), {"identity.max_merges=1"});
    const auto first = address();
    const auto second = address();
    idOf(api, {{"email", first}});
    idOf(api, {{"email", second}});
    const auto joining = seen({{"email", first}, {"email", second}});
    const std::string whole = api.observe(joining)["profile_id"];
    const auto other = idOf(api, {{"email", address()}});
    const auto preview = api.post("/v1/merges/preview", mergeOf(whole, other)).body["refused"];
    REQUIRE(preview.size() == 1);
    CHECK(preview[0]["size"]["merges"] == 2);
    CHECK(preview[0]["size"]["max_merges"] == 1);
    REQUIRE(preview[0]["evidence"].size() == 1);
    CHECK(preview[0]["evidence"][0]["given_id"] == joining["id"]);
}
