// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "tests/process/load.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::ApiClient;
using kith::test::KithServer;
using kith::test::NumberedObservations;
using kith::test::RawClient;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kIdle = 1'000;
constexpr std::size_t kDribbling = 200;
constexpr int kClients = 2;
constexpr int kPairsPerClient = 4'000;
constexpr auto kHeadTimeout = std::chrono::seconds(10);
constexpr double kMostSlower = 2.0;
constexpr std::size_t kMostBytesPerConnection = 40'000;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kOwnsItsMemory = false;
#else
constexpr bool kOwnsItsMemory = true;
#endif

std::size_t residentBytes(const KithServer& server) {
    std::ifstream statm("/proc/" + std::to_string(server.process().id()) + "/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// A connection that sends a byte of a head each second.
struct Dribbling {
    Clock::time_point begun;  ///< Before the server could know of it.
    RawClient client;
};

/// Connections that are kept alive and silent, and others that dribble, and begin again when the server gives
/// them up.
class Crowd {
public:
    Crowd(const KithServer& server, const std::string& key) : server_(server) {
        for (std::size_t i = 0; i < kIdle; ++i) {
            idle_.push_back(server.client(key));
            REQUIRE(idle_.back().get("/v1/profiles?limit=1").status == 200);
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
        for (auto& client : idle_) REQUIRE(client.get("/healthz").status == 200);
    }
    /// How many of those that dribble were given up before their head was due.
    [[nodiscard]] std::size_t givenUpEarly() {
        const std::scoped_lock lock(mutex_);
        for (auto& each : dribbling_) lookAt(each);
        return givenUpEarly_;
    }

private:
    [[nodiscard]] Dribbling begin() const {
        Dribbling begun{Clock::now(), server_.connect()};
        begun.client.send("GET /v1/profiles HTTP/1.1\r\nX-Slow: ");
        return begun;
    }

    /// Begins again where the server has given up.
    void lookAt(Dribbling& each) {
        if (!each.client.readable(std::chrono::milliseconds(0))) return;
        if (Clock::now() - each.begun < kHeadTimeout) ++givenUpEarly_;
        each = begin();
    }

    void dribble() {
        const auto pause = std::chrono::microseconds(std::chrono::seconds(1)) / kDribbling;
        std::unique_lock lock(mutex_);
        for (std::size_t i = 0; !changed_.wait_for(lock, pause, [&] { return over_; }); ++i) {
            auto& each = dribbling_[i % kDribbling];
            lookAt(each);
            each.client.send("x");
        }
    }

    const KithServer& server_;
    std::vector<ApiClient> idle_;
    std::vector<Dribbling> dribbling_;
    std::size_t givenUpEarly_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::thread thread_;
};

/// What a server was asked on a connection of its own, and how long each answer took, in microseconds.
struct Asked {
    ApiClient client;
    std::vector<double> took;

    bool ask(int number) {
        const auto path = "/v1/profiles/cookie:" + NumberedObservations::cookie(number);
        const auto begin = Clock::now();
        const bool good = client.get(path).status == 200;
        took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
        return good;
    }
};

double percentile99(std::vector<double> values) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 99 / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// A server of its own with people to ask for.
struct Peopled {
    test::TestDatabase database{storage::Engine::Sqlite};
    KithServer server{database.url(), {"log.level=warning", "http.idle_timeout=1h", "http.head_timeout=10s"}};
    std::string key = server.key("write");

    Peopled() {
        auto items = nlohmann::json::array();
        for (int number = 0; number < NumberedObservations::kPeople * 10; ++number)
            items.push_back(NumberedObservations::observation(number));
        REQUIRE(server.client(key).post("/v1/observations", items).status == 200);
    }
};

}  // namespace

// Two servers, one of them with the crowd, are asked in turn: whatever else this machine does meets both.
TEST_CASE("a crowd of idle and dribbling connections is not felt by those who ask for profiles",
          "[process]") {
    // Every connection is a file of this process too.
    rlimit files{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &files) == 0);
    files.rlim_cur = files.rlim_max;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &files) == 0);
    const Peopled quiet;
    const Peopled crowded;
    const auto before = residentBytes(crowded.server);
    Crowd crowd(crowded.server, crowded.key);
    std::vector<double> alone;
    std::vector<double> among;
    std::mutex mutex;
    std::vector<std::thread> clients;
    for (int mine = 0; mine < kClients; ++mine) {
        clients.emplace_back([&, mine] {
            Asked first{quiet.server.client(quiet.key), {}};
            Asked second{crowded.server.client(crowded.key), {}};
            bool good = true;
            for (int i = 0; i < kPairsPerClient && good; ++i) {
                const int number = (i + mine) % NumberedObservations::kPeople;
                good = i % 2 == 0 ? first.ask(number) && second.ask(number)
                                  : second.ask(number) && first.ask(number);
            }
            const std::scoped_lock lock(mutex);
            alone.insert(alone.end(), first.took.begin(), first.took.end());
            among.insert(among.end(), second.took.begin(), second.took.end());
        });
    }
    for (auto& client : clients) client.join();
    REQUIRE(alone.size() == static_cast<std::size_t>(kClients * kPairsPerClient));
    REQUIRE(among.size() == alone.size());
    const auto after = residentBytes(crowded.server);
    const auto quietly = percentile99(alone);
    const auto crowdedly = percentile99(among);
    std::cout << "99th percentile of a profile read: quiet " << quietly << " us, with the crowd " << crowdedly
              << " us; memory " << before / 1024 << " KiB, with the crowd " << after / 1024 << " KiB\n";
    CHECK(crowdedly <= kMostSlower * quietly);
    if (kOwnsItsMemory) CHECK(after < before + (kIdle + kDribbling) * kMostBytesPerConnection);
    CHECK(crowd.givenUpEarly() == 0);
    crowd.requireAlive();
}
