// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/deliverer.hpp"

#include <algorithm>
#include <atomic>
#include <map>

#include "core/base/blocking.hpp"
#include "core/storage/event_feed.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"
#include "tests/support/captured_log.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace kith;
using storage::EventKind;
using test::comesTrue;
using test::Message;
using test::WebhookReceiver;
using webhooks::Deliverer;
using webhooks::DelivererSettings;

namespace {

const http::PosterSettings kLocal{
    .timeout = std::chrono::minutes{1}, .allowHttp = true, .allowPrivateAddresses = true};
const DelivererSettings kEager{.post = kLocal, .poll = std::chrono::milliseconds{1}};

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

std::string render(const storage::Event& event) {
    return R"({"id": )" + std::to_string(event.number) + R"(, "profile": )" +
           std::to_string(event.profile.value) + "}";
}

int idOf(const Message& message) {
    return message.event()["id"];
}

int profileOf(const Message& message) {
    return message.event()["profile"];
}

/// How often each event came.
std::map<int, int> timesOf(const std::vector<Message>& messages) {
    std::map<int, int> times;
    for (const auto& message : messages) ++times[idOf(message)];
    return times;
}

/// Whether none of a profile comes before an earlier one.
bool areOrdered(const std::vector<Message>& messages) {
    std::map<int, int> last;
    return std::ranges::all_of(messages, [&](const Message& message) {
        auto& before = last[profileOf(message)];
        return std::exchange(before, idOf(message)) <= idOf(message);
    });
}

constexpr int kMost = static_cast<int>(webhooks::Line::kMost);

/// A feed and what delivers it.
class Delivering {
public:
    explicit Delivering(storage::Engine engine = test::eachEngine(),
                        const DelivererSettings& settings = kEager)
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
            events.push_back({EventKind::ProfileUpdated, base::ProfileId{profile}, ++version_});
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

    test::PipelineFixture on;
    Counted observed;
    test::CapturedLog log;
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
    DelivererSettings settings_;
    std::atomic<std::int64_t> last_ = 0;
    std::int64_t version_ = 0;

public:
    std::optional<Deliverer> deliverer;  ///< Ends before what it uses.
};

}  // namespace

TEST_CASE("a receiver that was away for long is tried every five minutes", "[webhooks]") {
    Delivering at;
    std::atomic<int> status = 500;
    WebhookReceiver receiver([&](const Message&) { return http::Response::empty(status); });
    at.hook(receiver.url());
    at.happen({7});
    for (int tries = 1; tries <= 20; ++tries) {
        REQUIRE(comesTrue([&] { return at.observed.failed == tries; }));
        if (tries == 20) status = 200;
        at.on.clock.advance(std::chrono::minutes{5});
    }
    CHECK(receiver.waitFor(21).size() == 21);
}

TEST_CASE("each wait is twice the one before, and begins to end in its second half", "[webhooks]") {
    Delivering at;
    std::atomic<int> refused = 0;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) != 7) return http::Response::empty();
        ++refused;
        return http::Response::empty(500);
    });
    at.hook(receiver.url());
    at.happen({7});
    std::chrono::milliseconds whole{5'000};
    for (int tries = 1; tries <= 8; ++tries) {
        REQUIRE(comesTrue([&] { return at.observed.failed == tries; }));
        at.on.clock.advance(whole / 2 - std::chrono::milliseconds{1});
        at.passBy();
        CHECK(refused == tries);
        at.on.clock.advance(whole - whole / 2 + std::chrono::milliseconds{1});
        at.deliverer->wake();
        whole = std::min(2 * whole, std::chrono::milliseconds{300'000});
    }
}

TEST_CASE("who asks to be left alone for a while is", "[webhooks]") {
    Delivering at;
    std::atomic<int> refused = 0;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) != 7) return http::Response::empty();
        auto response = http::Response::empty(503);
        response.headers.set("Retry-After", ++refused == 1 ? "60" : "86400");
        return response;
    });
    at.hook(receiver.url());
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 1; }));
    at.on.clock.advance(std::chrono::seconds{59});
    at.passBy();
    CHECK(refused == 1);
    at.on.clock.advance(std::chrono::seconds{1});
    at.deliverer->wake();
    REQUIRE(comesTrue([&] { return at.observed.failed == 2; }));
    // Not for longer than we would have waited at most.
    at.on.clock.advance(std::chrono::seconds{299});
    at.passBy();
    CHECK(refused == 2);
    at.on.clock.advance(std::chrono::seconds{1});
    at.deliverer->wake();
    CHECK(comesTrue([&] { return at.observed.failed == 3; }));
}

