// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/log.hpp"
#include "core/base/time.hpp"
#include "core/http/auth.hpp"
#include "core/http/observer.hpp"
#include "core/http/router.hpp"

namespace kith::http {

/// PEM files: the certificate with its chain, and its key without a pass phrase.
struct TlsSettings {
    std::string certificateFile;
    std::string keyFile;
};

/// A token bucket: `burst` calls at once, refilled at `perSecond`.
struct RateLimit {
    double perSecond;
    double burst;
};

struct ServerSettings {
    /// `address:port`, `[v6]:port`; port 0 takes a free one.
    std::string listen = "127.0.0.1:8080";
    std::optional<TlsSettings> tls;
    /// Threads that read bodies and run handlers. One that writes waits for the commit, which so many share.
    unsigned workers = 64;
    /// Open connections; the one that is idle longest makes room for a new one.
    std::size_t maxConnections = 10'000;
    /// Requests that wait for a worker; more are answered 503.
    std::size_t maxQueued = 1'000;
    /// Answers that are streams, at once; more are answered 503. With one key; more are answered 429.
    std::size_t maxStreams = 1'000;
    std::size_t maxStreamsPerKey = 100;
    std::size_t maxHeadBytes = std::size_t{32} * 1024;
    /// From the first byte of a request to the end of its head.
    std::chrono::milliseconds headTimeout{10'000};
    /// How long a connection may stay open between requests.
    std::chrono::milliseconds idleTimeout{60'000};
    /// For a whole body, however fast it comes.
    std::chrono::milliseconds bodyTimeout{60'000};
    /// How far a body or an answer may fall behind `minBytesPerSecond`.
    std::chrono::milliseconds slackTimeout{5'000};
    std::size_t minBytesPerSecond = 4'096;
    /// How long a connection that is given up stays open for the client to read why.
    std::chrono::milliseconds lingerTimeout{1'000};
    /// Addresses or networks (`10.0.0.0/8`) whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trustedProxies;
    /// For public keys: of each key, and of each client address.
    RateLimit keyRate{200, 1'000};
    RateLimit addressRate{10, 100};
};

/// What the server works with; everything outlives it.
struct ServerParts {
    const Router& router;
    Authenticator& authenticator;
    Observer& observer;
    base::Log& log;
    const base::Clock& clock;
    Witness* witness = nullptr;  ///< Nobody is told if it is null.
};

/// An HTTP/1.1 server. Connections wait without a thread until the head of a request is complete; then a
/// worker reads the body, runs the handler and answers.
class Server {
public:
    /// Listens; connections wait until start. Throws Error(Configuration) if the address is taken or wrong,
    /// or the certificate can't be used.
    Server(ServerSettings settings, ServerParts parts);
    /// Stops at once.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void start();
    /// There may be something that streams wait for. From any thread.
    void wakeStreams();
    /// Takes no new connection, closes the idle ones, ends the streams, answers what is in flight, and
    /// returns when all is answered or the grace is over; what is left then is cut off. Returns how many
    /// requests that were: those whose heads were complete. Only the first call counts.
    std::size_t stop(std::chrono::milliseconds grace);

    /// The real port.
    [[nodiscard]] std::uint16_t port() const;
    /// `http://127.0.0.1:41234`
    [[nodiscard]] std::string url() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kith::http
