// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kith::bench {

/// One kept-alive connection to this machine; blocking.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port);
    ~HttpClient();
    HttpClient(HttpClient&& other) noexcept;
    HttpClient& operator=(HttpClient&&) = delete;

    /// Sends a request and returns the answer's body, which lives until the next call. Throws
    /// std::runtime_error if the connection breaks or the answer is no success.
    [[nodiscard]] std::string_view exchange(std::string_view request);

    void send(std::string_view data);
    /// Reads what is there; true once the answer to the last request is whole.
    [[nodiscard]] bool receive();
    [[nodiscard]] int socket() const noexcept { return socket_; }

private:
    int socket_ = -1;
    std::string received_;
};

/// Sends every request once over that many connections, each of which sends its next request when its last
/// was answered, and returns the requests answered per second. One thread, so that little of the machine is
/// lost to it.
[[nodiscard]] double requestsPerSecond(std::uint16_t port, std::size_t connections,
                                       std::span<const std::string> requests);

}  // namespace kith::bench
