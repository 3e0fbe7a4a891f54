// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/ServerSocket.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/http/connection.hpp"
#include "core/http/server.hpp"

namespace kith::http {

/// The listening socket, and the TLS that its connections speak, if any.
class Listener {
public:
    /// Throws Error(Configuration).
    explicit Listener(const ServerSettings& settings);

    [[nodiscard]] const Poco::Net::ServerSocket& socket() const noexcept { return socket_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const std::string& url() const { return url_; }

    /// Whether a connection waits to be accepted.
    [[nodiscard]] bool pending() const;
    /// Takes one that waits. Throws Poco::Exception if there is none or no descriptor is left.
    [[nodiscard]] std::unique_ptr<Connection> accept(Census& census);
    void close() { socket_.close(); }

private:
    Poco::Net::ServerSocket socket_;
    Poco::Net::Context::Ptr tls_;
    std::uint16_t port_ = 0;
    std::string url_;
};

}  // namespace kith::http
