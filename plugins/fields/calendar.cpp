// SPDX-License-Identifier: Apache-2.0
#include "calendar.hpp"

#include <chrono>

namespace kith::fields {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

/// Takes text from the front; once something does not fit, nothing fits any more.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : text_(text) {}

    int number(std::size_t digits) noexcept {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) value = value * 10 + digit();
        return value;
    }
    int digit() noexcept {
        const char c = next();
        if (c < '0' || c > '9') fits_ = false;
        return fits_ ? c - '0' : 0;
    }
    void expect(std::string_view any) noexcept {
        fits_ = any.find(next()) != std::string_view::npos && fits_;
    }
    bool skip(std::string_view any) noexcept {
        if (text_.empty() || any.find(text_.front()) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool startsWithDigit() const noexcept {
        return !text_.empty() && text_.front() >= '0' && text_.front() <= '9';
    }
    [[nodiscard]] bool done() const noexcept { return fits_ && text_.empty(); }
    [[nodiscard]] bool fits() const noexcept { return fits_; }

private:
    char next() noexcept {
        if (text_.empty()) {
            fits_ = false;
            return '\n';
        }
        const char c = text_.front();
        text_.remove_prefix(1);
        return c;
    }

    std::string_view text_;
    bool fits_ = true;
};

/// Days since the epoch; nothing if there is no such day.
std::optional<std::int64_t> takeDate(Scanner& scan) noexcept {
    const int year = scan.number(4);
    scan.expect("-");
    const int month = scan.number(2);
    scan.expect("-");
    const int day = scan.number(2);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!scan.fits() || year == 0 || !date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

int takeFraction(Scanner& scan) noexcept {
    int millis = scan.digit() * 100;
    for (int weight = 10; scan.startsWithDigit(); weight /= 10) millis += scan.digit() * weight;
    return millis;
}

/// Minutes east of UTC.
std::optional<int> takeOffset(Scanner& scan) noexcept {
    if (scan.skip("Zz")) return 0;
    const bool west = scan.skip("-");
    if (!west) scan.expect("+");
    const int hours = scan.number(2);
    scan.expect(":");
    const int minutes = scan.number(2);
    if (!scan.fits() || hours > 23 || minutes > 59) return std::nullopt;
    return (west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

bool isDate(std::string_view text) noexcept {
    Scanner scan(text);
    return takeDate(scan) && scan.done();
}

std::optional<std::int64_t> parseDatetime(std::string_view text) noexcept {
    Scanner scan(text);
    const auto days = takeDate(scan);
    scan.expect("Tt");
    const int hours = scan.number(2);
    scan.expect(":");
    const int minutes = scan.number(2);
    scan.expect(":");
    const int seconds = scan.number(2);
    const int millis = scan.skip(".") ? takeFraction(scan) : 0;
    const auto offset = takeOffset(scan);
    if (!days || !offset || !scan.done() || hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
    const std::int64_t minute = *days * 1'440 + hours * 60 + minutes - *offset;
    const std::int64_t inMinute = seconds == 60 ? kMinuteMs - 1 : seconds * 1'000 + millis;

    using std::chrono::sys_days;
    constexpr auto first = sys_days(std::chrono::January / 1 / 1).time_since_epoch().count() * 1'440LL;
    constexpr auto end = sys_days(std::chrono::January / 1 / 10'000).time_since_epoch().count() * 1'440LL;
    if (minute < first || minute >= end) return std::nullopt;
    return minute * kMinuteMs + inMinute;
}

}  // namespace kith::fields
