// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// Somebody with that tag and no other.
std::string tagged(ApiServer& api, const std::string& tag, Json seen = somebody()) {
    seen["fields"] = {{"tags", Json::array({tag})}};
    return api.observe(seen)["profile_id"];
}

Json make(ApiServer& api, const Json& segment) {
    const auto answer = api.post("/v1/segments", segment);
    REQUIRE(answer.status == 201);
    CHECK(answer.header("Location") == "/v1/segments/" + answer.body["id"].get<std::string>());
    return answer.body;
}

Json members(ApiServer& api, const std::string& id, const std::string& query = "") {
    const auto answer = api.get("/v1/segments/" + id + "/members" + query);
    REQUIRE(answer.status == 200);
    return answer.body;
}

std::set<std::string> idsOf(const Json& items) {
    std::set<std::string> ids;
    for (const auto& item : items) ids.insert(item["id"]);
    return ids;
}

ApiAnswer put(ApiServer& api, const std::string& id, const Json& segment) {
    return api.call(
        {.method = "PUT", .path = "/v1/segments/" + id, .key = api.write, .body = segment.dump()});
}

ApiAnswer remove(ApiServer& api, const std::string& id) {
    return api.call({.method = "DELETE", .path = "/v1/segments/" + id, .key = api.write, .type = ""});
}

std::vector<std::string> examples() {
    std::ifstream file(KITH_SOURCE_DIR "/core/api/segments.md");
    std::vector<std::string> found;
    std::string line;
    bool inside = false;
    while (std::getline(file, line)) {
        if (line == "```json") {
            found.emplace_back();
            inside = true;
        } else if (line == "```") {
            inside = false;
        } else if (inside) {
            found.back() += line + '\n';
        }
    }
    return found;
}

}  // namespace

TEST_CASE("what is no segment is refused, and nothing is made", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Json condition{{"tag", "vip"}};
    const auto errors = [&](const Json& body) { return api.post("/v1/segments", body).errors(); };
    CHECK(errors({{"condition", condition}}) == Errors{"/name required"});
    CHECK(errors({{"name", "a"}}) == Errors{"/condition required"});
    CHECK(errors({{"name", "a"}, {"condition", condition}, {"id", "No"}}) == Errors{"/id invalid_key"});
    CHECK(errors({{"name", "a"}, {"condition", condition}, {"id", "preview"}}) == Errors{"/id invalid_key"});
    CHECK(errors({{"name", "a"}, {"condition", condition}, {"sql", "1"}}) == Errors{"/sql unknown_member"});
    CHECK(errors({{"name", "a"}, {"condition", {{"field", "shoe"}, {"is", "known"}}}}) ==
          Errors{"/condition/field unknown_field"});
    const Json listed{{"activity", {{"properties", {{"price", Json::array({1})}}}}}};
    const auto unlike = api.post("/v1/segments", {{"name", "a"}, {"condition", listed}});
    CHECK(unlike.errors() == Errors{"/condition/activity/properties/price wrong_type"});
    CHECK(unlike.body["errors"][0]["detail"] == "must be text, a number, true or false");
    const Json noGift{{"activity", {{"event", "bought"}, {"properties", {{"gift", nullptr}}}}}};
    const Errors wider{"/condition/activity/properties/gift wrong_type"};
    CHECK(errors({{"name", "a"}, {"condition", noGift}}) == wider);
    CHECK(errors({{"name", "a"}, {"kind", "static"}, {"condition", noGift}}) == wider);
    CHECK(api.post("/v1/segments/preview", {{"condition", noGift}}).errors() == wider);
    CHECK(errors({{"name", "a"}, {"condition", {{"segment", "nowhere"}}}}) ==
          Errors{"/condition/segment unknown_segment"});
    const Json among{{"any", {condition, {{"none", {{{"segment", "nowhere"}}}}}}}};
    const Errors named{"/condition/any/1/none/0/segment unknown_segment"};
    CHECK(errors({{"name", "a"}, {"condition", among}}) == named);
    CHECK(errors({{"name", "a"}, {"kind", "static"}, {"condition", among}}) == named);
    const auto preview = api.post("/v1/segments/preview", {{"condition", among}});
    CHECK(preview.status == 400);
    CHECK(preview.errors() == named);
    CHECK(api.post("/v1/segments/preview", Json::object()).errors() == Errors{"/condition required"});
    CHECK(api.get("/v1/segments/nowhere").status == 404);
    CHECK(api.get("/v1/segments/nowhere/members").status == 404);
    CHECK(api.get("/v1/profiles?segment=nowhere").status == 404);
    CHECK(put(api, "nowhere", {{"name", "a"}, {"condition", condition}}).status == 404);
    CHECK(remove(api, "nowhere").status == 404);
    CHECK(api.call({.method = "POST", .path = "/v1/segments", .key = api.read, .body = "{}"}).status == 403);
}

