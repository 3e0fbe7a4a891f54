// SPDX-License-Identifier: Apache-2.0
// The list of profiles, taken away whole.
#include <catch2/catch.hpp>

#include "core/storage/profile_list.hpp"
#include "tests/api/signed_in.hpp"
#include "tests/api/town.hpp"
#include "tests/api/two_people.hpp"

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
    for (const std::string sort : {"updated_at", "-updated_at"})
        CHECK(errors("sort=" + sort) == Errors{"?sort not_allowed"});
    CHECK(errors("sort=age") == Errors{"?sort invalid_value"});
}

TEST_CASE("an export of the list is the list, whole, in its order and with its fields", "[api]") {
    Town town(eachEngine());
    for (const std::string query :
         {"sort=-created_at", "known=any&sort=name", "tag=vip&fields=nickname,age&sort=-name",
          "category=news&subscription=subscribed&sort=created_at", "tag=none&sort=created_at"}) {
        INFO(query);
        CHECK(itemsOf(town.api.get("/v1/profiles/export?" + query)) ==
              town.api.get("/v1/profiles?" + query).body["items"]);
    }
    CHECK(itemsOf(town.api.get("/v1/profiles/export")) ==
          town.api.get("/v1/profiles?sort=created_at").body["items"]);
    CHECK(itemsOf(town.api.get("/v1/profiles/export?ids=" + town.ann + "," + town.bea)).size() == 2);
}

TEST_CASE("an export of the list goes on after its first page, with each person once", "[api]") {
    ApiServer api(eachEngine());
    constexpr std::size_t kPeople = 1'100;
    const auto tag = fresh("exported");
    std::string lines;
    for (std::size_t i = 0; i < kPeople; ++i) {
        auto someone = somebody();
        someone["fields"] = {{"tags", Json::array({tag})}, {"first_name", i % 2 == 0 ? "Ann" : "Bea"}};
        lines += someone.dump() + '\n';
    }
    REQUIRE(api.call({.method = "POST",
                      .path = "/v1/observations",
                      .key = api.write,
                      .body = lines,
                      .type = "application/x-ndjson"})
                .status == 200);
    const auto segment = api.post("/v1/segments", {{"name", tag}, {"condition", {{"tag", tag}}}});
    REQUIRE(segment.status == 201);
    const auto tagIs = "condition=" + Json{{"tag", tag}}.dump();
    for (const std::string& query :
         {std::string("sort=created_at"), std::string("sort=name"), std::string("known=any&sort=-created_at"),
          "sort=-name&tag=" + tag, "sort=created_at&segment=" + segment.body["id"].get<std::string>(),
          "sort=created_at&" + tagIs, std::string("sort=created_at&q=ann")}) {
        INFO(query);
        auto listed = Json::array();
        for (const auto& page : pagesOf(api, "/v1/profiles?limit=500&" + query))
            for (const auto& item : page) listed.push_back(item);
        CHECK(listed.size() >= kPeople / 2);
        CHECK(itemsOf(api.get("/v1/profiles/export?" + query)) == listed);
    }
}

TEST_CASE("a search that takes no more of whom it finds is not exported as if that were all", "[api]") {
    ApiServer api(eachEngine());
    const auto name = fresh("many");
    std::string lines;
    for (std::size_t i = 0; i <= storage::kBegun; ++i)
        lines += person("email", name + std::to_string(i) + "@example.com").dump() + '\n';
    REQUIRE(api.call({.method = "POST",
                      .path = "/v1/observations",
                      .key = api.write,
                      .body = lines,
                      .type = "application/x-ndjson"})
                .status == 200);
    CHECK(api.get("/v1/profiles?q=" + name).body["cut"] == true);
    CHECK(api.get("/v1/profiles?q=" + name + "17@example.com").body["cut"] == false);
    CHECK(api.get("/v1/profiles/export?q=" + name).errors() == Errors{"?q too_many"});
    CHECK(itemsOf(api.get("/v1/profiles/export?q=" + name + "17@example.com")).size() == 1);
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

TEST_CASE("an export of the list has every address, and a page of it those first that a channel reaches",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto ann = person("email", fresh("browses") + "@example.com");
    for (int i = 0; i < 12; ++i)
        ann["identifiers"].push_back({{"type", "cookie"}, {"value", fresh("cookie-0123456789abcdefghij-")}});
    const auto id = api.observe(ann)["profile_id"].get<std::string>();
    const auto listed = api.get("/v1/profiles?ids=" + id).body["items"][0]["identifiers"];
    CHECK(listed.size() == 10);
    CHECK(listed[0]["type"] == "email");
    const auto exported = itemsOf(api.get("/v1/profiles/export?ids=" + id));
    REQUIRE(exported.size() == 1);
    CHECK(exported[0]["identifiers"].size() == 13);
}
