// SPDX-License-Identifier: Apache-2.0
#include "core/base/id.hpp"

#include "core/base/id_time.hpp"

#include <algorithm>
#include <stdexcept>

namespace kith::base {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 13;
constexpr unsigned kNodeBits = 10;
constexpr unsigned kSequenceBits = 11;

int digitValue(char c) noexcept {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string encodeId(std::int64_t value) {
    auto rest = static_cast<std::uint64_t>(value);
    std::string text(kLength, '0');
    for (std::size_t i = kLength; i-- > 0; rest >>= 5) text[i] = kAlphabet[rest & 31U];
    return text;
}

std::optional<std::int64_t> decodeId(std::string_view text) noexcept {
    if (text.size() != kLength) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = digitValue(c);
        if (digit < 0 || (value >> 58U) != 0) return std::nullopt;
        value = (value << 5U) | static_cast<std::uint64_t>(digit);
    }
    if (value == 0) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::int64_t firstIdAt(Time time) noexcept {
    const auto millis = static_cast<std::uint64_t>(toMillis(time));
    return static_cast<std::int64_t>(millis << (kNodeBits + kSequenceBits));
}

IdGenerator::IdGenerator(const Clock& clock, unsigned node) : clock_(clock), node_(node) {
    if (node > kMaxNode) throw std::invalid_argument("id node out of range");
}

void IdGenerator::moveTo(unsigned node) {
    if (node > kMaxNode) throw std::invalid_argument("id node out of range");
    const std::scoped_lock lock(mutex_);
    if (node == node_) return;
    node_ = node;
    // A lower node's ids of this millisecond would be smaller than those made before.
    lastSlot_ |= (std::uint64_t{1} << kSequenceBits) - 1U;
}

std::int64_t IdGenerator::next() {
    // A slot counts sequence numbers through all milliseconds, so "the next one" needs no case for overflow.
    const std::uint64_t nowSlot = static_cast<std::uint64_t>(toMillis(clock_.now())) << kSequenceBits;
    const std::scoped_lock lock(mutex_);
    lastSlot_ = std::max(nowSlot, lastSlot_ + 1);
    const std::uint64_t millis = lastSlot_ >> kSequenceBits;
    const std::uint64_t sequence = lastSlot_ & ((1U << kSequenceBits) - 1U);
    return static_cast<std::int64_t>((millis << (kNodeBits + kSequenceBits)) | (node_ << kSequenceBits) |
                                     sequence);
}

}  // namespace kith::base
