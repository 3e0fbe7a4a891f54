// SPDX-License-Identifier: Apache-2.0
#include "core/api/console.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "tests/api/api_server.hpp"
#include "tests/http/test_server.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace kith;
using test::Answer;

namespace {

constexpr std::string_view kReader = "Accept: text/html,application/xhtml+xml\r\n";
constexpr std::string_view kPage = "<!doctype html><title>kith</title>";

/// What a build leaves, with files beside its folder that are nobody's business.
struct Built {
    Built() {
        std::filesystem::create_directories(folder.path() / "console" / "assets");
        folder.write("secret.txt", "secret");
        folder.write("console/index.html", kPage);
        folder.write("console/icon.svg", "<svg/>");
        folder.write("console/assets/index-Ab12.js", "run()");
        folder.write("console/assets/index-Ab12.js.gz", "packed");
        folder.write("console/assets/orphan.js.gz", "packed");
        std::filesystem::create_symlink(folder.path() / "secret.txt",
                                        folder.path() / "console" / "linked.txt");
    }

    test::TemporaryFolder folder;
    std::filesystem::path console = folder.path() / "console";
};

/// A server with the console and two routes of an API.
struct Served : Built {
    api::Console files{console};
    test::TestServer server{[this](http::Router& router) {
        for (const auto* pattern : {"/v1/profiles/{ref}", "/preferences/{token}"}) {
            http::Route route;
            route.pattern = pattern;
            route.access = http::Access::None;
            route.handler = [](const http::Request& /*request*/) { return http::Response::empty(); };
            router.add(std::move(route));
        }
        router.addRest(api::consoleRoute(files));
    }};

    [[nodiscard]] Answer get(std::string_view path, std::string_view headers = "") const {
        return server.call(test::get(path, headers));
    }
};

}  // namespace

TEST_CASE("a console without its page, or without a folder, is refused", "[api]") {
    const test::TemporaryFolder empty;
    CHECK_THROWS_AS(api::Console(empty.path()), base::Error);
    CHECK_THROWS_AS(api::Console(empty.path() / "absent"), base::Error);
}

TEST_CASE("no path leads out of the console's folder", "[api]") {
    const Served served;
    for (const auto* path :
         {"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt",
          "/assets/..%2f..%2fsecret.txt", "/linked.txt", "//etc/passwd", "/%2fetc%2fpasswd"}) {
        CAPTURE(path);
        test::checkProblem(served.get(path), 404);
        for (const auto* told : {"secret", "root:"})
            CHECK(served.get(path, kReader).body.find(told) == std::string::npos);
    }
}

TEST_CASE("what only programs ask for is no page of the console", "[api]") {
    const Served served;
    for (const auto* path : {"/v1/absent", "/v1", "/preferences", "/channels/email/absent",
                             "/assets/absent.js", "/assets/orphan.js"}) {
        CAPTURE(path);
        test::checkProblem(served.get(path, kReader), 404);
    }
    test::checkProblem(served.get("/contacts", "Accept: */*\r\n"), 404);
    test::checkProblem(served.get("/contacts"), 404);
    test::checkProblem(served.server.call(test::post("/contacts", "{}", kReader)), 404);
}

TEST_CASE("a page of the console is its document, whatever its path", "[api]") {
    const Served served;
    for (const auto* path : {"/", "/contacts", "/contacts/email:ann@example.com", "/settings/people?q=1"}) {
        CAPTURE(path);
        const auto answer = served.get(path, kReader);
        CHECK(answer.status == 200);
        CHECK(answer.body == kPage);
        CHECK(answer.header("Content-Type") == "text/html; charset=utf-8");
        CHECK(answer.header("Cache-Control") == "no-cache");
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    }
    CHECK(served.get("/").body == kPage);
}

TEST_CASE("the console's policy allows no script and no style of a page", "[api]") {
    const Served served;
    for (const auto* path : {"/", "/icon.svg", "/assets/index-Ab12.js"}) {
        const auto policy = served.get(path).header("Content-Security-Policy");
        CAPTURE(path, policy);
        CHECK(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        CHECK(policy.find("unsafe") == std::string::npos);
        CHECK(policy.ends_with("frame-ancestors 'none'"));
    }
}

TEST_CASE("a file named by its content is kept for ever, and sent packed to who can unpack it", "[api]") {
    const Served served;
    const auto plain = served.get("/assets/index-Ab12.js", "Accept-Encoding: br\r\n");
    CHECK(plain.body == "run()");
    CHECK(plain.header("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(plain.header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(plain.header("Content-Encoding").empty());

    const auto packed = served.get("/assets/index-Ab12.js", "Accept-Encoding: gzip, br\r\n");
    CHECK(packed.body == "packed");
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.header("Content-Type") == plain.header("Content-Type"));
    CHECK(packed.header("Vary").find("Accept-Encoding") != std::string::npos);
    CHECK(packed.header("ETag") != plain.header("ETag"));
}

TEST_CASE("a file that somebody has is not sent again", "[api]") {
    const Served served;
    const auto tag = served.get("/").header("ETag");
    const auto again = served.get("/", "If-None-Match: " + tag + "\r\n");
    CHECK(again.status == 304);
    CHECK(again.body.empty());
}

TEST_CASE("a kith serves the console unless it is told not to", "[api]") {
    const Built built;
    const auto path = "console.path=" + built.console.string();
    test::ApiServer with(storage::Engine::Sqlite, {path, "console.enabled=true"});
    CHECK(with.connect().call(test::get("/contacts", kReader)).body == kPage);
    CHECK(with.connect().call(test::get("/v1/absent", kReader)).status == 404);
    CHECK(with.connect().call(test::get("/docs/", kReader)).body.find("kith</title>") == std::string::npos);

    test::ApiServer without(storage::Engine::Sqlite, {path, "console.enabled=false"});
    CHECK(without.connect().call(test::get("/contacts", kReader)).status == 404);
    CHECK(without.connect().call(test::get("/", kReader)).status == 404);
}
