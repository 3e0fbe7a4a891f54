// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <thread>

namespace kith::test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (auto& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

std::vector<std::string> environmentOf(const std::map<std::string, std::string>& variables) {
    std::vector<std::string> entries;
    for (const auto* name : {"PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (const auto* value = std::getenv(name); value != nullptr)
            entries.push_back(std::string(name) + '=' + value);
    for (const auto& [name, value] : variables) entries.push_back(name + '=' + value);
    return entries;
}

int millisUntil(std::chrono::steady_clock::time_point deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    return static_cast<int>(std::max<long>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const std::map<std::string, std::string>& variables) {
    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    output_ = pipe[0];
    const auto errors = (folder_.path() / "stderr").string();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    auto arguments = words;
    auto environment = environmentOf(variables);
    const int failure = posix_spawnp(&id_, words.at(0).c_str(), &actions, nullptr, pointers(arguments).data(),
                                     pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    if (failure == 0) return;
    ::close(output_);
    throw std::runtime_error("can't start " + words[0]);
}

Process::~Process() {
    if (!ended_) {
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }
    ::close(output_);
}

void Process::send(int signal) const {
    ::kill(id_, signal);
}

bool Process::read(Deadline deadline) {
    pollfd waiting{output_, POLLIN, 0};
    if (::poll(&waiting, 1, millisUntil(deadline)) <= 0) return false;
    std::array<char, 4096> buffer{};
    const auto count = ::read(output_, buffer.data(), buffer.size());
    if (count <= 0) return false;
    out_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<std::string> Process::line(const std::string& start) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (true) {
        const auto end = out_.find('\n', taken_);
        if (end == std::string::npos) {
            if (!read(deadline)) return std::nullopt;
            continue;
        }
        auto text = out_.substr(taken_, end - taken_);
        taken_ = end + 1;
        if (text.starts_with(start)) return text;
    }
}

Ended Process::wait() {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (read(deadline)) {
    }
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
    pollfd ending{handle, POLLIN, 0};
    const bool inTime = ::poll(&ending, 1, millisUntil(deadline)) == 1;
    ::close(handle);
    if (!inTime) throw std::runtime_error("the process does not end; it said: " + err());
    int status = 0;
    ::waitpid(id_, &status, 0);
    ended_ = true;
    Ended ended;
    if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    ended.out = out_;
    ended.err = err();
    return ended;
}

std::string Process::err() const {
    std::ostringstream text;
    text << std::ifstream(folder_.path() / "stderr").rdbuf();
    return text.str();
}

bool Process::says(const std::string& text) const {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (err().find(text) == std::string::npos) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

Ended run(const std::vector<std::string>& words, const std::map<std::string, std::string>& variables) {
    return Process(words, variables).wait();
}

}  // namespace kith::test
