// SPDX-License-Identifier: Apache-2.0
#include "tests/http/raw_client.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>

#include <array>
#include <stdexcept>

namespace kith::test {
namespace {

const Poco::Timespan kPatience(30, 0);

}  // namespace

RawClient::RawClient(std::uint16_t port)
    : RawClient(Poco::Net::StreamSocket(Poco::Net::SocketAddress("127.0.0.1", port))) {}

RawClient::RawClient(Poco::Net::StreamSocket socket) : socket_(std::move(socket)) {
    socket_.setReceiveTimeout(kPatience);
    socket_.setSendTimeout(kPatience);
    socket_.setNoDelay(true);
}

RawClient RawClient::slow(std::uint16_t port) {
    constexpr int kTaken = 16 * 1024;
    Poco::Net::StreamSocket socket(Poco::Net::SocketAddress::IPv4);
    socket.setReceiveBufferSize(kTaken);
    socket.connect(Poco::Net::SocketAddress("127.0.0.1", port));
    return RawClient(std::move(socket));
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const int count = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()), MSG_NOSIGNAL);
        if (count <= 0) throw std::runtime_error("the server takes no more");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void RawClient::dribble(std::string_view bytes) {
    for (const char c : bytes) {
        if (readable(std::chrono::milliseconds(5))) return;
        send({&c, 1});
    }
}

bool RawClient::readable(std::chrono::milliseconds within) {
    return !buffer_.empty() || socket_.poll(Poco::Timespan(std::chrono::microseconds(within).count()),
                                            Poco::Net::Socket::SELECT_READ);
}

bool RawClient::fill() {
    std::array<char, 16'384> piece;
    const int count = socket_.receiveBytes(piece.data(), static_cast<int>(piece.size()));
    if (count <= 0) return false;
    buffer_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
}

std::string RawClient::take(std::size_t count) {
    auto taken = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return taken;
}

Answer RawClient::read(bool head) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) throw std::runtime_error("the connection ended before an answer");
    }
    const auto text = take(end + 4);
    Answer answer;
    answer.statusLine = text.substr(0, text.find("\r\n"));
    answer.status = std::stoi(answer.statusLine.substr(9, 3));
    for (auto at = text.find("\r\n") + 2; at < text.size() - 2;) {
        const auto stop = text.find("\r\n", at);
        const auto colon = text.find(": ", at);
        answer.headers.add(text.substr(at, colon - at), text.substr(colon + 2, stop - colon - 2));
        at = stop + 2;
    }
    if (!head && answer.header("Transfer-Encoding") == "chunked") {
        answer.body = readChunks();
        return answer;
    }
    const auto length = answer.header("Content-Length");
    const std::size_t bytes = head || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < bytes) {
        if (!fill()) throw std::runtime_error("the connection ended before the end of an answer");
    }
    answer.body = take(bytes);
    return answer;
}

std::string RawClient::readChunks() {
    std::string body;
    for (;;) {
        const auto size = std::stoul(readUntil("\r\n"), nullptr, 16);
        while (buffer_.size() < size + 2) {
            if (!fill()) throw std::runtime_error("the connection ended before the end of a chunk");
        }
        body += take(size);
        if (take(2) != "\r\n") throw std::runtime_error("a chunk is longer than it says");
        if (size == 0) return body;
    }
}

std::string RawClient::readUntil(std::string_view text) {
    std::size_t at = 0;
    while ((at = buffer_.find(text)) == std::string::npos) {
        if (!fill()) throw std::runtime_error("the connection ended before that came");
    }
    return take(at + text.size());
}

bool RawClient::closedCleanly() {
    return readToEnd().empty();
}

std::string RawClient::readToEnd() {
    try {
        while (fill()) {
        }
    } catch (const Poco::Net::ConnectionResetException&) {
        // An end too, though not a clean one.
        clean_ = false;
    }
    return take(buffer_.size());
}

}  // namespace kith::test
