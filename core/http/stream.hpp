// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace kith::http {

/// What comes next of something that is sent bit by bit.
struct Piece {
    using Clock = std::chrono::steady_clock;

    std::string bytes = {};
    bool last = false;  ///< Nothing follows.
    /// When to ask again, if nothing wakes the streams before.
    Clock::time_point due = Clock::time_point::max();
};

/// The body of an answer that is not there yet, or that never ends. Until its first piece is there the client
/// gets nothing, not even the head: if that piece is the last one too, it is an answer like any other. Used
/// by one thread at a time, not by that of the handler.
class Stream {
public:
    virtual ~Stream() = default;
    /// What can be sent now; empty if nothing can. Asked on the one thread of all streams, whenever these are
    /// woken or it is due: it takes its time from all of them. With `ending` the server stops: the last piece
    /// is asked for. Throws base::Error like a handler; once the head has gone, that cuts the answer off.
    [[nodiscard]] virtual Piece next(Piece::Clock::time_point now, bool ending) = 0;
    /// Whether it comes to an end that its reader has to know: one who is cut off before is told so, and the
    /// connection goes on after it.
    [[nodiscard]] virtual bool hasEnd() const noexcept { return false; }
};

/// An answer as its connection sees it, from its head to its last byte. Does not throw.
class StreamedAnswer {
public:
    virtual ~StreamedAnswer() = default;
    [[nodiscard]] virtual Piece next(Piece::Clock::time_point now, bool ending) noexcept = 0;
    /// Whether the connection stands at the next request once the last piece was sent.
    [[nodiscard]] virtual bool keepsConnection() const noexcept = 0;
};

}  // namespace kith::http
