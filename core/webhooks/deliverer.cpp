// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/deliverer.hpp"

#include <algorithm>
#include <exception>

#include "core/base/error.hpp"
#include "core/webhooks/signature.hpp"

namespace kith::webhooks {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kPage = 500;
constexpr std::string_view kService = "webhooks";

bool isSuccess(int status) {
    return status >= 200 && status < 300;
}

std::string reasonOf(const http::Posted& posted) {
    return posted.status == 0 ? posted.reason : "status_" + std::to_string(posted.status);
}

}  // namespace

Deliverer::Deliverer(const pipeline::Workplace& workplace, pipeline::Pipeline& pipeline,
                     std::function<std::int64_t()> last, Render render, Observer& observer,
                     DelivererSettings settings)
    : at_(workplace),
      pipeline_(pipeline),
      last_(std::move(last)),
      render_(std::move(render)),
      observer_(observer),
      settings_(std::move(settings)),
      lease_(workplace.database, std::string(kService)),
      poster_(settings_.post),
      random_(std::random_device{}()) {}

void Deliverer::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { runForEver(stop); });
}

void Deliverer::stop() {
    thread_ = {};
}

void Deliverer::changed() {
    changed_ = true;
    wake();
}

void Deliverer::runForEver(const std::stop_token& stop) {
    const std::stop_callback waking(stop, [this] { wake(); });
    while (!stop.stop_requested()) {
        tryTurn();
        settle(poster_.wait(untilNext()));
    }
    forget();
}

// What could not be recorded is sent again, once it can be. Told once, not with every poll.
void Deliverer::tryTurn() {
    std::string code;
    try {
        turn();
        failing_ = false;
        return;
    } catch (const base::Error& error) {
        code = base::codeName(error.code());
    } catch (const std::exception&) {
        code = "internal";
    }
    forget();
    if (!std::exchange(failing_, true))
        at_.log.warning("delivering_failed", {{"code", std::string_view(code)}});
}

void Deliverer::turn() {
    if (!lease_.hold()) {
        forget();
        return;
    }
    record();
    refresh();
    behind_ = false;
    for (auto& [id, line] : lines_) {
        if (line.isClosed()) continue;
        fill(line);
        send(line);
    }
}

void Deliverer::settle(const std::vector<http::Posted>& posted) {
    for (const auto& each : posted) {
        const auto sent = sent_.extract(each.tag);
        if (sent.empty()) continue;
        const auto& [webhook, number] = sent.mapped();
        auto& line = lines_.at(webhook);
        if (isSuccess(each.status)) {
            line.delivered(number);
            observer_.delivery(Outcome::Delivered);
        } else {
            fail(line, number, each);
        }
    }
}

void Deliverer::fail(Line& line, std::int64_t number, const http::Posted& posted) {
    const auto now = at_.clock.now();
    const int attempts = line.attempts(number);
    const auto reason = reasonOf(posted);
    if (attempts < settings_.attempts) {
        const auto asked = std::min<milliseconds>(posted.retryAfter, settings_.longestRetry);
        line.failed(number, reason, now, now + std::max(backOff(attempts), asked));
        observer_.delivery(Outcome::Failed);
        return;
    }
    line.failed(number, reason, now, std::nullopt);
    observer_.delivery(Outcome::Dead);
    const auto id = line.webhook().id.text();
    at_.log.warning("dead_letter", {{"webhook", std::string_view(id)},
                                    {"event", number},
                                    {"attempts", std::int64_t{attempts}},
                                    {"reason", std::string_view(reason)}});
}

// Spread, so that what failed together does not come again together.
milliseconds Deliverer::backOff(int attempts) {
    const auto doubled = settings_.firstRetry.count() << std::min(attempts - 1, 20);
    const auto whole = std::min<std::int64_t>(doubled, settings_.longestRetry.count());
    return milliseconds(std::uniform_int_distribution<std::int64_t>(whole / 2, whole)(random_));
}

void Deliverer::record() {
    std::vector<storage::DeliveryRecord> records;
    for (auto& [id, line] : lines_) {
        if (auto record = line.takeRecord()) records.push_back(std::move(*record));
    }
    if (records.empty()) return;
    pipeline_.executeInStorage([&](storage::Session& session) {
        for (const auto& record : records) storage::recordDeliveries(session, record);
    });
}

/// Brings the lines in accord with the webhooks. One that somebody changed begins anew once nothing of it is
/// on its way.
void Deliverer::refresh() {
    const auto now = steady_clock::now();
    if (!changed_.exchange(false) && now - refreshed_ < settings_.poll) return;
    refreshed_ = now;
    at_.database.read([&](storage::Session& session) {
        std::map<storage::WebhookId, storage::Webhook> active;
        for (auto& webhook : storage::readWebhooks(session)) {
            if (webhook.active) active.emplace(webhook.id, std::move(webhook));
        }
        for (auto each = lines_.begin(); each != lines_.end();) {
            const auto same = active.find(each->first);
            const bool stays =
                same != active.end() && same->second.revision == each->second.webhook().revision;
            if (!stays) each->second.close();
            if (!stays && each->second.isIdle()) {
                each = lines_.erase(each);
            } else {
                active.erase(each->first);
                ++each;
            }
        }
        for (auto& [id, webhook] : active) {
            lines_.emplace(id, Line(std::move(webhook), storage::readPending(session, id, Line::kMost)));
        }
    });
}

void Deliverer::fill(Line& line) {
    if (!line.hasRoom() || last_() <= line.taken()) return;
    const auto page = at_.database.read(
        [&](storage::Session& session) { return storage::readEvents(session, line.taken(), kPage); });
    if (const auto missed = page.ends.removed - line.taken(); missed > 0) {
        const auto id = line.webhook().id.text();
        at_.log.warning("webhook_events_missed", {{"webhook", std::string_view(id)}, {"count", missed}});
        observer_.eventsMissed(missed);
    }
    line.take(page.items, page.items.empty() ? page.ends.last : page.items.back().number);
    behind_ = behind_ || (page.items.size() == kPage && line.hasRoom());
}

void Deliverer::send(Line& line) {
    const auto now = at_.clock.now();
    while (const auto* event = line.send(now, settings_.atOnce)) {
        const auto& webhook = line.webhook();
        auto body = render_(*event);
        auto headers = signedHeaders(webhook.secret, "evt_" + std::to_string(event->number), now, body);
        sent_.emplace(++lastTag_, std::pair{webhook.id, event->number});
        poster_.start({lastTag_, webhook.url, std::move(headers), std::move(body)});
    }
}

void Deliverer::forget() {
    poster_.cancelAll();
    sent_.clear();
    lines_.clear();
    changed_ = true;
}

milliseconds Deliverer::untilNext() const {
    if (behind_) return milliseconds{0};
    auto wait = settings_.poll;
    const auto now = at_.clock.now();
    for (const auto& [id, line] : lines_) {
        if (line.isClosed()) continue;
        if (const auto due = line.nextDue()) wait = std::min(wait, std::max(*due - now, milliseconds{0}));
    }
    return wait;
}

}  // namespace kith::webhooks
