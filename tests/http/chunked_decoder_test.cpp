// SPDX-License-Identifier: Apache-2.0
#include "core/http/chunked_decoder.hpp"

#include <catch2/catch.hpp>

using kith::http::ChunkedDecoder;
using State = ChunkedDecoder::State;

namespace {

struct Decoded {
    State state;
    std::string body;
    std::string rest;
};

Decoded decode(std::string_view text, std::size_t piece, std::size_t limit = 1'000) {
    ChunkedDecoder decoder(limit);
    Decoded decoded{State::More, {}, {}};
    while (decoded.state == State::More && !text.empty()) {
        auto part = text.substr(0, piece);
        const auto size = part.size();
        decoded.state = decoder.feed(part, decoded.body);
        text.remove_prefix(size - part.size());
    }
    decoded.rest = text;
    return decoded;
}

}  // namespace

TEST_CASE("a chunk that is not exactly framed is refused", "[http]") {
    using namespace std::string_view_literals;
    for (const auto text : {"\r\nabc\r\n"sv,
                            "g\r\n"sv,
                            "3\nabc\r\n0\r\n\r\n"sv,
                            "3\r\nabcd\r\n0\r\n\r\n"sv,
                            "3\r\nab\r\n0\r\n\r\n"sv,
                            "3 \r\nabc\r\n"sv,
                            " 3\r\nabc\r\n"sv,
                            "-3\r\nabc\r\n"sv,
                            "+3\r\n"sv,
                            "0x3\r\nabc\r\n"sv,
                            "3\r\nabc\n0\r\n\r\n"sv,
                            "3\r\nabc0\r\n\r\n"sv,
                            "ffffffffffffffff\r\n"sv,
                            "0000000000000003\r\nabc"sv,
                            ";a=b\r\n"sv,
                            "3;a\nb\r\n"sv,
                            "3;a\0b\r\n"sv,
                            "3\rabc"sv,
                            "0\r\na: b\nc\r\n"sv,
                            "0\r\n\rX"sv,
                            "0\r\na\rX"sv}) {
        CAPTURE(text);
        CHECK(decode(text, 1).state == State::Malformed);
        CHECK(decode(text, 100).state == State::Malformed);
    }
}

TEST_CASE("a chunked body over its limit is refused before it is held", "[http]") {
    const auto decoded = decode("5\r\nabcde\r\n6\r\nfghijk\r\n0\r\n\r\n", 100, 10);
    CHECK(decoded.state == State::TooLarge);
    CHECK(decoded.body == "abcde");
    CHECK(decode("fffffffffffffff\r\n", 100).state == State::TooLarge);
    CHECK(decode("5\r\nabcde\r\n5\r\nfghij\r\n0\r\n\r\n", 100, 10).state == State::Done);
}

TEST_CASE("endless extensions and trailers are refused", "[http]") {
    CHECK(decode("3;" + std::string(10'000, 'a'), 100).state == State::Malformed);
    CHECK(decode("0\r\nA: " + std::string(10'000, 'a'), 100).state == State::Malformed);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 3'000; ++i) trailers += "a:b\r\n";
    CHECK(decode(trailers, 100).state == State::Malformed);
}

TEST_CASE("a chunked body is decoded however it is cut", "[http]") {
    const std::string_view text =
        "3\r\nabc\r\n0A;name=\"v\"\r\n0123456789\r\n00\r\nTrailer: x\r\nOther: y\r\n\r\nGET /";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const auto decoded = decode(text, piece);
        CHECK(decoded.state == State::Done);
        CHECK(decoded.body == "abc0123456789");
        CHECK(decoded.rest == "GET /");
    }
    CHECK(decode(text.substr(0, text.size() - 6), 7).state == State::More);
}
