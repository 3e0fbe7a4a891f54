// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kith::bench {

/// What is said of one new person: two identifiers, five fields and one activity.
struct Sample {
    explicit Sample(std::uint64_t number);

    /// As it is posted to /v1/observations.
    [[nodiscard]] std::string json() const;

    std::string id;  ///< Of the observation.
    std::string externalId;
    std::string email;
    std::string firstName;
    std::string lastName;
    std::string nickname;
    std::string tier;
    std::int64_t points = 0;
    std::string properties;  ///< Of the activity; JSON.
};

/// The samples `first` to `first + count - 1`.
[[nodiscard]] std::vector<Sample> samples(std::uint64_t first, std::size_t count);

inline constexpr std::string_view kSourceName = "bench";
inline constexpr std::string_view kObservedAt = "2026-11-20T09:30:00.000Z";
inline constexpr std::string_view kEvent = "page_viewed";
inline constexpr std::string_view kChannel = "web";

}  // namespace kith::bench
