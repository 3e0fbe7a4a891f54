// SPDX-License-Identifier: Apache-2.0
#include "core/http/server.hpp"

#include <atomic>

#include "core/http/census.hpp"
#include "core/http/exchange.hpp"
#include "core/http/listener.hpp"
#include "core/http/poller.hpp"
#include "core/http/streams.hpp"
#include "core/http/worker_pool.hpp"

namespace kith::http {

class Server::Impl final : public PollerClient {
public:
    Impl(ServerSettings settings, const ServerParts& parts)
        : settings_(std::move(settings)),
          log_(parts.log),
          census_(parts.observer),
          listener_(settings_),
          exchange_(settings_, parts, stopping_),
          poller_(listener_, settings_, census_, parts.log, *this),
          streams_({.slack = settings_.slackTimeout, .minBytesPerSecond = settings_.minBytesPerSecond},
                   parts.log,
                   [this](std::unique_ptr<Connection> connection, After after) {
                       finish(std::move(connection), after);
                   }),
          pool_(settings_.workers, settings_.maxQueued, parts.observer,
                {.await = [this] { poller_.turn(); },
                 .wake = [this] { poller_.wake(); },
                 .serve = [this](Connection& connection) { return serve(connection); },
                 .finish = [this](std::unique_ptr<Connection> connection,
                                  After after) { finish(std::move(connection), after); }}) {}

    void start() {
        poller_.start();
        streams_.start();
        pool_.start();
    }

    void wakeStreams() { streams_.wake(); }

    std::size_t stop(std::chrono::milliseconds grace) {
        if (stopping_.exchange(true)) return 0;
        poller_.stopAccepting();
        streams_.end();
        census_.waitUntilEmpty(Connection::Clock::now() + grace);
        const auto cutOff = pool_.stop();
        streams_.stop();
        poller_.closeAll();
        return cutOff;
    }

    [[nodiscard]] const Listener& listener() const { return listener_; }

    void headComplete(std::unique_ptr<Connection> connection) override {
        if (!pool_.submit(connection)) reject(std::move(connection), kQueueFull);
    }

    // It left the queue once already, for this: so it is not refused now.
    void answerDue(std::unique_ptr<Connection> connection) override {
        if (!pool_.submit(connection)) poller_.hold(std::move(connection));
    }

    void headFailed(std::unique_ptr<Connection> connection, const WireFault& fault) override {
        reject(std::move(connection), fault);
    }

private:
    After serve(Connection& connection) {
        try {
            return exchange_.serve(connection);
        } catch (const std::exception& failure) {
            log_.error("exchange_failed", {{"type", std::string_view(typeid(failure).name())}});
            return After::Close;
        }
    }

    /// A connection that can't be kept is closed.
    void finish(std::unique_ptr<Connection> connection, After after) {
        try {
            handOn(std::move(connection), after);
        } catch (const std::exception& failure) {
            log_.error("connection_dropped", {{"reason", std::string_view(failure.what())}});
        }
    }

    void handOn(std::unique_ptr<Connection> connection, After after) {
        switch (after) {
            case After::Park:
                next(std::move(connection));
                break;
            case After::Hold:
                poller_.hold(std::move(connection));
                break;
            case After::Stream:
                streams_.add(std::move(connection));
                break;
            case After::Linger:
                poller_.linger(std::move(connection));
                break;
            case After::Close:
                break;
        }
    }

    /// Bytes that were read already, or stand decrypted in the TLS layer, wake no poll: the next request may
    /// be there in whole.
    void next(std::unique_ptr<Connection> connection) {
        auto received = connection->secure() ? Connection::Received::Some : Connection::Received::Nothing;
        while (received == Connection::Received::Some &&
               connection->input().size() <= settings_.maxHeadBytes) {
            received = connection->receive();
        }
        const auto end = findHeadEnd(connection->input(), 0);
        if (!end) {
            if (received != Connection::Received::Closed) poller_.park(std::move(connection));
            return;
        }
        connection->headComplete = Connection::Clock::now();
        if (*end > settings_.maxHeadBytes) {
            reject(std::move(connection), kHeadTooLarge);
        } else {
            headComplete(std::move(connection));
        }
    }

    void reject(std::unique_ptr<Connection> connection, const WireFault& fault) {
        exchange_.refuse(*connection, fault);
        poller_.linger(std::move(connection));
    }

    ServerSettings settings_;
    base::Log& log_;
    std::atomic<bool> stopping_{false};
    Census census_;
    Listener listener_;
    Exchange exchange_;
    Poller poller_;
    Streams streams_;
    WorkerPool pool_;
};

Server::Server(ServerSettings settings, ServerParts parts)
    : impl_(std::make_unique<Impl>(std::move(settings), parts)) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

void Server::start() {
    impl_->start();
}

void Server::wakeStreams() {
    impl_->wakeStreams();
}

std::size_t Server::stop(std::chrono::milliseconds grace) {
    return impl_->stop(grace);
}

std::uint16_t Server::port() const {
    return impl_->listener().port();
}

std::string Server::url() const {
    return impl_->listener().url();
}

}  // namespace kith::http
