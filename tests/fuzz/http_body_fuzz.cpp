// SPDX-License-Identifier: Apache-2.0
// Bodies in chunks and in gzip: never larger than the limit, and the same however they are cut. The first
// byte says which of the two, and where to cut.
#include <variant>

#include "core/http/chunked_decoder.hpp"
#include "core/http/gzip.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using kith::http::ChunkedDecoder;
using kith::test::require;

constexpr std::size_t kLimit = 10'000;

struct Decoded {
    ChunkedDecoder::State state = ChunkedDecoder::State::More;
    std::string body;
    std::size_t taken = 0;
};

Decoded decode(std::string_view text, std::size_t step) {
    Decoded decoded;
    ChunkedDecoder decoder(kLimit);
    while (decoded.taken < text.size() && decoded.state == ChunkedDecoder::State::More) {
        auto piece = text.substr(decoded.taken, step);
        const auto before = piece.size();
        decoded.state = decoder.feed(piece, decoded.body);
        decoded.taken += before - piece.size();
        require(decoded.body.size() <= kLimit);
        require(decoded.state != ChunkedDecoder::State::More || piece.empty());
    }
    return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = kith::test::textOf(data + 1, size - 1);
    if (data[0] % 2 == 0) {
        const auto inflated = kith::http::gunzip(text, kLimit);
        if (const auto* body = std::get_if<std::string>(&inflated)) require(body->size() <= kLimit);
        return 0;
    }
    const auto whole = decode(text, text.size() + 1);
    const auto cut = decode(text, 1 + data[0] / 16);
    require(whole.state == cut.state && whole.taken == cut.taken && whole.body == cut.body);
    return 0;
}
