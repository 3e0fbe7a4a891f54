// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/http/poster.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/storage/service_lease.hpp"
#include "core/webhooks/failure_watch.hpp"
#include "core/webhooks/line.hpp"
#include "core/webhooks/observer.hpp"
#include "core/webhooks/settings.hpp"

namespace kith::webhooks {

/// Sends the events of the feed to the webhooks: each at least once, those about one profile one after the
/// other in their order. One server does at a time. What it had not recorded when it died is sent again.
class Deliverer {
public:
    using Render = std::function<std::string(const storage::Event&)>;

    /// `last` gives the number of the last event that is known of. What the workplace refers to and the rest
    /// outlive this.
    Deliverer(const pipeline::Workplace& workplace, pipeline::Pipeline& pipeline,
              std::function<std::int64_t()> last, Render render, Observer& observer,
              DelivererSettings settings);
    Deliverer(const Deliverer&) = delete;
    Deliverer& operator=(const Deliverer&) = delete;

    void start();
    /// Breaks off what is on its way, records the rest and leaves the work to others. Safe to call twice; for
    /// good.
    void stop();
    /// The feed has grown. From any thread, as changed().
    void wake() { poster_.wake(); }
    /// So have the webhooks.
    void changed();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    void runForEver(const std::stop_token& stop);
    void turn();
    template <class Work>
    bool attempt(Work work);
    void close();
    void finish();
    void settle(const std::vector<http::Posted>& posted);
    void fail(Line& line, std::int64_t number, const http::Posted& posted);
    void record();
    void refresh();
    void resume(Line& line);
    void take(Line& line);
    void send(Line& line);
    [[nodiscard]] storage::Event withIdentifier(const storage::Event& event);
    [[nodiscard]] std::chrono::milliseconds backOff(int attempts);
    [[nodiscard]] std::chrono::milliseconds untilNext() const;

    pipeline::Workplace at_;
    pipeline::Pipeline& pipeline_;
    std::function<std::int64_t()> last_;
    Render render_;
    Observer& observer_;
    DelivererSettings settings_;
    storage::ServiceLease lease_;
    http::Poster poster_;
    std::atomic<bool> changed_ = true;
    /// These belong to the thread.
    FailureWatch watch_;
    std::map<storage::WebhookId, Line> lines_;
    std::unordered_map<std::uint64_t, std::pair<storage::WebhookId, std::int64_t>> sent_;  ///< By tag.
    std::uint64_t lastTag_ = 0;
    SteadyTime refreshed_{};
    bool behind_ = false;  ///< There is more to take from the feed.
    bool failing_ = false;
    std::minstd_rand random_;
    std::jthread thread_;  ///< Ends before what it uses.
};

}  // namespace kith::webhooks
