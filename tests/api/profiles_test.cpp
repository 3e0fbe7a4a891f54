// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("a reference that names nobody answers 404", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const char* ref :
         {"01JD3W5V9Z8Q1", "0000000000000", "ZZZZZZZZZZZZZ", "x", "external_id:nobody-of-this-name",
          "email:not%20an%20address", "shoe:42", "external_id:", ":x", "%3A", "%E2%82%AC:%E2%82%AC"}) {
        for (const char* part : {"", "/activity", "/changes", "/identity"}) {
            const auto answer = api.get(std::string("/v1/profiles/") + ref + part);
            CHECK(answer.status == 404);
            CHECK(answer.code() == "not_found");
        }
        const auto patched = api.patch(std::string("/v1/profiles/") + ref, {{"fields", {{"nickname", "x"}}}});
        CHECK(patched.status == 404);
    }
    CHECK(api.get("/v1/profiles/").status == 404);
}

TEST_CASE("a path that is no text answers 400", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const char* path : {"/v1/profiles/%", "/v1/profiles/%zz", "/v1/profiles/%FF", "/v1/profiles/%00",
                             "/v1/profiles?q=%C0%80"}) {
        CHECK(api.get(path).status == 400);
    }
}

TEST_CASE("a profile is addressed by its id or any identifying value, percent-encoded", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("ref");
    const auto outcome = api.observe({{"identifiers",
                                       {{{"type", "external_id"}, {"value", tag + "/a b:c%2F?#"}},
                                        {{"type", "email"}, {"value", tag + "+x@example.com"}}}}});
    const std::string id = outcome["profile_id"];
    auto lower = id;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    for (const auto& ref :
         {id, lower, "external_id:" + tag + "%2Fa%20b%3Ac%252F%3F%23", "email:" + tag + "%2Bx%40example.com",
          "email:" + tag + "+x@EXAMPLE.com", "email%3A" + tag + "+x@example.com"}) {
        CHECK(api.profile(ref)["id"] == id);
    }
    // A slash that is not encoded ends the segment.
    CHECK(api.get("/v1/profiles/external_id:" + tag + "/a%20b%3Ac%252F%3F%23").status == 404);
}

TEST_CASE("a merged id answers with the survivor, everywhere", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto survivor = person("external_id", fresh("survivor"));
    auto absorbed = person("email", fresh("absorbed") + "@example.com");
    survivor["observed_at"] = "2026-01-02T03:04:01Z";
    survivor["fields"] = {{"nickname", "Ann"}};
    absorbed["activities"] = {{{"channel", "web"}, {"event", "came"}}};
    const std::string to = api.observe(survivor)["profile_id"];
    const std::string from = api.observe(absorbed)["profile_id"];
    survivor["identifiers"].push_back(absorbed["identifiers"][0]);
    api.observe(survivor);
    CHECK(api.profile(from) == api.profile(to));
    CHECK(api.profile(from)["id"] == to);
    CHECK(api.get("/v1/profiles/" + from + "/identity").body["id"] == to);
    const auto activity = api.get("/v1/profiles/" + from + "/activity").body["items"];
    REQUIRE(activity.size() == 1);
    CHECK(activity[0]["profile_id"] == to);
    CHECK(api.patch("/v1/profiles/" + from, {{"fields", {{"nickname", "Bea"}}}}).body["id"] == to);
    CHECK(api.profile(to)["fields"]["nickname"] == "Bea");
}

TEST_CASE("a shared or claimed value is no reference, but a search finds it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = fresh("claimed") + "@example.com";
    auto claim = person("email", address);
    claim["evidence"] = "claimed";
    const auto id = api.observe(claim)["profile_id"];
    const auto none = api.get("/v1/profiles/email:" + address);
    CHECK(none.status == 404);
    CHECK(none.body["detail"].get<std::string>().find(
              "`GET /v1/profiles?q=` finds whoever shares or claims") != std::string::npos);
    // The same of what nobody has.
    CHECK(api.get("/v1/profiles/email:nobody-" + address).body["detail"] == none.body["detail"]);
    const auto found = api.get("/v1/profiles?q=" + address).body["items"];
    REQUIRE(found.size() == 1);
    CHECK(found[0]["id"] == id);
    CHECK(found[0]["identifiers"][0]["role"] == "claimed");
}

