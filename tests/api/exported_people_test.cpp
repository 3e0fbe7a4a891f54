// SPDX-License-Identifier: Apache-2.0
// Whose data an export tells: the deleted, what nobody lists any more, and what is somebody else's.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <utility>

#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;
using Words = std::vector<std::string>;

namespace {

/// The id of a merge that the first survives.
std::string merge(ApiServer& api, const std::string& survivor, const std::string& absorbed) {
    const auto merged = api.post(
        "/v1/merges", {{"profiles", {{{"ref", survivor}}, {{"ref", absorbed}}}}, {"survivor", survivor}});
    INFO(merged.text);
    REQUIRE(merged.status == 201);
    return merged.body["id"];
}

void registerToken(ApiServer& api, const std::string& token, const Json& person) {
    const Json registration{
        {"token", token}, {"app_id", "shop"}, {"platform", "ios"}, {"identifiers", person["identifiers"]}};
    const auto put = api.call(
        {.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = registration.dump()});
    INFO(put.text);
    REQUIRE(put.status == 200);
}

}  // namespace

TEST_CASE("a deleted person is exported by an id as they were, until they are erased", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto absorbed = ann.becomesOneWithAnother();
    const auto before = exported(api, ann.id);
    CHECK(before["profile"]["deleted_at"].is_null());
    const auto deleted = remove(api, ann.path());
    REQUIRE(deleted.status == 200);

    const auto after = exported(api, absorbed);
    CHECK(after["profile"]["id"] == ann.id);
    CHECK(after["profile"]["deleted_at"] == deleted.body["deleted_at"]);
    CHECK(after["profile"]["created_at"] == before["profile"]["created_at"]);
    CHECK(after["homes"].size() == 2);
    REQUIRE(after["merges"].size() == 1);
    CHECK(after["merges"][0]["joined_a"].is_object());
    for (const auto& [name, value] : before.items()) {
        INFO(name);
        static const std::set<std::string> kDiffers{"exported_at", "profile", "life_changes", "observations",
                                                    "events"};
        if (!kDiffers.contains(name)) CHECK(after[name] == value);
    }
    CHECK(all(after["life_changes"], "/after") == Words{"deleted"});
    auto types = all(before["events"], "/type");
    types.emplace_back("profile.deleted");
    std::ranges::sort(types);
    CHECK(all(after["events"], "/type") == types);
    CHECK(after["observations"].size() == before["observations"].size() + 1);
    CHECK(after["changed_meanwhile"] == false);

    CHECK(api.call({.path = exportPath(ann.ref()), .key = api.admin}).status == 404);
    const auto again = api.observe(ann.again())["profile_id"].get<std::string>();
    CHECK(exported(api, ann.ref())["profile"]["id"] == again);
    CHECK(exported(api, ann.id).dump().find(again) == std::string::npos);
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    CHECK(api.call({.path = exportPath(ann.id), .key = api.admin}).status == 410);
}

TEST_CASE("what plugins keep of the deleted is theirs until somebody else has it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto token = fresh("token-0123456789-");
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"].get<std::string>();
    registerToken(api, token, someone);
    REQUIRE(remove(api, "/v1/profiles/" + id).status == 200);
    CHECK(all(exported(api, id)["channels"]["push"]["devices"], "/token") == Words{token});
    const auto other = somebody();
    const auto otherId = api.observe(other)["profile_id"].get<std::string>();
    registerToken(api, token, other);
    CHECK(exported(api, refOf(other))["channels"]["push"]["devices"].size() == 1);
    CHECK(exported(api, id)["channels"]["push"]["devices"].empty());
    REQUIRE(remove(api, "/v1/profiles/" + otherId).status == 200);
    CHECK(all(exported(api, otherId)["channels"]["push"]["devices"], "/token") == Words{token});
    CHECK(exported(api, id)["channels"]["push"]["devices"].empty());
}

TEST_CASE("an export tells what is kept and not listed, with what was said of it there", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = [](const char* name) { return fresh(name) + "@example.com"; };
    const auto detached = address("a-detached");
    const auto named = address("b-named");
    const auto said = address("c-said");
    auto seen = somebody();
    seen["identifiers"].push_back({{"type", "email"}, {"value", detached}});
    seen["activities"] = {{{"id", fresh("m")},
                           {"channel", "email"},
                           {"status", "sent"},
                           {"endpoint", {{"type", "email"}, {"value", named}}},
                           {"at", "2026-01-01T00:00:00Z"}}};
    seen["endpoints"] = {{{"type", "email"},
                          {"value", said},
                          {"state", "complained"},
                          {"reason", "spam"},
                          {"at", "2026-01-01T00:00:00Z"}}};
    const auto id = api.observe(seen)["profile_id"].get<std::string>();
    REQUIRE(remove(api, "/v1/profiles/" + id + "/identifiers/email/" + detached).status == 204);
    auto other = somebody();
    other["endpoints"] = {{{"type", "email"}, {"value", said}, {"state", "unsubscribed"}}};
    api.observe(other);

    const auto told = [&] {
        const auto document = exported(api, id);
        CHECK(all(document["identifiers"], "/type") == Words{"external_id"});
        CHECK(all(document["unlisted_identifiers"], "/value") == Words{detached, named, said});
        CHECK(all(document["unlisted_identifiers"], "/home") == Words{id, id, id});
        CHECK(all(document["endpoint_states"], "/identifier/value") == Words{said});
        CHECK(all(document["endpoint_states"], "/state") == Words{"complained"});
    };
    told();
    REQUIRE(remove(api, "/v1/profiles/" + id).status == 200);
    told();
}

