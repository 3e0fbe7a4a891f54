// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace kith::test {

/// How a process ended and what it said.
struct Ended {
    int code = -1;   ///< -1 if a signal ended it.
    int signal = 0;  ///< 0 if it exited.
    std::string out;
    std::string err;
};

/// A child process, killed when it goes out of scope. What it writes to standard error is kept in a file, so
/// that it never waits for a reader.
class Process {
public:
    /// Until something counts as hanging. No measure of speed: a sanitizer on a busy machine is slow.
    static constexpr std::chrono::seconds kPatience{300};

    /// Starts `words[0]` with an environment of PATH, HOME and `variables`. Throws if it can't be started.
    explicit Process(const std::vector<std::string>& words,
                     const std::map<std::string, std::string>& variables = {});
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] pid_t id() const noexcept { return id_; }
    void send(int signal) const;
    /// The next line of standard output that begins with `start`, without its line break. Nothing if the
    /// output ends, or patience does, before one comes.
    [[nodiscard]] std::optional<std::string> line(const std::string& start);
    /// Waits for the end. Throws if patience ends first.
    [[nodiscard]] Ended wait();
    /// What standard error holds up to now.
    [[nodiscard]] std::string err() const;
    /// Waits until standard error holds `text`. False if patience ends first.
    [[nodiscard]] bool says(const std::string& text) const;

private:
    using Deadline = std::chrono::steady_clock::time_point;

    /// Reads more of standard output; false at its end or the deadline.
    bool read(Deadline deadline);

    TemporaryFolder folder_;
    pid_t id_ = -1;
    int output_ = -1;
    std::string out_;
    std::size_t taken_ = 0;
    bool ended_ = false;
};

/// Runs a process to its end.
[[nodiscard]] Ended run(const std::vector<std::string>& words,
                        const std::map<std::string, std::string>& variables = {});

}  // namespace kith::test
