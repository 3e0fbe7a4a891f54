// SPDX-License-Identifier: Apache-2.0
// The end of a profile that can come back: deleted, and restored.
#include <catch2/catch.hpp>

#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// The profile as it is shown, but for what a deletion moves.
Json shown(const Json& profile) {
    auto shown = profile;
    shown.erase("version");
    shown.erase("updated_at");
    return shown;
}

/// What is said of somebody deleted to whoever comes by an id.
std::string goneOf(const Ann& ann, const Json& deleted) {
    return "This profile was deleted at " + deleted["deleted_at"].get<std::string>() + ". Until " +
           deleted["purge_at"].get<std::string>() + " `POST " + ann.path("/restore") + "` restores it.";
}

}  // namespace

TEST_CASE("a deleted profile is shown to nobody, and its ids answer since when and how to restore", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto deleted = remove(api, ann.path());
    CHECK(deleted.status == 200);
    CHECK(deleted.body["id"] == ann.id);
    CHECK(deleted.body["purge_at"] > deleted.body["deleted_at"]);
    for (const auto* rest : {"", "/activity", "/changes", "/identity"}) {
        const auto gone = api.get(ann.path(rest));
        CHECK(gone.status == 410);
        CHECK(gone.body["detail"] == goneOf(ann, deleted.body));
    }
    CHECK(api.get("/v1/profiles/" + ann.ref()).status == 404);
    CHECK(api.get("/v1/profiles?known=any&q=" + ann.email).body["items"].empty());
    CHECK(api.get("/v1/profiles?known=any&q=" + ann.id).body["items"].empty());
}

TEST_CASE("whatever is asked of who is deleted is answered with how to restore", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto other = somebody();
    api.observe(other);
    const auto deleted = remove(api, ann.path());
    REQUIRE(deleted.status == 200);
    const Json pair{{{"ref", ann.id}}, {{"ref", refOf(other)}}};
    const Json links{{"profiles", {refOf(other), ann.id}}, {"reason", "two people"}};
    const auto address = "/identifiers/email/" + fresh("new") + "@example.com";
    const auto endpoint = "/endpoints/email/" + ann.email + "/states";
    const std::vector<Call> calls{
        {.method = "PATCH", .path = ann.path(), .body = R"({"fields": {"first_name": "Anna"}})"},
        {.method = "PUT", .path = ann.path(address), .type = ""},
        {.method = "DELETE", .path = ann.path("/identifiers/email/" + ann.email), .type = ""},
        {.method = "POST", .path = ann.path(endpoint), .body = R"({"state": "blocked", "reason": "asked"})"},
        {.method = "POST", .path = "/v1/merges", .body = Json{{"profiles", pair}}.dump()},
        {.method = "POST", .path = "/v1/merges/preview", .body = Json{{"profiles", pair}}.dump()},
        {.method = "POST", .path = "/v1/must-not-links", .body = links.dump()},
        {.method = "POST", .path = "/v1/duplicates/dismiss", .body = Json{{"profiles", pair}}.dump()},
        {.method = "POST", .path = "/v1/duplicates/restore", .body = Json{{"profiles", pair}}.dump()},
        {.path = "/v1/merges?profile=" + ann.id},
        {.path = "/v1/must-not-links?profile=" + ann.id},
        {.path = "/v1/duplicates?profile=" + ann.id},
        {.path = "/v1/duplicates?state=dismissed&profile=" + ann.id}};
    for (auto call : calls) {
        call.key = api.write;
        INFO(call.method << ' ' << call.path);
        const auto gone = api.call(call);
        CHECK(gone.status == 410);
        CHECK(gone.body.value("detail", "") == goneOf(ann, deleted.body));
    }
    CHECK(api.get("/v1/profiles/" + refOf(other)).status == 200);
}

TEST_CASE("a deletion of who is deleted already says since when, and how to restore", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto deleted = remove(api, ann.path());
    REQUIRE(deleted.status == 200);
    for (const auto& path : {ann.path(), "/v1/profiles/" + ann.ref()}) {
        const auto again = remove(api, path);
        CHECK(again.status == 410);
        CHECK(again.body["detail"] == goneOf(ann, deleted.body));
    }
    CHECK(restore(api, ann.path()).status == 200);
    CHECK(api.profile(ann.id)["id"] == ann.id);
}

TEST_CASE("who is seen again after a deletion is somebody new, and the address keeps its state", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    auto before = ann.observation;
    before.erase("endpoints");
    const auto old = api.post("/v1/observations", before);
    CHECK(old.status == 400);
    CHECK(old.errors() == Errors{"/identifiers/0/value released", "/identifiers/1/value released",
                                 "/identifiers no_identifier"});
    const auto again = api.observe(ann.again());
    CHECK(again["result"] == "created");
    CHECK(again["profile_id"] != ann.id);
    CHECK(stateOf(api.profile(ann.ref())) == "blacklisted");
}

