// SPDX-License-Identifier: Apache-2.0
// What a table of people asks of their list: any condition, a number, and all that its lines show.
#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/api/town.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// The parameter `condition`, percent-encoded.
std::string where(const Json& condition) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string query = "condition=";
    for (const char c : condition.dump()) {
        const auto byte = static_cast<std::size_t>(static_cast<unsigned char>(c));
        query += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
    return query;
}

Json tagged(const std::string& tag) {
    return {{"tag", tag}};
}

Json allOf(const Json& conditions) {
    return {{"all", conditions}};
}

/// `total`, with a plus if there may be more.
std::string totalOf(ApiServer& api, const std::string& query) {
    const auto answer = api.get("/v1/profiles?limit=1&total=true" + (query.empty() ? query : "&" + query));
    INFO(query << "\n" << answer.text);
    REQUIRE(answer.status == 200);
    const auto total = std::to_string(answer.body["total"].get<std::int64_t>());
    return answer.body["at_least"].get<bool>() ? total + "+" : total;
}

Json itemOf(ApiServer& api, const std::string& id, const std::string& query = "") {
    const auto answer = api.get("/v1/profiles?known=any&q=" + id + query);
    INFO(answer.text);
    REQUIRE(answer.body["items"].size() == 1);
    return answer.body["items"][0];
}

Json identifierOf(const Json& item, const std::string& type) {
    for (const auto& each : item["identifiers"])
        if (each["type"] == type) return each;
    return {};
}

}  // namespace

TEST_CASE("a condition that is wrong is told of with the place within it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto errorsOf = [&](const Json& condition) {
        const auto answer = api.get("/v1/profiles?" + where(condition));
        INFO(condition << answer.text);
        CHECK(answer.status == 400);
        return answer.errors();
    };
    CHECK(errorsOf({{"field", "shoe"}, {"is", "known"}}) == Errors{"?condition/field unknown_field"});
    CHECK(errorsOf(allOf({tagged("vip"), {{"subscription", "gossip"}}})) ==
          Errors{"?condition/all/1/subscription unknown_category"});
    CHECK(errorsOf(allOf({tagged("vip"), {{"segment", "nobody-made-it"}}})) ==
          Errors{"?condition/all/1/segment unknown_segment"});
    const auto all = api.get("/v1/profiles?limit=0&" + where({{"field", "shoe"}, {"is", "known"}}));
    CHECK(all.errors() == Errors{"?condition/field unknown_field", "?limit invalid_value"});
    CHECK(api.get("/v1/profiles?segment=nobody-made-it&" + where(tagged("vip"))).status == 404);
}

TEST_CASE("a list holds those for whom a condition holds, beside its other filters and in every order",
          "[api]") {
    Town town(eachEngine());
    const Json email{{"identifier", "email"}};
    const Json smith{{"field", "last_name"}, {"is", "starts_with"}, {"value", "Smith"}};
    CHECK(sorted(town.list(where(tagged("vip")))) == sorted({town.ann, town.bea}));
    CHECK(sorted(town.list(where({{"any", {tagged("new"), email}}}))) ==
          sorted({town.ann, town.bea, town.cid, town.dan}));
    CHECK(town.list(where(smith) + "&sort=-created_at") == Ids{town.cid, town.bea});
    CHECK(town.list(where(smith) + "&sort=created_at") == Ids{town.bea, town.cid});
    CHECK(town.list(where(smith) + "&sort=-name") == Ids{town.cid, town.bea});
    CHECK(town.list(where(smith) + "&tag=new") == Ids{town.bea});
    CHECK(town.list(where(smith) + "&channel=email&state=blacklisted") == Ids{town.cid});
    CHECK(town.list(where(smith) + "&q=bea") == Ids{town.bea});
    CHECK(town.list(where(tagged("nobody"))).empty());
    // Nobody who is not listed is in any, and Eve is not.
    CHECK(town.list("known=any&" + where({{"identifier", "cookie"}})).empty());

    const auto made = town.api.post("/v1/segments", {{"name", "VIP"}, {"condition", tagged("vip")}});
    REQUIRE(made.status == 201);
    const std::string segment = made.body["id"];
    CHECK(town.list("segment=" + segment + "&" + where(smith)) == Ids{town.bea});
    CHECK(town.list(where(allOf({{{"segment", segment}}, email}))) == Ids{town.ann});
}

TEST_CASE("people are listed by their ids, also by those of before a merge, beside the other filters",
          "[api]") {
    Town town(eachEngine());
    const auto ids = "ids=" + town.ann + "," + town.eve + "," + town.cid + "," + town.ann + ",01JD3W5V9Z8Q1";
    CHECK(town.list(ids + "&sort=created_at") == Ids{town.ann, town.cid});
    CHECK(sorted(town.list(ids + "&known=any")) == sorted({town.ann, town.cid, town.eve}));
    CHECK(town.list(ids + "&tag=vip") == Ids{town.ann});
    CHECK(town.list(ids + "&" + where({{"identifier", "email"}}) + "&state=blacklisted") == Ids{town.cid});
    CHECK(totalOf(town.api, ids) == "2");
    const auto merged =
        town.api.post("/v1/merges", {{"profiles", {{{"ref", town.ann}}, {{"ref", town.bea}}}}});
    REQUIRE(merged.status == 201);
    CHECK(town.list("ids=" + town.ann + "," + town.bea) == Ids{merged.body["survivor"].get<std::string>()});
}

