// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace kith::api {

/// Whether the server wants traffic: not before it has started, and no more once it stops. Thread-safe.
class Readiness {
public:
    void set(bool ready) noexcept { ready_ = ready; }
    [[nodiscard]] bool isReady() const noexcept { return ready_; }

private:
    std::atomic<bool> ready_ = false;
};

}  // namespace kith::api
