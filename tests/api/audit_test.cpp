// SPDX-License-Identifier: Apache-2.0
#include "core/api/audit_trail.hpp"
#include "tests/api/signed_in.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Acts = std::vector<std::string>;

namespace {

Json entriesOf(ApiServer& api, const std::string& query) {
    const auto answer = api.call({.path = "/v1/audit" + query, .key = api.admin});
    REQUIRE(answer.status == 200);
    return answer.body["items"];
}

/// `action status` of what a person did, the oldest first.
Acts actsOf(ApiServer& api, const SignedIn& person) {
    Acts acts;
    for (const auto& entry : entriesOf(api, "?user=" + person.id)) {
        acts.insert(acts.begin(),
                    entry["action"].get<std::string>() + ' ' + std::to_string(entry["status"].get<int>()));
    }
    return acts;
}

}  // namespace

TEST_CASE("an action is named by the resource of its route and its verb", "[api]") {
    using http::Method;
    CHECK(api::actionOf(Method::Patch, "/v1/profiles/{ref}") == "profiles.patch");
    CHECK(api::actionOf(Method::Post, "/v1/profiles/{ref}/erase") == "profiles.erase.post");
    CHECK(api::actionOf(Method::Put, "/v1/profiles/{ref}/identifiers/{type}/{value}") ==
          "profiles.identifiers.put");
    CHECK(api::actionOf(Method::Delete, "/v1/sessions/current") == "sessions.current.delete");
    CHECK(api::actionOf(Method::Post, "/channels/email/ses") == "channels.email.ses.post");
}

TEST_CASE("a filter of the log that can't be is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto errors = [&](const std::string& query) {
        return api.call({.path = "/v1/audit?" + query, .key = api.admin}).errors();
    };
    CHECK(errors("user=x") == Acts{"?user invalid_value"});
    CHECK(errors("from=yesterday") == Acts{"?from invalid_time"});
    CHECK(errors("cursor=x") == Acts{"?cursor invalid_cursor"});
    CHECK(errors("status=403") == Acts{"?status unknown_parameter"});
}

TEST_CASE("what a person does that may change something is in the log, and what they only read is not",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    const auto someone = person("external_id", fresh("unmistakable-"));
    CHECK(getAs(api, ann, "/v1/profiles").status == 200);
    CHECK(postAs(api, ann, "/v1/segments/preview", {{"condition", {{"tag", "vip"}}}}).status == 200);
    const auto observed = postAs(api, ann, "/v1/observations", someone);
    REQUIRE(observed.status == 200);
    const auto id = observed.body["profile_id"].get<std::string>();
    const auto patched = callAs(api, ann,
                                {.method = "PATCH",
                                 .path = "/v1/profiles/" + refOf(someone),
                                 .body = R"({"fields": {"nickname": "Secret"}})"});
    REQUIRE(patched.status == 200);
    CHECK(actsOf(api, ann) == Acts{"sessions.post 201", "observations.post 200", "profiles.patch 200"});
    const auto entry = entriesOf(api, "?user=" + ann.id)[0];
    CHECK(entry["user"] == Json{{"id", ann.id}, {"name", ann.name}, {"email", ann.email}});
    CHECK(entry["method"] == "PATCH");
    CHECK(entry["route"] == "/v1/profiles/{ref}");
    CHECK(entry["profile_id"] == id);
    CHECK(entry["address"] == "127.0.0.1");
    CHECK(entry["request_id"] == patched.header("Request-Id"));
    const auto all = entriesOf(api, "?user=" + ann.id).dump();
    CHECK(all.find("Secret") == std::string::npos);
    CHECK(all.find(someone["identifiers"][0]["value"].get<std::string>()) == std::string::npos);
}