TEST_CASE("a complaint that comes after the deletion or erasure counts, and tells of nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto event = fresh("event");
    const auto source = fresh("list of ann");
    Json complaint = ann.again();
    complaint["id"] = event;
    complaint["source"] = {{"type", "plugin"}, {"name", source}};
    complaint["observed_at"] = "2026-01-05T00:00:00Z";
    complaint["endpoints"] = {{{"type", "email"},
                               {"value", ann.email},
                               {"state", "complained"},
                               {"reason", "abuse"},
                               {"at", "2026-01-05T00:00:00Z"}}};
    complaint["activities"] = {{{"id", fresh("m")}, {"channel", "email"}, {"status", "complained"}}};
    const auto released = Json{{"type", "email"}, {"value", ann.email}};
    const bool erases = GENERATE(false, true);
    CAPTURE(erases);
    REQUIRE(remove(api, ann.path()).status == 200);
    if (erases) {
        REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
        receiptOf(api, ann.id);
    }
    const auto taken = api.observe(complaint);
    CHECK(taken["result"] == "recorded");
    CHECK_FALSE(taken.contains("profile_id"));
    REQUIRE(taken["refused"].size() == 1);
    CHECK(taken["refused"][0]["code"] == "released");
    CHECK(taken["refused"][0]["identifier"] == released);
    CHECK(api.observe(complaint)["result"] == "duplicate");
    auto made = complaint;
    made["id"] = fresh("event");
    made.erase("activities");
    CHECK(api.post("/v1/profiles", made).errors() == Errors{"/identifiers released"});
    CHECK(api.get("/v1/profiles/" + ann.ref()).status == 404);
    SECTION("for who is seen again") {
        CHECK(api.observe(ann.again())["result"] == "created");
        CHECK(stateOf(api.profile(ann.ref())) == "complained");
    }
    if (erases) return;
    SECTION("for who is restored") {
        REQUIRE(restore(api, ann.path()).status == 200);
        CHECK(stateOf(api.profile(ann.id)) == "complained");
        CHECK(api.get(ann.path("/activity")).body["items"].size() == 1);
    }
}

TEST_CASE("a restored profile is what it was", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto before = api.profile(ann.id);
    REQUIRE(remove(api, ann.path()).status == 200);
    CHECK(restore(api, "/v1/profiles/" + ann.ref()).status == 200);
    CHECK(shown(api.profile(ann.id)) == shown(before));
    CHECK(api.profile(ann.ref())["id"] == ann.id);
    CHECK(api.get("/v1/profiles?q=" + ann.email).body["items"].size() == 1);
    CHECK(restore(api, ann.path()).status == 409);
    CHECK(restore(api, "/v1/profiles/" + base::ProfileId{7}.text()).status == 404);
    // What was seen before the deletion is theirs again, too.
    auto late = ann.again();
    late["observed_at"] = "2026-01-01T00:00:00Z";
    CHECK(api.observe(late)["profile_id"] == ann.id);
}

TEST_CASE("a restored profile shares what others have by then", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto other = api.observe(ann.again())["profile_id"];
    const auto restored = restore(api, ann.path());
    CHECK(restored.status == 200);
    CHECK(restored.body["shared"] == Json::array({{{"type", "email"}, {"value", ann.email}}}));
    CHECK(api.profile(ann.ref())["id"] == other);
    for (const auto& each : restored.body["identifiers"])
        CHECK(each["role"] == (each["type"] == "email" ? "shared" : "identifying"));
    CHECK(stateOf(restored.body) == "blacklisted");
}

TEST_CASE("an observation restores whom it would make anew, if it says so", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    auto again = ann.again();
    again["restore"] = true;
    auto claimed = again;
    claimed["evidence"] = "claimed";
    CHECK(api.observe(claimed)["profile_id"] != ann.id);
    const auto restored = api.observe(again);
    CHECK(restored["result"] == "updated");
    CHECK(restored["profile_id"] == ann.id);
    CHECK(restored["warnings"] == Json::array());
    CHECK(api.profile(ann.id)["fields"]["first_name"] == "Ann");
    again["restore"] = "yes";
    CHECK(api.post("/v1/observations", again).errors() == Errors{"/restore wrong_type"});
}

