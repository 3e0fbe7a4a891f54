// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace kith::base {

/// 13 characters of Crockford base 32 (upper case, no I, L, O, U), most significant first.
[[nodiscard]] std::string encodeId(std::int64_t value);

/// Reads what encodeId wrote; accepts lower case, and I, L as 1, O as 0. Nothing if it is no positive id.
[[nodiscard]] std::optional<std::int64_t> decodeId(std::string_view text) noexcept;

/// A strong 64-bit id. Zero is no id.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    [[nodiscard]] explicit operator bool() const noexcept { return value != 0; }
    [[nodiscard]] std::string text() const { return encodeId(value); }
    [[nodiscard]] static std::optional<Id> parse(std::string_view text) noexcept {
        const auto decoded = decodeId(text);
        return decoded ? std::optional<Id>{Id{*decoded}} : std::nullopt;
    }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using ProfileId = Id<struct ProfileTag>;
using IdentifierId = Id<struct IdentifierTag>;
using ObservationId = Id<struct ObservationTag>;
using ActivityId = Id<struct ActivityTag>;
using MergeId = Id<struct MergeTag>;
using KeyId = Id<struct KeyTag>;
using RowId = Id<struct RowTag>;
using SessionId = Id<struct SessionTag>;
using UserId = Id<struct UserTag>;

/// Of which times a generator may make ids, as the number of one node: those from `from` on and before
/// `until`.
struct IdRoom {
    unsigned node = 0;
    Time from{};
    Time until{};
};

/// Makes time-ordered ids: 42 bits of milliseconds, 10 bits of node, 11 bits of sequence. Ids of one
/// generator grow strictly; two generators never make the same one if their rooms have nothing in common.
/// When a millisecond is used up, or the clock steps back, the id's time runs ahead of the clock; it stays
/// behind where the clock is past the room. Thread-safe.
class IdGenerator {
public:
    static constexpr unsigned kMaxNode = 1023;

    /// Makes none before it has room.
    explicit IdGenerator(const Clock& clock);
    /// With room without end: no other generator ever makes ids of that node. It is at most kMaxNode.
    IdGenerator(const Clock& clock, unsigned node);

    /// From now on makes ids of that room, which are greater than those before. The room is nobody else's, or
    /// what this one had, made longer.
    void moveTo(const IdRoom& room);

    [[nodiscard]] IdRoom room() const;
    /// The time of the last id.
    [[nodiscard]] Time reached() const;

    /// Throws Error{Overloaded} when the room is used up.
    [[nodiscard]] std::int64_t next();
    template <class StrongId>
    [[nodiscard]] StrongId make() {
        return StrongId{next()};
    }

private:
    const Clock& clock_;
    mutable std::mutex mutex_;
    IdRoom room_;                 ///< Guarded by mutex_.
    std::uint64_t lastSlot_ = 0;  ///< Guarded by mutex_.
};

}  // namespace kith::base

template <class Tag>
struct std::hash<kith::base::Id<Tag>> {
    std::size_t operator()(const kith::base::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
