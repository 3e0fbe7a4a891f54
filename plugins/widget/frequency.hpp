// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace kith::widget {

/// How often one person may see a widget.
struct Frequency {
    enum class Kind { Unlimited, Once, Session, Days };
    Kind kind = Kind::Unlimited;
    std::int64_t days = 0;  ///< 1 to 365 for Days, else 0.

    friend bool operator==(const Frequency&, const Frequency&) = default;
};

/// A session ends after this much idle time.
inline constexpr std::int64_t kSessionIdleMs = 30LL * 60 * 1'000;

}  // namespace kith::widget
