// SPDX-License-Identifier: Apache-2.0
#include "core/http/connection.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/blocking.hpp"

namespace kith::http {
namespace {

constexpr std::size_t kReadBytes = 16'384;
/// An input that grew beyond this gives its memory back when it is used up.
constexpr std::size_t kKeptInputBytes = 4'096;

/// The most that one record of TLS carries (RFC 8446 section 5.1).
constexpr std::size_t kTlsRecordBytes = 16'384;

using Clock = Connection::Clock;

bool waitFor(int socket, short event, Clock::time_point deadline) {
    const base::Blocking waits;
    pollfd poll{.fd = socket, .events = event, .revents = 0};
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        const auto wait = std::min<std::int64_t>(left, std::numeric_limits<int>::max());
        const int count = ::poll(&poll, 1, static_cast<int>(wait));
        if (count > 0) return true;
        if (count < 0 && errno != EINTR) return false;
    }
}

}  // namespace

Connection::Connection(const Poco::Net::StreamSocket& socket, std::string peer, Census& census)
    : socket_(socket), peer_(std::move(peer)), secure_(socket_.secure()), census_(census) {
    census_.joined();
}

Connection::~Connection() {
    // Before anybody hears that the connection is gone.
    streamed.reset();
    try {
        socket_.close();
    } catch (const Poco::Exception&) {
        // A TLS farewell that can't be sent: the socket is closed by its own destructor.
    }
    census_.left();
}

void Connection::use(std::size_t count) {
    input_.erase(0, count);
    if (input_.empty() && input_.capacity() > kKeptInputBytes) std::string().swap(input_);
}

Connection::Received Connection::receive() {
    return receive(input_, kReadBytes);
}

Connection::Received Connection::receive(std::string& into, std::size_t limit) {
    std::array<char, kReadBytes> piece;
    try {
        const auto count =
            socket_.receiveBytes(piece.data(), static_cast<int>(std::min(limit, piece.size())));
        if (count == 0) return Received::Closed;
        if (count < 0) return Received::Nothing;
        into.append(piece.data(), static_cast<std::size_t>(count));
        return Received::Some;
    } catch (const Poco::Exception&) {
        return Received::Closed;
    }
}

Connection::Received Connection::discard() {
    std::array<char, kReadBytes> piece;
    const auto count = ::recv(socket_.impl()->sockfd(), piece.data(), piece.size(), 0);
    if (count > 0) return Received::Some;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? Received::Nothing
                                                                                    : Received::Closed;
}

bool Connection::waitReadable(Clock::time_point deadline) {
    return waitFor(socket_.impl()->sockfd(), POLLIN, deadline);
}

std::int64_t Connection::sendOnce(std::string_view data) {
    // OpenSSL reports nothing as sent before all that it was given is: one record at a time shows progress. A
    // second attempt has to be with the same bytes, and is.
    if (secure_) {
        return socket_.sendBytes(data.data(), static_cast<int>(std::min(data.size(), kTlsRecordBytes)));
    }
    constexpr std::size_t kMost = std::size_t{1} << 30U;
    const auto length = std::min(data.size(), kMost);
    // Not through Poco, which throws the same exception for a full socket and for a broken one.
    const auto count = ::send(socket_.impl()->sockfd(), data.data(), length, MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
        throw Poco::Net::ConnectionResetException();
    }
    return count;
}

bool Connection::send(std::string_view data, Pace& pace) {
    try {
        while (!data.empty()) {
            const auto count = sendOnce(data);
            if (count > 0) {
                pace.moved(static_cast<std::size_t>(count));
                data.remove_prefix(static_cast<std::size_t>(count));
            } else if (!waitFor(socket_.impl()->sockfd(), POLLOUT, pace.deadline())) {
                return false;
            }
        }
        return true;
    } catch (const Poco::Exception&) {
        return false;
    }
}

std::optional<std::size_t> Connection::sendSome(std::string_view data) {
    std::size_t sent = 0;
    try {
        while (sent < data.size()) {
            const auto count = sendOnce(data.substr(sent));
            if (count <= 0) break;
            sent += static_cast<std::size_t>(count);
        }
        return sent;
    } catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

void Connection::endSending() noexcept {
    try {
        if (secure_) socket_.shutdown();
    } catch (const Poco::Exception&) {
        // The client is gone; there is nobody to say goodbye to.
    }
    ::shutdown(socket_.impl()->sockfd(), SHUT_WR);
}

void Connection::cutOff() noexcept {
    ::shutdown(socket_.impl()->sockfd(), SHUT_RDWR);
}

}  // namespace kith::http