TEST_CASE("a segment is previewed, made, changed and removed", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto id = tagged(api, tag);
    const Json condition{{"tag", tag}};
    const auto preview = api.post("/v1/segments/preview", {{"condition", condition}});
    REQUIRE(preview.status == 200);
    CHECK(preview.body["count"] == 1);
    CHECK(idsOf(preview.body["sample"]) == std::set{id});

    const auto key = fresh("segment-");
    const auto made = make(api, {{"id", key}, {"name", "Tagged"}, {"condition", condition}});
    CHECK(made["kind"] == "dynamic");
    CHECK(made["condition"] == condition);
    CHECK(made["description"].is_null());
    CHECK(made["problem"].is_null());
    CHECK(api.post("/v1/segments", {{"id", key}, {"name", "Again"}, {"condition", condition}}).status == 409);
    const auto listed = members(api, key);
    CHECK(idsOf(listed["items"]) == std::set{id});
    CHECK(listed["total"] == Json{{"count", 1}, {"at_least", false}});
    CHECK(idsOf(api.get("/v1/profiles?segment=" + key).body["items"]) == std::set{id});
    CHECK(api.get("/v1/profiles?known=false&segment=" + key).body["items"].empty());

    const auto changed = put(api, key, {{"name", "Others"}, {"condition", {{"tag", fresh("none")}}}});
    REQUIRE(changed.status == 200);
    CHECK(changed.body["version"] == 2);
    const auto described = [&](const Json& description) {
        return put(api, key, {{"name", "Others"}, {"description", description}, {"condition", condition}})
            .body["description"];
    };
    CHECK(described("Whoever\nis tagged") == "Whoever\nis tagged");
    CHECK(described(nullptr).is_null());
    REQUIRE(put(api, key, {{"name", "Others"}, {"condition", {{"tag", fresh("none")}}}}).status == 200);
    CHECK(members(api, key)["items"].empty());
    const auto turned = put(api, key, {{"name", "Static"}, {"kind", "static"}});
    CHECK(turned.status == 409);
    CHECK(turned.errors() == Errors{"/kind kind_fixed"});
    CHECK(put(api, key, {{"name", "Bare"}}).errors() == Errors{"/condition required"});
    CHECK(put(api, key, {{"name", "Bare"}, {"kind", "dynamic"}}).errors() == Errors{"/condition required"});
    CHECK(put(api, "nowhere", {{"name", "Bare"}}).status == 404);
    CHECK(remove(api, key).status == 204);
    CHECK(api.get("/v1/segments/" + key).status == 404);
}

TEST_CASE("of two who change a segment at once the second one is told", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto made = make(api, {{"name", "Gold"}, {"condition", {{"tag", "gold"}}}});
    const auto path = "/v1/segments/" + made["id"].get<std::string>();
    const auto tag = api.get(path).header("ETag");
    CHECK(tag == "\"" + std::to_string(made["version"].get<int>()) + "\"");
    const auto call = [&](const std::string& method, const std::string& ifMatch, const std::string& body) {
        return api.call({.method = method,
                         .path = path,
                         .key = api.write,
                         .body = body,
                         .headers = {{"If-Match", ifMatch}}});
    };
    const auto silver = R"({"name": "Silver", "condition": {"tag": "silver"}})";
    const auto changed = call("PUT", tag, silver);
    REQUIRE(changed.status == 200);
    CHECK(changed.header("ETag") != tag);
    for (const std::string method : {"PUT", "DELETE"}) {
        const auto late = call(method, tag, method == "PUT" ? silver : "");
        CHECK(late.status == 412);
        CHECK(api.get(path).body["version"] == changed.body["version"]);
    }
    CHECK(call("PUT", "gold", silver).status == 400);
    CHECK(call("PUT", "*", silver).status == 200);
    CHECK(call("DELETE", api.get(path).header("ETag"), "").status == 204);
}