TEST_CASE("an upsert that is wrong makes nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["activities"] = Json::array();
    const auto answer = api.post("/v1/profiles", someone);
    CHECK(answer.status == 400);
    CHECK(answer.errors() == Errors{"/activities not_allowed"});
    someone.erase("activities");
    someone["colour"] = "red";
    CHECK(api.post("/v1/profiles", someone).errors() == Errors{"/colour unknown_member"});
    CHECK(api.post("/v1/profiles", Json::array({somebody()})).status == 400);
    CHECK(
        api.post("/v1/profiles", {{"identifiers", {{{"type", "external_id"}, {"value", "null"}}}}}).status ==
        400);
    CHECK(api.get("/v1/profiles/" + refOf(someone)).status == 404);
}

TEST_CASE("an upsert makes a profile, then finds it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"nickname", "Ann"}, {"shoe", 1}};
    someone["identifiers"].push_back({{"type", "email"}, {"value", "guest"}});
    const auto made = api.post("/v1/profiles", someone);
    REQUIRE(made.status == 201);
    CHECK(made.header("Location") == "/v1/profiles/" + made.body["id"].get<std::string>());
    CHECK(made.header("ETag") == "\"" + std::to_string(made.body["version"].get<int>()) + "\"");
    CHECK(made.body["warnings"][0]["pointer"] == "/fields/shoe");
    CHECK(made.body["refused"][0]["code"] == "blocked_value");

    const auto found = api.post("/v1/profiles",
                                {{"identifiers", someone["identifiers"]}, {"fields", {{"nickname", "Bea"}}}});
    CHECK(found.status == 200);
    CHECK(found.header("Location").empty());
    CHECK(found.body["id"] == made.body["id"]);
    CHECK(found.body["fields"]["nickname"] == "Bea");
    CHECK(found.body["version"] > made.body["version"]);
    CHECK(found.header("ETag") != made.header("ETag"));
}

TEST_CASE("an upsert with an Idempotency-Key counts once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"points", 1}};
    Call call{.method = "POST",
              .path = "/v1/profiles",
              .key = api.write,
              .body = someone.dump(),
              .headers = {{"Idempotency-Key", fresh("retry")}}};
    const auto first = api.call(call);
    CHECK(first.status == 201);
    const auto again = api.call(call);
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    someone["fields"]["points"] = 2;
    call.body = someone.dump();
    const auto reused = api.call(call);
    CHECK(reused.status == 409);
    CHECK(reused.code() == "id_reused");
    for (const auto& key : {std::string(201, 'x'), std::string("\xff\xfe"), std::string("a\tb")}) {
        call.headers = {{"Idempotency-Key", key}};
        CHECK(api.call(call).status == 400);
    }
    CHECK(api.profile(refOf(someone))["fields"]["points"] == 1);
}

TEST_CASE("an Idempotency-Key counts beside an id in the body, or the call is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"points", 1}};
    const auto key = fresh("retry");
    const auto upsert = [&](const Json& id) {
        auto body = someone;
        body["id"] = id;
        return api.call({.method = "POST",
                         .path = "/v1/profiles",
                         .key = api.write,
                         .body = body.dump(),
                         .headers = {{"Idempotency-Key", key}}});
    };
    for (const auto& other : {Json(fresh("other")), Json(7), Json(Json::array())}) {
        const auto refused = upsert(other);
        CHECK(refused.status == 400);
        CHECK(refused.errors() == Errors{"/id not_allowed"});
    }
    CHECK(api.get("/v1/profiles/" + refOf(someone)).status == 404);
    CHECK(upsert(nullptr).status == 201);
    CHECK(upsert(key).status == 200);
    someone["fields"]["points"] = 2;
    CHECK(upsert(nullptr).code() == "id_reused");
    CHECK(upsert(key).code() == "id_reused");
    CHECK(api.profile(refOf(someone))["fields"]["points"] == 1);
}