TEST_CASE("a webhook that begins anew gets nothing again, whatever it had refused", "[webhooks]") {
    Delivering at;
    WebhookReceiver before(
        [](const Message& message) { return http::Response::empty(profileOf(message) == 7 ? 500 : 200); });
    WebhookReceiver after;
    const auto id = at.hook(before.url());
    at.happen({7, 7, 1, 2, 3, 4, 5, 6, 7});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 6 && at.observed.failed == 1; }));
    at.write([&](storage::Session& session) {
        session.execute("UPDATE webhook SET url = :url, revision = revision + 1", after.url());
    });
    at.deliverer->changed();
    at.happen({8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 7; }));
    CHECK(comesTrue([&] { return at.find(id).position == 10; }));
    at.on.clock.advance(std::chrono::minutes{5});
    // In its place in the feed. The last event may have been taken just before the change was seen.
    REQUIRE(comesTrue([&] { return at.observed.delivered == 10; }));
    auto came = timesOf(after.messages());
    for (const auto number : {1, 2, 9}) CHECK(came[number] == 1);
    for (const auto& [number, times] : timesOf(before.messages())) came[number] += times;
    CHECK(came == std::map<int, int>{
                      {1, 2}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1}, {9, 1}, {10, 1}});
}

TEST_CASE("a deliverer that stops records what was taken, and leaves the rest to others at once",
          "[webhooks]") {
    Delivering at;
    test::Latch latch;
    std::atomic<bool> open = false;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) == 7 && !open) latch.pass();
        return http::Response::empty();
    });
    const auto id = at.hook(receiver.url());
    at.happen({7, 8, 7});
    latch.waitForArrivals(1);
    REQUIRE(comesTrue([&] { return at.observed.delivered == 1; }));
    at.deliverer->stop();
    CHECK(at.find(id).position == 2);
    const auto pending = storage::readDue(*at.on.database->read(), id, false, 10);
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].event.number == 1);
    CHECK(pending[0].attempts == 0);
    storage::ServiceLease other(*at.on.database, "webhooks");
    CHECK(comesTrue([&] { return other.hold(); }));
    other.release();
    open = true;
    latch.open();
    at.begin();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 3; }));
    CHECK(timesOf(receiver.messages()) == std::map<int, int>{{1, 2}, {2, 1}, {3, 1}});
}

TEST_CASE("any number of dead letters is sent again, and what came since waits for them", "[webhooks]") {
    constexpr int kProfiles = 20;
    constexpr int kLetters = kMost + 200;
    Delivering at;
    WebhookReceiver receiver;
    at.deliverer->stop();
    const auto id = at.hook(receiver.url());
    std::vector<int> profiles;
    for (int i = 0; i < kLetters + kProfiles; ++i) profiles.push_back(i % kProfiles);
    at.happen(profiles);
    at.write([&](storage::Session& session) {
        storage::DeliveryRecord record{id, kLetters, {}};
        for (std::int64_t number = 1; number <= kLetters; ++number)
            record.changes[number] = storage::Delivery{};
        storage::recordDeliveries(session, record);
        CHECK(storage::replayDeadLetters(session, id, at.on.clock.now()) == kLetters);
    });
    at.begin();
    REQUIRE(comesTrue([&] { return at.observed.delivered == kLetters + kProfiles; }));
    const auto messages = receiver.messages();
    CHECK(messages.size() == kLetters + kProfiles);
    CHECK(areOrdered(messages));
    CHECK(comesTrue([&] { return at.on.count("webhook_delivery") == 0; }));
}

TEST_CASE("a profile that is refused holds up nobody, and its events come in order once they are taken",
          "[webhooks]") {
    Delivering at;
    std::atomic<bool> refuses = true;
    WebhookReceiver receiver([&](const Message& message) {
        return http::Response::empty(profileOf(message) == 7 && refuses ? 404 : 200);
    });
    const auto id = at.hook(receiver.url());
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 1; }));
    const std::vector<int> busy(kMost + 200, 7);
    at.happen(busy);
    at.happen({8, 9, 8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 3; }));
    CHECK(at.observed.failed == 1);
    // Nor does whoever begins anew.
    at.deliverer->stop();
    CHECK(at.find(id).position == kMost + 204);
    at.begin();
    at.happen({8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 4; }));
    refuses = false;
    at.on.clock.advance(std::chrono::minutes{5});
    REQUIRE(comesTrue([&] { return at.observed.delivered == kMost + 205; }));
    const auto messages = receiver.messages();
    CHECK(messages.size() == kMost + 206);
    CHECK(areOrdered(messages));
    CHECK(comesTrue([&] { return at.on.count("webhook_delivery") == 0; }));
    CHECK(at.on.count("webhook_queue") == 0);
}

TEST_CASE("any number of profiles that are refused holds up nobody", "[webhooks]") {
    Delivering at;
    WebhookReceiver receiver(
        [](const Message& message) { return http::Response::empty(profileOf(message) >= 100 ? 404 : 200); });
    at.hook(receiver.url());
    std::vector<int> profiles;
    for (int i = 0; i < kMost + 100; ++i) profiles.push_back(100 + i);
    profiles.push_back(8);
    at.happen(profiles);
    REQUIRE(comesTrue([&] { return at.observed.delivered == 1; }));
    CHECK(comesTrue([&] { return at.observed.failed == kMost + 100; }));
}

