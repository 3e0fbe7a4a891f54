// SPDX-License-Identifier: Apache-2.0
#include "tests/property/plain_days.hpp"

#include <chrono>
#include <cstddef>
#include <map>

namespace kith::test {
namespace {

constexpr int kMinutesOfDay = 1'440;
constexpr int kMinutesOfHour = 60;
constexpr std::chrono::sys_days kFirstDay = std::chrono::year{2026} / std::chrono::November / 15;

int wholeDays(int minutes) {
    return minutes >= 0 ? minutes / kMinutesOfDay : -((kMinutesOfDay - 1 - minutes) / kMinutesOfDay);
}

int offsetOf(const std::string& zone) {
    static const std::map<std::string, int> kOffsets{
        {"Pacific/Honolulu", -600}, {"Asia/Kolkata", 330}, {"Pacific/Kiritimati", 840}};
    const auto found = kOffsets.find(zone);
    return found == kOffsets.end() ? 0 : found->second;
}

std::string padded(int number, std::size_t width) {
    const auto digits = std::to_string(number);
    return std::string(width - digits.size(), '0') + digits;
}

std::chrono::year_month_day calendarDay(int day) {
    return kFirstDay + std::chrono::days{day};
}

}  // namespace

std::string momentOf(int minute) {
    const int day = wholeDays(minute);
    const int ofDay = minute - day * kMinutesOfDay;
    return dateOf(day) + 'T' + padded(ofDay / kMinutesOfHour, 2) + ':' + padded(ofDay % kMinutesOfHour, 2) +
           ":00.000Z";
}

std::string dateOf(int day) {
    const auto date = calendarDay(day);
    return padded(static_cast<int>(date.year()), 4) + '-' +
           padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + '-' +
           padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

int dayIn(const std::string& zone, int minute) {
    return wholeDays(minute + offsetOf(zone));
}

int startIn(const std::string& zone, int day) {
    return day * kMinutesOfDay - offsetOf(zone);
}

bool isCelebrated(const std::string& date, int day) {
    constexpr std::size_t kMonthAt = 5;
    const auto wanted = date.substr(kMonthAt);
    const auto today = dateOf(day).substr(kMonthAt);
    return wanted == today || (wanted == "02-29" && today == "02-28" && !calendarDay(day).year().is_leap());
}

}  // namespace kith::test
