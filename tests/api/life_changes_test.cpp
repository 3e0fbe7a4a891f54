// SPDX-License-Identifier: Apache-2.0
// That a profile was deleted and restored, as its changes tell it.
#include <catch2/catch.hpp>

#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;

namespace {

Json lifeOf(ApiServer& api, const std::string& id) {
    const auto answer = api.get("/v1/profiles/" + id + "/changes?kind=life");
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body["items"];
}

std::int64_t rowsOf(ApiServer& api, const std::string& id) {
    storage::Database database(api.database());
    return std::get<0>(*database.openWriter()->first<std::int64_t>(
        "SELECT count(*) FROM life_change WHERE home = :id", base::ProfileId::parse(id)->value));
}

/// What the caller named the call by that deletes, or restores.
std::string deletes(ApiServer& api, const Ann& ann) {
    const HeaderList once{{"Idempotency-Key", fresh("delete")}};
    REQUIRE(remove(api, ann.path(), once).status == 200);
    return once[0].second;
}

std::string restores(ApiServer& api, const Ann& ann) {
    const HeaderList once{{"Idempotency-Key", fresh("restore")}};
    REQUIRE(restore(api, ann.path(), once).status == 200);
    return once[0].second;
}

/// `before after` of each.
std::vector<std::string> stepsOf(const Json& changes) {
    std::vector<std::string> steps;
    for (const auto& each : changes)
        steps.push_back(each["before"].get<std::string>() + ' ' + each["after"].get<std::string>());
    return steps;
}

using Steps = std::vector<std::string>;
const Steps kBoth{"deleted live", "live deleted"};

}  // namespace

TEST_CASE("what deletes or restores nobody is no change", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(restore(api, ann.path()).status == 409);
    CHECK(remove(api, ann.path(), {{"If-Match", "\"99\""}}).status == 412);
    CHECK(lifeOf(api, ann.id).empty());
    CHECK(rowsOf(api, ann.id) == 0);

    const HeaderList once{{"Idempotency-Key", fresh("delete")}};
    REQUIRE(remove(api, ann.path(), once).status == 200);
    CHECK(remove(api, ann.path(), once).status == 200);
    CHECK(remove(api, ann.path()).status == 410);
    CHECK(rowsOf(api, ann.id) == 1);
    CHECK(api.get(ann.path("/changes?kind=life")).status == 410);
}

TEST_CASE("a deletion and a restoration are told in their order, with when and by whom", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto before = api.get(ann.path("/changes")).body["items"];
    CHECK(lifeOf(api, ann.id).empty());
    const HeaderList once{{"Idempotency-Key", fresh("delete")}};
    const auto deleted = remove(api, ann.path(), once);
    REQUIRE(deleted.status == 200);
    const auto restored = restores(api, ann);

    const auto changes = lifeOf(api, ann.id);
    REQUIRE(stepsOf(changes) == kBoth);
    CHECK(changes[1]["at"] == deleted.body["deleted_at"]);
    CHECK(changes[0]["at"] >= changes[1]["at"]);
    CHECK(changes[1]["observation"]["given_id"] == once[0].second);
    CHECK(changes[0]["observation"]["given_id"] == restored);
    for (const auto& change : changes) {
        CHECK(change["kind"] == "life");
        CHECK(change["observation"]["source"] == Json{{"type", "api"}, {"name", "test write"}});
        CHECK(change["observation"]["evidence"] == "attested");
    }
    // They stand before what was there, and are pages of their own.
    auto all = changes;
    for (const auto& change : before) all.push_back(change);
    CHECK(api.get(ann.path("/changes")).body["items"] == all);
    const auto first = api.get(ann.path("/changes?kind=life&limit=1")).body;
    CHECK(first["items"] == Json::array({changes[0]}));
    const auto cursor = first["next_cursor"].get<std::string>();
    const auto last = api.get(ann.path("/changes?kind=life&limit=1&cursor=" + cursor)).body;
    CHECK(last["items"] == Json::array({changes[1]}));
    CHECK(last["next_cursor"].is_null());
}

TEST_CASE("who is restored by an observation shows which one that was", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    deletes(api, ann);
    auto again = ann.again();
    again["restore"] = true;
    again["id"] = fresh("again");
    again["source"] = {{"type", "order"}, {"name", "till"}};
    REQUIRE(api.observe(again)["profile_id"] == ann.id);
    const auto changes = lifeOf(api, ann.id);
    REQUIRE(stepsOf(changes) == kBoth);
    const auto& by = changes[0]["observation"];
    CHECK(by["given_id"] == again["id"]);
    CHECK(by["source"] == again["source"]);
    CHECK(changes[0]["at"] == by["received_at"]);
}

TEST_CASE("who becomes one with the restored shows it too, until that is taken back", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    deletes(api, ann);
    restores(api, ann);
    const auto told = lifeOf(api, ann.id);
    const auto other =
        api.observe(person("email", fresh("other") + "@example.com"))["profile_id"].get<std::string>();
    const Json one{{"profiles", {{{"ref", other}}, {{"ref", ann.id}}}}, {"survivor", other}};
    const auto merged = api.post("/v1/merges", one);
    REQUIRE(merged.status == 201);
    CHECK(api.profile(ann.id)["id"] == other);
    CHECK(lifeOf(api, other) == told);
    CHECK(stepsOf(told) == kBoth);

    // From now on it is the survivor that is deleted.
    REQUIRE(remove(api, ann.path()).status == 200);
    REQUIRE(restore(api, ann.path()).status == 200);
    const Steps twice{kBoth[0], kBoth[1], kBoth[0], kBoth[1]};
    CHECK(stepsOf(lifeOf(api, ann.id)) == twice);
    const auto undo = "/v1/merges/" + merged.body["id"].get<std::string>() + "/undo";
    REQUIRE(api.post(undo, Json::object()).status == 200);
    CHECK(lifeOf(api, ann.id) == told);
    CHECK(stepsOf(lifeOf(api, other)) == kBoth);
}

TEST_CASE("an export tells deletions and restorations, of the deleted too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(exported(api, ann.id)["life_changes"].empty());
    const auto deleted = deletes(api, ann);
    const auto first = exported(api, ann.id)["life_changes"];
    REQUIRE(stepsOf(first) == Steps{"live deleted"});
    CHECK(first[0]["home"] == ann.id);
    CHECK(first[0]["observation"]["given_id"] == deleted);
    restores(api, ann);
    const auto both = exported(api, ann.id)["life_changes"];
    CHECK(stepsOf(both) == Steps{"live deleted", "deleted live"});
    CHECK(both[0] == first[0]);
}

TEST_CASE("of the erased no row says that they were deleted once, and the receipt counts them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    deletes(api, ann);
    const bool isDeleted = GENERATE(false, true);
    if (!isDeleted) restores(api, ann);
    const auto rows = rowsOf(api, ann.id);
    CHECK(rows == (isDeleted ? 1 : 2));
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    CHECK(receiptOf(api, ann.id)["removed"]["life_changes"] == rows);
    CHECK(rowsOf(api, ann.id) == 0);
}
