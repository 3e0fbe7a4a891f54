// SPDX-License-Identifier: Apache-2.0
#include "core/api/query.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/input_error.hpp"
#include "core/base/utf8.hpp"

namespace kith::api {
namespace {

constexpr std::size_t kMaxCursor = 1'000;
constexpr std::size_t kMaxViolations = 50;
constexpr model::Names<bool, 2> kFlag{{"false", "true"}};

/// As the caller wrote it: an unescaped `+` of a query is a space.
std::string withPlus(std::string_view value) {
    std::string text(value);
    if (const auto blank = text.rfind(' '); blank != std::string::npos) text[blank] = '+';
    return text;
}

}  // namespace

std::string refWithPlus(std::string ref) {
    const auto first = ref.find(':') + 1;
    if (first != 0 && first < ref.size() && ref[first] == ' ') ref[first] = '+';
    return ref;
}

void Query::wrong(std::string_view name, std::string code, std::string detail) {
    if (wrong_.size() == kMaxViolations) return;
    wrong_.push_back({"?" + std::string(name), std::move(code), std::move(detail)});
}

std::optional<std::string_view> Query::once(std::string_view name) {
    asked_.push_back(name);
    const auto values = request_.query.all(name);
    if (values.empty()) return std::nullopt;
    if (values.size() > 1) {
        wrong(name, "repeated", "may be given once");
    } else if (values[0].empty()) {
        wrong(name, "empty", "must not be empty");
    } else {
        return values[0];
    }
    return std::nullopt;
}

std::optional<std::string_view> Query::text(std::string_view name, std::size_t most) {
    const auto value = once(name);
    if (!value || value->size() <= most) return value;
    wrong(name, "too_long", "at most " + std::to_string(most) + " bytes");
    return std::nullopt;
}

std::optional<std::string_view> Query::characters(std::string_view name, std::size_t most) {
    const auto value = once(name);
    if (!value || base::codePointCount(*value) <= most) return value;
    wrong(name, "too_long", "at most " + std::to_string(most) + " characters");
    return std::nullopt;
}

std::optional<std::string> Query::ref(std::string_view name) {
    const auto given = text(name, kMaxRef);
    if (!given) return std::nullopt;
    return refWithPlus(std::string(*given));
}

std::optional<bool> Query::flag(std::string_view name) {
    return choice(name, kFlag);
}

std::optional<base::Time> Query::time(std::string_view name) {
    const auto value = text(name);
    if (!value) return std::nullopt;
    const auto time = base::parseRfc3339(*value);
    if (!time) {
        const bool isCut = base::parseRfc3339(withPlus(*value)).has_value();
        wrong(name, "invalid_time",
              isCut ? "must be a time as in RFC 3339, whose `+` is written %2B in a query"
                    : "must be a time as in RFC 3339");
    }
    return time;
}

std::optional<std::chrono::sys_days> Query::day(std::string_view name) {
    constexpr std::size_t kDigits = std::string_view("2026-11-20").size();
    const auto value = text(name);
    if (!value) return std::nullopt;
    std::optional<base::Time> midnight;
    if (value->size() == kDigits) midnight = base::parseRfc3339(std::string(*value).append("T00:00:00Z"));
    if (!midnight) {
        wrong(name, "invalid_value", "must be a day as YYYY-MM-DD");
        return std::nullopt;
    }
    return std::chrono::floor<std::chrono::days>(*midnight);
}

std::size_t Query::limit() {
    const auto value = text("limit");
    if (!value) return kDefaultLimit;
    std::size_t limit = 0;
    const auto* end = value->data() + value->size();
    const auto read = std::from_chars(value->data(), end, limit);
    if (read.ec != std::errc{} || read.ptr != end || limit < 1 || limit > kMaxLimit) {
        wrong("limit", "invalid_value", "must be a number from 1 to " + std::to_string(kMaxLimit));
        return kDefaultLimit;
    }
    return limit;
}

std::string Query::cursor() {
    return std::string(text("cursor", kMaxCursor).value_or(""));
}

void Query::finish() {
    for (const auto& [name, value] : request_.query) {
        if (name == "key" || std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
        wrong(name.substr(0, 50), "unknown_parameter", "there is no such parameter");
    }
    if (!wrong_.empty()) throw base::inputError(std::move(wrong_));
}

}  // namespace kith::api
