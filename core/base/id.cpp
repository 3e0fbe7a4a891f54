// SPDX-License-Identifier: Apache-2.0
#include "core/base/id.hpp"

#include "core/base/error.hpp"
#include "core/base/id_time.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace kith::base {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 13;
constexpr unsigned kNodeBits = 10;
constexpr unsigned kSequenceBits = 11;
constexpr std::int64_t kMaxMillis = std::int64_t{1} << 42U;

/// So much of the room's end is left to count on in, should the clock come there before there is more.
constexpr std::chrono::seconds kReserve{1};

int digitValue(char c) noexcept {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// A slot counts sequence numbers through all milliseconds, so "the next one" needs no case for overflow.
std::uint64_t firstSlotOf(Time time) noexcept {
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(toMillis(time), 0, kMaxMillis))
           << kSequenceBits;
}

void requireNode(unsigned node) {
    if (node > IdGenerator::kMaxNode) throw std::invalid_argument("id node out of range");
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

IdGenerator::IdGenerator(const Clock& clock) : clock_(clock) {}

IdGenerator::IdGenerator(const Clock& clock, unsigned node)
    : clock_(clock), room_{node, Time{}, fromMillis(kMaxMillis)} {
    requireNode(node);
}

void IdGenerator::moveTo(const IdRoom& room) {
    requireNode(room.node);
    const std::scoped_lock lock(mutex_);
    // A lower node's ids of this millisecond would be smaller than those made before.
    if (room.node != room_.node) lastSlot_ |= (std::uint64_t{1} << kSequenceBits) - 1U;
    room_ = room;
    const auto first = firstSlotOf(room.from);
    if (first > 0) lastSlot_ = std::max(lastSlot_, first - 1);
}

IdRoom IdGenerator::room() const {
    const std::scoped_lock lock(mutex_);
    return room_;
}

Time IdGenerator::reached() const {
    const std::scoped_lock lock(mutex_);
    return fromMillis(static_cast<std::int64_t>(lastSlot_ >> kSequenceBits));
}

std::int64_t IdGenerator::next() {
    const auto now = clock_.now();
    const std::scoped_lock lock(mutex_);
    auto slot = lastSlot_ + 1;
    if (now < room_.until - kReserve) slot = std::max(slot, firstSlotOf(now));
    if (slot >= firstSlotOf(room_.until))
        throw Error(ErrorCode::Overloaded, "There are no more ids for now; try again later.");
    lastSlot_ = slot;
    const std::uint64_t millis = slot >> kSequenceBits;
    const std::uint64_t sequence = slot & ((1U << kSequenceBits) - 1U);
    const std::uint64_t node = room_.node;
    return static_cast<std::int64_t>((millis << (kNodeBits + kSequenceBits)) | (node << kSequenceBits) |
                                     sequence);
}

}  // namespace kith::base
