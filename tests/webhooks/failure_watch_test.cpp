// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/failure_watch.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/event_feed.hpp"
#include "core/storage/session.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using webhooks::FailureWatch;

namespace {

class Failing final : public webhooks::Observer {
public:
    void delivery(webhooks::Outcome /*outcome*/) noexcept override {}
    void eventsMissed(std::int64_t /*count*/) noexcept override {}
    void webhooksFailing(std::size_t count) noexcept override { now = count; }

    std::size_t now = 0;
};

/// A webhook that events are sent to, one after the other, and who watches it.
class Watched {
public:
    Watched() : session_(on.database->openWriter()) {
        webhook.id = on.ids.make<storage::WebhookId>();
        webhook.url = "https://crm.example.com/?token=secret";
        webhook.secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        webhook.createdAt = on.clock.now();
        write([&](storage::Session& session) { REQUIRE(storage::insertWebhook(session, webhook, "", 10)); });
        keep(watch);
    }

    void keep(FailureWatch& by) const { by.keep({{webhook.id, webhook}}); }

    /// The event at hand is, or the next one if it was taken; without `due` it is a dead letter.
    void refuse(std::optional<base::Time> due) {
        if (attempts_ == 0) happen();
        const auto event = storage::findEvent(*session_, number_).value();
        record(storage::Delivery{event, ++attempts_, due, on.clock.now(), "status_503"}, !due);
        if (!due) attempts_ = 0;
        settle(false);
    }
    void refuse() { refuse(on.clock.now() + std::chrono::seconds{5}); }
    /// So is it taken.
    void take() {
        attempts_ = 0;
        record(std::nullopt, false);
        settle(true);
    }

    void change() {
        write([&](storage::Session& session) {
            REQUIRE(storage::setWebhookActive(session, webhook.id, true));
        });
    }

    /// How many such lines the log has.
    [[nodiscard]] std::size_t lines(const std::string& event) const {
        return test::occurrences(on.logText.str(), "event=" + event);
    }

    test::PipelineFixture on;
    storage::Webhook webhook;
    Failing observed;
    FailureWatch watch{on.workplace(), observed};

private:
    template <class Work>
    void write(Work work) {
        storage::Transaction transaction(*session_);
        work(*session_);
        transaction.commit();
    }
    void happen() {
        ++number_;
        const std::vector<storage::NewEvent> events{{storage::EventKind::ProfileUpdated, kWho, number_}};
        write([&](storage::Session& session) {
            storage::putEvents(session, on.ids, on.clock.now(), events);
            REQUIRE(storage::numberEvents(session, 1).last == number_);
        });
    }
    void record(const std::optional<storage::Delivery>& delivery, bool died) {
        write([&](storage::Session& session) {
            storage::recordDeliveries(
                session, {webhook.id, number_, {{number_, delivery}}, {{kWho, died}}, !delivery});
        });
    }
    void settle(bool taken) {
        watch.settled(webhook.id, taken);
        watch.look();
    }

    static constexpr base::ProfileId kWho{7};

    std::unique_ptr<storage::Session> session_;
    std::int64_t number_ = 0;
    int attempts_ = 0;  ///< Of the event at hand.
};

}  // namespace

TEST_CASE("that a webhook fails is told once, however often it is tried, and so is that it works",
          "[webhooks]") {
    Watched at;
    at.take();
    CHECK(at.on.logText.str().empty());
    const auto due = base::formatRfc3339(at.on.clock.now() + std::chrono::seconds{5});
    for (int i = 0; i < 3; ++i) at.refuse();
    CHECK(at.lines("webhook_failing") == 1);
    CHECK(at.on.logText.str().find("level=warning event=webhook_failing webhook=" + at.webhook.id.text() +
                                   " reason=status_503 attempts=1 next_attempt=" + due) != std::string::npos);
    CHECK(at.on.logText.str().find("secret") == std::string::npos);
    CHECK(at.observed.now == 1);
    at.take();
    at.take();
    CHECK(at.lines("webhook_works") == 1);
    CHECK(at.observed.now == 0);
}

TEST_CASE("a webhook that fails and works in turn is not told of each time", "[webhooks]") {
    Watched at;
    for (int i = 0; i < 5; ++i) {
        at.refuse();
        CHECK(at.observed.now == 1);
        at.take();
        CHECK(at.observed.now == 0);
    }
    CHECK(at.lines("webhook_failing") == 1);
    CHECK(at.lines("webhook_works") == 1);
    // One that goes on failing is told of.
    at.refuse();
    at.on.clock.advance(FailureWatch::kQuiet);
    at.refuse();
    CHECK(at.lines("webhook_failing") == 2);
}

TEST_CASE("a webhook whose last event is a dead letter works again only once it takes something",
          "[webhooks]") {
    Watched at;
    at.refuse();
    at.refuse(std::nullopt);
    CHECK(at.observed.now == 1);
    CHECK(at.lines("webhook_works") == 0);
    // So does somebody else know, who never saw it being refused.
    Failing other;
    FailureWatch after(at.on.workplace(), other);
    at.keep(after);
    after.look();
    CHECK(other.now == 1);
    at.take();
    CHECK(at.observed.now == 0);
    CHECK(at.lines("webhook_works") == 1);
}

TEST_CASE("who takes the work over knows what fails", "[webhooks]") {
    Watched at;
    at.refuse();
    Failing other;
    FailureWatch after(at.on.workplace(), other);
    at.keep(after);
    after.look();
    CHECK(other.now == 1);
    CHECK(at.lines("webhook_failing") == 2);
    // Whoever gave it up, and whose webhook was paused, does not.
    at.watch.keep({});
    CHECK(at.observed.now == 0);
}

TEST_CASE("a webhook that was changed by hand fails no more for what is a dead letter", "[webhooks]") {
    Watched at;
    at.refuse();
    at.refuse(std::nullopt);
    REQUIRE(at.observed.now == 1);
    at.change();
    at.keep(at.watch);
    at.watch.look();
    CHECK(at.observed.now == 0);
    CHECK(at.lines("webhook_works") == 1);
}
