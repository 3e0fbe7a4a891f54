// SPDX-License-Identifier: Apache-2.0
#include "core/base/blocking.hpp"

namespace kith::base {
namespace {

struct Observed {
    BlockingObserver* observer = nullptr;
    int depth = 0;
};

thread_local Observed thisThread;

}  // namespace

Blocking::Blocking(bool waits) noexcept : waits_(waits) {
    if (!waits_ || thisThread.observer == nullptr) return;
    if (thisThread.depth++ == 0) thisThread.observer->blocked();
}

Blocking::~Blocking() {
    if (!waits_ || thisThread.observer == nullptr) return;
    if (--thisThread.depth == 0) thisThread.observer->unblocked();
}

void Blocking::observe(BlockingObserver& observer) noexcept {
    thisThread = {&observer, 0};
}

}  // namespace kith::base