TEST_CASE("an observation that restores is told what others have by then", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto other = api.observe(ann.again())["profile_id"];
    auto restoring = person("external_id", ann.observation["identifiers"][1]["value"]);
    restoring["restore"] = true;
    const auto restored = api.observe(restoring);
    CHECK(restored["profile_id"] == ann.id);
    const Json warning{
        {"pointer", "/restore"},
        {"code", "shared"},
        {"detail", "Of the restored profile, email:" + ann.email + " identifies somebody else by now."}};
    CHECK(restored["warnings"] == Json::array({warning}));
    CHECK(api.profile(ann.ref())["id"] == other);
    const auto profile = api.profile(ann.id);
    for (const auto& each : profile["identifiers"])
        CHECK(each["role"] == (each["type"] == "email" ? "shared" : "identifying"));
    // It is told once, not by whatever comes later.
    CHECK(api.observe(restoring)["warnings"] == Json::array());
}

TEST_CASE("what comes back with somebody who becomes one with the restored is not warned of", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto browser = person("cookie", fresh("cookie-0123456789abcdefghij-"));
    auto restoring = person("external_id", ann.observation["identifiers"][1]["value"]);
    restoring["identifiers"].push_back(browser["identifiers"][0]);
    REQUIRE(api.observe(restoring)["profile_id"] == ann.id);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto visitor = api.observe(browser)["profile_id"];
    REQUIRE(visitor != ann.id);
    restoring["restore"] = true;
    const auto restored = api.observe(restoring);
    CHECK(restored["profile_id"] == ann.id);
    CHECK(restored["absorbed"] == Json::array({visitor}));
    CHECK(restored["warnings"] == Json::array());
    CHECK(api.profile(refOf(browser))["id"] == ann.id);
}

TEST_CASE("a deletion honours If-Match and its Idempotency-Key", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(remove(api, ann.path(), {{"If-Match", "\"99\""}}).status == 412);
    const HeaderList once{{"Idempotency-Key", fresh("delete")}};
    const auto first = remove(api, ann.path(), once);
    CHECK(first.status == 200);
    CHECK(remove(api, ann.path(), once).body == first.body);
    CHECK(api.call({.method = "DELETE", .path = ann.path(), .key = api.read, .type = ""}).status == 403);
}

TEST_CASE("a restoration honours If-Match, and is answered alike when it comes again", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto living = api.get(ann.path()).header("ETag");
    const auto deleted = remove(api, ann.path()).header("ETag");
    api.observe(ann.again());
    CHECK(restore(api, ann.path(), {{"If-Match", living}}).status == 412);
    CHECK(api.get(ann.path()).status == 410);
    const HeaderList once{{"If-Match", deleted}, {"Idempotency-Key", fresh("restore")}};
    const auto first = restore(api, ann.path(), once);
    CHECK(first.status == 200);
    CHECK(first.body["shared"].size() == 1);
    const auto again = restore(api, ann.path(), once);
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(restore(api, ann.path()).status == 409);
    CHECK(remove(api, ann.path(), {once.back()}).code() == "id_reused");
    CHECK(api.profile(ann.id)["id"] == ann.id);
}

TEST_CASE("both homes of a merged person end and come back", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto otherId = ann.becomesOneWithAnother();
    const auto before = api.profile(ann.id);
    REQUIRE(remove(api, "/v1/profiles/" + otherId).status == 200);
    CHECK(api.get("/v1/profiles/" + otherId).status == 410);
    CHECK(api.get(ann.path()).status == 410);
    REQUIRE(restore(api, "/v1/profiles/" + otherId).status == 200);
    CHECK(shown(api.profile(ann.id)) == shown(before));
    CHECK(api.profile(otherId)["id"] == ann.id);
}

TEST_CASE("a late status of a deleted person's message is there when they are restored", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    auto late = somebody();
    late["activities"] = ann.observation["activities"];
    late["activities"][0]["status"] = "clicked";
    REQUIRE(api.observe(late)["result"] == "created");
    REQUIRE(restore(api, ann.path()).status == 200);
    const auto activity = api.get(ann.path("/activity")).body;
    REQUIRE(activity["items"].size() == 1);
    CHECK(activity["items"][0]["status"] == "clicked");
}

TEST_CASE("of two who had an address and were restored, what was observed before finds the first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto other = "/v1/profiles/" + api.observe(ann.again())["profile_id"].get<std::string>();
    REQUIRE(remove(api, other).status == 200);
    const bool isFirst = GENERATE(true, false);
    for (const auto& path : {isFirst ? ann.path() : other, isFirst ? other : ann.path()})
        REQUIRE(restore(api, path).status == 200);
    // Nothing is let go of any more.
    auto before = ann.again();
    before["observed_at"] = "2026-02-01T00:00:00Z";
    const auto outcome = api.observe(before);
    CHECK(outcome["profile_id"] ==
          (isFirst ? ann.path() : other).substr(std::string("/v1/profiles/").size()));
    CHECK(outcome["refused"].empty());
}
