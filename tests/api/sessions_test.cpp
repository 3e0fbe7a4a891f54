// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and what a session is good for.
#include <chrono>
#include <set>
#include <thread>

#include "core/storage/database.hpp"
#include "tests/api/signed_in.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr std::string_view kCurrent = "/v1/sessions/current";

ApiAnswer current(ApiServer& api, const SignedIn& person) {
    return getAs(api, person, std::string(kCurrent));
}

ApiAnswer endAs(ApiServer& api, const SignedIn& person, const std::string& session) {
    return callAs(api, person, {.method = "DELETE", .path = "/v1/sessions/" + session, .type = ""});
}

void execute(ApiServer& api, const std::string& sql) {
    const storage::Database database(api.database());
    const auto writer = database.openWriter();
    storage::Transaction transaction(*writer);
    writer->runOnce(sql);
    transaction.commit();
}

}  // namespace

TEST_CASE("who is wrong is answered alike, and gets no cookie", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "viewer");
    const auto ben = signedIn(api, "viewer");
    REQUIRE(api.call({.method = "PATCH",
                      .path = "/v1/users/" + ben.id,
                      .key = api.admin,
                      .body = R"({"disabled": true})"})
                .status == 200);
    std::set<std::string> answers;
    for (const auto& [email, password] : {std::pair{fresh("nobody") + "@example.org", ann.password},
                                          {ann.email, ann.password + "x"},
                                          {ben.email, ben.password},
                                          {ann.email, std::string("x")}}) {
        const auto answer = signInAs(api, email, password);
        CHECK(answer.status == 401);
        CHECK(answer.code() == "wrong_credentials");
        CHECK_FALSE(answer.headers.has("Set-Cookie"));
        answers.insert(answer.text);
    }
    CHECK(answers.size() == 1);
}

TEST_CASE("what can't be signed in with is told where it is wrong", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto errors = [&](const Json& body) {
        return api.call({.method = "POST", .path = "/v1/sessions", .body = body.dump()}).errors();
    };
    using Errors = std::vector<std::string>;
    CHECK(errors(Json::object()) == Errors{"/email required", "/password required"});
    CHECK(errors({{"email", "a@x.org"}}) == Errors{"/password required"});
    CHECK(errors({{"email", ""}, {"password", ""}}) == Errors{"/email empty", "/password empty"});
    CHECK(errors({{"email", 1}, {"password", "x"}}) == Errors{"/email wrong_type"});
    CHECK(errors({{"email", "a@x.org"}, {"password", "x"}, {"remember", true}}) ==
          Errors{"/remember unknown_member"});
    CHECK(errors({{"email", "a@x.org"}, {"password", std::string(1'001, 'x')}}) ==
          Errors{"/password too_long"});
}

TEST_CASE("nobody is signed in by another site", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "viewer");
    const auto body = Json{{"email", ann.email}, {"password", ann.password}}.dump();
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/sessions",
                                  .body = body,
                                  .headers = {{"Sec-Fetch-Site", "cross-site"}}});
    CHECK(answer.status == 403);
    CHECK(answer.code() == "csrf");
    CHECK(api.call({.method = "POST", .path = "/v1/sessions", .body = body, .type = "text/plain"}).status ==
          415);
}

TEST_CASE("signing in answers who it is, and sets a cookie that no script reads", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto ann = signedIn(api, "editor");
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/sessions",
                                  .body = Json{{"email", ann.email}, {"password", ann.password}}.dump(),
                                  .headers = {{"User-Agent", "Browser/1 \xd0\xb9"}}});
    REQUIRE(answer.status == 201);
    const auto cookie = answer.header("Set-Cookie");
    CHECK(cookie.starts_with("kith_session="));
    CHECK(cookie.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"));
    CHECK(answer.header("Location") == "/v1/sessions/" + answer.body["id"].get<std::string>());
    CHECK(answer.body["user"]["id"] == ann.id);
    CHECK(answer.body["user"]["role"] == "editor");
    CHECK(answer.body["current"] == true);
    CHECK(answer.body["user_agent"] == "Browser/1 ??");
    CHECK(answer.body["address"] == "127.0.0.1");
    CHECK(answer.text.find("horse") == std::string::npos);
    CHECK(answer.text.find(cookieOf(answer).substr(cookie.find('=') + 1)) == std::string::npos);
    ann.cookie = cookieOf(answer);
    const auto seen = current(api, ann);
    CHECK(seen.status == 200);
    CHECK(seen.body["id"] == answer.body["id"]);
    CHECK(seen.body["csrf_token"] == answer.body["csrf_token"]);
}

