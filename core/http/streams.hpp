// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/base/log.hpp"
#include "core/http/connection.hpp"
#include "core/http/epoll.hpp"
#include "core/http/pace.hpp"

namespace kith::http {

/// The connections whose answers are streams (Connection::streamed), on one thread of its own: however many
/// they are and however slowly their clients read, they hold no worker.
class Streams {
public:
    /// Gets a connection whose answer was sent, on the thread of the streams, and does not wait.
    using Finish = std::function<void(std::unique_ptr<Connection>, After)>;

    /// `pace`: how slowly a client may take what is there for it.
    Streams(Pace::Limits pace, base::Log& log, Finish finish);
    ~Streams();
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    void start();
    /// From any thread, as wake() and end().
    void add(std::unique_ptr<Connection> connection);
    /// Asks every stream what there is to send.
    void wake() const { epoll_.wake(); }
    /// Every stream ends as soon as it can, those that come later too.
    void end();
    /// Joins the thread; what is left is closed.
    void stop();

private:
    using Clock = Connection::Clock;
    struct Sending {
        std::unique_ptr<Connection> connection;
        Piece piece;
        std::size_t sent = 0;  ///< Of the piece's bytes, which stay where they are, as TLS wants it.
        Pace pace;             ///< Of this piece.
    };
    /// What a stream waits for.
    enum class State { Waiting, Blocked, Ready, Over };

    void run();
    void turn();
    void admit();
    void read(int descriptor);
    [[nodiscard]] State advance(Sending& sending, Clock::time_point now);
    [[nodiscard]] State send(Sending& sending, Clock::time_point now) const;
    void finish(Sending& sending);

    Pace::Limits limits_;
    base::Log& log_;
    Finish finish_;
    Epoll epoll_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> added_;  ///< Guarded by mutex_.
    std::atomic<bool> ending_ = false;
    std::atomic<bool> stopped_ = false;
    /// These belong to the thread.
    std::unordered_map<int, Sending> sendings_;  ///< By descriptor.
    Clock::time_point nextTurn_{};
    std::thread thread_;
};

}  // namespace kith::http
