// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/bench/http_message.hpp"
#include "tests/bench/measure.hpp"

namespace kith::bench {

HttpClient::HttpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("the server does not answer");
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

HttpClient::~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
}

void HttpClient::send(std::string_view data) {
    received_.clear();
    while (!data.empty()) {
        const auto count = ::send(socket_, data.data(), data.size(), MSG_NOSIGNAL);
        if (count <= 0) throw std::runtime_error("a connection broke");
        data.remove_prefix(static_cast<std::size_t>(count));
    }
}

bool HttpClient::receive() {
    std::array<char, 65'536> piece;
    const auto count = ::recv(socket_, piece.data(), piece.size(), 0);
    if (count <= 0) throw std::runtime_error("a connection was closed");
    received_.append(piece.data(), static_cast<std::size_t>(count));
    return answerIn(received_).has_value();
}

std::string_view HttpClient::exchange(std::string_view request) {
    send(request);
    while (!receive()) {
    }
    return answerIn(received_)->body;
}

double requestsPerSecond(std::uint16_t port, std::size_t connections, std::span<const std::string> requests) {
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<HttpClient> clients;
    for (std::size_t i = 0; i < connections; ++i) {
        clients.emplace_back(port);
        epoll_event event{EPOLLIN, {.u64 = i}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].socket(), &event);
    }
    const auto seconds = secondsOf([&] {
        std::size_t sent = 0;
        std::size_t answered = 0;
        for (auto& client : clients)
            if (sent < requests.size()) client.send(requests[sent++]);
        std::array<epoll_event, 64> ready;
        while (answered < requests.size()) {
            const int count = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
            for (int i = 0; i < count; ++i) {
                auto& client = clients[ready[static_cast<std::size_t>(i)].data.u64];
                if (!client.receive()) continue;
                ++answered;
                if (sent < requests.size()) client.send(requests[sent++]);
            }
        }
    });
    ::close(poll);
    return static_cast<double>(requests.size()) / seconds;
}

}  // namespace kith::bench
