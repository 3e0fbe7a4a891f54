// SPDX-License-Identifier: Apache-2.0
#include "tests/api/signed_in.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

ApiAnswer create(ApiServer& api, const Json& body, const std::string& once = "") {
    Call call{.method = "POST", .path = "/v1/users", .key = api.admin, .body = body.dump()};
    if (!once.empty()) call.headers = {{"Idempotency-Key", once}};
    return api.call(call);
}

ApiAnswer patch(ApiServer& api, const std::string& id, const Json& body, const std::string& match = "") {
    Call call{.method = "PATCH", .path = "/v1/users/" + id, .key = api.admin, .body = body.dump()};
    if (!match.empty()) call.headers = {{"If-Match", match}};
    return api.call(call);
}

ApiAnswer remove(ApiServer& api, const std::string& id) {
    return api.call({.method = "DELETE", .path = "/v1/users/" + id, .key = api.admin, .type = ""});
}

Json newUser(const std::string& role = "editor") {
    return {{"email", fresh("new") + "@example.org"},
            {"name", "Ann"},
            {"role", role},
            {"password", "correct horse battery"}};
}

}  // namespace

TEST_CASE("a person who can't be made is told where they are wrong", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto wrong = [&](const char* member, const Json& value) {
        auto body = newUser();
        body[member] = value;
        return create(api, body).errors();
    };
    CHECK(create(api, Json::object()).errors() ==
          Errors{"/email required", "/name required", "/role required", "/password required"});
    CHECK(create(api, Json::array()).status == 400);
    CHECK(wrong("email", "ann") == Errors{"/email invalid_value"});
    CHECK(wrong("name", "  ") == Errors{"/name out_of_range"});
    CHECK(wrong("name", "a\nb") == Errors{"/name control_character"});
    CHECK(wrong("role", "root") == Errors{"/role invalid_value"});
    CHECK(wrong("password", "123456789") == Errors{"/password too_short"});
    CHECK(wrong("password", 1234567890) == Errors{"/password wrong_type"});
    CHECK(wrong("disabled", true) == Errors{"/disabled unknown_member"});
}

TEST_CASE("people are an administrator's to see and to change", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = create(api, newUser()).body["id"].get<std::string>();
    for (const auto* role : {"viewer", "editor"}) {
        const auto person = signedIn(api, role);
        INFO(role);
        CHECK(getAs(api, person, "/v1/users").status == 403);
        CHECK(getAs(api, person, "/v1/users/" + person.id).status == 403);
        CHECK(getAs(api, person, "/v1/audit").status == 403);
        CHECK(postAs(api, person, "/v1/users", newUser()).status == 403);
        CHECK(
            callAs(
                api, person,
                {.method = "PATCH", .path = "/v1/users/" + person.id, .body = R"({"role": "administrator"})"})
                .status == 403);
        CHECK(callAs(api, person, {.method = "DELETE", .path = "/v1/users/" + someone, .type = ""}).status ==
              403);
    }
    const auto boss = signedIn(api, "administrator");
    CHECK(getAs(api, boss, "/v1/users/" + someone).status == 200);
    CHECK(postAs(api, boss, "/v1/users", newUser()).status == 201);
}

TEST_CASE("a person is made once, listed, and shown without a word of the password", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto body = newUser();
    const auto once = fresh("once");
    const auto made = create(api, body, once);
    REQUIRE(made.status == 201);
    CHECK(made.header("ETag") == "\"1\"");
    CHECK(made.header("Location") == "/v1/users/" + made.body["id"].get<std::string>());
    CHECK(made.body["disabled"] == false);
    CHECK(made.body["last_seen_at"].is_null());
    CHECK(made.text.find("horse") == std::string::npos);
    CHECK(made.text.find("argon2") == std::string::npos);
    CHECK(create(api, body, once).body == made.body);
    const auto taken = create(api, body);
    CHECK(taken.status == 409);
    CHECK(taken.errors() == Errors{"/email taken"});
    const auto list = api.call({.path = "/v1/users?limit=500", .key = api.admin}).body["items"];
    CHECK(std::count(list.begin(), list.end(), made.body) == 1);
}

