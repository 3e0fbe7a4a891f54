// SPDX-License-Identifier: Apache-2.0
// Tags: listed with who has them, and given and taken in bulk.
#include <catch2/catch.hpp>
#include <set>

#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;
using Words = std::vector<std::string>;

namespace {

/// Somebody with these tags; the reference.
std::string tagged(ApiServer& api, const Json& tags) {
    auto seen = somebody();
    seen["fields"] = {{"tags", tags}};
    api.observe(seen);
    return refOf(seen);
}

Json tagsOf(ApiServer& api, const std::string& ref) {
    return api.profile(ref)["tags"];
}

ApiAnswer change(ApiServer& api, const Json& body, const HeaderList& headers = {},
                 const std::string& query = "") {
    return api.call({.method = "POST",
                     .path = "/v1/tags/changes" + query,
                     .key = api.write,
                     .body = body.dump(),
                     .headers = headers});
}

/// The results, of a call that has to be taken.
Json resultsOf(ApiServer& api, const Json& body, const HeaderList& headers = {}) {
    const auto answer = change(api, body, headers);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body["results"];
}

Json adding(const std::string& tag, const Words& refs) {
    return {{"tags", {{"add", Json::array({tag})}}}, {"profiles", refs}};
}

/// `result`, or of a rejected item `rejected` and the code of its problem.
Words shortly(const Json& results) {
    Words words;
    for (const auto& each : results) {
        auto word = each["result"].get<std::string>();
        if (each.contains("problem")) word += ' ' + each["problem"]["code"].get<std::string>();
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace

TEST_CASE("a change of tags that is wrong changes nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = tagged(api, {"old"});
    const auto before = api.profile(ann);
    const Json one{{"add", {"vip"}}};
    const Json us = Json::array({ann});
    const auto errors = [&](const Json& body) { return change(api, body).errors(); };
    CHECK(errors(Json::array()) == Errors{" wrong_type"});
    CHECK(errors(Json::object()) == Errors{"/tags required", "/profiles required"});
    CHECK(errors({{"tags", one}}) == Errors{"/profiles required"});
    CHECK(errors({{"tags", one}, {"profiles", us}, {"segment", "x"}}) == Errors{"/segment not_allowed"});
    CHECK(change(api, {{"tags", one}, {"profiles", us}}, {}, "?cursor=x").errors() ==
          Errors{"?cursor not_allowed"});
    CHECK(errors({{"tags", one}, {"profiles", us}, {"limit", 1}}) == Errors{"/limit unknown_member"});
    CHECK(errors({{"tags", one}, {"profiles", ann}}) == Errors{"/profiles wrong_type"});
    CHECK(errors({{"tags", one}, {"profiles", {ann, 7, ""}}}) ==
          Errors{"/profiles/1 wrong_type", "/profiles/2 wrong_type"});
    CHECK(errors({{"tags", one}, {"profiles", Json::array_t(1'001, ann)}}) == Errors{"/profiles too_many"});
    const auto of = [&](const Json& tags) { return errors({{"tags", tags}, {"profiles", us}}); };
    CHECK(of({"vip"}) == Errors{"/tags wrong_type"});
    CHECK(of(Json::object()) == Errors{"/tags required"});
    CHECK(of({{"add", Json::array()}}) == Errors{"/tags required"});
    CHECK(of({{"set", {"vip"}}}) == Errors{"/tags/set unknown_member"});
    CHECK(of({{"add", "vip"}}) == Errors{"/tags/add wrong_type"});
    CHECK(of({{"add", {"vip", 7}}, {"remove", {std::string(65, 'x')}}}) ==
          Errors{"/tags/remove/0 too_long", "/tags/add/1 wrong_type"});
    auto many = Json::array();
    for (int i = 0; i < 51; ++i) many.push_back("t" + std::to_string(i));
    CHECK(of({{"add", many}}) == Errors{"/tags too_many"});
    CHECK(change(api, {{"tags", one}, {"segment", "nowhere"}}).status == 404);
    CHECK(api.call({.method = "POST",
                    .path = "/v1/tags/changes",
                    .key = api.read,
                    .body = adding("x", {}).dump()})
              .status == 403);
    CHECK(api.profile(ann) == before);
}

TEST_CASE("each of many people is changed or not, and the answer says which", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto ann = tagged(api, {"trial", "kept"});
    const auto bea = tagged(api, {tag});
    const Ann gone(api);
    REQUIRE(remove(api, gone.path()).status == 200);
    const auto id = api.profile(ann)["id"].get<std::string>();
    const auto version = api.profile(ann)["version"].get<int>();
    const Json body{{"tags", {{"add", {tag, "both"}}, {"remove", {"trial", "both"}}}},
                    {"profiles",
                     {ann, bea, "email:" + fresh("nobody") + "@example.com", gone.id, "shoe:42", "nothing",
                      base::ProfileId{1}.text(), id}}};
    const auto results = resultsOf(api, body);
    CHECK(shortly(results) == Words{"updated", "unchanged", "rejected not_found", "rejected gone",
                                    "rejected not_found", "rejected not_found", "rejected not_found",
                                    "unchanged"});
    for (std::size_t i = 0; i < results.size(); ++i) CHECK(results[i]["ref"] == body["profiles"][i]);
    CHECK(results[0]["profile_id"] == id);
    CHECK(results[3]["problem"]["detail"] == api.get(gone.path()).body["detail"]);
    CHECK(tagsOf(api, ann) == Json({"kept", tag}));
    CHECK(tagsOf(api, bea) == Json::array({tag}));
    CHECK(api.profile(ann)["version"] == version + 1);
    CHECK(resultsOf(api, adding(tag, {})).empty());
}

TEST_CASE("a change of tags says of whoever was removed what their profile says", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann deleted(api);
    const auto absorbed = deleted.becomesOneWithAnother();
    const Ann erased(api);
    REQUIRE(remove(api, deleted.path()).status == 200);
    REQUIRE(api.post(erased.path("/erase"), Json::object()).status == 202);
    const auto results = resultsOf(api, adding(fresh("tag"), {deleted.id, absorbed, erased.id}));
    CHECK(shortly(results) == Words{"rejected gone", "rejected gone", "rejected gone"});
    for (const auto& each : results)
        CHECK(each["problem"]["detail"] ==
              api.get("/v1/profiles/" + each["ref"].get<std::string>()).body["detail"]);
    const auto told = results[1]["problem"]["detail"].get<std::string>();
    CHECK(told.find("`POST " + deleted.path("/restore") + "` restores it.") != std::string::npos);
}

TEST_CASE("a change of tags is told as any edit is, and outweighs what was said before", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    auto seen = somebody();
    seen["observed_at"] = "2026-01-02T00:00:00Z";
    seen["fields"] = {{"tags", {tag}}};
    const auto id = api.observe(seen)["profile_id"].get<std::string>();
    const Json taking{{"tags", {{"remove", {tag}}}}, {"profiles", Json::array({id})}};
    CHECK(shortly(resultsOf(api, taking)) == Words{"updated"});
    const auto last = api.get("/v1/profiles/" + id + "/changes").body["items"][0];
    CHECK(last["field"] == "tags");
    CHECK(last["element"] == tag);
    CHECK(last["before"] == tag);
    CHECK(last["after"].is_null());
    CHECK(last["observation"]["source"] == Json{{"type", "api"}, {"name", "test write"}});
    CHECK(last["observation"]["evidence"] == "attested");
    seen["observed_at"] = "2026-01-03T00:00:00Z";
    api.observe(seen);
    CHECK(tagsOf(api, id).empty());
    CHECK(shortly(resultsOf(api, adding(tag, {id}))) == Words{"updated"});
    CHECK(tagsOf(api, id) == Json::array({tag}));
}

TEST_CASE("a change of tags reaches whoever somebody is by now", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto absorbed = ann.becomesOneWithAnother();
    const auto tag = fresh("tag");
    const auto results = resultsOf(api, adding(tag, {absorbed}));
    CHECK(results[0]["profile_id"] == ann.id);
    CHECK(tagsOf(api, ann.id) == Json::array({tag}));
}

TEST_CASE("a change of tags that comes again is done once per person, and what was not done is done",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto ann = tagged(api, {"old"});
    const Ann gone(api);
    const auto late = somebody();
    const auto body = adding(tag, {ann, gone.ref(), refOf(late)});
    const HeaderList once{{"Idempotency-Key", fresh("once")}};
    CHECK(shortly(resultsOf(api, body, once)) == Words{"updated", "updated", "rejected not_found"});

    const auto id = api.profile(ann)["id"];
    const Json taking{{"fields", {{"tags", {{"remove", Json::array({tag})}}}}}};
    REQUIRE(api.patch("/v1/profiles/" + ann, taking).status == 200);
    REQUIRE(remove(api, gone.path()).status == 200);
    api.observe(late);
    const auto again = resultsOf(api, body, once);
    CHECK(shortly(again) == Words{"duplicate", "duplicate", "updated"});
    CHECK(again[0]["profile_id"] == id);
    CHECK(again[1]["profile_id"] == gone.id);
    CHECK(tagsOf(api, ann) == Json::array({"old"}));
    CHECK(tagsOf(api, refOf(late)) == Json::array({tag}));

    CHECK(shortly(resultsOf(api, adding(fresh("tag"), {ann}), once)) == Words{"rejected id_reused"});
    CHECK(shortly(resultsOf(api, adding(tag, {refOf(late)}), once)) == Words{"rejected id_reused"});
    CHECK(shortly(resultsOf(api, body, {{"Idempotency-Key", fresh("once")}})) ==
          Words{"updated", "rejected not_found", "unchanged"});
}

TEST_CASE("people are found by a tag of as many bytes as one may have", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    std::string tag;
    std::string query = "/v1/profiles?tag=";
    for (int i = 0; i < 64; ++i) {
        tag += "\U0001F3BF";
        query += "%F0%9F%8E%BF";
    }
    CHECK(api.get(query + 'a').errors() == Errors{"?tag too_long"});
    const auto ann = tagged(api, Json::array({tag}));
    const Json found = api.get(query).body["items"];
    REQUIRE(found.size() == 1);
    CHECK(found[0]["id"] == api.profile(ann)["id"]);
}

TEST_CASE("the members of a segment get a tag page by page, those too who leave it by that", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto old = fresh("old") + '-';
    const auto tag = fresh("tag") + '-';
    constexpr std::size_t kMembers = 1'001;  // One more than a page has.
    auto all = Json::array();
    for (std::size_t i = 0; i < kMembers; ++i) {
        auto seen = somebody();
        seen["fields"] = {{"tags", {old}}};
        all.push_back(std::move(seen));
    }
    REQUIRE(api.post("/v1/observations", all).status == 200);
    const auto key = fresh("tags-");
    const Json has{{"tag", tag}};
    const Json condition{{"all", {{{"tag", old}}, {{"none", Json::array({has})}}}}};
    REQUIRE(api.post("/v1/segments", {{"id", key}, {"name", "Tagged"}, {"condition", condition}}).status ==
            201);
    const Json body{{"tags", {{"add", {tag}}}}, {"segment", key}};
    const HeaderList once{{"Idempotency-Key", fresh("once")}};
    std::set<std::string> reached;
    std::string query;
    for (const std::size_t expected : {kMembers - 1, std::size_t{1}}) {
        const auto answer = change(api, body, once, query);
        REQUIRE(answer.status == 200);
        CHECK(answer.body["results"].size() == expected);
        CHECK(answer.body["next_cursor"].is_null() == (expected == 1));
        for (const auto& each : answer.body["results"]) {
            CHECK(each["result"] == "updated");
            CHECK(each["ref"] == each["profile_id"]);
            reached.insert(each["ref"].get<std::string>());
        }
        if (expected > 1) query = "?cursor=" + answer.body["next_cursor"].get<std::string>();
    }
    CHECK(reached.size() == kMembers);
    CHECK(api.get("/v1/segments/" + key + "/members").body["items"].empty());
    CHECK(resultsOf(api, body, once).empty());
    CHECK(change(api, body, {}, "?cursor=x").errors() == Errors{"?cursor invalid_cursor"});

    const auto listed = api.get("/v1/tags?q=" + tag).body["items"];
    CHECK(listed == Json::array({Json{{"tag", tag}, {"count", kMembers - 1}, {"at_least", true}}}));
    const auto counted = api.get("/v1/tags?count=exact&q=" + tag).body["items"];
    CHECK(counted == Json::array({Json{{"tag", tag}, {"count", kMembers}, {"at_least", false}}}));
    CHECK(api.post("/v1/segments/preview", {{"condition", has}}).body["count"] == kMembers);
}

TEST_CASE("tags are listed with how many people have them, until nobody has", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto prefix = fresh("list") + '-';
    const auto ann = tagged(api, {prefix + 'a', prefix + 'b'});
    const auto bea = tagged(api, {prefix + 'b', prefix + 'c'});
    // Nobody whom lists hold.
    auto stranger = person("cookie", fresh("cookie-stranger-0123456789abcdef"));
    stranger["fields"] = {{"tags", {prefix + 'd'}}};
    api.observe(stranger);
    const auto counts = [&] {
        Json found;
        const auto page = api.get("/v1/tags?q=" + prefix).body;
        for (const auto& each : page["items"])
            found[each["tag"].get<std::string>().substr(prefix.size())] = each["count"];
        return found;
    };
    CHECK(counts() == Json{{"a", 1}, {"b", 2}, {"c", 1}});
    std::string query = "/v1/tags?limit=1&q=" + prefix;
    Words paged;
    for (std::string cursor; paged.size() < 10;) {
        const auto page = api.get(query + cursor).body;
        for (const auto& each : page["items"])
            paged.push_back(each["tag"].get<std::string>().substr(prefix.size()));
        if (page["next_cursor"].is_null()) break;
        cursor = "&cursor=" + page["next_cursor"].get<std::string>();
    }
    CHECK(paged == Words{"a", "b", "c"});
    REQUIRE(remove(api, "/v1/profiles/" + bea).status == 200);
    CHECK(counts() == Json{{"a", 1}, {"b", 1}});
    REQUIRE(api.patch("/v1/profiles/" + ann, {{"fields", {{"tags", nullptr}}}}).status == 200);
    CHECK(counts().is_null());
    CHECK(api.get("/v1/tags?limit=0").errors() == Errors{"?limit invalid_value"});
    CHECK(api.get("/v1/tags?count=all").errors() == Errors{"?count invalid_value"});
    CHECK(api.get("/v1/tags?q=").errors() == Errors{"?q empty"});
    CHECK(api.get("/v1/tags?cursor=x").errors() == Errors{"?cursor invalid_cursor"});
}
