// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/census.hpp"
#include "core/http/pace.hpp"
#include "core/http/stream.hpp"

namespace kith::http {

/// What becomes of a connection after an answer.
enum class After {
    Park,    ///< It waits for the next request.
    Hold,    ///< Its answer is ready, and leaves when it is due (Connection::held).
    Stream,  ///< Its answer comes in time (Connection::streamed).
    Close,   ///< Both sides are done.
    Linger,  ///< The client may still be sending: closing at once could take the answer from it.
};

/// An answer that is not to leave before its time.
struct HeldAnswer {
    std::string bytes;
    std::chrono::steady_clock::time_point due;
    After after = After::Close;  ///< What becomes of the connection then.
};

/// One accepted connection: its socket, which never blocks, and the bytes that were received and not used
/// yet. Owned by one thread at a time; only cutOff may come from another.
class Connection {
public:
    using Clock = std::chrono::steady_clock;
    enum class Received { Some, Nothing, Closed };

    /// `socket` does not block; `peer` is its IP address. Counted in `census` as long as it lives.
    Connection(const Poco::Net::StreamSocket& socket, std::string peer, Census& census);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] int descriptor() const { return socket_.impl()->sockfd(); }
    [[nodiscard]] const std::string& peer() const noexcept { return peer_; }
    [[nodiscard]] bool secure() const noexcept { return secure_; }

    /// Received and not used yet.
    [[nodiscard]] std::string_view input() const noexcept { return input_; }
    /// Takes `count` bytes off the front of the input.
    void use(std::size_t count);

    /// Appends what has come to the input, or to `into`, at most `limit` bytes; does not wait.
    [[nodiscard]] Received receive();
    [[nodiscard]] Received receive(std::string& into, std::size_t limit);
    /// Reads and forgets what has come, without decrypting it.
    [[nodiscard]] Received discard();
    /// Whether there is something to receive before the deadline.
    [[nodiscard]] bool waitReadable(Clock::time_point deadline);

    /// Sends everything, waiting as the pace allows. False if the client is gone or too slow.
    [[nodiscard]] bool send(std::string_view data, Pace& pace);

    /// Sends what there is room for, without waiting; how much that is. Nothing if the client is gone. What
    /// is left is given again as it stands, at the same place.
    [[nodiscard]] std::optional<std::size_t> sendSome(std::string_view data);

    /// Says that nothing more will be sent; what the client still sends can be discarded.
    void endSending() noexcept;
    /// Ends every wait on the socket, now and later. From any thread.
    void cutOff() noexcept;

    /// When the head of the request at hand was complete.
    Clock::time_point headComplete;
    std::optional<HeldAnswer> held;
    std::unique_ptr<StreamedAnswer> streamed;
    /// When its last answer was about to be sent, or it came: from then on it may be idle.
    Clock::time_point lastUsed = Clock::now();

private:
    /// Nothing or less if the socket is full. Throws Poco::Exception if it is broken.
    std::int64_t sendOnce(std::string_view data);

    Poco::Net::StreamSocket socket_;
    std::string peer_;
    bool secure_;
    std::string input_;
    Census& census_;
};

}  // namespace kith::http