TEST_CASE("a segment is made once under one Idempotency-Key", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto first = tagged(api, tag);
    const auto again = [&](const std::string& once, const Json& body) {
        return api.call({.method = "POST",
                         .path = "/v1/segments",
                         .key = api.write,
                         .body = body.dump(),
                         .headers = {{"Idempotency-Key", once}}});
    };
    const auto once = fresh("once");
    const Json body{{"name", "Tagged"}, {"kind", "static"}, {"condition", {{"tag", tag}}}};
    const auto made = again(once, body);
    REQUIRE(made.status == 201);
    const auto key = made.body["id"].get<std::string>();
    const auto second = tagged(api, tag);

    const auto repeated = again(once, body);
    CHECK(repeated.status == 201);
    CHECK(repeated.body == made.body);
    CHECK(repeated.header("Location") == made.header("Location"));
    CHECK(idsOf(members(api, key)["items"]) == std::set{first});
    auto other = body;
    other["condition"]["tag"] = fresh("tag");
    CHECK(again(once, other).code() == "id_reused");
    CHECK(again(fresh("once"), body).body["id"] != key);
    // Another caller's key is another one.
    const Call stranger{.method = "POST",
                        .path = "/v1/segments",
                        .key = api.makeKey("write"),
                        .body = body.dump(),
                        .headers = {{"Idempotency-Key", once}}};
    CHECK(api.call(stranger).body["id"] != key);

    const auto turned = put(api, key, {{"name", "Renamed"}, {"condition", {{"tag", tag}}}});
    CHECK(turned.status == 409);
    CHECK(turned.errors() == Errors{"/kind kind_fixed"});
    REQUIRE(put(api, key, {{"name", "Named"}, {"kind", "static"}}).status == 200);
    REQUIRE(put(api, key, {{"name", "Renamed"}}).status == 200);
    CHECK(again(once, body).body["name"] == "Renamed");
    REQUIRE(remove(api, key).status == 204);
    CHECK(again(once, body).status == 409);
    CHECK(api.get("/v1/segments/" + key).status == 404);

    // What was refused uses no key up.
    const auto named = fresh("segment-");
    const auto refused = fresh("once");
    const Json dangling{{"id", named}, {"name", "Named"}, {"condition", {{"segment", named + "-inner"}}}};
    CHECK(again(refused, dangling).errors() == Errors{"/condition/segment unknown_segment"});
    make(api, {{"id", named + "-inner"}, {"name", "Inner"}, {"condition", {{"tag", tag}}}});
    CHECK(again(refused, dangling).status == 201);
    CHECK(again(refused, dangling).body["id"] == named);
}

TEST_CASE("segments are listed in pages", "[api]") {
    ApiServer api(eachEngine());
    for (const char* id : {"c", "a", "b"})
        make(api, {{"id", id}, {"name", id}, {"condition", {{"tag", "vip"}}}});
    const auto first = api.get("/v1/segments?limit=2").body;
    REQUIRE(first["items"].size() == 2);
    CHECK(first["items"][0]["id"] == "a");
    const auto next = first["next_cursor"].get<std::string>();
    const auto last = api.get("/v1/segments?limit=2&cursor=" + next).body;
    REQUIRE(last["items"].size() == 1);
    CHECK(last["items"][0]["id"] == "c");
    CHECK(last["next_cursor"].is_null());
}

TEST_CASE("members come in pages, each once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    std::set<std::string> people;
    for (int i = 0; i < 5; ++i) people.insert(tagged(api, tag));
    const auto key = make(api, {{"name", "Tagged"}, {"condition", {{"tag", tag}}}})["id"].get<std::string>();
    std::set<std::string> seen;
    std::string query = "?limit=2&count=exact";
    for (int page = 0; page < 3; ++page) {
        const auto body = members(api, key, query);
        CHECK(body.contains("total") == (page == 0));
        for (const auto& id : idsOf(body["items"])) CHECK(seen.insert(id).second);
        if (page < 2) query = "?limit=2&cursor=" + body["next_cursor"].get<std::string>();
        CHECK(body["next_cursor"].is_null() == (page == 2));
    }
    CHECK(seen == people);
}

TEST_CASE("a segment says why somebody is in it, or is not", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto id = tagged(api, tag);
    const Json other{{"tag", fresh("other")}};
    const Json condition{{"all", {{{"tag", tag}}, {{"none", Json::array({other})}}}}};
    const auto key = make(api, {{"name", "Why"}, {"condition", condition}})["id"].get<std::string>();
    const auto why = api.get("/v1/segments/" + key + "/why/" + id).body;
    CHECK(why["member"] == true);
    CHECK(why["reason"] ==
          Json{{"holds", true},
               {"all",
                {{{"holds", true}, {"condition", {{"tag", tag}}}},
                 {{"holds", true}, {"none", Json::array({{{"holds", false}, {"condition", other}}})}}}}});
    const auto stranger = tagged(api, fresh("tag"));
    const auto not_ = api.get("/v1/segments/" + key + "/why/" + stranger).body;
    CHECK(not_["member"] == false);
    CHECK(not_["reason"]["all"][0]["holds"] == false);
    CHECK(api.get("/v1/segments/" + key + "/why/email:nobody-" + fresh("x") + "@example.com").status == 404);
}

