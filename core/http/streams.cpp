// SPDX-License-Identifier: Apache-2.0
#include "core/http/streams.hpp"

#include <algorithm>
#include <utility>

#include "core/http/thread_signals.hpp"

namespace kith::http {
namespace {

constexpr std::chrono::milliseconds kLongestWait{1'000};
/// What a client may send of its next request while it waits for an answer.
constexpr std::size_t kMostAhead = std::size_t{64} * 1'024;

}  // namespace

Streams::Streams(Pace::Limits pace, base::Log& log, Finish finish)
    : limits_(pace), log_(log), finish_(std::move(finish)) {}

Streams::~Streams() {
    stop();
}

void Streams::start() {
    thread_ = std::thread([this] { run(); });
}

void Streams::add(std::unique_ptr<Connection> connection) {
    {
        const std::scoped_lock lock(mutex_);
        added_.push_back(std::move(connection));
    }
    wake();
}

void Streams::end() {
    ending_ = true;
    wake();
}

void Streams::stop() {
    stopped_ = true;
    wake();
    if (thread_.joinable()) thread_.join();
    sendings_.clear();
    const std::scoped_lock lock(mutex_);
    added_.clear();
}

void Streams::run() {
    blockPipeSignal();
    while (!stopped_) {
        try {
            turn();
        } catch (const std::exception& failure) {
            log_.error("streams_failed", {{"reason", std::string_view(failure.what())}});
        }
    }
}

void Streams::turn() {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(nextTurn_ - Clock::now());
    for (const int descriptor : epoll_.wait(std::clamp(wait, std::chrono::milliseconds(0), kLongestWait)))
        read(descriptor);
    admit();
    const auto now = Clock::now();
    nextTurn_ = now + kLongestWait;
    // Each may take its time.
    for (auto each = sendings_.begin(); each != sendings_.end() && !stopped_;) {
        auto& sending = each->second;
        const auto state = advance(sending, now);
        if (state == State::Over) {
            each = sendings_.erase(each);
            continue;
        }
        if (state == State::Blocked) epoll_.awaitRoom(each->first);
        const auto due = state == State::Blocked ? sending.pace.deadline() : sending.piece.due;
        nextTurn_ = std::min(nextTurn_, state == State::Ready ? now : due);
        ++each;
    }
}

void Streams::admit() {
    std::vector<std::unique_ptr<Connection>> added;
    {
        const std::scoped_lock lock(mutex_);
        added.swap(added_);
    }
    for (auto& connection : added) {
        const int descriptor = connection->descriptor();
        epoll_.watchOnce(descriptor);
        sendings_.emplace(descriptor,
                          Sending{.connection = std::move(connection), .piece = {}, .pace = Pace(limits_)});
    }
}

// A client that waits says nothing, as a rule; reading is how its end is heard of.
void Streams::read(int descriptor) {
    const auto found = sendings_.find(descriptor);
    if (found == sendings_.end()) return;
    auto& connection = *found->second.connection;
    const auto received = connection.receive();
    if (received == Connection::Received::Closed || connection.input().size() > kMostAhead) {
        sendings_.erase(found);
    } else {
        epoll_.rearm(descriptor);
    }
}

// One piece a turn, so that one that has much to say lets the others speak.
Streams::State Streams::advance(Sending& sending, Clock::time_point now) {
    if (sending.sent == sending.piece.bytes.size()) {
        sending.piece = sending.connection->streamed->next(now, ending_);
        sending.sent = 0;
        sending.pace = Pace(limits_, now);
    }
    const bool silent = sending.piece.bytes.empty();
    if (const auto state = send(sending, now); state != State::Ready) return state;
    if (sending.piece.last) {
        finish(sending);
        return State::Over;
    }
    return silent ? State::Waiting : State::Ready;
}

/// Ready: all of the piece has left.
Streams::State Streams::send(Sending& sending, Clock::time_point now) const {
    const auto rest = std::string_view(sending.piece.bytes).substr(sending.sent);
    const auto count = sending.connection->sendSome(rest);
    if (!count) return State::Over;
    sending.sent += *count;
    sending.pace.moved(*count);
    if (*count == rest.size()) return State::Ready;
    // What never ends can go on with the next server; an answer is worth the wait.
    const bool given = ending_ && !sending.piece.last;
    return given || sending.pace.deadline() <= now ? State::Over : State::Blocked;
}

void Streams::finish(Sending& sending) {
    const auto after = sending.connection->streamed->keepsConnection() ? After::Park : After::Close;
    epoll_.unwatch(sending.connection->descriptor());
    sending.connection->streamed.reset();
    sending.connection->lastUsed = Clock::now();
    finish_(std::move(sending.connection), after);
}

}  // namespace kith::http
