// SPDX-License-Identifier: Apache-2.0
#include "core/http/poller.hpp"

#include <Poco/Exception.h>

#include <algorithm>
#include <optional>

#include "core/http/request_head.hpp"

namespace kith::http {
namespace {

/// How exact deadlines are, and how soon accepting is tried again after it failed.
constexpr std::chrono::milliseconds kSweepInterval{50};
constexpr int kMostAcceptedAtOnce = 64;
/// How often a client that goes on sending may begin the time of lingering anew.
constexpr int kMostLingerTimes = 10;

}  // namespace

Poller::Poller(Listener& listener, const ServerSettings& settings, Census& census, base::Log& log,
               PollerClient& client)
    : listener_(listener), settings_(settings), census_(census), log_(log), client_(client) {}

void Poller::start() {
    listen(true);
}

void Poller::stopAccepting() {
    accepting_ = false;
    wake();
}

void Poller::closeAll() {
    const std::scoped_lock lock(mutex_);
    waiting_.clear();
}

void Poller::park(std::unique_ptr<Connection> connection) {
    add(waitingForHead(std::move(connection)), &Epoll::rearm);
}

void Poller::hold(std::unique_ptr<Connection> connection) {
    const auto due = connection->held->due;
    add({std::move(connection), Phase::Held, due}, nullptr);
}

void Poller::linger(std::unique_ptr<Connection> connection) {
    connection->endSending();
    const auto now = Clock::now();
    add({.connection = std::move(connection),
         .phase = Phase::Lingering,
         .deadline = now + settings_.lingerTimeout,
         .lingersUntil = now + kMostLingerTimes * settings_.lingerTimeout},
        &Epoll::rearm);
}

void Poller::turn() {
    try {
        attend();
    } catch (const std::exception& failure) {
        log_.error("poller_failed", {{"reason", std::string_view(failure.what())}});
    }
}

void Poller::attend() {
    const auto untilSweep = std::chrono::ceil<std::chrono::milliseconds>(nextSweep_ - Clock::now());
    for (const Key key : epoll_.wait(std::clamp(untilSweep, std::chrono::milliseconds(0), kSweepInterval))) {
        if (key == listener_.socket().impl()->sockfd()) {
            acceptSome();
        } else {
            attendTo(key);
        }
    }
    const auto now = Clock::now();
    if (now < nextSweep_ && (accepting_ || closed_)) return;
    nextSweep_ = now + kSweepInterval;
    sweep(now);
}

// One that can't be attended to is closed, so that the others that are ready are.
void Poller::attendTo(Key key) {
    try {
        readable(key);
    } catch (const std::exception& failure) {
        log_.error("poller_failed", {{"reason", std::string_view(failure.what())}});
        if (find(key) != nullptr) take(key);
    }
}

void Poller::listen(bool on) {
    if (on == listening_) return;
    if (on) {
        epoll_.watch(listener_.socket().impl()->sockfd());
    } else {
        epoll_.unwatch(listener_.socket().impl()->sockfd());
    }
    listening_ = on;
}

void Poller::acceptSome() {
    try {
        for (int i = 0; i < kMostAcceptedAtOnce; ++i) {
            if (!listener_.pending()) return;
            if (census_.open() >= settings_.maxConnections && !makeRoom()) {
                // Who waits in the system's queue is asked in at the next sweep.
                listen(false);
                return;
            }
            add(waitingForHead(listener_.accept(census_)), &Epoll::watchOnce);
        }
    } catch (const Poco::Exception& failure) {
        pauseAccepting(failure.displayText());
    } catch (const std::exception& failure) {
        pauseAccepting(failure.what());
    }
}

void Poller::pauseAccepting(std::string_view reason) {
    log_.warning("accept_failed", {{"reason", reason}});
    listen(false);
}

bool Poller::makeRoom() {
    std::optional<Key> longest;
    auto earliest = Clock::time_point::max();
    each([&](Key key, const Waiting& waiting) {
        if (waiting.phase != Phase::Idle || waiting.deadline >= earliest) return;
        longest = key;
        earliest = waiting.deadline;
    });
    return longest && take(*longest) != nullptr;
}

void Poller::readable(Key key) {
    Waiting* waiting = find(key);
    if (waiting == nullptr || waiting->phase == Phase::Held) return;
    if (waiting->phase == Phase::Lingering) {
        if (waiting->connection->discard() == Connection::Received::Closed) {
            take(key);
            return;
        }
        waiting->deadline = std::min(Clock::now() + settings_.lingerTimeout, waiting->lingersUntil);
        epoll_.rearm(key);
    } else {
        readHead(key, *waiting);
    }
}

void Poller::readHead(Key key, Waiting& waiting) {
    Connection& connection = *waiting.connection;
    auto received = Connection::Received::Some;
    while (received == Connection::Received::Some) {
        received = connection.receive();
        if (received == Connection::Received::Closed) {
            take(key);
            return;
        }
        // A TLS handshake counts as the beginning of a head.
        if (waiting.phase == Phase::Idle && (connection.secure() || !connection.input().empty())) {
            waiting.phase = Phase::Head;
            waiting.deadline = Clock::now() + settings_.headTimeout;
        }
        const auto end = findHeadEnd(connection.input(), waiting.scanned);
        if (end.value_or(connection.input().size()) > settings_.maxHeadBytes) {
            giveUp(key, kHeadTooLarge);
            return;
        }
        if (end) {
            connection.headComplete = Clock::now();
            client_.headComplete(take(key));
            return;
        }
        // The blank line may stand across two reads.
        waiting.scanned = connection.input().size() - std::min<std::size_t>(connection.input().size(), 2);
        // TLS may hold decrypted bytes that wake no poll; a plain socket is polled again.
        if (!connection.secure()) break;
    }
    epoll_.rearm(key);
}

void Poller::giveUp(Key key, const WireFault& fault) {
    auto connection = take(key);
    connection->headComplete = Clock::now();
    client_.headFailed(std::move(connection), fault);
}

void Poller::sweep(Clock::time_point now) {
    if (accepting_) {
        listen(true);
    } else if (!closed_) {
        listen(false);
        listener_.close();
        closed_ = true;
    }
    std::vector<Key> due;
    each([&](Key key, const Waiting& waiting) {
        if (waiting.deadline <= now || (!accepting_ && !hasBegun(waiting))) due.push_back(key);
    });
    for (const auto key : due) expire(key, now);
}

void Poller::expire(Key key, Clock::time_point now) {
    // A request that comes just before the end of the idle time is still read.
    if (!hasBegun(*find(key))) attendTo(key);
    const Waiting* waiting = find(key);
    if (waiting == nullptr) return;
    if (waiting->phase == Phase::Held) {
        client_.answerDue(take(key));
        return;
    }
    const bool ofHead = waiting->phase == Phase::Head && hasBegun(*waiting);
    if (ofHead && waiting->deadline <= now) {
        giveUp(key, kHeadTimeout);
    } else if (!ofHead) {
        take(key);
    }
}

/// Whether anything but a TLS handshake has come of a request, or is still to leave of an answer.
bool Poller::hasBegun(const Waiting& waiting) {
    if (waiting.phase == Phase::Head) return !waiting.connection->input().empty();
    return waiting.phase != Phase::Idle;
}

Poller::Waiting Poller::waitingForHead(std::unique_ptr<Connection> connection) const {
    const bool idle = connection->input().empty();
    const auto deadline =
        idle ? connection->lastUsed + settings_.idleTimeout : Clock::now() + settings_.headTimeout;
    return {std::move(connection), idle ? Phase::Idle : Phase::Head, deadline};
}

void Poller::add(Waiting waiting, void (Epoll::*watch)(int)) {
    const Key key = waiting.connection->descriptor();
    const std::scoped_lock lock(mutex_);
    const auto added = waiting_.emplace(key, std::move(waiting)).first;
    try {
        if (watch != nullptr) (epoll_.*watch)(key);
    } catch (...) {
        waiting_.erase(added);
        throw;
    }
}

// Its descriptor may still report, once: nobody is found by it then.
std::unique_ptr<Connection> Poller::take(Key key) {
    const std::scoped_lock lock(mutex_);
    return std::move(waiting_.extract(key).mapped().connection);
}

Poller::Waiting* Poller::find(Key key) {
    const std::scoped_lock lock(mutex_);
    const auto found = waiting_.find(key);
    return found == waiting_.end() ? nullptr : &found->second;
}

void Poller::each(const std::function<void(Key, const Waiting&)>& visit) {
    const std::scoped_lock lock(mutex_);
    for (const auto& [key, waiting] : waiting_) visit(key, waiting);
}

}  // namespace kith::http
