// SPDX-License-Identifier: Apache-2.0
// Identifiers that people attach and detach.
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"
#include "tests/api/site.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

std::string pathOf(const std::string& profile, const std::string& type, const std::string& value) {
    return "/v1/profiles/" + profile + "/identifiers/" + type + '/' + value;
}

ApiAnswer put(ApiServer& api, const std::string& path) {
    return api.call({.method = "PUT", .path = path, .key = api.write, .type = ""});
}

ApiAnswer remove(ApiServer& api, const std::string& path, const std::string& version = "") {
    Call call{.method = "DELETE", .path = path, .key = api.write, .type = ""};
    if (!version.empty()) call.headers.emplace_back("If-Match", version);
    return api.call(call);
}

std::string idOf(ApiServer& api, const Json& person) {
    return api.observe(person)["profile_id"];
}

}  // namespace

TEST_CASE("an identifier that can't be attached is refused with the reason", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = idOf(api, somebody());
    CHECK(put(api, pathOf(ann, "pigeon", "1")).status == 404);
    CHECK(put(api, pathOf(ann, "email", "nobody")).status == 400);
    CHECK(put(api, pathOf(ann, "email", "test@example.com")).status == 400);
    CHECK(put(api, pathOf(base::ProfileId{1}.text(), "email", "a@example.com")).status == 404);
    const auto other = put(api, pathOf(ann, "external_id", fresh("other")));
    CHECK(other.status == 409);
    CHECK(other.errors() == Errors{" unique_conflict"});
    CHECK(other.body["errors"][0]["id"] == ann);
    CHECK(put(api, pathOf(ann, "email", "a@example.com?move=maybe")).errors() ==
          Errors{"?move invalid_value"});
    CHECK(api.call({.method = "PUT",
                    .path = pathOf(ann, "phone", "%2B380501110000"),
                    .key = api.read,
                    .type = ""})
              .status == 403);
}

TEST_CASE("an attached identifier finds the profile, as it was normalised", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = idOf(api, somebody());
    const auto name = fresh("attached");
    const auto attached = put(api, pathOf(ann, "email", name + "@Example.COM"));
    CHECK(attached.status == 200);
    CHECK(attached.body["id"] == ann);
    CHECK(api.profile("email:" + name + "@example.com")["id"] == ann);
    CHECK(put(api, pathOf(ann, "email", name + "@example.com")).header("ETag") == attached.header("ETag"));
}

TEST_CASE("an identifier of somebody else is named, and moves if that is wanted", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto theirs = person("email", fresh("theirs") + "@example.com");
    const auto bea = idOf(api, theirs);
    const auto ann = idOf(api, somebody());
    const auto path = pathOf(ann, "email", theirs["identifiers"][0]["value"]);
    const auto refused = put(api, path);
    CHECK(refused.status == 409);
    CHECK(refused.body["detail"].get<std::string>().find(bea) != std::string::npos);
    CHECK(refused.errors() == Errors{" identifies_another"});
    CHECK(refused.body["errors"][0]["id"] == bea);
    const auto before = api.profile(bea);
    CHECK(put(api, path + "?move=true").status == 200);
    CHECK(api.profile(refOf(theirs))["id"] == ann);
    CHECK(api.profile(bea)["identifiers"].empty());
    CHECK(api.profile(bea)["version"] > before["version"]);
    CHECK_FALSE(api.profile(bea)["known"].get<bool>());
}

