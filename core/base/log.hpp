// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/time.hpp"

namespace kith::base {

enum class LogLevel { Debug, Info, Warning, Error };

[[nodiscard]] std::string_view levelName(LogLevel level) noexcept;

/// One `key=value` of a log line. Values are ours to choose: names, counts, codes, ids. Personal data
/// (identifier values, fields, paths, queries, bodies) and secrets are never passed.
struct LogField {
    std::string_view key;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Writes one line per call, as logfmt: `time=… level=info event=… key=value`. Control characters and
/// quotes are escaped and long values cut, so that outside text can't forge a line. Thread-safe.
class Log {
public:
    /// `out` outlives the log; standard error in production.
    Log(std::ostream& out, const Clock& clock, LogLevel minimum);

    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) {
        writeFields(level, event, {fields.begin(), fields.size()});
    }
    void writeFields(LogLevel level, std::string_view event, std::span<const LogField> fields);

    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Debug, event, fields);
    }
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Error, event, fields);
    }

private:
    std::ostream& out_;
    const Clock& clock_;
    LogLevel minimum_;
    std::mutex mutex_;
};

}  // namespace kith::base
