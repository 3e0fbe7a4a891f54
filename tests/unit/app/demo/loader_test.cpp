// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <deque>

#include "core/app/demo/loader.hpp"
#include "core/base/error.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using app::demo::Call;
using app::demo::Loader;
using app::demo::Route;
using std::chrono::seconds;

namespace {

struct Prepared {
    int status;
    std::string body;
    std::string retryAfter;
};

/// A server that answers observations with what was prepared, in that order, and a loader that tells it one.
class Told {
public:
    explicit Told(std::deque<Prepared> answers) : answers_(std::move(answers)) {}

    void load() {
        const std::vector<Call> calls{{server_.clock.now(), Route::Observation, nlohmann::json::object()}};
        loader_.load(calls);
    }
    [[nodiscard]] const app::demo::Tally& tally() const { return loader_.tally(); }

    std::vector<seconds> pauses;

private:
    http::Response answer() {
        auto [status, body, retryAfter] = answers_.front();
        if (answers_.size() > 1) answers_.pop_front();
        http::Response response{.status = status, .headers = {}, .body = std::move(body)};
        if (!retryAfter.empty()) response.headers.add("Retry-After", retryAfter);
        return response;
    }

    std::deque<Prepared> answers_;
    test::TestServer server_{[this](http::Router& router) {
        router.add({.method = http::Method::Post,
                    .pattern = "/v1/observations",
                    .access = http::Access::Write,
                    .handler = [this](const http::Request&) { return answer(); }});
    }};
    http::Client client_{server_.server.url(), "write"};
    Loader loader_{client_, server_.clock, std::nullopt, [this](seconds wait) { pauses.push_back(wait); }};
};

const std::string kCreated = R"({"results": [{"result": "created"}]})";

}  // namespace

TEST_CASE("what the server can't take now is told again when it asks for it", "[demo]") {
    Told told({{503, "{}", "7"}, {429, "{}", "86400"}, {503, "{}", ""}, {200, kCreated, ""}});
    told.load();
    CHECK(told.pauses == std::vector{seconds(7), seconds(30), seconds(1)});
    CHECK(told.tally().results == std::map<std::string, std::size_t>{{"created", 1}});
}

TEST_CASE("one item that can't be written now is told again with its neighbours", "[demo]") {
    Told told({{200, R"({"results": [{"result": "rejected", "problem": {"status": 503}}]})", ""},
               {200, kCreated, ""}});
    told.load();
    CHECK(told.pauses.size() == 1);
    CHECK(told.tally().rejected.empty());
}

TEST_CASE("what does not answer like kith is told so", "[demo]") {
    for (const std::string body : {"<html></html>", "[]", "7", ""}) {
        CAPTURE(body);
        Told told({{200, body, ""}});
        CHECK_THROWS_WITH(told.load(), "the server at this URL does not answer like kith");
    }
}

TEST_CASE("a server that never can is given up", "[demo]") {
    Told told({{503, R"({"detail": "Too many writes are waiting."})", "1"}});
    CHECK_THROWS_WITH(told.load(), Catch::Contains("503") && Catch::Contains("Too many writes are waiting."));
    CHECK(told.pauses.size() == 19);
}

TEST_CASE("what is wrong for good is counted and not told again", "[demo]") {
    Told told(
        {{200, R"({"results": [{"result": "rejected", "problem": {"status": 400, "detail": "no"}}]})", ""}});
    told.load();
    CHECK(told.pauses.empty());
    CHECK(told.tally().rejected == std::map<std::string, std::size_t>{{"no", 1}});
}
