// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <vector>

#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"
#include "core/pipeline/participant.hpp"

namespace kith::pipeline {

/// The one way to write. Thread-safe: any thread submits, the writer threads commit in groups.
class Writer {
public:
    virtual ~Writer() = default;

    /// Queues the observations and returns when each is durably committed or rejected; outcomes in the order
    /// given. Throws Error{Overloaded} if the queue has no room for all of them (then none was queued), and
    /// Error{Unavailable} once stopping. Never call it while holding a storage session.
    [[nodiscard]] virtual std::vector<model::Outcome> submit(
        std::vector<model::Observation> observations) = 0;

    /// Runs `work` in a transaction of its own on a writer thread and waits for it: what a plugin stores
    /// outside of any observation. Runs it again, up to 5 times, if another writer was in the way, so that it
    /// begins anew each time and leaves nothing outside of the session but results that it overwrites. What
    /// it throws the last time is rethrown here after the rollback.
    virtual void execute(std::function<void(soci::session&)> work) = 0;
};

}  // namespace kith::pipeline
