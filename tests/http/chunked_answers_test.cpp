// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

#include "core/base/error.hpp"
#include "core/http/stream.hpp"
#include "tests/http/test_server.hpp"

using namespace kith;
using http::Piece;
using kith::test::get;
using kith::test::TestServer;

namespace {

/// A document in pieces; an empty one in the middle says that nothing is there yet, and `!` fails.
class Document final : public http::Stream {
public:
    explicit Document(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}

    [[nodiscard]] Piece next(Piece::Clock::time_point now, bool /*ending*/) override {
        auto bytes = pieces_.at(at_++);
        if (bytes == "!") throw base::Error(base::ErrorCode::Storage, "The database failed.");
        return {.bytes = std::move(bytes), .last = at_ == pieces_.size(), .due = now};
    }
    [[nodiscard]] bool hasEnd() const noexcept override { return true; }

private:
    std::vector<std::string> pieces_;
    std::size_t at_ = 0;
};

/// `GET /document` of those pieces.
TestServer::Routes sending(const std::vector<std::string>& pieces) {
    return [&pieces](http::Router& router) {
        router.add({.method = http::Method::Get,
                    .pattern = "/document",
                    .access = http::Access::None,
                    .handler = [&pieces](const http::Request&) {
                        auto response = http::Response::text(200, "");
                        response.stream = std::make_shared<Document>(pieces);
                        return response;
                    }});
    };
}

}  // namespace

TEST_CASE("a document that comes in pieces is sent in chunks, and its connection goes on", "[http]") {
    const std::vector<std::string> pieces{"", "first ", "", std::string(100'000, 'x'), ""};
    TestServer server(sending(pieces));
    auto client = server.connect();
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.call(get("/document"));
        CHECK(answer.status == 200);
        CHECK(answer.header("Transfer-Encoding") == "chunked");
        CHECK(answer.header("Content-Length").empty());
        CHECK(answer.header("Connection") == "keep-alive");
        CHECK(answer.body == "first " + std::string(100'000, 'x'));
    }
    CHECK(client.call(get("/hello")).status == 200);
}

TEST_CASE("a document in one piece is an answer like any other", "[http]") {
    const std::vector<std::string> pieces{"", "all of it"};
    TestServer server(sending(pieces));
    const auto answer = server.call(get("/document"));
    CHECK(answer.header("Transfer-Encoding").empty());
    CHECK(answer.header("Content-Length") == "9");
    CHECK(answer.body == "all of it");
}

TEST_CASE("whoever reads a document that fails in the middle is told by the missing last chunk", "[http]") {
    const std::vector<std::string> pieces{"first ", "second", "!"};
    TestServer server(sending(pieces));
    auto client = server.connect();
    client.send(get("/document"));
    const auto text = client.readToEnd();
    CHECK(text.find("\r\n\r\n6\r\nfirst \r\n6\r\nsecond\r\n") != std::string::npos);
    CHECK(text.ends_with("second\r\n"));
    CHECK_THROWS_AS(server.call(get("/document")), std::runtime_error);
}

TEST_CASE("a document that fails before its first piece is a refusal", "[http]") {
    const std::vector<std::string> pieces{"", "!"};
    TestServer server(sending(pieces));
    auto client = server.connect();
    test::checkProblem(client.call(get("/document")), 503);
    CHECK(client.call(get("/hello")).status == 200);
}

TEST_CASE("an old client knows no chunks: the document ends with its connection", "[http]") {
    const std::vector<std::string> pieces{"first ", "second"};
    TestServer server(sending(pieces));
    auto client = server.connect();
    client.send("GET /document HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto text = client.readToEnd();
    CHECK(text.find("Transfer-Encoding") == std::string::npos);
    CHECK(text.ends_with("\r\n\r\nfirst second"));
}
