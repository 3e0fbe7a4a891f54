// SPDX-License-Identifier: Apache-2.0
#include "time.hpp"

#include <chrono>
#include <cstdio>

namespace kith::email {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kEndOfYear9999 = 253'402'300'800'000;

/// Takes a text apart from its beginning; what does not fit is remembered.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const char c = i < rest_.size() ? rest_[i] : '\0';
            if (c < '0' || c > '9') {
                ok_ = false;
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    bool skip(std::string_view oneOf) {
        if (rest_.empty() || oneOf.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(std::string_view oneOf) {
        if (!skip(oneOf)) ok_ = false;
    }
    int fractionInMillis() {
        int millis = digits(1) * 100;
        for (int scale = 10; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; scale /= 10) {
            millis += digits(1) * scale;
        }
        return millis;
    }
    int offsetInMinutes() {
        skip(" ");
        if (skip("Zz")) return 0;
        const bool west = skip("-");
        if (!west) need("+");
        const int hours = digits(2);
        skip(":");
        const int minutes = digits(2);
        if (hours > 23 || minutes > 59) ok_ = false;
        return (west ? -1 : 1) * (hours * 60 + minutes);
    }
    [[nodiscard]] bool isDone() const { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace

std::optional<std::int64_t> parseTime(std::string_view text) {
    Reader reader(text);
    const int year = reader.digits(4);
    reader.need("-");
    const int month = reader.digits(2);
    reader.need("-");
    const int day = reader.digits(2);
    reader.need("Tt ");
    const int hour = reader.digits(2);
    reader.need(":");
    const int minute = reader.digits(2);
    reader.need(":");
    const int second = reader.digits(2);
    const int millis = reader.skip(".") ? reader.fractionInMillis() : 0;
    const int offset = reader.offsetInMinutes();
    const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!reader.isDone() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const auto time = sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute - offset) +
                      std::chrono::seconds(second) + milliseconds(millis);
    const std::int64_t result = time.time_since_epoch().count();
    if (result < 0 || result >= kEndOfYear9999) return std::nullopt;
    return result;
}

std::string formatTime(std::int64_t millis) {
    const std::chrono::sys_time<milliseconds> time{milliseconds(millis)};
    const auto day = std::chrono::floor<days>(time);
    const year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    char out[40];
    const int size = std::snprintf(
        out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {out, static_cast<std::size_t>(size)};
}

}  // namespace kith::email
