// SPDX-License-Identifier: Apache-2.0
#include "core/app/stop_signals.hpp"

#include <unistd.h>

#include <cerrno>

namespace kith::app {
namespace {

constexpr int kCutOff = 1;
constexpr unsigned kLogSeconds = 1;
constexpr std::chrono::seconds kSameWish{1};

}  // namespace

StopSignals::StopSignals(std::chrono::milliseconds deadline, base::Log& log)
    : deadline_(deadline), log_(log) {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    watcher_ = std::thread([this] { watch(); });
}

StopSignals::~StopSignals() {
    done_ = true;
    pthread_kill(watcher_.native_handle(), SIGTERM);
    watcher_.join();
}

void StopSignals::watch() {
    int number = 0;
    sigwait(&set_, &number);
    asked_.count_down();
    if (done_) return;
    const bool again = cameAgain();
    if (!done_) cutOff(again ? "a second signal" : "the deadline");
}

bool StopSignals::cameAgain() const {
    using Clock = std::chrono::steady_clock;
    const auto first = Clock::now();
    const auto end = first + deadline_;
    while (true) {
        const auto left = std::max(Clock::duration::zero(), end - Clock::now());
        const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
        const timespec wait{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
        const bool came = sigtimedwait(&set_, nullptr, &wait) > 0;
        if (came && (done_ || Clock::now() - first > kSameWish)) return true;
        // Halting and resuming the process interrupts the wait too.
        if (!came && errno != EINTR) return false;
    }
}

void StopSignals::cutOff(std::string_view why) {
    // A log that nobody reads must not hold up the end.
    ::alarm(kLogSeconds);
    log_.error("stop_cut_off", {{"reason", why}});
    // It was for the log alone: an exit under a sanitizer takes longer.
    ::alarm(0);
    ::_exit(kCutOff);
}

}  // namespace kith::app