TEST_CASE("a profile is sent though its version has not moved: what time changes is no version", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    const auto tag = api.get(path).header("ETag");
    const auto again =
        api.call({.method = "GET", .path = path, .key = api.read, .headers = {{"If-None-Match", tag}}});
    CHECK(again.status == 200);
    CHECK(again.header("ETag") == tag);
    CHECK(again.body["identifiers"].size() == someone["identifiers"].size());
}

TEST_CASE("an edit of a version that has moved on answers 412 and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"nickname", "Ann"}};
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    const auto tag = api.get(path).header("ETag");
    const auto edit = [&](const std::string& condition, const std::string& name) {
        return api.call({.method = "PATCH",
                         .path = path,
                         .key = api.write,
                         .body = Json{{"fields", {{"nickname", name}}}}.dump(),
                         .headers = {{"If-Match", condition}}});
    };
    const auto edited = edit(tag, "Bea");
    CHECK(edited.status == 200);
    CHECK(edited.header("ETag") != tag);
    CHECK(edited.body["fields"]["nickname"] == "Bea");
    const auto late = edit(tag, "Cid");
    CHECK(late.status == 412);
    CHECK(late.code() == "precondition_failed");
    CHECK(edit("W/" + edited.header("ETag"), "Cid").status == 412);
    CHECK(edit("7", "Cid").status == 400);
    CHECK(api.profile(refOf(someone))["fields"]["nickname"] == "Bea");
    CHECK(edit("\"1000\", " + edited.header("ETag"), "Dan").status == 200);
    CHECK(edit("*", "Eve").status == 200);
}

TEST_CASE("an edit of any version never answers 412, whoever else edits", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto edit = [&](RawClient& client, int number) {
        client.send(ApiServer::bytesOf({.method = "PATCH",
                                        .path = "/v1/profiles/" + refOf(someone),
                                        .key = api.write,
                                        .body = Json{{"fields", {{"points", number}}}}.dump(),
                                        .headers = {{"If-Match", "*"}}}));
        return client.read().status == 200;
    };
    std::atomic<int> edited = 0;
    std::vector<std::thread> editors;
    for (int editor = 0; editor < 8; ++editor) {
        editors.emplace_back([&, editor] {
            for (int i = 0; i < 20; ++i) {
                auto client = api.connect();
                edited += edit(client, 20 * editor + i) ? 1 : 0;
            }
        });
    }
    for (auto& editor : editors) editor.join();
    CHECK(edited == 160);
}

TEST_CASE("an edit that is wrong in one place changes nothing at all", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"nickname", "Ann"}};
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    const auto before = api.profile(refOf(someone));
    const std::vector<std::pair<Json, std::string>> wrong = {
        {{{"fields", {{"nickname", "Bea"}, {"shoe", 1}}}}, "/fields/shoe unknown_field"},
        {{{"fields", {{"nickname", "Bea"}, {"tier", "lead"}}}}, "/fields/tier not_a_choice"},
        {{{"fields", {{"nickname", "Bea"}, {"points", 1.5}}}}, "/fields/points "},
        {{{"fields", nullptr}}, "/fields not_allowed"},
        {{{"subscriptions", nullptr}}, "/subscriptions not_allowed"},
        {{{"fields", {{"nickname", "Bea"}}}, {"subscriptions", {{"gossip", "subscribed"}}}},
         "/subscriptions/gossip unknown_category"},
        {{{"fields", {{"nickname", "Bea"}}}, {"identifiers", Json::array()}}, "/identifiers unknown_member"},
        {{{"fields", {{"age", 7}}}}, "/fields/age unknown_field"},
        {Json::array(), " wrong_type"},
    };
    for (const auto& [patch, error] : wrong) {
        const auto answer = api.patch(path, patch);
        INFO(patch << "\n" << answer.text);
        CHECK(answer.status == 400);
        const auto errors = answer.errors();
        CHECK(std::any_of(errors.begin(), errors.end(),
                          [&wanted = error](const auto& each) { return each.starts_with(wanted); }));
    }
    CHECK(api.call({.method = "PATCH", .path = path, .key = api.write, .body = "{}", .type = "text/plain"})
              .status == 415);
    CHECK(api.call({.method = "PATCH", .path = path, .key = api.write, .body = "{"}).status == 400);
    CHECK(api.profile(refOf(someone)) == before);
}