TEST_CASE("the cookie is for TLS alone where the outside sees TLS", "[api]") {
    ApiServer api(storage::Engine::Sqlite, {"http.base_url=https://kith.example.org"});
    const auto ann = signedIn(api, "viewer");
    CHECK(signInAs(api, ann.email, ann.password).header("Set-Cookie").ends_with("; Secure"));
}

TEST_CASE("a session that is no one's, or over, is answered 401", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "viewer");
    CHECK(api.call({.path = std::string(kCurrent)}).status == 401);
    CHECK(api.call({.path = std::string(kCurrent), .key = api.admin}).status == 401);
    auto other = ann;
    other.cookie = "kith_session=" + std::string(43, 'x');
    CHECK(current(api, other).status == 401);
    other.cookie = "kith_session=";
    CHECK(current(api, other).status == 401);
    const auto out = endAs(api, ann, "current");
    CHECK(out.status == 204);
    CHECK(out.header("Set-Cookie").starts_with("kith_session=; Path=/; Max-Age=0;"));
    CHECK(current(api, ann).status == 401);
    CHECK(getAs(api, ann, "/v1/profiles").status == 401);
    CHECK(endAs(api, ann, "current").status == 401);
}

TEST_CASE("a session whose time is over is answered 401", "[api]") {
    ApiServer api(eachEngine());
    const auto ann = signedIn(api, "viewer");
    REQUIRE(current(api, ann).status == 200);
    execute(api, "UPDATE account_session SET expires_at = 1");
    // The server looks again within seconds.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (current(api, ann).status == 200) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    CHECK(current(api, ann).code() == "unauthorized");
}

TEST_CASE("a call that changes something needs the session's csrf_token", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    const auto ben = signedIn(api, "editor");
    const auto body = somebody().dump();
    const auto post = [&](std::vector<std::pair<std::string, std::string>> headers) {
        headers.emplace_back("Cookie", ann.cookie);
        return api.call(
            {.method = "POST", .path = "/v1/observations", .body = body, .headers = std::move(headers)});
    };
    for (const auto& answer : {post({}), post({{"Kith-CSRF", ""}}), post({{"Kith-CSRF", ben.csrf}})}) {
        CHECK(answer.status == 403);
        CHECK(answer.code() == "csrf");
    }
    CHECK(post({{"Kith-CSRF", ann.csrf}, {"Sec-Fetch-Site", "cross-site"}}).status == 401);
    CHECK(post({{"Kith-CSRF", ann.csrf}, {"Sec-Fetch-Site", "same-origin"}}).status == 200);
}

TEST_CASE("a key wins over a cookie", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "administrator");
    const auto answer = api.call({.path = "/v1/keys", .key = api.read, .headers = {{"Cookie", ann.cookie}}});
    CHECK(answer.status == 403);
}