TEST_CASE("the total of a list is that of all its pages, whatever it is filtered by", "[api]") {
    Town town(eachEngine());
    CHECK_FALSE(town.api.get("/v1/profiles").body.contains("total"));
    CHECK(totalOf(town.api, "") == "5");
    CHECK(totalOf(town.api, "sort=-name") == "5");
    for (const std::string query : {"known=any",
                                    "known=true",
                                    "known=false",
                                    "tag=vip",
                                    "tag=none",
                                    "source=form",
                                    "source=form:popup",
                                    "channel=email",
                                    "channel=push",
                                    "channel=email&state=blacklisted",
                                    "channel=email&state=active",
                                    "channel=email&state=unconfirmed",
                                    "state=blacklisted",
                                    "state=active",
                                    "reason=none",
                                    "category=news",
                                    "category=news&state=unsubscribed",
                                    "category=offers",
                                    "q=smith",
                                    "q=an",
                                    "q=smith&tag=new",
                                    "known=any&tag=vip",
                                    "known=any&q=ci",
                                    "tag=vip&source=form:footer&known=true"}) {
        INFO(query);
        CHECK(totalOf(town.api, query) == std::to_string(town.list(query).size()));
        const auto both = query + "&" + where({{"identifier", "email"}});
        CHECK(totalOf(town.api, both) == std::to_string(town.list(both).size()));
    }
}

TEST_CASE("a person in a list has the fields that were asked for, and their tags", "[api]") {
    Town town(eachEngine());
    town.api.patch("/v1/profiles/" + town.bea, {{"fields",
                                                 {{"birth_date", "1994-05-01"},
                                                  {"points", 7},
                                                  {"balance", "10.5"},
                                                  {"vip", true},
                                                  {"interests", {"ski", "golf"}}}}});
    const auto bea = itemOf(town.api, town.bea, "&fields=points,balance,interests,last_name,tier,points");
    CHECK(bea["fields"] ==
          Json({{"points", 7}, {"balance", "10.5"}, {"interests", {"golf", "ski"}}, {"last_name", "Smith"}}));
    CHECK(bea["tags"] == Json::array({"new", "vip"}));
    CHECK(bea["first_name"] == "Bea");

    const auto aged = itemOf(town.api, town.bea, "&fields=age")["fields"];
    CHECK(aged == Json({{"age", town.api.profile(town.bea)["fields"]["age"]}}));
    CHECK(itemOf(town.api, town.bea, "&fields=birth_date")["fields"] == Json({{"birth_date", "1994-05-01"}}));
    CHECK(itemOf(town.api, town.ann, "&fields=points")["fields"] == Json::object());
}

TEST_CASE("a person in a list shows the state of each address, and when they were last seen", "[api]") {
    Town town(eachEngine());
    CHECK(identifierOf(itemOf(town.api, town.cid), "email")["endpoint"] ==
          Json({{"channel", "email"}, {"state", "blacklisted"}, {"reason", nullptr}}));
    CHECK(identifierOf(itemOf(town.api, town.dan), "email")["endpoint"]["state"] == "unconfirmed");
    CHECK(identifierOf(itemOf(town.api, town.ann), "email")["endpoint"] ==
          Json({{"channel", "email"}, {"state", "active"}, {"reason", nullptr}}));
    CHECK(identifierOf(itemOf(town.api, town.ann), "external_id")["endpoint"].is_null());

    CHECK(itemOf(town.api, town.ann)["last_seen_at"] == "2026-01-01T00:00:00.000Z");
    CHECK(town.api.profile(town.ann)["last_seen_at"] == "2026-01-01T00:00:00.000Z");
    town.api.observe(
        {{"identifiers", {{{"type", "email"}, {"value", "ann@example.com"}}}},
         {"observed_at", "2026-01-05T00:00:00Z"},
         {"activities", {{{"channel", "web"}, {"event", "page_viewed"}, {"at", "2026-01-04T00:00:00Z"}}}},
         {"endpoints",
          {{{"type", "email"},
            {"value", "ann@example.com"},
            {"state", "unsubscribed"},
            {"reason", "one_click"}}}}});
    const auto ann = itemOf(town.api, town.ann);
    CHECK(ann["last_seen_at"] == "2026-01-05T00:00:00.000Z");
    CHECK(ann["last_seen_at"] == town.api.profile(town.ann)["last_seen_at"]);
    CHECK(identifierOf(ann, "email")["endpoint"] ==
          Json({{"channel", "email"}, {"state", "unsubscribed"}, {"reason", "one_click"}}));
}
