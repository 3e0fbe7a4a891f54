// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <latch>
#include <thread>

#include "core/base/log.hpp"

namespace kith::app {

/// SIGINT and SIGTERM. The first asks for a stop, also of a start that still goes on; another one more than a
/// second later, or a stop that is not done within the deadline, ends the process where it stands, with 1:
/// what is not acknowledged by then is as after a crash, whole or absent. What comes within that second is
/// the same wish said twice: to the process and to its group, as `timeout` and terminals do.
class StopSignals {
public:
    /// Takes both signals from the calling thread and from those that it starts later. `log` outlives this,
    /// and nothing that could hang has it.
    StopSignals(std::chrono::milliseconds deadline, base::Log& log);
    /// The stop is done.
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// Waits for the first one.
    void wait() { asked_.wait(); }

private:
    void watch();
    /// Whether a signal comes within the deadline that is clearly another one.
    [[nodiscard]] bool cameAgain() const;
    [[noreturn]] void cutOff(std::string_view why);

    std::chrono::milliseconds deadline_;
    base::Log& log_;
    sigset_t set_{};
    std::latch asked_{1};
    std::atomic<bool> done_ = false;
    std::thread watcher_;
};

}  // namespace kith::app
