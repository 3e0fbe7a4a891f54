// SPDX-License-Identifier: Apache-2.0
#include "core/http/census.hpp"

namespace kith::http {

void Census::joined() {
    const std::scoped_lock lock(mutex_);
    observer_.connectionsChanged(++open_);
}

void Census::left() {
    const std::scoped_lock lock(mutex_);
    observer_.connectionsChanged(--open_);
    if (open_ == 0) empty_.notify_all();
}

std::size_t Census::open() const {
    const std::scoped_lock lock(mutex_);
    return open_;
}

void Census::waitUntilEmpty(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    empty_.wait_until(lock, deadline, [&] { return open_ == 0; });
}

}  // namespace kith::http
