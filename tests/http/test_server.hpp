// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <ostream>
#include <string>
#include <vector>

#include "core/http/server.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/support/captured_log.hpp"
#include "tests/support/manual_clock.hpp"

namespace kith::test {

struct Finished {
    std::string route;
    std::string method;
    int status;
    double seconds;
};

/// Keeps what the server tells, and lets a test wait for it.
class RecordingObserver final : public http::Observer {
public:
    void requestFinished(std::string_view route, std::string_view method, int status,
                         double seconds) noexcept override;
    void connectionsChanged(std::size_t open) noexcept override;
    void queueChanged(std::size_t waiting) noexcept override;

    /// The first `count` requests that finished, once there are so many; else fails the test.
    std::vector<Finished> waitForRequests(std::size_t count);
    void waitForConnections(std::size_t open);
    [[nodiscard]] std::size_t connections();
    void waitForQueue(std::size_t waiting);

private:
    template <class Condition>
    void wait(Condition condition);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Finished> finished_;
    std::size_t open_ = 0;
    std::size_t waiting_ = 0;
};

/// The secrets are the names of the rights; `shop-key` and `any-key` are public, the first for
/// `https://shop.example` only.
class KnownKeys final : public http::Authenticator {
public:
    std::optional<http::Caller> authenticate(std::string_view secret,
                                             const std::function<void()>& beforeSearch) override;
    /// The tokens are `viewer`, `editor` and `administrator`; their csrf tokens `csrf-viewer`, …
    std::optional<http::Caller> authenticateSession(std::string_view token,
                                                    const std::function<void()>& beforeSearch) override;
};

/// A gate that handlers wait at until a test opens it.
class Latch {
public:
    void open();
    void pass();
    /// Until so many handlers have come to the gate.
    void waitForArrivals(std::size_t count);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    std::size_t arrived_ = 0;
};

/// A running server on a free port, with `GET /hello`, `POST /echo` (both without a key) and what a test
/// adds.
class TestServer {
public:
    using Routes = std::function<void(http::Router&)>;

    explicit TestServer(const Routes& routes = {}, http::ServerSettings settings = {});

    [[nodiscard]] RawClient connect() const { return RawClient(server.port()); }
    /// One request on a connection of its own.
    [[nodiscard]] Answer call(std::string_view bytes) const { return connect().call(bytes); }

    CapturedLog log;
    std::ostream logStream{&log};
    ManualClock clock{base::fromMillis(1'795'425'000'000)};
    RecordingObserver observer;
    KnownKeys keys;
    http::Router router;
    base::Log logger{logStream, clock, base::LogLevel::Info};
    http::Server server;
};

/// `GET <path> HTTP/1.1` with a Host header and what else is given, each line with its CRLF.
std::string get(std::string_view path, std::string_view headers = "");
/// A POST with that body and its Content-Length.
std::string post(std::string_view path, std::string_view body, std::string_view headers = "");

/// Checks that it is a refusal with that status, told as a problem of RFC 9457.
void checkProblem(const Answer& answer, int status);

}  // namespace kith::test