TEST_CASE("upon what else a person acted is named by its id or key, and what they took out is told",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ada = signedIn(api, "administrator");
    const auto ben = signedIn(api, "viewer");
    const auto last = [&](const std::string& name) { return entriesOf(api, "?user=" + ada.id)[0][name]; };
    CHECK(last("target").is_null());
    REQUIRE(
        callAs(api, ada, {.method = "PATCH", .path = "/v1/users/" + ben.id, .body = R"({"role": "editor"})"})
            .status == 200);
    CHECK(last("target") == ben.id);
    CHECK(callAs(api, ada, {.method = "PATCH", .path = "/v1/fields/no.such", .body = R"({"group": "x"})"})
              .status == 404);
    CHECK(last("target") == "no.such");
    CHECK(postAs(api, ada, "/v1/conflicts/01JD3W5V9Z8Q1/merge", Json::object()).status == 404);
    CHECK(last("target") == "01JD3W5V9Z8Q1/merge");
    // What somebody typed in the place of an id may be anybody's.
    CHECK(postAs(api, ada, "/v1/conflicts/ann@example.com/merge", Json::object()).status == 404);
    CHECK(last("target") == "merge");
    CHECK(callAs(api, ada, {.method = "DELETE", .path = "/v1/suppressions/email:ann@example.com"}).status >=
          400);
    CHECK(last("action") == "suppressions.delete");
    CHECK(last("target").is_null());

    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"].get<std::string>();
    CHECK(getAs(api, ada, "/v1/profiles/" + refOf(someone) + "/export").status == 200);
    CHECK(last("action") == "profiles.export.get");
    CHECK(last("profile_id") == id);
    CHECK(last("target").is_null());
    CHECK(last("status") == 200);
    CHECK(getAs(api, ada, "/v1/suppressions/export").status == 200);
    CHECK(last("action") == "suppressions.export.get");
    // Of the head alone nothing is handed out.
    const auto before = actsOf(api, ada);
    CHECK(callAs(api, ada, {.method = "HEAD", .path = "/v1/profiles/" + id + "/export"}).status == 200);
    CHECK(actsOf(api, ada) == before);
    CHECK(getAs(api, ben, "/v1/profiles/" + id + "/export").status == 403);
    CHECK(entriesOf(api, "?user=" + ben.id)[0]["action"] == "profiles.export.get");
}

TEST_CASE("an export that was not begun is in the log as what it came to", "[api]") {
    ApiServer api(eachEngine(), {"http.max_streams=1"});
    const auto ada = signedIn(api, "administrator");
    const auto id = api.observe(somebody())["profile_id"].get<std::string>();
    auto follower = api.connect();
    follower.send(ApiServer::bytesOf(
        {.path = "/v1/events?after=latest", .key = api.read, .headers = {{"Accept", "text/event-stream"}}}));
    REQUIRE(follower.read().status == 200);
    CHECK(getAs(api, ada, "/v1/profiles/" + id + "/export").status == 503);
    CHECK(actsOf(api, ada).back() == "profiles.export.get 503");
}

TEST_CASE("what a person was refused is in the log under their name", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "viewer");
    CHECK(postAs(api, ann, "/v1/observations", somebody()).status == 403);
    CHECK(postAs(api, ann, "/v1/keys", {{"name", "x"}, {"right", "admin"}}).status == 403);
    CHECK(api.call({.method = "POST",
                    .path = "/v1/tags/changes",
                    .body = "{}",
                    .headers = {{"Cookie", ann.cookie}}})
              .code() == "csrf");
    CHECK(callAs(api, ann, {.method = "DELETE", .path = "/v1/sessions/01JD3W5V9Z8Q1", .type = ""}).status ==
          404);
    CHECK(actsOf(api, ann) == Acts{"sessions.post 201", "observations.post 403", "keys.post 403",
                                   "tags.changes.post 403", "sessions.delete 404"});
}

TEST_CASE("who could not sign in is in the log, under the name of whose address it is or under nobody's",
          "[api]") {
    ApiServer api(eachEngine());
    const auto ann = signedIn(api, "viewer");
    CHECK(signInAs(api, ann.email, "unmistakable-wrong").status == 401);
    CHECK(signInAs(api, "unmistakable@example.org", ann.password).status == 401);
    CHECK(actsOf(api, ann) == Acts{"sessions.post 201", "sessions.post 401"});
    const auto entries = entriesOf(api, "");
    REQUIRE(entries.size() == 3);
    CHECK(entries[0]["user"].is_null());
    CHECK(entries[0]["action"] == "sessions.post");
    CHECK(entries[0]["status"] == 401);
    CHECK(entries[0]["address"] == "127.0.0.1");
    CHECK(entries[1]["user"]["email"] == ann.email);
    CHECK(entries.dump().find("unmistakable") == std::string::npos);
    REQUIRE(api.call({.method = "PATCH",
                      .path = "/v1/users/" + ann.id,
                      .key = api.admin,
                      .body = R"({"disabled": true})"})
                .status == 200);
    CHECK(signInAs(api, ann.email, ann.password).status == 401);
    CHECK(actsOf(api, ann).size() == 3);
}

