// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <span>

#include "core/model/outcome.hpp"

namespace kith::pipeline {

/// What the pipeline tells of its work, for metrics. Called on writer threads, several at once; never throws.
class Observer {
public:
    virtual ~Observer() = default;
    /// A group was committed, or every observation of it rejected. `took` is the whole transaction.
    virtual void groupWritten(std::span<const model::Outcome> outcomes,
                              std::chrono::nanoseconds took) noexcept = 0;
    /// Another writer was in the way: the group is tried again in halves.
    virtual void conflict() noexcept = 0;
};

}  // namespace kith::pipeline
