// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Session;

/// A place in a history: the newest is the greatest.
struct HistoryKey {
    base::Time at;
    std::int64_t id = 0;
    friend auto operator<=>(const HistoryKey&, const HistoryKey&) = default;
};

/// What one home holds of a profile's activities, by its counters.
struct HistoryHome {
    base::ProfileId home;
    std::vector<ActivityCount> counts;

    [[nodiscard]] std::int64_t total() const noexcept;
};

struct History {
    base::ProfileId live;
    std::vector<HistoryHome> homes;
};

/// One statement. Throws Error{NotFound}.
[[nodiscard]] History readHistory(Session& session, const ProfileRef& ref);

/// How many rows of each home to look at, with `budget` rows for all: small homes whole, the rest in equal
/// parts.
[[nodiscard]] std::vector<std::int64_t> shareOut(std::span<const HistoryHome> homes, std::int64_t budget);

}  // namespace kith::storage
