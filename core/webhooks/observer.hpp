// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::webhooks {

enum class Outcome { Delivered, Failed, Dead };

/// What the deliverer tells of its work, for metrics. Called on its thread; never throws.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void delivery(Outcome outcome) noexcept = 0;
    /// A webhook fell so far behind that events were removed before they could be sent to it.
    virtual void eventsMissed(std::int64_t count) noexcept = 0;
    /// So many refuse what is to be sent to them again, as far as this server is the one that delivers.
    virtual void webhooksFailing(std::size_t count) noexcept = 0;
};

}  // namespace kith::webhooks
