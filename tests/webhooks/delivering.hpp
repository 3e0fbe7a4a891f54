// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/event_feed.hpp"
#include "core/storage/webhook_store.hpp"
#include "core/webhooks/deliverer.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"
#include "tests/support/captured_log.hpp"
#include "tests/support/webhook_receiver.hpp"

namespace kith::test {

inline const http::PosterSettings kLocal{
    .timeout = std::chrono::minutes{1}, .allowHttp = true, .allowPrivateAddresses = true};
inline const webhooks::DelivererSettings kEager{.post = kLocal, .poll = std::chrono::milliseconds{1}};

class Counted final : public webhooks::Observer {
public:
    void delivery(webhooks::Outcome outcome) noexcept override {
        ++(outcome == webhooks::Outcome::Delivered ? delivered : failed);
    }
    void eventsMissed(std::int64_t /*count*/) noexcept override {}
    void webhooksFailing(std::size_t /*count*/) noexcept override {}

    std::atomic<int> delivered = 0;
    std::atomic<int> failed = 0;
};

inline std::string render(const storage::Event& event) {
    return R"({"id": )" + std::to_string(event.number) + R"(, "profile": )" +
           std::to_string(event.profile.value) + "}";
}

inline int idOf(const Message& message) {
    return message.event()["id"];
}

inline int profileOf(const Message& message) {
    return message.event()["profile"];
}

/// How often each event came.
inline std::map<int, int> timesOf(const std::vector<Message>& messages) {
    std::map<int, int> times;
    for (const auto& message : messages) ++times[idOf(message)];
    return times;
}

/// Whether none of a profile comes before an earlier one.
inline bool areOrdered(const std::vector<Message>& messages) {
    std::map<int, int> last;
    return std::ranges::all_of(messages, [&](const Message& message) {
        auto& before = last[profileOf(message)];
        return std::exchange(before, idOf(message)) <= idOf(message);
    });
}

inline constexpr int kMost = static_cast<int>(webhooks::Line::kMost);

/// A feed and what delivers it.
class Delivering {
public:
    explicit Delivering(storage::Engine engine = eachEngine(),
                        const webhooks::DelivererSettings& settings = kEager)
        : on(engine), elsewhere_(impatient()), settings_(settings) {
        auto at = on.workplace();
        at.renewing = [this] {
            ++writes;
            if (away) throw base::Error(base::ErrorCode::Storage, "The database can't be reached.");
        };
        pipeline_.emplace(at, std::vector<pipeline::Participant*>{}, pipeline::PipelineSettings{});
        begin();
    }

    void begin() {
        auto at = on.workplace();
        const pipeline::Workplace workplace{elsewhere_, at.rules,    at.ids, at.clock,
                                            log_,       at.observer, at.caps};
        deliverer.emplace(
            workplace, *pipeline_, [this] { return last_.load(); }, render, observed, settings_);
        deliverer->start();
    }

    /// One event of each of these profiles, in this order.
    void happen(const std::vector<int>& profiles) {
        std::vector<storage::NewEvent> events;
        for (const auto profile : profiles)
            events.push_back({storage::EventKind::ProfileUpdated, base::ProfileId{profile}, ++version_});
        std::int64_t last = 0;
        pipeline_->executeInStorage([&](storage::Session& session) {
            storage::putEvents(session, on.ids, on.clock.now(), events);
            last = storage::numberEvents(session, events.size()).last;
        });
        last_ = last;
        deliverer->wake();
    }

    /// Comes back when something else was delivered: whatever was due before is on its way then, too.
    void passBy() {
        const int before = observed.delivered;
        happen({8});
        REQUIRE(comesTrue([&] { return observed.delivered == before + 1; }));
        happen({9});
        REQUIRE(comesTrue([&] { return observed.delivered == before + 2; }));
    }

    storage::WebhookId hook(const std::string& url) {
        storage::Webhook webhook;
        webhook.id = on.ids.make<storage::WebhookId>();
        webhook.url = url;
        webhook.secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        webhook.createdAt = on.clock.now();
        write([&](storage::Session& session) { REQUIRE(storage::insertWebhook(session, webhook, "", 10)); });
        deliverer->changed();
        return webhook.id;
    }

    template <class Work>
    void write(Work work) {
        pipeline_->executeInStorage([&](storage::Session& session) { work(session); });
    }

    [[nodiscard]] storage::Webhook find(storage::WebhookId id) {
        return storage::findWebhook(*on.database->read(), id).value();
    }
    [[nodiscard]] bool logged(const std::string& text) const {
        return log.text().find(text) != std::string::npos;
    }

    PipelineFixture on;
    Counted observed;
    CapturedLog log;
    std::atomic<bool> away = false;  ///< Nothing can be written.
    std::atomic<int> writes = 0;     ///< That were tried.

private:
    // What is read waits for nobody.
    [[nodiscard]] storage::DatabaseSettings impatient() const {
        storage::DatabaseSettings settings;
        settings.url = on.database.url();
        settings.statementTimeout = std::chrono::milliseconds{100};
        return settings;
    }

    std::ostream logStream_{&log};
    base::Log log_{logStream_, on.clock, base::LogLevel::Info};
    storage::Database elsewhere_;
    std::optional<pipeline::Pipeline> pipeline_;
    webhooks::DelivererSettings settings_;
    std::atomic<std::int64_t> last_ = 0;
    std::int64_t version_ = 0;

public:
    std::optional<webhooks::Deliverer> deliverer;  ///< Ends before what it uses.
};

}  // namespace kith::test