TEST_CASE("attempts to sign in beyond the bound are not in the log, which anybody could fill", "[api]") {
    ApiServer api(eachEngine(), {"sessions.attempts_per_account=3", "sessions.attempts_window=1d"});
    const auto ann = signedIn(api, "viewer");
    for (const int status : {401, 401, 429, 429}) CHECK(signInAs(api, ann.email, "wrong").status == status);
    CHECK(actsOf(api, ann) == Acts{"sessions.post 201", "sessions.post 401", "sessions.post 401"});
}

TEST_CASE("what a person made is named by its id or key", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ada = signedIn(api, "administrator");
    const auto last = [&] { return entriesOf(api, "?user=" + ada.id)[0]; };
    const Two two(api);
    const auto merged = postAs(api, ada, "/v1/merges", two.body());
    REQUIRE(merged.status == 201);
    CHECK(last()["target"] == merged.body["id"]);
    const auto segment =
        postAs(api, ada, "/v1/segments", {{"name", fresh("made")}, {"condition", {{"tag", "vip"}}}});
    REQUIRE(segment.status == 201);
    CHECK(last()["target"] == segment.body["id"]);
    const Two apart(api);
    const auto forbidden = postAs(api, ada, "/v1/must-not-links",
                                  {{"profiles", {apart.firstId, apart.secondId}}, {"reason", "twins"}});
    REQUIRE(forbidden.status == 201);
    CHECK(last()["target"] == forbidden.body["id"]);
    const auto made = postAs(api, ada, "/v1/profiles", somebody());
    REQUIRE(made.status == 201);
    CHECK(last()["profile_id"] == made.body["id"]);
    CHECK(last()["target"].is_null());
    // What was refused made nothing.
    CHECK(postAs(api, ada, "/v1/merges", two.body()).status == 409);
    CHECK(last()["target"].is_null());
}

TEST_CASE("whom a person deleted or erased is named by an id", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "administrator");
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"].get<std::string>();
    CHECK(
        callAs(api, ann, {.method = "DELETE", .path = "/v1/profiles/" + refOf(someone), .type = ""}).status ==
        200);
    CHECK(entriesOf(api, "?user=" + ann.id)[0]["profile_id"] == id);
    CHECK(callAs(api, ann,
                 {.method = "PATCH",
                  .path = "/v1/profiles/external_id:nobody",
                  .body = R"({"fields": {"nickname": "x"}})"})
              .status == 404);
    CHECK(entriesOf(api, "?user=" + ann.id)[0]["profile_id"].is_null());
}

TEST_CASE("the log is read by person, action and time, in pages, also once the person is gone", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    const auto ben = signedIn(api, "editor");
    for (const auto& person : {ann, ben, ann})
        CHECK(postAs(api, person, "/v1/observations", somebody()).status == 200);
    REQUIRE(
        api.call({.method = "DELETE", .path = "/v1/users/" + ann.id, .key = api.admin, .type = ""}).status ==
        204);
    CHECK(entriesOf(api, "?action=observations.post&user=" + ann.id).size() == 2);
    CHECK(entriesOf(api, "?action=observations.post&limit=1")[0]["user"]["name"] == ann.name);
    CHECK(entriesOf(api, "?user=" + ann.id + "&from=2999-01-01T00:00:00Z").empty());
    CHECK(entriesOf(api, "?user=" + ann.id + "&to=2020-01-01T00:00:00Z").empty());
    CHECK(entriesOf(api, "?user=" + ann.id + "&from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z").size() ==
          3);
    Acts paged;
    std::string cursor;
    do {
        const auto page = api.call({.path = "/v1/audit?limit=1&user=" + ann.id + cursor, .key = api.admin});
        REQUIRE(page.body["items"].size() == 1);
        paged.push_back(page.body["items"][0]["action"]);
        cursor = page.body["next_cursor"].is_null()
                     ? ""
                     : "&cursor=" + page.body["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    CHECK(paged == Acts{"observations.post", "observations.post", "sessions.post"});
}

TEST_CASE("programs are not in the log of what people do", "[api]") {
    ApiServer api(eachEngine());
    api.observe(somebody());
    CHECK(entriesOf(api, "").empty());
}