TEST_CASE("a detached identifier comes again with what is observed later, not with what was before",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto theirs = person("email", fresh("gone") + "@example.com");
    theirs["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("gone")}});
    theirs["observed_at"] = "2026-01-01T00:00:00Z";
    theirs["endpoints"] = {{{"type", "email"},
                            {"value", theirs["identifiers"][0]["value"]},
                            {"state", "blacklisted"},
                            {"at", "2026-01-01T00:00:00Z"}}};
    const auto ann = idOf(api, theirs);
    const auto path = pathOf(ann, "email", theirs["identifiers"][0]["value"]);
    CHECK(remove(api, path, "\"7\"").status == 412);
    CHECK(remove(api, path).status == 204);
    CHECK(remove(api, path).status == 404);
    CHECK(api.get("/v1/profiles/" + refOf(theirs)).status == 404);

    auto old = theirs;
    old.erase("endpoints");
    const auto outcome = api.observe(old);
    CHECK(outcome["profile_id"] == ann);
    CHECK(outcome["refused"][0]["code"] == "released");
    CHECK(outcome["refused"][0]["identifier"] == theirs["identifiers"][0]);
    auto alone = person("email", theirs["identifiers"][0]["value"]);
    alone["observed_at"] = "2026-01-01T00:00:00Z";
    const auto nobodys = api.post("/v1/observations", alone);
    CHECK(nobodys.errors() == Errors{"/identifiers/0/value released", "/identifiers no_identifier"});
    CHECK(nobodys.body["errors"][0]["detail"] ==
          "This email was detached, or its profile deleted, after the observation's time.");

    alone.erase("observed_at");
    const auto again = api.observe(alone);
    CHECK(again["result"] == "created");
    CHECK(api.profile(refOf(alone))["identifiers"][0]["endpoint"]["state"] == "blacklisted");
}

TEST_CASE("a conflict whose reason was taken away is decided by a merge", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto ann = person("email", fresh("ann") + "@example.com");
    auto anna =
        person("phone", "+3805022" + std::to_string(10'000 + std::hash<std::string>{}(fresh("p")) % 80'000));
    const auto own = fresh("own");
    auto both = ann;
    both["identifiers"].push_back(anna["identifiers"][0]);
    ann["identifiers"].push_back({{"type", "external_id"}, {"value", own}});
    anna["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("own")}});
    const auto annId = idOf(api, ann);
    const auto annaId = idOf(api, anna);
    REQUIRE(api.observe(both)["refused"][0]["code"] == "unique_conflict");
    const auto conflicts = api.get("/v1/conflicts?limit=1").body["items"];
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0]["profiles"] == Json::array({annId, annaId}));
    CHECK(remove(api, pathOf(annId, "external_id", own)).status == 204);
    const auto merged =
        api.post("/v1/conflicts/" + conflicts[0]["id"].get<std::string>() + "/merge", Json::object()).body;
    CHECK(merged["state"] == "merged");
    CHECK(api.get("/v1/merges/" + merged["merge"].get<std::string>()).body["rule"] == "hand");
    CHECK(api.profile(annId)["id"] == api.profile(annaId)["id"]);
}

