// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::http {

/// Takes the chunked transfer coding (RFC 9112 section 7.1) off a body that comes piece by piece. Extensions
/// and trailers are bounded and dropped; a chunk that is not exactly framed ends it.
class ChunkedDecoder {
public:
    enum class State { More, Done, Malformed, TooLarge };

    /// `limit`: bytes of the decoded body.
    explicit ChunkedDecoder(std::size_t limit) : limit_(limit) {}

    /// Appends what `input` holds of the body to `body` and takes it off the front of `input`; what follows
    /// the end of the body stays there. Not to be called again after it returned anything but More.
    State feed(std::string_view& input, std::string& body);

private:
    enum class Step {
        Size,
        Extension,
        SizeEnd,
        Data,
        DataCr,
        DataLf,
        TrailerStart,
        Trailer,
        TrailerEnd,
        LastLf
    };

    State one(char c);
    State sizeChar(char c);
    State sizeDone();
    State trailerChar(char c);

    std::size_t limit_;
    Step step_ = Step::Size;
    std::uint64_t left_ = 0;
    std::size_t taken_ = 0;
    unsigned digits_ = 0;
    std::size_t overhead_ = 0;
};

}  // namespace kith::http