TEST_CASE("however long those that were refused are let wait, others are sent meanwhile", "[webhooks]") {
    Delivering at;
    test::Latch latch;
    std::atomic<bool> hangs = false;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) < 100) return http::Response::empty();
        const base::Blocking waits;
        if (hangs) latch.pass();
        return http::Response::empty(500);
    });
    at.hook(receiver.url());
    std::vector<int> profiles;
    for (int i = 0; i < 20; ++i) profiles.push_back(100 + i);
    at.happen(profiles);
    REQUIRE(comesTrue([&] { return at.observed.failed == 20; }));
    hangs = true;
    at.on.clock.advance(std::chrono::minutes{5});
    latch.waitForArrivals(static_cast<int>(kEager.atOnce / 2));
    at.happen({8, 9});
    CHECK(comesTrue([&] { return at.observed.delivered == 2; }));
    latch.open();
}

TEST_CASE("a profile whose event is slow to be taken holds up nobody, however many of its events wait",
          "[webhooks]") {
    Delivering at;
    test::Latch latch;
    WebhookReceiver receiver([&](const Message& message) {
        if (idOf(message) == 1) latch.pass();
        return http::Response::empty();
    });
    at.hook(receiver.url());
    const std::vector<int> busy(kMost + 200, 7);
    at.happen(busy);
    at.happen({8});
    CHECK(profileOf(receiver.waitFor(2)[1]) == 8);
    latch.open();
    REQUIRE(comesTrue([&] { return at.observed.delivered == kMost + 201; }));
    const auto messages = receiver.messages();
    CHECK(messages.size() == kMost + 201);
    CHECK(areOrdered(messages));
}

TEST_CASE("what waited for a dead letter is tried once, and all can be sent again in order", "[webhooks]") {
    auto settings = kEager;
    settings.attempts = 3;
    Delivering at(test::eachEngine(), settings);
    std::atomic<bool> refuses = true;
    WebhookReceiver receiver([&](const Message& message) {
        return http::Response::empty(profileOf(message) == 7 && refuses ? 404 : 200);
    });
    const auto id = at.hook(receiver.url());
    at.happen({7, 7, 7});
    for (int tries = 1; tries <= 2; ++tries) {
        REQUIRE(comesTrue([&] { return at.observed.failed == tries; }));
        at.on.clock.advance(std::chrono::minutes{5});
    }
    REQUIRE(comesTrue([&] { return at.on.count("webhook_delivery", "due_at IS NULL") == 3; }));
    CHECK(timesOf(receiver.messages()) == std::map<int, int>{{1, 3}, {2, 1}, {3, 1}});
    // Nothing waits for a dead letter.
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 6; }));
    const auto before = receiver.messages().size();
    refuses = false;
    at.write([&](storage::Session& session) {
        CHECK(storage::replayDeadLetters(session, id, at.on.clock.now()) == 3);
    });
    at.deliverer->changed();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 3; }));
    at.on.clock.advance(std::chrono::minutes{5});
    auto messages = receiver.waitFor(before + 4);
    messages.erase(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(before));
    CHECK(areOrdered(messages));
    CHECK(timesOf(messages) == std::map<int, int>{{1, 1}, {2, 1}, {3, 1}, {4, 1}});
}

TEST_CASE("what can't be recorded is not tried all the time, and is recorded when it can be", "[webhooks]") {
    auto settings = kEager;
    settings.poll = std::chrono::hours{1};
    Delivering at(test::eachEngine(), settings);
    test::Latch latch;
    std::atomic<bool> refuses = true;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) == 7) return http::Response::empty(refuses ? 500 : 200);
        latch.pass();
        return http::Response::empty();
    });
    const auto id = at.hook(receiver.url());
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 1; }));
    at.happen({8});
    latch.waitForArrivals(1);
    at.away = true;
    const int before = at.writes;
    // What failed is due again when there is something to record.
    at.on.clock.advance(std::chrono::minutes{5});
    latch.open();
    REQUIRE(comesTrue([&] { return at.writes > before; }));
    for (int i = 0; i < 100; ++i) CHECK(at.find(id).position == 1);
    // One for each answer: what is due may have been sent again before the other one was answered.
    CHECK(at.writes <= before + 2);
    at.away = false;
    refuses = false;
    at.on.clock.advance(std::chrono::minutes{5});
    at.deliverer->wake();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 2; }));
    CHECK(receiver.messages().size() <= 4);
    at.deliverer->stop();
    CHECK(at.find(id).position == 2);
    CHECK(at.on.count("webhook_delivery") == 0);
}

TEST_CASE("what can't be read breaks off nothing that is on its way", "[webhooks]") {
    Delivering at(storage::Engine::Postgresql);
    test::Latch latch;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) == 7) latch.pass();
        return http::Response::empty();
    });
    at.hook(receiver.url());
    at.happen({7});
    latch.waitForArrivals(1);
    const auto other = at.on.database->openWriter();
    other->beginWrite();
    other->runOnce("LOCK TABLE webhook IN ACCESS EXCLUSIVE MODE");
    REQUIRE(comesTrue([&] { return at.logged("event=delivering_failed"); }));
    other->rollback();
    at.happen({8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 1; }));
    latch.open();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 2; }));
    CHECK(timesOf(receiver.messages()) == std::map<int, int>{{1, 1}, {2, 1}});
}
