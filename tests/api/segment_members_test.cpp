// SPDX-License-Identifier: Apache-2.0
// Who is listed and counted as a member of a segment, and who is not any more.
#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

#include "core/storage/database.hpp"
#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;

namespace {

std::string segmentWith(ApiServer& api, const Json& members) {
    auto segment = members;
    segment["name"] = "Members";
    const auto answer = api.post("/v1/segments", segment);
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return answer.body["id"];
}

std::set<std::string> idsOf(const Json& items) {
    std::set<std::string> ids;
    for (const auto& item : items) ids.insert(item["id"]);
    return ids;
}

Json totalOf(ApiServer& api, const std::string& segment, const std::string& query = "") {
    const auto answer = api.get("/v1/segments/" + segment + "/members" + query);
    REQUIRE(answer.status == 200);
    return answer.body["total"];
}

Json counted(std::int64_t count, bool atLeast) {
    return {{"count", count}, {"at_least", atLeast}};
}

/// Profiles of the source `crowd`, so many that nobody observes them one by one.
void addCrowd(ApiServer& api, std::int64_t from, std::int64_t to) {
    storage::Database(api.database())
        .openWriter()
        ->execute(
            "INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name,"
            " updated_at, known, listed, merge_count, sort_name)"
            " WITH RECURSIVE step(n) AS (SELECT CAST(:from AS bigint)"
            " UNION ALL SELECT n + 1 FROM step WHERE n < :to)"
            " SELECT n, n, 1, n, 'import', 'crowd', n, 1, 1, 0, '' FROM step",
            from, to);
}

}  // namespace

TEST_CASE("whoever is deleted is in no segment until restored, and whoever is erased never again", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto tagged = [&] {
        auto seen = somebody();
        seen["fields"] = {{"tags", Json::array({tag})}};
        return api.observe(seen)["profile_id"].get<std::string>();
    };
    const auto gone = tagged();
    const auto stays = tagged();
    const auto dynamic = segmentWith(api, {{"condition", {{"tag", tag}}}});
    const auto listed = segmentWith(api, {{"kind", "static"}, {"condition", {{"tag", tag}}}});
    const auto naming = segmentWith(api, {{"condition", {{"segment", listed}}}});
    const auto check = [&](const std::set<std::string>& ids, int why) {
        const auto count = static_cast<std::int64_t>(ids.size());
        for (const auto& segment : {dynamic, listed, naming}) {
            const auto path = "/v1/segments/" + segment;
            CHECK(idsOf(api.get(path + "/members").body["items"]) == ids);
            CHECK(totalOf(api, segment) == counted(count, false));
            CHECK(totalOf(api, segment, "?count=exact") == counted(count, false));
            CHECK(idsOf(api.get("/v1/profiles?segment=" + segment).body["items"]) == ids);
            const auto answer = api.get(path + "/why/" + gone);
            CHECK(answer.status == why);
            if (why == 200) CHECK(answer.body["member"] == true);
        }
        const auto preview = api.post("/v1/segments/preview", {{"condition", {{"tag", tag}}}}).body;
        CHECK(preview["count"] == count);
        CHECK(idsOf(preview["sample"]) == ids);
    };
    check({gone, stays}, 200);
    const auto path = "/v1/profiles/" + gone;
    REQUIRE(remove(api, path).status == 200);
    check({stays}, 410);
    REQUIRE(restore(api, path).status == 200);
    check({gone, stays}, 200);
    REQUIRE(api.post(path + "/erase", Json::object()).status == 202);
    check({stays}, 410);
    CHECK(receiptOf(api, gone)["removed"]["segment_members"] == 1);
    check({stays}, 410);
}

TEST_CASE("whoever is deleted is put on no list, and the answer says how to restore them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto listed = segmentWith(api, {{"kind", "static"}});
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto answer = api.post("/v1/segments/" + listed + "/members", {{"add", Json::array({ann.id})}});
    CHECK(answer.status == 400);
    CHECK(answer.errors() == std::vector<std::string>{"/add/0 gone"});
    CHECK(answer.body["errors"][0]["detail"] == api.get(ann.path()).body["detail"]);
    CHECK(totalOf(api, listed) == counted(0, false));
}

TEST_CASE("members beyond ten thousand are marked, and counted when that is asked for", "[api]") {
    ApiServer api(eachEngine());
    const auto segment =
        segmentWith(api, {{"condition", {{"profile", "source_name"}, {"is", "equals"}, {"value", "crowd"}}}});
    addCrowd(api, 1, 10'000);
    CHECK(totalOf(api, segment) == counted(10'000, false));
    addCrowd(api, 10'001, 10'001);
    CHECK(totalOf(api, segment) == counted(10'000, true));
    CHECK(totalOf(api, segment, "?count=exact") == counted(10'001, false));
    const auto preview = api.post("/v1/segments/preview",
                                  {{"condition", api.get("/v1/segments/" + segment).body["condition"]}});
    CHECK(preview.body["count"] == 10'001);
}
