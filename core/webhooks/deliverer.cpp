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
      watch_(workplace, observer),
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
        turn();
        settle(poster_.wait(untilNext()));
    }
    finish();
}

// Each step fails by itself: what is on its way goes on, and what another webhook needs does too. Only while
// nothing can be recorded nothing is sent, for it would be sent again.
void Deliverer::turn() {
    behind_ = false;
    if (!attempt([this] { record(); })) return;
    std::erase_if(lines_, [](const auto& each) { return each.second.isClosed() && each.second.isIdle(); });
    bool held = false;
    bool good = attempt([&] { held = lease_.hold(); });
    if (!held) close();
    if (held) good = attempt([this] { refresh(); }) && good;
    good = attempt([this] { watch_.look(); }) && good;
    for (auto& each : lines_) {
        auto& line = each.second;
        if (line.isClosed()) continue;
        good = attempt([&] { resume(line); }) && good;
        good = attempt([&] { take(line); }) && good;
        good = attempt([&] { send(line); }) && good;
    }
    if (good) failing_ = false;
}

// Told once, not with every poll.
template <class Work>
bool Deliverer::attempt(Work work) {
    std::string code;
    try {
        work();
        return true;
    } catch (const base::Error& error) {
        code = base::codeName(error.code());
    } catch (const std::exception&) {
        code = "internal";
    }
    if (!std::exchange(failing_, true))
        at_.log.warning("delivering_failed", {{"code", std::string_view(code)}});
    return false;
}

/// The lines end, each once nothing of it is on its way, and begin anew from what was recorded.
void Deliverer::close() {
    for (auto& [id, line] : lines_) line.close();
    watch_.keep({});
}

void Deliverer::finish() {
    poster_.stop();
    settle(poster_.wait(milliseconds{0}));
    close();
    attempt([this] { record(); });
    lines_.clear();
    sent_.clear();
    lease_.release();
}

void Deliverer::settle(const std::vector<http::Posted>& posted) {
    for (const auto& each : posted) {
        const auto sent = sent_.extract(each.tag);
        if (sent.empty()) continue;
        const auto& [webhook, number] = sent.mapped();
        auto& line = lines_.at(webhook);
        const bool taken = isSuccess(each.status);
        watch_.settled(webhook, taken);
        if (taken) {
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
    if (attempts < settings_.attempts && !line.isTriedOnce(number)) {
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
    std::vector<const storage::DeliveryRecord*> records;
    for (auto& [id, line] : lines_) {
        if (const auto* record = line.record()) records.push_back(record);
    }
    if (records.empty()) return;
    pipeline_.executeInStorage([&](storage::Session& session) {
        for (const auto* record : records) storage::recordDeliveries(session, *record);
    });
    for (const auto* record : records) lines_.at(record->webhook).recorded();
}

/// Brings the lines in accord with the webhooks. That of one that somebody changed begins anew.
void Deliverer::refresh() {
    const auto now = steady_clock::now();
    if (!changed_.exchange(false) && now - refreshed_ < settings_.poll) return;
    refreshed_ = {};  // Should reading fail.
    std::map<storage::WebhookId, storage::Webhook> active;
    for (auto& webhook : at_.database.read([](auto& session) { return storage::readWebhooks(session); })) {
        if (webhook.active) active.emplace(webhook.id, std::move(webhook));
    }
    watch_.keep(active);
    for (auto& [id, line] : lines_) {
        const auto same = active.find(id);
        if (same == active.end() || same->second.revision != line.webhook().revision) line.close();
        if (same != active.end()) active.erase(same);
    }
    for (auto& [id, webhook] : active) lines_.emplace(id, Line(std::move(webhook)));
    refreshed_ = now;
}

/// Takes the deliveries whose turn has come. Those that were refused never take all the places of what is on
/// its way: however long a receiver lets them wait, others are sent meanwhile.
void Deliverer::resume(Line& line) {
    const auto now = at_.clock.now();
    if (!line.nextDue() || *line.nextDue() > now) return;
    const auto id = line.webhook().id;
    const auto most = settings_.atOnce;
    const auto mostRefused = (most + 1) / 2;
    const auto [others, refused] = at_.database.read([&](storage::Session& session) {
        return std::pair{storage::readDue(session, id, false, most),
                         storage::readDue(session, id, true, mostRefused)};
    });
    line.resume(others, most, now);
    line.resume(refused, mostRefused, now);
}

void Deliverer::take(Line& line) {
    if (!line.hasRoom() || last_() <= line.taken()) return;
    const auto id = line.webhook().id;
    const auto [page, queued] = at_.database.read([&](storage::Session& session) {
        auto events = storage::readEvents(session, line.taken(), kPage);
        auto profiles = storage::findQueued(session, id, events.items);
        return std::pair{std::move(events), std::move(profiles)};
    });
    if (const auto missed = line.take(page, queued, at_.clock.now()); missed > 0) {
        at_.log.warning("webhook_events_missed",
                        {{"webhook", std::string_view(id.text())}, {"count", missed}});
        observer_.eventsMissed(missed);
    }
    behind_ = behind_ || (page.items.size() == kPage && line.hasRoom());
}

void Deliverer::send(Line& line) {
    const bool wasFull = !line.hasRoom();
    const auto now = at_.clock.now();
    while (const auto* next = line.next(settings_.atOnce)) {
        const auto& webhook = line.webhook();
        const auto body = render_(withIdentifier(*next));
        auto headers = signedHeaders(webhook.secret, "evt_" + next->id.text(), now, body);
        poster_.start({++lastTag_, webhook.url, std::move(headers), body});
        sent_.emplace(lastTag_, std::pair{webhook.id, next->number});
        line.sent(next->number);
    }
    behind_ = behind_ || (wasFull && line.hasRoom());
}

/// The event as it is to be told now: an identifier that the profile does not list any more is not named.
storage::Event Deliverer::withIdentifier(const storage::Event& event) {
    if (event.kind != storage::EventKind::EndpointChanged) return event;
    return at_.database
        .read([&](storage::Session& session) { return storage::findEvent(session, event.number); })
        .value_or(event);
}

milliseconds Deliverer::untilNext() const {
    if (failing_) return settings_.poll;  // What is due stays due until it can be done.
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