TEST_CASE("attempts to sign in are bounded for an account, and told when to come again", "[api]") {
    ApiServer api(eachEngine(), {"sessions.attempts_per_account=3", "sessions.attempts_window=1d"});
    const auto ann = signedIn(api, "viewer");
    const auto ben = signedIn(api, "viewer");
    for (int i = 0; i < 2; ++i) CHECK(signInAs(api, ann.email, "wrong").status == 401);
    const auto refused = signInAs(api, ann.email, ann.password);
    CHECK(refused.status == 429);
    CHECK(refused.code() == "rate_limited");
    CHECK(std::stoi(refused.header("Retry-After")) > 3'600);
    CHECK_FALSE(refused.headers.has("Set-Cookie"));
    CHECK(signInAs(api, ben.email, ben.password).status == 201);
    CHECK(current(api, ann).status == 200);
    // Nobody's address is bounded in the same way.
    for (int i = 0; i < 3; ++i) CHECK(signInAs(api, "nobody@example.org", "wrong").status == 401);
    CHECK(signInAs(api, "nobody@example.org", "wrong").status == 429);
}

TEST_CASE("attempts to sign in are bounded for a client", "[api]") {
    ApiServer api(eachEngine(), {"sessions.attempts_per_address=4", "sessions.attempts_window=1d"});
    const auto ann = signedIn(api, "viewer");
    for (int i = 0; i < 3; ++i) CHECK(signInAs(api, fresh("nobody") + "@example.org", "wrong").status == 401);
    CHECK(signInAs(api, ann.email, ann.password).status == 429);
}

TEST_CASE("a person sees and ends their own sessions, and an administrator anybody's", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    const auto phone = signedInAgain(api, ann);
    const auto ben = signedIn(api, "viewer");
    const auto boss = signedIn(api, "administrator");
    const auto list = getAs(api, ann, "/v1/sessions");
    REQUIRE(list.body["items"].size() == 2);
    CHECK(list.body["items"][0]["id"] == ann.session);
    CHECK(list.body["items"][0]["current"] == true);
    CHECK(list.body["items"][1]["id"] == phone.session);
    CHECK(list.body["items"][1]["current"] == false);
    CHECK_FALSE(list.body["items"][0].contains("csrf_token"));
    const auto page = getAs(api, ann, "/v1/sessions?limit=1");
    CHECK(page.body["items"].size() == 1);
    CHECK(getAs(api, ann, "/v1/sessions?limit=1&cursor=" + page.body["next_cursor"].get<std::string>())
              .body["items"][0]["id"] == phone.session);

    CHECK(getAs(api, ben, "/v1/sessions?user=" + ann.id).status == 403);
    CHECK(getAs(api, ann, "/v1/sessions?user=" + ann.id).body["items"].size() == 2);
    CHECK(getAs(api, boss, "/v1/sessions?user=" + ann.id).body["items"].size() == 2);
    CHECK(getAs(api, boss, "/v1/sessions?user=01JD3W5V9Z8Q1").status == 404);
    CHECK(getAs(api, boss, "/v1/sessions?user=x").status == 400);
    CHECK(api.get("/v1/sessions").errors() == std::vector<std::string>{"?user required"});
    CHECK(api.call({.path = "/v1/sessions?user=" + ann.id, .key = api.admin}).body["items"].size() == 2);

    CHECK(endAs(api, ben, phone.session).status == 404);
    CHECK(endAs(api, ann, "x").status == 404);
    CHECK(current(api, phone).status == 200);
    CHECK(endAs(api, ann, phone.session).status == 204);
    CHECK(current(api, phone).status == 401);
    CHECK(endAs(api, ann, phone.session).status == 404);
    const auto out = endAs(api, boss, ann.session);
    CHECK(out.status == 204);
    CHECK_FALSE(out.headers.has("Set-Cookie"));
    CHECK(current(api, ann).status == 401);
    CHECK(current(api, boss).status == 200);
}

TEST_CASE("a person changes their password, which ends their other sessions", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "viewer");
    const auto phone = signedInAgain(api, ann);
    const auto change = [&](const Json& body) {
        return callAs(api, ann,
                      {.method = "PUT", .path = std::string(kCurrent) + "/password", .body = body.dump()});
    };
    using Errors = std::vector<std::string>;
    const std::string changed = "another horse battery";
    CHECK(change(Json::object()).errors() == Errors{"/current_password required", "/new_password required"});
    CHECK(change({{"current_password", ann.password}, {"new_password", "short"}}).errors() ==
          Errors{"/new_password too_short"});
    CHECK(change({{"current_password", "wrong"}, {"new_password", changed}}).errors() ==
          Errors{"/current_password wrong_password"});
    CHECK(current(api, phone).status == 200);
    CHECK(change({{"current_password", ann.password}, {"new_password", changed}}).status == 204);
    CHECK(current(api, ann).status == 200);
    CHECK(current(api, phone).status == 401);
    CHECK(signInAs(api, ann.email, ann.password).status == 401);
    CHECK(signInAs(api, ann.email, changed).status == 201);
}
