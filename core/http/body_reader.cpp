// SPDX-License-Identifier: Apache-2.0
#include "core/http/body_reader.hpp"

#include "core/http/chunked_decoder.hpp"

namespace kith::http {
namespace {

constexpr WireFault kEndedEarly = badMessage("The body ended before its end.");

/// Calls `receive` until it got something, waiting between its tries.
template <class Receive>
std::optional<WireFault> untilReceived(Connection& connection, const Pace& pace, Receive receive) {
    while (true) {
        switch (receive()) {
            case Connection::Received::Some:
                return std::nullopt;
            case Connection::Received::Closed:
                return kEndedEarly;
            case Connection::Received::Nothing:
                break;
        }
        if (!connection.waitReadable(pace.deadline())) return kBodyTimeout;
    }
}

std::optional<WireFault> readFixed(Connection& connection, std::size_t length, Pace& pace,
                                   std::string& body) {
    body.assign(connection.input().substr(0, length));
    connection.use(body.size());
    while (body.size() < length) {
        const auto before = body.size();
        const auto receive = [&] { return connection.receive(body, length - before); };
        if (const auto fault = untilReceived(connection, pace, receive)) return fault;
        pace.moved(body.size() - before);
    }
    return std::nullopt;
}

std::optional<WireFault> readChunked(Connection& connection, std::size_t limit, Pace& pace,
                                     std::string& body) {
    ChunkedDecoder decoder(limit);
    while (true) {
        std::string_view rest = connection.input();
        const auto state = decoder.feed(rest, body);
        connection.use(connection.input().size() - rest.size());
        switch (state) {
            case ChunkedDecoder::State::Done:
                return std::nullopt;
            case ChunkedDecoder::State::Malformed:
                return badMessage("A chunk of the body is malformed.");
            case ChunkedDecoder::State::TooLarge:
                return kBodyTooLarge;
            case ChunkedDecoder::State::More:
                break;
        }
        const auto receive = [&] { return connection.receive(); };
        if (const auto fault = untilReceived(connection, pace, receive)) return fault;
        pace.moved(connection.input().size());
    }
}

}  // namespace

std::optional<WireFault> readBody(Connection& connection, const RequestHead& head, std::size_t limit,
                                  Pace& pace, std::string& body) {
    if (!head.body.hasBody()) return std::nullopt;
    if (head.body.length > limit) return kBodyTooLarge;
    if (head.expectsContinue && connection.input().empty() &&
        !connection.send("HTTP/1.1 100 Continue\r\n\r\n", pace)) {
        return kEndedEarly;
    }
    if (head.body.chunked) return readChunked(connection, limit, pace, body);
    return readFixed(connection, static_cast<std::size_t>(head.body.length), pace, body);
}

}  // namespace kith::http
