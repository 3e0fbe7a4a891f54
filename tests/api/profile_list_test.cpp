// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <set>

#include "tests/api/town.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("a query that is wrong answers 400 and names each parameter", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"limit=0", "?limit invalid_value"},
        {"limit=501", "?limit invalid_value"},
        {"limit=-1", "?limit invalid_value"},
        {"limit=ten", "?limit invalid_value"},
        {"limit=99999999999999999999", "?limit invalid_value"},
        {"limit=", "?limit empty"},
        {"limit=1&limit=2", "?limit repeated"},
        {"cursor=x", "?cursor invalid_cursor"},
        {"cursor=" + std::string(1'001, 'a'), "?cursor too_long"},
        // ["profiles/name",0,"x",""] and ["timeline",0,0,""]: not a number, and another list's.
        {"cursor=WyJwcm9maWxlcy9uYW1lIiwwLCJ4IiwiIl0&sort=name", "?cursor invalid_cursor"},
        {"cursor=WyJ0aW1lbGluZSIsMCwwLCIiXQ", "?cursor invalid_cursor"},
        {"sort=age", "?sort invalid_value"},
        {"known=maybe", "?known invalid_value"},
        {"category=gossip", "?category unknown_category"},
        {"channel=pigeon", "?channel unknown_channel"},
        {"state=asleep", "?state invalid_value"},
        {"category=news&state=blacklisted", "?state invalid_value"},
        {"channel=email&state=pending", "?state invalid_value"},
        {"subscription=pending", "?subscription not_allowed"},
        {"category=news&subscription=blacklisted", "?subscription invalid_value"},
        {"category=news&subscription=pending&state=pending", "?state invalid_value"},
        {"q=", "?q empty"},
        {"q=" + std::string(201, 'a'), "?q too_long"},
        {"tag=" + std::string(65, 'a'), "?tag too_long"},
        {"q=%20%20", "?q invalid_search"},
        {"q=a%01b", "?q invalid_search"},
        {"offset=7", "?offset unknown_parameter"},
        {"ids=nobody", "?ids invalid_id"},
        {"ids=01JD3W5V9Z8Q1,", "?ids invalid_id"},
        {"ids=01JD3W5V9Z8Q1&q=ann", "?ids not_allowed"},
        {"total=yes", "?total invalid_value"},
        {"fields=nickname,shoe", "?fields unknown_field"},
        {"fields=nickname,", "?fields unknown_field"},
        {"condition=nope", "?condition invalid_json"},
        {"condition=" + std::string(16'001, 'a'), "?condition too_long"},
        {"%00=1", ""},
    };
    for (const auto& [query, error] : wrong) {
        const auto answer = api.get("/v1/profiles?" + query);
        INFO(query << "\n" << answer.text);
        CHECK(answer.status == 400);
        if (!error.empty()) CHECK(answer.errors() == Errors{error});
    }
    CHECK(api.get("/v1/profiles?limit=0&sort=age&x=1").errors() ==
          Errors{"?sort invalid_value", "?limit invalid_value", "?x unknown_parameter"});
}

TEST_CASE("a filter outside of its list is answered with the list", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::vector<std::pair<std::string, std::string>> lists = {
        {"sort=foo", "must be one of: -updated_at, updated_at, -created_at, created_at, -name, name"},
        {"known=maybe", "must be one of: true, false, any, anonymous"},
        {"state=sad", "must be one of: complained, blacklisted, unsubscribed, blocked, unconfirmed, active"},
        {"category=news&state=sad", "must be one of: subscribed, unsubscribed, pending"},
    };
    for (const auto& [query, detail] : lists) {
        CHECK(api.get("/v1/profiles?" + query).body["errors"][0]["detail"] == detail);
    }
}

TEST_CASE("a list holds who is known, claimed or reachable, and with known=any the rest", "[api]") {
    Town town(eachEngine());
    CHECK(sorted(town.list("")) == sorted({town.ann, town.bea, town.cid, town.dan, town.fay}));
    CHECK(sorted(town.list("known=any")) ==
          sorted({town.ann, town.bea, town.cid, town.dan, town.eve, town.fay}));
    CHECK(sorted(town.list("known=true")) == sorted({town.ann, town.bea, town.cid}));
    CHECK(sorted(town.list("known=false")) == sorted({town.dan, town.fay}));
    CHECK(sorted(town.list("known=anonymous")) == sorted({town.dan, town.eve, town.fay}));
}

TEST_CASE("a list is sorted by change, by creation or by name", "[api]") {
    Town town(eachEngine());
    CHECK(town.list("sort=created_at") == Ids{town.ann, town.bea, town.cid, town.dan, town.fay});
    CHECK(town.list("sort=-updated_at") == Ids{town.fay, town.dan, town.cid, town.bea, town.ann});
    CHECK(town.list("") == town.list("sort=-updated_at"));
    for (const std::string key : {"updated_at", "created_at", "name"}) {
        auto backwards = town.list("known=any&sort=-" + key);
        std::ranges::reverse(backwards);
        CHECK(backwards == town.list("known=any&sort=" + key));
    }
    town.api.patch("/v1/profiles/" + town.bea, {{"fields", {{"nickname", "B"}}}});
    CHECK(town.list("").front() == town.bea);
    const auto named = town.list("sort=name");
    const auto at = [&named](const std::string& id) { return std::find(named.begin(), named.end(), id); };
    CHECK(at(town.ann) < at(town.bea));
    CHECK(at(town.bea) < at(town.cid));
}

TEST_CASE("a list is filtered by channel, state, subscription, source and tag", "[api]") {
    Town town(eachEngine());
    CHECK(sorted(town.list("channel=email")) == sorted({town.ann, town.cid, town.dan}));
    CHECK(town.list("channel=push") == Ids{town.fay});
    CHECK(town.list("channel=email&state=blacklisted") == Ids{town.cid});
    CHECK(town.list("state=blacklisted") == Ids{town.cid});
    CHECK(town.list("channel=push&state=blacklisted").empty());
    CHECK(town.list("channel=email&state=unconfirmed") == Ids{town.dan});
    CHECK(town.list("channel=email&state=active") == Ids{town.ann});
    CHECK(town.list("category=news") == Ids{town.ann});
    CHECK(town.list("category=news&state=unsubscribed") == Ids{town.bea});
    CHECK(town.list("category=news&state=pending") == Ids{town.dan});
    CHECK(town.list("category=news&subscription=pending") == Ids{town.dan});
    CHECK(town.list("category=news&subscription=pending&state=unconfirmed") == Ids{town.dan});
    CHECK(town.list("category=news&subscription=pending&state=active").empty());
    CHECK(town.list("category=offers&subscription=subscribed&channel=email&state=blacklisted") ==
          Ids{town.cid});
    // `offers` is subscribed by default.
    CHECK(sorted(town.list("category=offers")) == sorted({town.ann, town.cid, town.dan, town.fay}));
    CHECK(sorted(town.list("source=form")) == sorted({town.ann, town.bea}));
    CHECK(town.list("source=form:popup") == Ids{town.bea});
    CHECK(town.list("source=form:").empty());
    CHECK(sorted(town.list("tag=vip")) == sorted({town.ann, town.bea}));
    CHECK(town.list("tag=vip&source=form:footer&known=true&category=news&channel=email") == Ids{town.ann});
    CHECK(town.list("tag=none").empty());
}

TEST_CASE("a list is of whoever has a tag, the longest one too", "[api]") {
    Town town(eachEngine());
    std::string tag;
    std::string escaped;
    for (int i = 0; i < 64; ++i) {
        tag += "😀";
        escaped += "%F0%9F%98%80";
    }
    auto observation = person("email", "ann@example.com");
    observation["fields"] = {{"tags", Json::array({tag})}};
    CHECK(town.api.observe(observation)["warnings"].empty());
    CHECK(town.list("tag=" + escaped) == Ids{town.ann});
    CHECK(town.api.get("/v1/profiles?tag=" + escaped + "%F0%9F%98%80").errors() == Errors{"?tag too_long"});
}

TEST_CASE("a search goes by the shape of its text", "[api]") {
    Town town(eachEngine());
    CHECK(town.list("q=" + town.cid) == Ids{town.cid});
    CHECK(town.list("q=ANN@Example.com") == Ids{town.ann});
    CHECK(town.list("q=dan@example.com") == Ids{town.dan});
    CHECK(town.list("q=%2B1%20(202)%20555-0123") == Ids{town.bea});
    CHECK(sorted(town.list("q=smith")) == sorted({town.bea, town.cid}));
    CHECK(town.list("q=BEA+smi") == Ids{town.bea});
    CHECK(town.list("q=angstrom") == Ids{town.ann});
    CHECK(town.list("q=nobody").empty());
    CHECK(town.list("q=smith&tag=new") == Ids{town.bea});
}

TEST_CASE("a search finds by the beginning of an address or a number as it is typed", "[api]") {
    Town town(eachEngine());
    CHECK(town.list("q=c").empty());  // One character is the beginning of words alone.
    CHECK(town.list("q=ci") == Ids{town.cid});
    CHECK(town.list("q=Cid@EX") == Ids{town.cid});
    CHECK(town.list("q=an") == Ids{town.ann});
    CHECK(town.list("q=dan@") == Ids{town.dan});
    for (const char* number : {"%2B1202", "1202", "1%20(202)%205", "%2B1%20202-555"}) {
        INFO(number);
        CHECK(town.list("q=" + std::string(number)) == Ids{town.bea});
    }
    CHECK(town.list("q=cid@example.org").empty());
    CHECK(town.list("q=example.com").empty());
    CHECK(town.list("known=any&q=0123456789abcd").empty());
    CHECK(town.list("q=ci&channel=push").empty());
    CHECK(town.list("q=an&sort=name&known=true") == Ids{town.ann});
}

TEST_CASE("pages of a list hold everybody once, whatever the order", "[api]") {
    Town town(eachEngine());
    const std::string query =
        GENERATE("", "&sort=created_at", "&sort=name", "&sort=-name", "&sort=updated_at", "&sort=-created_at",
                 "&condition=%7B%22tag%22%3A%22vip%22%7D", "&tag=vip", "&category=news", "&q=smith");
    const auto whole = town.list("known=any" + query);
    Ids paged;
    std::string cursor;
    for (int pages = 0; pages < 20; ++pages) {
        const auto page = town.api.get("/v1/profiles?known=any&limit=1" + query + cursor).body;
        CHECK(page["items"].size() <= 1);
        for (const auto& id : idsOf(page)) paged.push_back(id);
        if (page["next_cursor"].is_null()) break;
        cursor = "&cursor=" + page["next_cursor"].get<std::string>();
    }
    CHECK(paged == whole);
}

TEST_CASE("a cursor of one order is no cursor of another", "[api]") {
    Town town(eachEngine());
    const auto page = town.api.get("/v1/profiles?limit=1&sort=created_at").body;
    const auto cursor = page["next_cursor"].get<std::string>();
    CHECK(town.api.get("/v1/profiles?sort=name&cursor=" + cursor).errors() ==
          Errors{"?cursor invalid_cursor"});
    CHECK(town.api.get("/v1/profiles/" + town.ann + "/activity?cursor=" + cursor).errors() ==
          Errors{"?cursor invalid_cursor"});
}

TEST_CASE("a person in a list is shown by name, identifiers and source", "[api]") {
    Town town(eachEngine());
    const auto item = town.api.get("/v1/profiles?q=ann@example.com").body["items"][0];
    CHECK(item["first_name"] == "Ann");
    CHECK(item["last_name"] == "\xC3\x85ngstr\xC3\xB6m");
    CHECK(item["known"] == true);
    CHECK(item["created_at"] == "2026-01-01T00:00:00.000Z");
    CHECK(item["source"] == Json({{"type", "form"}, {"name", "footer"}}));
    CHECK(item["identifiers"].size() == 2);
    CHECK(item["tags"] == Json::array({"vip"}));
    CHECK_FALSE(item.contains("fields"));
}
