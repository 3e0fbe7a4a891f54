// SPDX-License-Identifier: Apache-2.0
#include "core/http/request_head.hpp"

#include <catch2/catch.hpp>

using kith::http::findHeadEnd;
using kith::http::parseHead;
using kith::http::RequestHead;
using kith::http::WireFault;

namespace {

int statusOf(const std::string& text) {
    const auto parsed = parseHead(text);
    const auto* fault = std::get_if<WireFault>(&parsed);
    return fault == nullptr ? 200 : fault->kind.status;
}

/// A head with a good request line and Host.
std::string with(const std::string& headers) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

RequestHead headOf(const std::string& text) {
    return std::get<RequestHead>(parseHead(text));
}

}  // namespace

TEST_CASE("a malformed request line is refused", "[http]") {
    for (const char* line :
         {"", "GET", "GET /", "GET  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET /a b HTTP/1.1",
          "G(T / HTTP/1.1", "GET /\x01 HTTP/1.1", "GET /\xc3\xa9 HTTP/1.1", "GET / HTTP/1", "GET / http/1.1",
          "GET / HTTP/1.1x", "GET\t/ HTTP/1.1", "GET / HTTP/11.1",
          "AVERYLONGMETHODNAMETHATNOBODYWOULDUSE / HTTP/1.1"}) {
        CAPTURE(line);
        CHECK(statusOf(std::string(line) + "\r\nHost: a\r\n\r\n") == 400);
    }
    CHECK(statusOf("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
}

TEST_CASE("a malformed header is refused", "[http]") {
    for (const char* header : {"Name : value\r\n", "Name\r\n", ": value\r\n", "Na me: value\r\n",
                               "A: b\r\n folded\r\n", "A: b\r\n\tfolded\r\n", "A: b\rc\r\n", "A: b\nB: c\r\n",
                               "A: \x01\r\n", "A: b\x7f\r\n", "A:b\r\r\n"}) {
        CAPTURE(header);
        CHECK(statusOf(with(header)) == 400);
    }
    CHECK(statusOf(with(std::string("A: b\0c\r\n", 8))) == 400);
    CHECK(statusOf("GET / HTTP/1.1\r\n Host: a\r\n\r\n") == 400);
    CHECK(statusOf("GET / HTTP/1.1\nHost: a\n\n") == 400);
}

TEST_CASE("too many headers are refused", "[http]") {
    std::string headers;
    for (int i = 0; i < 99; ++i) headers += "A: b\r\n";
    CHECK(statusOf(with(headers)) == 200);
    CHECK(statusOf(with(headers + "A: b\r\n")) == 431);
}

TEST_CASE("a body that two readers could frame in two ways is refused", "[http]") {
    CHECK(statusOf(with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")) == 400);
    CHECK(statusOf(with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")) == 400);
    CHECK(statusOf(with("Content-Length: 3\r\nContent-Length: 4\r\n")) == 400);
    CHECK(statusOf(with("Content-Length: 3, 3\r\n")) == 400);
    for (const char* length : {"", "-1", "+1", "0x10", "1 0", "1a", "99999999999999999999"}) {
        CAPTURE(length);
        CHECK(statusOf(with(std::string("Content-Length: ") + length + "\r\n")) == 400);
    }
    CHECK(statusOf(with("Transfer-Encoding: gzip, chunked\r\n")) == 501);
    CHECK(statusOf(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")) == 501);
    CHECK(statusOf(with("Transfer-Encoding: xchunked\r\n")) == 501);
    CHECK(statusOf(with("Transfer-Encoding: identity\r\n")) == 501);
    CHECK(statusOf("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("a request has exactly one host", "[http]") {
    CHECK(statusOf("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(statusOf("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == 400);
    CHECK(statusOf("GET / HTTP/1.0\r\n\r\n") == 200);
}

TEST_CASE("a head is read as it stands", "[http]") {
    const auto head = headOf(
        "\r\nPATCH /a%20b?c HTTP/1.1\r\nHost:a\r\nX-A: \t b c \t\r\nEmpty:\r\nContent-Length: 12\r\n\r\n");
    CHECK(head.method == "PATCH");
    CHECK(head.target == "/a%20b?c");
    CHECK(head.headers.find("host") == "a");
    CHECK(head.headers.find("x-a") == "b c");
    CHECK(head.headers.find("empty") == "");
    CHECK(head.body.length == 12);
    CHECK_FALSE(head.body.chunked);
    CHECK(head.keepAlive);
    CHECK(headOf(with("Content-Length: 3\r\nContent-Length: 3\r\n")).body.length == 3);
    CHECK(headOf(with("Transfer-Encoding: Chunked\r\n")).body.chunked);
    CHECK(headOf(with("Expect: 100-Continue\r\n")).expectsContinue);
}

TEST_CASE("a connection is kept as its version and header say", "[http]") {
    CHECK(headOf(with("")).keepAlive);
    CHECK_FALSE(headOf(with("Connection: foo, Close\r\n")).keepAlive);
    CHECK_FALSE(headOf("GET / HTTP/1.0\r\n\r\n").keepAlive);
    CHECK(headOf("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keepAlive);
    CHECK_FALSE(headOf("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n").keepAlive);
}

TEST_CASE("the end of a head is found however it is cut", "[http]") {
    const std::string text = "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nbody\r\n\r\n";
    const auto end = text.find("body");
    for (std::size_t size = 0; size <= end; ++size) {
        const auto found = findHeadEnd(std::string_view(text).substr(0, size), size < 3 ? 0 : size - 3);
        CHECK(found.has_value() == (size == end));
        if (size == end) CHECK(found == end);
    }
    CHECK(findHeadEnd(text, 0) == end);
    CHECK(findHeadEnd("GET / HTTP/1.1\n\nbody", 0) == 16);
}
