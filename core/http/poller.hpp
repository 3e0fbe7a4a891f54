// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "core/base/log.hpp"
#include "core/http/connection.hpp"
#include "core/http/epoll.hpp"
#include "core/http/listener.hpp"
#include "core/http/wire_fault.hpp"

namespace kith::http {

/// What becomes of connections that the poller has done with. Called within a turn; does not wait.
class PollerClient {
public:
    virtual ~PollerClient() = default;
    /// The input begins with a whole head.
    virtual void headComplete(std::unique_ptr<Connection> connection) = 0;
    /// It held an answer, which is due.
    virtual void answerDue(std::unique_ptr<Connection> connection) = 0;
    /// The head will never be complete.
    virtual void headFailed(std::unique_ptr<Connection> connection, const WireFault& fault) = 0;
};

/// All connections that no worker holds: idle ones, heads that are still coming, answers that are not due,
/// and those that were given up and linger. Owns them as long as they wait. Has no thread of its own: those
/// of the workers that have nothing to do take turns.
class Poller {
public:
    Poller(Listener& listener, const ServerSettings& settings, Census& census, base::Log& log,
           PollerClient& client);
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// Accepts from now on.
    void start();
    /// Closes the listener and every connection that is idle, now or later; heads that have begun go on.
    void stopAccepting();
    /// Closes everything. Between turns.
    void closeAll();

    /// Waits until something comes or is due, and attends to it. By one thread at a time; does not throw.
    void turn();
    /// Ends the turn at hand, or the next, soon.
    void wake() const { epoll_.wake(); }

    /// Waits for the next request. From any thread.
    void park(std::unique_ptr<Connection> connection);
    /// Waits until the answer that it holds is due. From any thread.
    void hold(std::unique_ptr<Connection> connection);
    /// Ends sending, and waits a little for the client to read and close. From any thread.
    void linger(std::unique_ptr<Connection> connection);

private:
    using Clock = Connection::Clock;
    enum class Phase { Idle, Head, Held, Lingering };
    struct Waiting {
        std::unique_ptr<Connection> connection;
        Phase phase;
        Clock::time_point deadline;
        std::size_t scanned = 0;
        Clock::time_point lingersUntil{};  ///< Of Lingering: the last deadline there can be.
    };
    /// The socket's descriptor.
    using Key = int;

    void attend();
    void attendTo(Key key);
    void listen(bool on);
    void acceptSome();
    void pauseAccepting(std::string_view reason);
    bool makeRoom();
    void readable(Key key);
    void readHead(Key key, Waiting& waiting);
    void giveUp(Key key, const WireFault& fault);
    void sweep(Clock::time_point now);
    void expire(Key key, Clock::time_point now);
    static bool hasBegun(const Waiting& waiting);
    Waiting waitingForHead(std::unique_ptr<Connection> connection) const;
    /// `watch`, if any, makes its descriptor report.
    void add(Waiting waiting, void (Epoll::*watch)(int));
    std::unique_ptr<Connection> take(Key key);
    Waiting* find(Key key);
    void each(const std::function<void(Key, const Waiting&)>& visit);

    Listener& listener_;
    const ServerSettings& settings_;
    Census& census_;
    base::Log& log_;
    PollerClient& client_;
    Epoll epoll_;
    /// Guards the map, not its values: those belong to the turn at hand from the moment they are in.
    std::mutex mutex_;
    std::unordered_map<Key, Waiting> waiting_;
    std::atomic<bool> accepting_{true};
    /// These belong to the turn at hand.
    bool listening_ = false;
    bool closed_ = false;
    Clock::time_point nextSweep_;
};

}  // namespace kith::http
