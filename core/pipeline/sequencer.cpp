// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/sequencer.hpp"

#include <exception>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::pipeline {

Sequencer::Sequencer(const Workplace& workplace, Pipeline& pipeline, SequencerSettings settings,
                     std::function<void()> moved)
    : at_(workplace), pipeline_(pipeline), settings_(settings), moved_(std::move(moved)) {}

void Sequencer::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { runForEver(stop); });
}

void Sequencer::stop() {
    thread_ = {};
}

void Sequencer::runForEver(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto next = std::chrono::steady_clock::now() + settings_.gather;
        tryRound(stop);
        pipeline_.commits().wait(stop, settings_.poll);
        // A pace, not a wait for something: what is committed until then is numbered in one round.
        if (!stop.stop_requested()) std::this_thread::sleep_until(next);
    }
}

// Told once, not with every poll while the database is away.
void Sequencer::tryRound(const std::stop_token& stop) {
    try {
        if (at_.renewing) at_.renewing();
        round(stop);
        failing_ = false;
    } catch (const base::Error& error) {
        if (!std::exchange(failing_, true))
            at_.log.warning("sequencing_failed",
                            {{"code", base::codeName(error.code())}, {"context", error.context()}});
    } catch (const std::exception&) {
        if (!std::exchange(failing_, true)) at_.log.warning("sequencing_failed", {{"code", "internal"}});
    }
}

// Only looks when there is nothing to do: a transaction for it would wake this again.
void Sequencer::round(const std::stop_token& stop) {
    bool more = at_.database.read([](storage::Session& session) { return storage::hasUnnumbered(session); });
    while (more && !stop.stop_requested()) {
        storage::Numbered numbered;
        pipeline_.executeInStorage([&](storage::Session& session) {
            numbered = storage::numberEvents(session, settings_.eventsAtOnce);
        });
        if (numbered.count > 0)
            at_.observer.eventsNumbered(numbered.count, at_.clock.now() - numbered.oldest);
        more = numbered.count == settings_.eventsAtOnce;
    }
    const auto last =
        at_.database.read([](storage::Session& session) { return storage::readFeedEnds(session).last; });
    if (last_.exchange(last) != last && moved_) moved_();
}

}  // namespace kith::pipeline
