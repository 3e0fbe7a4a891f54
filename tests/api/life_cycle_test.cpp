// SPDX-License-Identifier: Apache-2.0
// The end of a profile: deleted, restored, erased.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// Somebody with an address that is blacklisted, a phone, a name and an activity.
struct Ann {
    explicit Ann(ApiServer& server) : api(server), email(fresh("ann") + "@example.com") {
        observation = person("email", email);
        observation["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
        observation["fields"] = {{"first_name", "Ann"}};
        observation["endpoints"] = {{{"type", "email"},
                                     {"value", email},
                                     {"state", "blacklisted"},
                                     {"reason", "inactive_address"},
                                     {"at", "2026-01-01T00:00:00Z"}}};
        observation["activities"] = {{{"id", fresh("m")},
                                      {"channel", "email"},
                                      {"status", "delivered"},
                                      {"at", "2026-01-01T00:00:00Z"}}};
        observation["observed_at"] = "2026-01-02T00:00:00Z";
        id = api.observe(observation)["profile_id"];
    }

    [[nodiscard]] std::string path(const std::string& rest = "") const { return "/v1/profiles/" + id + rest; }
    [[nodiscard]] std::string ref() const { return "email:" + email; }
    /// A later sighting of the address alone.
    [[nodiscard]] Json again() const { return person("email", email); }

    ApiServer& api;
    std::string email;
    Json observation;
    std::string id;
};

ApiAnswer remove(ApiServer& api, const std::string& path,
                 const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    return api.call({.method = "DELETE", .path = path, .key = api.write, .type = "", .headers = headers});
}

ApiAnswer restore(ApiServer& api, const std::string& path) {
    return api.call({.method = "POST", .path = path + "/restore", .key = api.write, .type = ""});
}

/// The profile as it is shown, but for what a deletion moves.
Json shown(const Json& profile) {
    auto shown = profile;
    shown.erase("version");
    shown.erase("updated_at");
    return shown;
}

/// The receipt once it is final.
Json receiptOf(ApiServer& api, const std::string& id) {
    for (int tries = 0; tries < 600; ++tries) {
        const auto receipt = api.get("/v1/erasures/" + id);
        REQUIRE(receipt.status == 200);
        if (!receipt.body["finished_at"].is_null()) return receipt.body;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    FAIL("the erasure does not end");
    return {};
}

std::string stateOf(const Json& profile, const std::string& type = "email") {
    for (const auto& each : profile["identifiers"])
        if (each["type"] == type) return each["endpoint"]["state"];
    return "";
}

}  // namespace

TEST_CASE("a deleted profile is shown to nobody, and its ids answer since when", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto deleted = remove(api, ann.path());
    CHECK(deleted.status == 200);
    CHECK(deleted.body["id"] == ann.id);
    CHECK(deleted.body["purge_at"] > deleted.body["deleted_at"]);
    for (const auto* rest : {"", "/activity", "/changes", "/identity"}) {
        const auto gone = api.get(ann.path(rest));
        CHECK(gone.status == 410);
        CHECK(gone.body["detail"] ==
              "This profile was deleted at " + deleted.body["deleted_at"].get<std::string>() + '.');
    }
    CHECK(api.get("/v1/profiles/" + ann.ref()).status == 404);
    CHECK(api.get("/v1/profiles?known=any&q=" + ann.email).body["items"].empty());
    CHECK(api.get("/v1/profiles?known=any&q=" + ann.id).body["items"].empty());
    CHECK(api.patch(ann.path(), {{"fields", {{"first_name", "Anna"}}}}).status == 410);
    CHECK(remove(api, ann.path()).status == 410);
    CHECK(api.post("/v1/merges/preview", {{"profiles", {{{"ref", ann.id}}, {{"ref", refOf(somebody())}}}}})
              .status == 410);
}

TEST_CASE("who is seen again after a deletion is somebody new, and the address keeps its state", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto old = api.post("/v1/observations", ann.observation);
    CHECK(old.status == 400);
    CHECK(old.errors() == Errors{"/identifiers no_identifier"});
    const auto again = api.observe(ann.again());
    CHECK(again["result"] == "created");
    CHECK(again["profile_id"] != ann.id);
    CHECK(stateOf(api.profile(ann.ref())) == "blacklisted");
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
    CHECK(api.profile(ann.id)["fields"]["first_name"] == "Ann");
    again["restore"] = "yes";
    CHECK(api.post("/v1/observations", again).errors() == Errors{"/restore wrong_type"});
}

TEST_CASE("a deletion honours If-Match and its Idempotency-Key", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(remove(api, ann.path(), {{"If-Match", "\"99\""}}).status == 412);
    const std::vector<std::pair<std::string, std::string>> once{{"Idempotency-Key", fresh("delete")}};
    const auto first = remove(api, ann.path(), once);
    CHECK(first.status == 200);
    CHECK(remove(api, ann.path(), once).body == first.body);
    CHECK(api.call({.method = "DELETE", .path = ann.path(), .key = api.read, .type = ""}).status == 403);
}

TEST_CASE("both homes of a merged person end and come back", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto other = fresh("other") + "@example.com";
    const auto otherId = api.observe(person("email", other))["profile_id"].get<std::string>();
    auto both = ann.again();
    both["identifiers"].push_back({{"type", "email"}, {"value", other}});
    REQUIRE(api.observe(both)["result"] == "merged");
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

TEST_CASE("an erased person leaves a receipt, and an address that is known by its hash", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(api.post(ann.path("/erase"), {{"reason", "because"}}).errors() == Errors{"/reason invalid_value"});
    const auto erased = api.post(ann.path("/erase"), {{"reason", "person_request"}});
    CHECK(erased.status == 202);
    CHECK(erased.header("Location") == "/v1/erasures/" + ann.id);
    CHECK(api.get(ann.path()).status == 410);
    const auto receipt = receiptOf(api, ann.id);
    CHECK(receipt["reason"] == "person_request");
    CHECK(receipt["removed"]["activities"] == 1);
    CHECK(receipt["removed"]["fields"] == 1);
    CHECK(receipt["removed"]["identifiers"] == 2);
    CHECK(api.get(ann.path()).body["detail"].get<std::string>().find("was erased at") != std::string::npos);
    CHECK(restore(api, ann.path()).status == 410);
    CHECK(api.post(ann.path("/erase"), Json::object()).status == 410);
    // What was seen before is refused still; whoever comes again is new, and the address as it was.
    CHECK(api.post("/v1/observations", ann.observation).errors() == Errors{"/identifiers no_identifier"});
    const auto again = api.observe(ann.again());
    CHECK(again["result"] == "created");
    const auto profile = api.profile(ann.ref());
    CHECK(stateOf(profile) == "blacklisted");
    CHECK(profile["fields"].empty());
    CHECK(profile["identifiers"][0]["endpoint"]["states"][0]["since"] == "2026-01-01T00:00:00.000Z");
    CHECK(profile["identifiers"][0]["endpoint"]["states"][0]["reason"] == "inactive_address");
}

TEST_CASE("a repeated observation of somebody erased is a duplicate still", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["id"] = fresh("once");
    const auto id = api.observe(observation)["profile_id"].get<std::string>();
    REQUIRE(api.post("/v1/profiles/" + id + "/erase", Json::object()).status == 202);
    receiptOf(api, id);
    CHECK(api.observe(observation)["result"] == "duplicate");
}

TEST_CASE("a deleted person can be erased, and what they shared stays with the others", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto other = api.observe(ann.again())["profile_id"].get<std::string>();
    const auto before = api.profile(other);
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    CHECK(receiptOf(api, ann.id)["removed"]["identifiers"] == 1);
    CHECK(api.profile(other) == before);
}

TEST_CASE("a receipt names what plugins removed", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const Json registration{{"token", fresh("token-0123456789-")},
                            {"app_id", "shop"},
                            {"platform", "ios"},
                            {"identifiers", ann.observation["identifiers"]}};
    const auto put = api.call(
        {.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = registration.dump()});
    REQUIRE(put.status == 200);
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    CHECK(receiptOf(api, ann.id)["removed"]["channels.push"] == 1);
}
