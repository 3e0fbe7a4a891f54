// SPDX-License-Identifier: Apache-2.0
#include "core/base/log.hpp"

#include <fmt/compile.h>

#include <iterator>
#include <ostream>

namespace kith::base {
namespace {

constexpr std::size_t kMaxValueBytes = 1'000;

void appendQuoted(std::string& line, std::string_view text) {
    const bool cut = text.size() > kMaxValueBytes;
    text = text.substr(0, kMaxValueBytes);
    constexpr std::string_view hex = "0123456789abcdef";
    line += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            line += "\\x";
            line += hex[byte >> 4U];
            line += hex[byte & 15U];
        } else {
            line += c;
        }
    }
    line += cut ? "…\"" : "\"";
}

bool isPlain(std::string_view text) {
    if (text.empty() || text.size() > kMaxValueBytes) return false;
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:{}*+,";
    return text.find_first_not_of(plain) == std::string_view::npos;
}

struct AppendValue {
    std::string& line;
    void operator()(std::string_view text) const {
        if (isPlain(text)) {
            line += text;
        } else {
            appendQuoted(line, text);
        }
    }
    void operator()(std::int64_t number) const { line += std::to_string(number); }
    void operator()(double number) const {
        fmt::format_to(std::back_inserter(line), FMT_COMPILE("{:.3f}"), number);
    }
    void operator()(bool truth) const { line += truth ? "true" : "false"; }
};

}  // namespace

std::string_view levelName(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::Debug:
            return "debug";
        case LogLevel::Info:
            return "info";
        case LogLevel::Warning:
            return "warning";
        case LogLevel::Error:
            return "error";
    }
    return "error";
}

Log::Log(std::ostream& out, const Clock& clock, LogLevel minimum)
    : out_(out), clock_(clock), minimum_(minimum) {}

void Log::writeFields(LogLevel level, std::string_view event, std::span<const LogField> fields) {
    if (level < minimum_) return;
    std::string line = "time=" + formatRfc3339(clock_.now());
    line += " level=";
    line += levelName(level);
    line += " event=";
    AppendValue{line}(event);
    for (const auto& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        std::visit(AppendValue{line}, field.value);
    }
    line += '\n';
    const std::scoped_lock lock(mutex_);
    out_ << line << std::flush;
}

}  // namespace kith::base
