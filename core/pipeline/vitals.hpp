// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/time.hpp"

namespace kith::pipeline {

/// How the pipeline of this server is, since it was started.
struct Vitals {
    std::size_t queued = 0;    ///< Observations that wait for a writer.
    std::size_t capacity = 0;  ///< How many may.
    std::size_t writers = 0;
    std::int64_t groups = 0;   ///< Written together, each with anything that was accepted.
    std::int64_t retries = 0;  ///< That were tried again because another writer was in the way.
    std::optional<base::Time> lastCommitAt;
};

/// What the writers tell of it. Thread-safe.
class Tally {
public:
    void committed(base::Time at) noexcept {
        groups_.fetch_add(1, std::memory_order_relaxed);
        lastCommit_.store(base::toMillis(at), std::memory_order_relaxed);
    }
    void retried() noexcept { retries_.fetch_add(1, std::memory_order_relaxed); }

    [[nodiscard]] std::int64_t groups() const noexcept { return groups_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t retries() const noexcept { return retries_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::optional<base::Time> lastCommitAt() const noexcept {
        const auto at = lastCommit_.load(std::memory_order_relaxed);
        return at == kNever ? std::nullopt : std::optional{base::fromMillis(at)};
    }

private:
    static constexpr std::int64_t kNever = 0;

    std::atomic<std::int64_t> groups_{0};
    std::atomic<std::int64_t> retries_{0};
    std::atomic<std::int64_t> lastCommit_{kNever};
};

}  // namespace kith::pipeline