TEST_CASE("an export does not name what identifies somebody else by now", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = fresh("moved") + "@example.com";
    auto seen = somebody();
    seen["identifiers"].push_back({{"type", "email"}, {"value", address}});
    seen["endpoints"] = {{{"type", "email"},
                          {"value", address},
                          {"state", "complained"},
                          {"reason", "spam"},
                          {"at", "2026-01-01T00:00:00Z"}}};
    const auto ann = api.observe(seen)["profile_id"].get<std::string>();
    const auto bea = api.observe(somebody())["profile_id"].get<std::string>();
    const auto path = "/v1/profiles/" + bea;
    const auto listing = path + "/identifiers/email/" + address;
    REQUIRE(
        api.call({.method = "PUT", .path = listing + "?move=true", .key = api.write, .type = ""}).status ==
        200);

    const auto isTold = [&] { return exported(api, ann).dump().find(address) != std::string::npos; };
    CHECK(exported(api, bea).dump().find(address) != std::string::npos);
    CHECK_FALSE(isTold());
    REQUIRE(remove(api, path).status == 200);
    CHECK_FALSE(isTold());
    REQUIRE(restore(api, path).status == 200);
    CHECK_FALSE(isTold());

    REQUIRE(remove(api, listing).status == 204);
    const auto document = exported(api, ann);
    CHECK(all(document["unlisted_identifiers"], "/value") == Words{address});
    CHECK(all(document["identifier_changes"], "/identifier/value") == Words{address});
    CHECK(all(document["endpoint_states"], "/identifier/value") == Words{address});
}

TEST_CASE("what one home names and another lists is told once, as listed", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = fresh("listed") + "@example.com";
    const auto listing = api.observe(person("email", address))["profile_id"].get<std::string>();
    auto naming = somebody();
    naming["endpoints"] = {{{"type", "email"}, {"value", address}, {"state", "unsubscribed"}}};
    const auto id = api.observe(naming)["profile_id"].get<std::string>();
    // As long as it is another one's it is not told whose address that is.
    CHECK(exported(api, id)["unlisted_identifiers"].empty());
    merge(api, id, listing);
    const auto document = exported(api, id);
    CHECK(document["unlisted_identifiers"].empty());
    CHECK(all(document["endpoint_states"], "/state") == Words{"unsubscribed"});
}

TEST_CASE("the export of whom a third person had been part of tells nothing of that one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = [&](const std::string& name, const char* at, Json fields) {
        auto seen = person("email", fresh(name) + "@example.com");
        seen["fields"] = std::move(fields);
        seen["observed_at"] = at;
        return api.observe(seen)["profile_id"].get<std::string>();
    };
    const auto ann = fresh("Ann");
    const auto cid = fresh("Cid");
    const auto bobId = someone("bob", "2026-01-01T00:00:00Z", {{"last_name", "Bobson"}});
    const auto annId = someone("ann", "2026-01-03T00:00:00Z", {{"nickname", ann}});
    const auto cidId = someone("cid", "2026-01-02T00:00:00Z", {{"nickname", cid}, {"last_name", "Cidson"}});
    const auto first = merge(api, bobId, annId);
    const auto second = merge(api, bobId, cidId);
    REQUIRE(api.get("/v1/merges/" + second).text.find(ann) != std::string::npos);
    REQUIRE(api.post("/v1/merges/" + first + "/undo", Json::object()).status == 200);

    const auto document = exported(api, bobId);
    CHECK(document["homes"].size() == 2);
    CHECK(document.dump().find(ann) == std::string::npos);
    for (const auto& each : document["merges"]) CHECK(all(each["choices"], "/key") == Words{"last_name"});
    CHECK(exported(api, annId).dump().find(ann) != std::string::npos);
    CHECK(exported(api, annId).dump().find(cid) == std::string::npos);
}

TEST_CASE("the events about a person are in their export, and name what is theirs", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto bounced = [&](const std::string& email) {
        auto seen = person("email", email);
        seen["endpoints"] = {{{"type", "email"}, {"value", email}, {"state", "blacklisted"}}};
        return api.observe(seen)["profile_id"].get<std::string>();
    };
    const auto addressOfOne = fresh("one") + "@example.com";
    const auto addressOfTwo = fresh("two") + "@example.com";
    const auto one = bounced(addressOfOne);
    const auto two = bounced(addressOfTwo);
    const auto alone = exported(api, one)["events"];
    CHECK(all(alone, "/type") == Words{"endpoint.changed", "profile.created"});
    for (const auto& each : alone) {
        CHECK(each["profile_id"] == one);
        CHECK(each["deliveries"].empty());
        if (each["type"] != "endpoint.changed") continue;
        CHECK(each["identifier"]["value"] == addressOfOne);
        CHECK(each["before"] == "active");
        CHECK(each["after"] == "blacklisted");
    }

    const auto merged = merge(api, one, two);
    const auto isOfBoth = [&](const Json& event) {
        return event["profile_id"] == one && event["other_id"] == two;
    };
    const auto together = exported(api, one)["events"];
    CHECK(std::ranges::count_if(together, isOfBoth) == 1);
    const auto undo = "/v1/merges/" + merged + "/undo";
    REQUIRE(api.call({.method = "POST", .path = undo, .key = api.write}).status == 200);
    // The merge and its undo are about both; of the rest each has their own.
    for (const auto& [id, others] : {std::pair{one, addressOfTwo}, std::pair{two, addressOfOne}}) {
        const auto apart = exported(api, id)["events"];
        CHECK(std::ranges::count_if(apart, isOfBoth) == 2);
        for (const auto& event : apart) CHECK((event["profile_id"] == id || isOfBoth(event)));
        CHECK(apart.dump().find(others) == std::string::npos);
    }
}
