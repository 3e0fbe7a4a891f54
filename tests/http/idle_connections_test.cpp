// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <limits>
#include <thread>

#include "tests/http/test_server.hpp"

using namespace kith;
using kith::test::get;
using kith::test::RawClient;
using kith::test::TestServer;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kIdle = 1'000;
constexpr std::size_t kDribbling = 200;
constexpr int kClients = 4;
constexpr int kRequestsPerClient = 5'000;

/// Of many normal requests on a few kept connections, in microseconds.
double percentile99(const TestServer& server) {
    std::vector<std::vector<double>> taken(kClients);
    std::vector<std::thread> clients;
    for (auto& mine : taken) {
        clients.emplace_back([&server, &mine] {
            auto client = server.connect();
            for (int i = 0; i < kRequestsPerClient; ++i) {
                const auto begin = Clock::now();
                if (client.call(get("/hello")).status != 200) return;
                mine.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
            }
        });
    }
    for (auto& client : clients) client.join();
    std::vector<double> all;
    for (const auto& mine : taken) all.insert(all.end(), mine.begin(), mine.end());
    REQUIRE(all.size() == kClients * kRequestsPerClient);
    const auto at = all.begin() + static_cast<std::ptrdiff_t>(all.size() * 99 / 100);
    std::nth_element(all.begin(), at, all.end());
    return *at;
}

std::size_t residentBytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Connections that are kept alive and silent, and others that send a byte of a head each second, and begin
/// again when the server gives them up.
class Crowd {
public:
    explicit Crowd(const TestServer& server) : server_(server) {
        for (std::size_t i = 0; i < kIdle; ++i) {
            idle_.push_back(server.connect());
            REQUIRE(idle_.back().call(get("/hello")).status == 200);
        }
        for (std::size_t i = 0; i < kDribbling; ++i) dribbling_.push_back(begin());
        thread_ = std::thread([this] { dribble(); });
    }

    ~Crowd() {
        {
            const std::scoped_lock lock(mutex_);
            over_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    void requireAlive() {
        for (auto& client : idle_) REQUIRE(client.call(get("/hello")).status == 200);
    }

private:
    [[nodiscard]] RawClient begin() const {
        auto client = server_.connect();
        client.send("GET /hello HTTP/1.1\r\nX-Slow: ");
        return client;
    }

    void dribble() {
        const auto pause = std::chrono::microseconds(std::chrono::seconds(1)) / kDribbling;
        std::unique_lock lock(mutex_);
        for (std::size_t i = 0; !changed_.wait_for(lock, pause, [&] { return over_; }); ++i) {
            auto& client = dribbling_[i % kDribbling];
            if (client.readable(std::chrono::milliseconds(0))) client = begin();
            client.send("x");
        }
    }

    const TestServer& server_;
    std::vector<RawClient> idle_;
    std::vector<RawClient> dribbling_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::thread thread_;
};

}  // namespace

TEST_CASE("a crowd of idle and dribbling connections is not felt by normal requests", "[http][.soak]") {
    constexpr int kLeastTries = 3;
    constexpr int kMostTries = 10;
    constexpr double kMostSlower = 2.0;
    constexpr std::size_t kMostBytesPerConnection = 40'000;
    // The least of several tries on either side is what is left when the machine's other work is taken out.
    double quiet = std::numeric_limits<double>::max();
    double crowded = quiet;
    for (int i = 0; i < kLeastTries || (i < kMostTries && crowded > kMostSlower * quiet); ++i) {
        http::ServerSettings settings;
        settings.workers = 4;
        TestServer server({}, settings);
        quiet = std::min(quiet, percentile99(server));
        const auto before = residentBytes();
        Crowd crowd(server);
        crowded = std::min(crowded, percentile99(server));
        const auto after = residentBytes();
        CHECK(after < before + (kIdle + kDribbling) * kMostBytesPerConnection);
        crowd.requireAlive();
        std::cout << "99th percentile: quiet " << quiet << " us, with the crowd " << crowded << " us; memory "
                  << before / 1024 << " KiB, with the crowd " << after / 1024 << " KiB\n";
    }
    CHECK(crowded <= kMostSlower * quiet);
}
