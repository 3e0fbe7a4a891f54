// SPDX-License-Identifier: Apache-2.0
// The list of profiles, taken away whole.
#include <catch2/catch.hpp>

#include "tests/api/signed_in.hpp"
#include "tests/api/town.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// The lines of an export as items of a list.
Json itemsOf(const ApiAnswer& answer) {
    CHECK(answer.header("Content-Type") == "application/x-ndjson");
    auto items = Json::array();
    for (std::size_t begin = 0; begin < answer.text.size();) {
        const auto end = answer.text.find('\n', begin);
        REQUIRE(end != std::string::npos);
        items.push_back(Json::parse(answer.text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return items;
}

}  // namespace

TEST_CASE("an export of the list that is asked for wrongly is refused before its first line", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto errors = [&](const std::string& query) {
        return api.get("/v1/profiles/export?" + query).errors();
    };
    CHECK(errors("limit=10") == Errors{"?limit unknown_parameter"});
    CHECK(errors("cursor=x&total=true") == Errors{"?cursor unknown_parameter", "?total unknown_parameter"});
    CHECK(errors("fields=shoe") == Errors{"?fields unknown_field"});
    CHECK(errors("q=%20") == Errors{"?q invalid_search"});
    CHECK(errors(R"(condition={"segment":"no.such"})") == Errors{"?condition/segment unknown_segment"});
    CHECK(api.get("/v1/profiles/export?segment=no.such").status == 404);
}

TEST_CASE("an export of the list is the list, whole, in its order and with its fields", "[api]") {
    Town town(eachEngine());
    for (const std::string query : {"sort=created_at", "known=any&sort=name", "tag=vip&fields=nickname,age",
                                    "category=news&subscription=subscribed", "tag=none"}) {
        INFO(query);
        CHECK(itemsOf(town.api.get("/v1/profiles/export?" + query)) ==
              town.api.get("/v1/profiles?" + query).body["items"]);
    }
    CHECK(itemsOf(town.api.get("/v1/profiles/export?ids=" + town.ann + "," + town.bea)).size() == 2);
}

TEST_CASE("an export of the list goes on after its first page", "[api]") {
    ApiServer api(eachEngine());
    constexpr std::size_t kPeople = 501;
    std::string lines;
    for (std::size_t i = 0; i < kPeople; ++i) lines += somebody().dump() + '\n';
    REQUIRE(api.call({.method = "POST",
                      .path = "/v1/observations",
                      .key = api.write,
                      .body = lines,
                      .type = "application/x-ndjson"})
                .status == 200);
    std::set<std::string> ids;
    for (const auto& item : itemsOf(api.get("/v1/profiles/export?sort=created_at"))) ids.insert(item["id"]);
    CHECK(ids.size() == kPeople);
}

TEST_CASE("that a person exported the list is in the log, and what they looked for is not", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "viewer");
    CHECK(getAs(api, ann, "/v1/profiles/export?q=unmistakable@example.com").status == 200);
    const auto entry = api.call({.path = "/v1/audit?user=" + ann.id, .key = api.admin}).body["items"][0];
    CHECK(entry["action"] == "profiles.export.get");
    CHECK(entry["route"] == "/v1/profiles/export");
    CHECK(entry["profile_id"].is_null());
    CHECK(entry["status"] == 200);
    CHECK(entry.dump().find("unmistakable") == std::string::npos);
}
