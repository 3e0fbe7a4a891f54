// SPDX-License-Identifier: Apache-2.0
#include "core/http/chunked_decoder.hpp"

#include <algorithm>

#include "core/http/hex_digit.hpp"

namespace kith::http {
namespace {

constexpr unsigned kMaxSizeDigits = 15;
/// Of one chunk's extensions, and of all trailers.
constexpr std::size_t kMaxOverhead = 4'096;

}  // namespace

ChunkedDecoder::State ChunkedDecoder::feed(std::string_view& input, std::string& body) {
    while (!input.empty()) {
        if (step_ == Step::Data) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
            body.append(input.substr(0, count));
            input.remove_prefix(count);
            left_ -= count;
            if (left_ == 0) step_ = Step::DataCr;
            continue;
        }
        const char c = input.front();
        input.remove_prefix(1);
        if (const auto state = one(c); state != State::More) return state;
    }
    return State::More;
}

ChunkedDecoder::State ChunkedDecoder::one(char c) {
    const auto expect = [&](char wanted, Step next) {
        step_ = next;
        return c == wanted ? State::More : State::Malformed;
    };
    switch (step_) {
        case Step::Size:
        case Step::Extension:
            return sizeChar(c);
        case Step::SizeEnd:
            return c == '\n' ? sizeDone() : State::Malformed;
        case Step::DataCr:
            return expect('\r', Step::DataLf);
        case Step::DataLf:
            overhead_ = digits_ = 0;
            return expect('\n', Step::Size);
        case Step::TrailerStart:
        case Step::Trailer:
            return trailerChar(c);
        case Step::TrailerEnd:
            return expect('\n', Step::TrailerStart);
        case Step::LastLf:
            return c == '\n' ? State::Done : State::Malformed;
        case Step::Data:
            break;
    }
    return State::Malformed;
}

ChunkedDecoder::State ChunkedDecoder::sizeChar(char c) {
    if (c == '\r') {
        step_ = Step::SizeEnd;
        return digits_ > 0 ? State::More : State::Malformed;
    }
    if (step_ == Step::Extension) {
        return c == '\n' || c == '\0' || ++overhead_ > kMaxOverhead ? State::Malformed : State::More;
    }
    if (c == ';' && digits_ > 0) {
        step_ = Step::Extension;
        return State::More;
    }
    const int digit = hexDigit(c);
    if (digit < 0 || ++digits_ > kMaxSizeDigits) return State::Malformed;
    left_ = left_ * 16 + static_cast<unsigned>(digit);
    return State::More;
}

ChunkedDecoder::State ChunkedDecoder::sizeDone() {
    if (left_ == 0) {
        overhead_ = 0;
        step_ = Step::TrailerStart;
        return State::More;
    }
    if (left_ > limit_ - taken_) return State::TooLarge;
    taken_ += static_cast<std::size_t>(left_);
    step_ = Step::Data;
    return State::More;
}

ChunkedDecoder::State ChunkedDecoder::trailerChar(char c) {
    if (c == '\r') {
        step_ = step_ == Step::TrailerStart ? Step::LastLf : Step::TrailerEnd;
        return State::More;
    }
    step_ = Step::Trailer;
    return c == '\n' || c == '\0' || ++overhead_ > kMaxOverhead ? State::Malformed : State::More;
}

}  // namespace kith::http