TEST_CASE("an edit merges: null clears, an array replaces a set, what is absent stays", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {
        {"nickname", "Ann"}, {"points", 5}, {"interests", {"ski", "golf"}}, {"tags", {"vip", "old"}}};
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    const auto edited = api.call({.method = "PATCH",
                                  .path = path,
                                  .key = api.write,
                                  .body = Json{{"fields",
                                                {{"nickname", nullptr},
                                                 {"interests", {"running"}},
                                                 {"tags", {{"add", {"new"}}, {"remove", {"old"}}}}}},
                                               {"subscriptions", {{"news", "unsubscribed"}}}}
                                              .dump(),
                                  .type = "application/merge-patch+json"});
    REQUIRE(edited.status == 200);
    CHECK(edited.body["fields"] == Json({{"points", 5}, {"interests", {"running"}}}));
    CHECK(edited.body["tags"] == Json({"new", "vip"}));
    CHECK(edited.body["subscriptions"][0]["state"] == "unsubscribed");
    CHECK(edited.body["subscriptions"][0]["by"] == "operator");
    CHECK(api.get(path).body == edited.body);
    CHECK(api.patch(path, Json::object()).body["version"] == edited.body["version"]);
}

TEST_CASE("an edit counts over a value that is dated ahead of the server", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["observed_at"] = base::formatRfc3339(base::SystemClock().now() + std::chrono::minutes(4));
    someone["fields"] = {{"nickname", "Ann"}};
    api.observe(someone);
    const auto edited = api.patch("/v1/profiles/" + refOf(someone), {{"fields", {{"nickname", "Bea"}}}});
    CHECK(edited.body["fields"]["nickname"] == "Bea");
}

TEST_CASE("a category's default stands where nobody said anything", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto subscriptions = api.profile(refOf(someone))["subscriptions"];
    REQUIRE(subscriptions.size() == 1);
    CHECK(subscriptions[0] == Json({{"category", "offers"},
                                    {"state", "subscribed"},
                                    {"since", nullptr},
                                    {"by", "default"},
                                    {"source", nullptr},
                                    {"reason", nullptr},
                                    {"comment", nullptr},
                                    {"proof", nullptr},
                                    {"evidence", nullptr},
                                    {"channels", Json::array()}}));
}

TEST_CASE("a profile shows what its channels' plugins know", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto token = fresh("device-token-of-ann-");
    auto someone = somebody();
    const auto added = api.call({.method = "PUT",
                                 .path = "/channels/push/tokens",
                                 .key = api.write,
                                 .body = Json{{"token", token},
                                              {"app_id", "shop"},
                                              {"platform", "ios"},
                                              {"app_version", "2.1"},
                                              {"model", "Phone 3"},
                                              {"identifiers", someone["identifiers"]}}
                                             .dump()});
    REQUIRE(added.status == 200);
    const auto profile = api.profile(refOf(someone));
    const auto& applications = profile["channels"]["push"]["applications"];
    REQUIRE(applications.size() == 1);
    CHECK(applications[0]["app_id"] == "shop");
    CHECK(applications[0]["model"] == "Phone 3");
}
