// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.hpp"

#include <fmt/compile.h>

namespace kith::base {
namespace {

/// Consumes text from the front; every method is false (or nothing) once something did not fit.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::optional<int> digits(std::size_t count) {
        if (text_.size() < count) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (text_[i] < '0' || text_[i] > '9') return std::nullopt;
            value = value * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return value;
    }

    bool oneOf(std::string_view wanted) {
        if (text_.empty() || wanted.find(text_.front()) == std::string_view::npos) return false;
        last_ = text_.front();
        text_.remove_prefix(1);
        return true;
    }

    /// The first three digits of a fraction of any length, as milliseconds.
    std::optional<int> fractionMillis() {
        int millis = 0;
        std::size_t count = 0;
        while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
            if (count < 3) millis = millis * 10 + (text_.front() - '0');
            ++count;
            text_.remove_prefix(1);
        }
        if (count == 0) return std::nullopt;
        for (; count < 3; ++count) millis *= 10;
        return millis;
    }

    [[nodiscard]] char last() const { return last_; }
    [[nodiscard]] bool atEnd() const { return text_.empty(); }

private:
    std::string_view text_;
    char last_ = 0;
};

std::optional<std::chrono::minutes> parseOffset(Scanner& scan) {
    if (scan.oneOf("Zz")) return std::chrono::minutes{0};
    if (!scan.oneOf("+-")) return std::nullopt;
    const int sign = scan.last() == '-' ? -1 : 1;
    const auto hours = scan.digits(2);
    if (!hours || !scan.oneOf(":")) return std::nullopt;
    const auto minutes = scan.digits(2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

}  // namespace

std::optional<Time> parseRfc3339(std::string_view text) noexcept {
    using namespace std::chrono;
    Scanner scan(text);
    const auto y = scan.digits(4);
    if (!y || !scan.oneOf("-")) return std::nullopt;
    const auto mo = scan.digits(2);
    if (!mo || !scan.oneOf("-")) return std::nullopt;
    const auto d = scan.digits(2);
    if (!d || !scan.oneOf("Tt ")) return std::nullopt;
    const auto h = scan.digits(2);
    if (!h || !scan.oneOf(":")) return std::nullopt;
    const auto mi = scan.digits(2);
    if (!mi || !scan.oneOf(":")) return std::nullopt;
    const auto s = scan.digits(2);
    if (!s) return std::nullopt;
    int fraction = 0;
    if (scan.oneOf(".")) {
        const auto read = scan.fractionMillis();
        if (!read) return std::nullopt;
        fraction = *read;
    }
    const auto offset = parseOffset(scan);
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
    if (!offset || !scan.atEnd() || !date.ok() || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
    const auto second = *s == 60 ? milliseconds{59'999} : seconds{*s} + milliseconds{fraction};
    const Time time = sys_days{date} + hours{*h} + minutes{*mi} + second - *offset;
    const int utcYear = static_cast<int>(year_month_day{floor<days>(time)}.year());
    if (utcYear < 1 || utcYear > 9999) return std::nullopt;
    return time;
}

std::string formatRfc3339(Time time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss<milliseconds> clock{time - day};
    // Compiled, as an answer has many of them.
    return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z"),
                       static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count(), clock.subseconds().count());
}

Time SystemClock::now() const noexcept {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace kith::base
