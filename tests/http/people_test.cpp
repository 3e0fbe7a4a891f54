// SPDX-License-Identifier: Apache-2.0
// What the gate makes of a session's cookie.
#include <array>
#include <catch2/catch.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/http/test_server.hpp"

using namespace kith;
using http::Access;
using test::get;
using test::post;
using test::TestServer;

namespace {

/// `GET` and `POST` of `/optional`, `/public`, `/read`, `/write`, `/admin`, `/session`, which answer the
/// caller's name, and `POST` of `/preview`, which reads.
void addRoutes(http::Router& router) {
    for (const auto access :
         {Access::Optional, Access::Public, Access::Read, Access::Write, Access::Admin, Access::Session}) {
        const auto who = [](const http::Request& request) {
            return http::Response::text(200, request.caller ? request.caller->name : "nobody");
        };
        const auto pattern = "/" + std::string(http::accessName(access));
        router.add({.method = http::Method::Get, .pattern = pattern, .access = access, .handler = who});
        router.add({.method = http::Method::Post, .pattern = pattern, .access = access, .handler = who});
        if (access != Access::Read) continue;
        router.add({.method = http::Method::Post,
                    .pattern = "/preview",
                    .access = access,
                    .handler = who,
                    .told = http::Told::Never});
    }
}

std::string cookie(const std::string& token) {
    return "Cookie: kith_session=" + token + "\r\n";
}

std::string proof(const std::string& token) {
    return cookie(token) + "Kith-CSRF: csrf-" + token + "\r\n";
}

std::string codeOf(const test::Answer& answer) {
    return nlohmann::json::parse(answer.body)["code"];
}

/// Keeps who did what.
class Remembering final : public http::Witness {
public:
    void acted(const http::Request& request, const http::Response& response) noexcept override {
        const std::scoped_lock lock(mutex_);
        acts_.push_back(request.caller->name + ' ' + std::string(request.route) + ' ' +
                        std::to_string(response.status));
    }
    [[nodiscard]] std::vector<std::string> acts() {
        const std::scoped_lock lock(mutex_);
        return acts_;
    }

private:
    std::mutex mutex_;
    std::vector<std::string> acts_;
};

}  // namespace

TEST_CASE("a session that is over is nobody's", "[http]") {
    TestServer server(addRoutes);
    const auto answer = server.call(get("/read", cookie("wrong")));
    CHECK(answer.status == 401);
    CHECK(codeOf(answer) == "unauthorized");
    CHECK(server.call(get("/read", "Cookie: other=viewer\r\n")).status == 401);
    CHECK(server.call(get("/session", cookie("wrong"))).status == 401);
    CHECK(server.call(get("/optional", cookie("wrong"))).body == "nobody");
}

TEST_CASE("a call that changes something brings the session's proof", "[http]") {
    TestServer server(addRoutes);
    for (const auto& headers :
         {cookie("editor"), cookie("editor") + "Kith-CSRF: \r\n", cookie("editor") + "Kith-CSRF: csrf\r\n",
          cookie("editor") + "Kith-CSRF: csrf-viewer\r\n"}) {
        CAPTURE(headers);
        for (const std::string path : {"/public", "/read", "/write", "/admin", "/session"}) {
            const auto answer = server.call(post(path, "{}", headers));
            CHECK(answer.status == 403);
            CHECK(codeOf(answer) == "csrf");
        }
        // Nobody has to be anybody here, so the cookie says nothing.
        CHECK(server.call(post("/optional", "{}", headers)).body == "nobody");
    }
    CHECK(server.call(post("/write", "{}", proof("editor"))).body == "editor");
    CHECK(server.call(post("/optional", "{}", proof("editor"))).body == "editor");
    CHECK(server.call(get("/read", cookie("editor"))).body == "editor");
}