TEST_CASE("a static segment lists whom it is told, through merges", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto first = tagged(api, tag);
    const auto second = tagged(api, fresh("tag"), person("email", fresh("second") + "@example.com"));
    const auto key = make(api, {{"name", "Listed"}, {"kind", "static"}, {"condition", {{"tag", tag}}}})["id"]
                         .get<std::string>();
    CHECK(idsOf(members(api, key)["items"]) == std::set{first});
    const auto path = "/v1/segments/" + key + "/members";
    CHECK(api.post(path, {{"add", {second, "external_id:" + fresh("nobody")}}}).errors() ==
          Errors{"/add/1 not_found"});
    CHECK(idsOf(members(api, key)["items"]) == std::set{first});
    CHECK(api.post(path, {{"add", {first, second}}}).body == Json{{"added", 1}, {"removed", 0}});
    CHECK(idsOf(members(api, key)["items"]) == std::set{first, second});

    const Json one{{"profiles", {{{"ref", first}}, {{"ref", second}}}}, {"survivor", first}};
    REQUIRE(api.post("/v1/merges", one).status == 201);
    CHECK(idsOf(members(api, key)["items"]) == std::set{first});
    CHECK(api.post(path, {{"remove", Json::array({second})}}).body == Json{{"added", 0}, {"removed", 2}});
    CHECK(members(api, key)["items"].empty());
    const auto dynamic =
        make(api, {{"name", "Tagged"}, {"condition", {{"tag", tag}}}})["id"].get<std::string>();
    CHECK(api.post("/v1/segments/" + dynamic + "/members", {{"add", Json::array({first})}}).status == 409);
}

TEST_CASE("segments name others, and never themselves", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto inner = fresh("inner");
    const auto outer = fresh("outer");
    make(api, {{"id", inner}, {"name", "Inner"}, {"condition", {{"tag", "vip"}}}});
    make(api, {{"id", outer}, {"name", "Outer"}, {"condition", {{"segment", inner}}}});
    CHECK(remove(api, inner).status == 409);
    CHECK(put(api, inner, {{"name", "Inner"}, {"condition", {{"segment", outer}}}}).errors() ==
          Errors{"/condition cycle"});
    CHECK(put(api, inner, {{"name", "Inner"}, {"condition", {{"segment", inner}}}}).errors() ==
          Errors{"/condition cycle"});
    Json many{{"any", Json::array()}};
    for (int i = 0; i < 100; ++i) many["any"].push_back({{"segment", outer}});
    Json wide{{"any", Json::array()}};
    for (int i = 0; i < 4; ++i) wide["any"].push_back({{"tag", std::to_string(i)}});
    const auto large = fresh("large");
    make(api, {{"id", large}, {"name", "Large"}, {"condition", many}});
    CHECK(put(api, inner, {{"name", "Inner"}, {"condition", wide}}).errors() ==
          Errors{"/condition too_many"});
    for (const auto& id : {large, outer, inner}) CHECK(remove(api, id).status == 204);
}

TEST_CASE("a segment that the configuration brings is asked as any other, and changed there", "[api]") {
    ApiServer api(eachEngine(), {"segments=[{id: vips, name: VIPs, condition: {tag: vip}}]"});
    const auto id = tagged(api, "vip");
    const auto shown = api.get("/v1/segments/vips").body;
    CHECK(shown["managed_by"] == "configuration");
    CHECK(shown["name"] == "VIPs");
    CHECK(shown["condition"] == Json{{"tag", "vip"}});
    CHECK(idsOf(members(api, "vips")["items"]) == std::set{id});
    CHECK(idsOf(api.get("/v1/profiles?segment=vips").body["items"]) == std::set{id});
    const Json vips{{"segment", "vips"}};
    make(api, {{"id", "others"}, {"name", "Others"}, {"condition", {{"none", Json::array({vips})}}}});

    const Json other{{"name", "Stars"}, {"condition", {{"tag", "star"}}}};
    for (const auto& refused : {put(api, "vips", other), remove(api, "vips")}) {
        CHECK(refused.status == 409);
        CHECK(refused.errors() == Errors{" managed_by_configuration"});
    }
    auto again = other;
    again["id"] = "vips";
    CHECK(api.post("/v1/segments", again).status == 409);
    CHECK(api.post("/v1/segments/vips/members", {{"add", Json::array({id})}}).status == 409);
    CHECK(api.get("/v1/segments/vips").body == shown);
}

TEST_CASE("every example of the guide is a condition that can be asked", "[api]") {
    ApiServer api(eachEngine());
    for (const char* id : {"vip-customers", "staff"})
        make(api, {{"id", id}, {"name", id}, {"kind", "static"}});
    const auto all = examples();
    CHECK(all.size() == 20);
    for (const auto& example : all) {
        INFO(example);
        const auto answer = api.post("/v1/segments/preview", {{"condition", Json::parse(example)}});
        CHECK(answer.errors() == Errors{});
        CHECK(answer.status == 200);
    }
}
