// SPDX-License-Identifier: Apache-2.0
#include "core/http/epoll.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace kith::http {
namespace {

constexpr int kMostAtOnce = 64;

int checked(int result) {
    if (result < 0) throw std::system_error(errno, std::system_category());
    return result;
}

}  // namespace

Epoll::Epoll() : epoll_(checked(::epoll_create1(EPOLL_CLOEXEC))), waker_(-1) {
    try {
        waker_ = checked(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
        watch(waker_);
    } catch (...) {
        if (waker_ >= 0) ::close(waker_);
        ::close(epoll_);
        throw;
    }
}

Epoll::~Epoll() {
    ::close(waker_);
    ::close(epoll_);
}

void Epoll::watch(int descriptor) {
    control(EPOLL_CTL_ADD, descriptor, EPOLLIN);
}

void Epoll::unwatch(int descriptor) {
    control(EPOLL_CTL_DEL, descriptor, 0);
}

void Epoll::watchOnce(int descriptor) {
    control(EPOLL_CTL_ADD, descriptor, EPOLLIN | EPOLLONESHOT);
}

void Epoll::rearm(int descriptor) {
    control(EPOLL_CTL_MOD, descriptor, EPOLLIN | EPOLLONESHOT);
}

void Epoll::awaitRoom(int descriptor) {
    control(EPOLL_CTL_MOD, descriptor, EPOLLIN | EPOLLOUT | EPOLLONESHOT);
}

void Epoll::wake() const {
    const std::uint64_t one = 1;
    // Can only fail when the counter is full, and then the wait ends anyway.
    [[maybe_unused]] const auto count = ::write(waker_, &one, sizeof one);
}

std::span<const int> Epoll::wait(std::chrono::milliseconds most) {
    std::array<epoll_event, kMostAtOnce> events{};
    ready_.clear();
    const int count = ::epoll_wait(epoll_, events.data(), kMostAtOnce, static_cast<int>(most.count()));
    if (count < 0 && errno != EINTR) checked(count);
    for (int i = 0; i < count; ++i) {
        const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
        if (descriptor != waker_) {
            ready_.push_back(descriptor);
            continue;
        }
        std::uint64_t wakes = 0;
        [[maybe_unused]] const auto bytes = ::read(waker_, &wakes, sizeof wakes);
    }
    return ready_;
}

void Epoll::control(int operation, int descriptor, unsigned events) const {
    epoll_event event{.events = events, .data = {.fd = descriptor}};
    checked(::epoll_ctl(epoll_, operation, descriptor, &event));
}

}  // namespace kith::http
