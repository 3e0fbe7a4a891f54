// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/http/headers.hpp"

namespace kith::test {

struct Answer {
    int status = 0;
    std::string statusLine;
    http::Headers headers;
    std::string body;

    /// The header's first value; empty if there is none.
    [[nodiscard]] std::string header(std::string_view name) const {
        return std::string(headers.find(name).value_or(""));
    }
};

/// A client that sends exactly the bytes it is told to. Its waits end after half a minute with an exception.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    explicit RawClient(Poco::Net::StreamSocket socket);
    /// One that takes little of an answer unless it reads.
    [[nodiscard]] static RawClient slow(std::uint16_t port);

    void send(std::string_view bytes);
    /// Sends until the server answers or closes, a byte at a time.
    void dribble(std::string_view bytes);
    /// Reads one answer, also one in chunks. One to a HEAD request has no body, whatever its Content-Length
    /// says.
    Answer read(bool head = false);
    Answer call(std::string_view bytes) {
        send(bytes);
        return read();
    }
    /// Whether the server closes the connection without sending another byte.
    bool closedCleanly();
    /// Everything up to that text, and it.
    std::string readUntil(std::string_view text);
    /// Everything until the server closes.
    std::string readToEnd();
    void finishSending() { socket_.shutdownSend(); }
    bool readable(std::chrono::milliseconds within);

private:
    bool fill();
    std::string readChunks();
    std::string take(std::size_t count);

    Poco::Net::StreamSocket socket_;
    std::string buffer_;
    bool clean_ = true;
};

}  // namespace kith::test
