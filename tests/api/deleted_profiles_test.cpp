// SPDX-License-Identifier: Apache-2.0
// GET /v1/profiles/deleted: who can be restored.
#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;

namespace {

using Ids = std::vector<std::string>;
const std::string kPath = "/v1/profiles/deleted";

Json pageOf(ApiServer& api, const std::string& query) {
    const auto answer = api.call({.path = kPath + query, .key = api.write});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body;
}

/// All of them, in pages of two.
Json everybody(ApiServer& api) {
    auto items = Json::array();
    std::string cursor;
    do {
        const auto page = pageOf(api, "?limit=2" + cursor);
        CHECK(page["items"].size() <= 2);
        for (const auto& each : page["items"]) items.push_back(each);
        cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    return items;
}

/// Those of `wanted` who are listed, in the order of the list.
Ids listed(ApiServer& api, const Ids& wanted) {
    Ids found;
    for (const auto& each : everybody(api)) {
        const auto id = each["id"].get<std::string>();
        if (std::ranges::find(wanted, id) != wanted.end()) found.push_back(id);
    }
    return found;
}

Json entryOf(ApiServer& api, const std::string& id) {
    for (const auto& each : everybody(api))
        if (each["id"] == id) return each;
    return nullptr;
}

/// `type:value role` of each.
std::vector<std::string> identifiersOf(const Json& entry) {
    std::vector<std::string> found;
    for (const auto& each : entry["identifiers"]) {
        found.push_back(each["type"].get<std::string>() + ':' + each["value"].get<std::string>() + ' ' +
                        each["role"].get<std::string>());
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace

TEST_CASE("who was deleted is shown to those alone who can restore them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(api.get(kPath).status == 403);
    CHECK(api.call({.path = kPath, .key = api.open}).status == 403);
    CHECK(api.call({.path = kPath}).status == 401);
    const auto errorsOf = [&](const std::string& query) {
        const auto answer = api.call({.path = kPath + query, .key = api.write});
        CHECK(answer.status == 400);
        return answer.errors();
    };
    CHECK(errorsOf("?limit=501") == Ids{"?limit invalid_value"});
    CHECK(errorsOf("?q=ann") == Ids{"?q unknown_parameter"});
    // ["timeline",0,0,""]: another list's.
    CHECK(errorsOf("?cursor=WyJ0aW1lbGluZSIsMCwwLCIiXQ") == Ids{"?cursor invalid_cursor"});
}

TEST_CASE("who was deleted is listed as they were then, the last one first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann first(api);
    const Ann second(api);
    const Ann third(api);
    const auto absorbed = second.becomesOneWithAnother();
    CHECK(listed(api, {first.id, second.id, third.id}).empty());
    for (const auto* ann : {&first, &second, &third}) REQUIRE(remove(api, ann->path()).status == 200);
    CHECK(listed(api, {first.id, second.id, third.id, absorbed}) == Ids{third.id, second.id, first.id});

    const auto entry = entryOf(api, first.id);
    CHECK(entry["first_name"] == "Ann");
    CHECK(entry["last_name"].is_null());
    CHECK(identifiersOf(entry) ==
          Ids{first.ref() + " identifying",
              "external_id:" + first.observation["identifiers"][1]["value"].get<std::string>() +
                  " identifying"});
    CHECK(entry["source"]["type"] == "api");
    CHECK(identifiersOf(entryOf(api, second.id)).size() == 3);
}

TEST_CASE("who was deleted says how long they can be restored, as the deletion did", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto deleted = remove(api, ann.path());
    REQUIRE(deleted.status == 200);
    const auto entry = entryOf(api, ann.id);
    CHECK(entry["deleted_at"] == deleted.body["deleted_at"]);
    CHECK(entry["purge_at"] == deleted.body["purge_at"]);
}

TEST_CASE("who was restored, or erased for good, is not among the deleted", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann back(api);
    const Ann gone(api);
    for (const auto* ann : {&back, &gone}) REQUIRE(remove(api, ann->path()).status == 200);
    REQUIRE(listed(api, {back.id, gone.id}) == Ids{gone.id, back.id});
    REQUIRE(restore(api, back.path()).status == 200);
    CHECK(listed(api, {back.id, gone.id}) == Ids{gone.id});
    REQUIRE(api.post(gone.path("/erase"), Json::object()).status == 202);
    CHECK(listed(api, {back.id, gone.id}).empty());
    static_cast<void>(receiptOf(api, gone.id));
    CHECK(listed(api, {back.id, gone.id}).empty());
}