TEST_CASE("what another site has a browser send is nobody's", "[http]") {
    TestServer server(addRoutes);
    const std::string elsewhere = "Sec-Fetch-Site: cross-site\r\n";
    // Whether the session lives or not.
    for (const auto& answer : {server.call(get("/read", cookie("viewer") + elsewhere)),
                               server.call(get("/read", cookie("stranger") + elsewhere)),
                               server.call(post("/write", "{}", proof("editor") + elsewhere))}) {
        CHECK(answer.status == 401);
        CHECK(nlohmann::json::parse(answer.body)["detail"] ==
              "Another site had the browser make this call, and no session counts for that.");
    }
    for (const std::string site : {"same-origin", "same-site", "none"})
        CHECK(server.call(get("/read", cookie("viewer") + "Sec-Fetch-Site: " + site + "\r\n")).status == 200);
}

TEST_CASE("a role opens what its right covers and nothing else", "[http]") {
    TestServer server(addRoutes);
    const std::array<std::string, 5> paths{"/public", "/read", "/write", "/admin", "/session"};
    const std::vector<std::pair<std::string, std::vector<int>>> expected{
        {"viewer", {403, 200, 403, 403, 200}},
        {"editor", {200, 200, 200, 403, 200}},
        {"administrator", {200, 200, 200, 200, 200}}};
    for (const auto& [token, statuses] : expected) {
        for (std::size_t i = 0; i < paths.size(); ++i) {
            CAPTURE(token, paths[i]);
            CHECK(server.call(get(paths[i], cookie(token))).status == statuses[i]);
            CHECK(server.call(post(paths[i], "{}", proof(token))).status == statuses[i]);
        }
    }
    const auto refused = server.call(get("/admin", cookie("viewer")));
    CHECK(nlohmann::json::parse(refused.body)["detail"] ==
          "This call needs a key with the right admin; this person has read.");
}

TEST_CASE("a key wins over a session, and does nothing that is for people", "[http]") {
    TestServer server(addRoutes);
    const std::string key = "Authorization: Bearer read\r\n";
    CHECK(server.call(get("/read", proof("administrator") + key)).body == "reader");
    CHECK(server.call(get("/admin", proof("administrator") + key)).status == 403);
    CHECK(server.call(get("/read", proof("administrator") + "Authorization: Bearer wrong\r\n")).status ==
          401);
    CHECK(server.call(get("/public?key=any-key", proof("administrator"))).body == "app");
    CHECK(server.call(get("/session", "Authorization: Bearer admin\r\n")).status == 401);
}

TEST_CASE("a page elsewhere may not read what a session is answered", "[http]") {
    TestServer server(addRoutes);
    const auto answer =
        server.call(post("/public", "{}", proof("editor") + "Origin: https://evil.example\r\n"));
    CHECK(answer.header("Access-Control-Allow-Origin").empty());
    CHECK(answer.header("Access-Control-Allow-Credentials").empty());
}

TEST_CASE("what a person did, or was refused, is told before it is answered, and nothing else", "[http]") {
    TestServer other(addRoutes);
    Remembering witness;
    http::ServerSettings settings;
    settings.listen = "127.0.0.1:0";
    http::Server server(settings,
                        {other.router, other.keys, other.observer, other.logger, other.clock, &witness});
    server.start();
    test::RawClient client(server.port());
    const auto status = [&](const std::string& bytes) { return client.call(bytes).status; };
    CHECK(status(get("/read", cookie("editor"))) == 200);
    CHECK(status(post("/write", "{}", "Authorization: Bearer write\r\n")) == 200);
    CHECK(status(post("/write", "{}", cookie("wrong"))) == 401);
    CHECK(status(post("/optional", "{}", cookie("editor"))) == 200);
    CHECK(status(post("/preview", "{}", proof("editor"))) == 200);
    CHECK(status(post("/preview", "{}", cookie("editor"))) == 403);
    CHECK(witness.acts().empty());
    CHECK(status(post("/write", "{}", proof("editor"))) == 200);
    CHECK(status(post("/admin", "{}", proof("editor"))) == 403);
    CHECK(status(post("/write", "{}", cookie("editor"))) == 403);
    CHECK(status(post("/write", "{}", proof("editor") + "Content-Type: text/csv\r\n")) == 415);
    CHECK(witness.acts() == std::vector<std::string>{"editor /write 200", "editor /admin 403",
                                                     "editor /write 403", "editor /write 415"});
}
