// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// The calendar of PlainPeople, without anything of the core. Minute 0 is the midnight in UTC with which day
/// 0 begins, 15 November 2026. Of time zones it knows a few whose clocks never change; whatever is called
/// otherwise is UTC.
namespace kith::test {

/// `2026-11-15T00:00:00.000Z`: such texts sort as the times do.
[[nodiscard]] std::string momentOf(int minute);
/// `2026-11-15`
[[nodiscard]] std::string dateOf(int day);

/// The day that it is then.
[[nodiscard]] int dayIn(const std::string& zone, int minute);
/// The minute with which a day begins.
[[nodiscard]] int startIn(const std::string& zone, int day);

/// Whether a date is celebrated on that day: 29 February on the 28th where there is none.
[[nodiscard]] bool isCelebrated(const std::string& date, int day);

}  // namespace kith::test
