// SPDX-License-Identifier: Apache-2.0
#include "core/http/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

namespace kith::http {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr WireFault kBroken = badMessage("The body is not the gzip that its Content-Encoding says.");

struct EndInflate {
    void operator()(z_stream* stream) const noexcept { inflateEnd(stream); }
};

}  // namespace

std::variant<std::string, WireFault> gunzip(std::string_view body, std::size_t limit) {
    z_stream stream{};
    if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, EndInflate> guard(&stream);
    // zlib reads through a pointer that is not const; it does not write there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    std::string inflated;
    std::array<char, 16'384> piece;
    while (true) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END) return kBroken;
        const auto count = piece.size() - stream.avail_out;
        if (count > limit - inflated.size()) return kBodyTooLarge;
        inflated.append(piece.data(), count);
        if (result != Z_STREAM_END) continue;
        if (stream.avail_in == 0) return inflated;
        if (inflateReset(&stream) != Z_OK) return kBroken;
    }
}

}  // namespace kith::http