TEST_CASE("what only lists an identifier is rid of it without a word about whom it identifies", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto ann = person("email", fresh("listed") + "@example.com");
    ann["observed_at"] = "2026-01-02T00:00:00Z";
    auto bea = somebody();
    auto both = bea;
    both["identifiers"].push_back(ann["identifiers"][0]);
    const auto annId = idOf(api, ann);
    auto known = ann;
    known["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("own")}});
    api.observe(known);
    const auto beaId = idOf(api, bea);
    REQUIRE(api.observe(both)["refused"][0]["code"] == "unique_conflict");
    CHECK(remove(api, pathOf(beaId, "email", ann["identifiers"][0]["value"])).status == 204);
    ann["observed_at"] = "2026-01-01T00:00:00Z";
    CHECK(api.observe(ann)["profile_id"] == annId);
}

TEST_CASE("a public key does not learn from an old date that an address was detached", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = person("email", fresh("gone") + "@example.com");
    const auto annId = idOf(api, ann);
    REQUIRE(remove(api, pathOf(annId, "email", ann["identifiers"][0]["value"])).status == 204);
    for (auto claim : {ann, person("email", fresh("never") + "@example.com")}) {
        claim["observed_at"] = "2020-01-01T00:00:00Z";
        const auto answer =
            api.call({.method = "POST", .path = "/v1/observations", .key = api.open, .body = claim.dump()});
        CHECK(answer.status == 200);
        CHECK(answer.body == Json{{"result", "accepted"}});
    }
}

TEST_CASE("one Idempotency-Key does not detach from two people", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = idOf(api, somebody());
    const auto bea = idOf(api, somebody());
    Call call{.method = "PUT",
              .path = pathOf(ann, "email", fresh("x") + "@example.com"),
              .key = api.write,
              .type = "",
              .headers = {{"Idempotency-Key", fresh("once")}}};
    CHECK(api.call(call).status == 200);
    CHECK(api.call(call).status == 200);
    call.path = pathOf(bea, "email", call.path.substr(call.path.rfind('/') + 1));
    CHECK(api.call(call).code() == "id_reused");
}

TEST_CASE("an attachment and a detachment that come again are answered alike, whatever they named", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto person = somebody();
    const auto ann = idOf(api, person);
    const auto address = fresh("again") + "@example.com";
    const auto versioned = [&](const std::string& method, const std::string& path) {
        return Call{.method = method,
                    .path = path,
                    .key = api.write,
                    .type = "",
                    .headers = {{"If-Match", api.get("/v1/profiles/" + ann).header("ETag")},
                                {"Idempotency-Key", fresh("once")}}};
    };
    const auto attach = versioned("PUT", pathOf(refOf(person), "email", address));
    const auto attached = api.call(attach);
    CHECK(attached.status == 200);
    CHECK(api.call(attach).body == attached.body);
    CHECK(put(api, pathOf(ann, "phone", "%2B380501119988")).status == 200);
    CHECK(api.call(attach).status == 200);

    // By the very address that it takes away.
    const auto detach = versioned("DELETE", pathOf("email:" + address, "email", address));
    CHECK(api.call(detach).status == 204);
    CHECK(api.call(detach).status == 204);
    CHECK(api.get("/v1/profiles/email:" + address).status == 404);
    auto other = detach;
    other.path = pathOf("email:" + address, "phone", "%2B380501119988");
    CHECK(api.call(other).code() == "id_reused");
    // Without the key it is another call.
    other = detach;
    other.headers.pop_back();
    CHECK(api.call(other).status == 404);
}

TEST_CASE("a plus that was not escaped in a query names a number all the same", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto number = somePhone()["value"].get<std::string>();
    auto ann = person("phone", number);
    ann["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
    ann["endpoints"] = {{{"type", "phone"}, {"value", number}, {"state", "blacklisted"}}};
    const auto id = api.observe(ann)["profile_id"].get<std::string>();
    CHECK(api.get("/v1/suppressions?address=phone:" + number).body["items"].size() == 1);
    for (const auto* list : {"/v1/merges", "/v1/must-not-links", "/v1/duplicates"}) {
        INFO(list);
        CHECK(api.get(std::string(list) + "?profile=phone:" + number).status == 200);
    }
    const auto chain = api.get("/v1/profiles/" + id + "/identity?between=phone:" + number +
                               ",external_id:" + ann["identifiers"][1]["value"].get<std::string>());
    CHECK(chain.status == 200);
}

TEST_CASE("a claim of before brings nothing back that was detached since", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    auto person = somebody();
    const auto browser = cookie();
    const auto other = cookie();
    person["identifiers"].push_back(browser);
    person["identifiers"].push_back(other);
    REQUIRE(api.observe(person)["result"] == "created");
    REQUIRE(remove(api, pathOf(refOf(person), "cookie", other["value"])).status == 204);
    Json late{{"identifiers", {browser, other}}, {"observed_at", "2026-01-01T00:00:00Z"}};
    CHECK(site.say(late).body == kAccepted);
    CHECK(roleOf(api.profile(refOf(person)), other).empty());
    const auto refusals = api.get("/v1/profiles/" + refOf(person) + "/identity").body["refusals"];
    REQUIRE(refusals.size() == 1);
    CHECK(refusals[0]["code"] == "released");

    late.erase("observed_at");
    CHECK(site.say(late).body == kAccepted);
    CHECK(roleOf(api.profile(refOf(person)), other) == "identifying");
}

TEST_CASE("who had only claimed an address and lets go of it keeps it from nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto browser = cookie();
    const auto email = someEmail();
    REQUIRE(site.say({{"identifiers", {browser, email}}}).body == kAccepted);
    const auto claimed = subjectOf(browser);
    REQUIRE(roleOf(api.profile(claimed), email) == "claimed");
    REQUIRE(remove(api, pathOf(claimed, "email", email["value"])).status == 204);
    auto person = somebody();
    person["identifiers"].push_back(email);
    person["observed_at"] = "2026-01-01T00:00:00Z";
    const auto outcome = api.observe(person);
    CHECK(outcome["refused"].empty());
    CHECK(roleOf(api.profile(refOf(person)), email) == "identifying");
}