TEST_CASE("nobody is nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const std::string id : {"01JD3W5V9Z8Q1", "x"}) {
        CHECK(api.call({.path = "/v1/users/" + id, .key = api.admin}).status == 404);
        CHECK(patch(api, id, {{"name", "Ben"}}).status == 404);
        CHECK(remove(api, id).status == 404);
    }
}

TEST_CASE("a change of a person holds at once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    const auto observe = [&] { return postAs(api, ann, "/v1/observations", somebody()).status; };
    CHECK(patch(api, ann.id, {{"role", "root"}}).errors() == Errors{"/role invalid_value"});
    CHECK(patch(api, ann.id, {{"email", "b@x.org"}}).errors() == Errors{"/email unknown_member"});
    CHECK(patch(api, ann.id, {{"name", "Anna"}}, "\"7\"").status == 412);
    CHECK(observe() == 200);
    const auto changed = patch(api, ann.id, {{"role", "viewer"}}, "\"1\"");
    CHECK(changed.header("ETag") == "\"2\"");
    CHECK(observe() == 403);
    CHECK(getAs(api, ann, "/v1/profiles").status == 200);
    CHECK(patch(api, ann.id, {{"password", "another horse battery"}}).status == 200);
    CHECK(getAs(api, ann, "/v1/profiles").status == 401);
    CHECK(signInAs(api, ann.email, ann.password).status == 401);
}

TEST_CASE("who is disabled or removed is out at once, and can't come in", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto ann = signedIn(api, "editor");
    CHECK(patch(api, ann.id, {{"disabled", true}}).body["disabled"] == true);
    CHECK(getAs(api, ann, "/v1/profiles").status == 401);
    CHECK(signInAs(api, ann.email, ann.password).status == 401);
    CHECK(patch(api, ann.id, {{"disabled", false}}).status == 200);
    CHECK(getAs(api, ann, "/v1/profiles").status == 401);
    ann = signedInAgain(api, ann);
    CHECK(getAs(api, ann, "/v1/profiles").status == 200);
    CHECK(remove(api, ann.id).status == 204);
    CHECK(remove(api, ann.id).status == 404);
    CHECK(getAs(api, ann, "/v1/profiles").status == 401);
    CHECK(signInAs(api, ann.email, ann.password).status == 401);
}

TEST_CASE("the last administrator who can sign in is neither removed, demoted nor disabled", "[api]") {
    ApiServer api(eachEngine());
    const auto boss = signedIn(api, "administrator");
    const auto other = create(api, newUser("administrator")).body["id"].get<std::string>();
    CHECK(patch(api, other, {{"disabled", true}}).status == 200);
    for (const auto& answer : {patch(api, boss.id, {{"role", "editor"}}),
                               patch(api, boss.id, {{"disabled", true}}), remove(api, boss.id)}) {
        CHECK(answer.status == 409);
        CHECK(answer.code() == "last_administrator");
    }
    CHECK(getAs(api, boss, "/v1/users").status == 200);
    CHECK(patch(api, other, {{"disabled", false}}).status == 200);
    CHECK(remove(api, boss.id).status == 204);
}

TEST_CASE("who gives themselves another password stays signed in where they are", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto boss = signedIn(api, "administrator");
    const auto phone = signedInAgain(api, boss);
    CHECK(callAs(api, boss,
                 {.method = "PATCH",
                  .path = "/v1/users/" + boss.id,
                  .body = R"({"password": "another horse battery"})"})
              .status == 200);
    CHECK(getAs(api, boss, "/v1/users").status == 200);
    CHECK(getAs(api, phone, "/v1/users").status == 401);
}
