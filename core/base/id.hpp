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

/// Makes time-ordered ids: 42 bits of milliseconds, 10 bits of node, 11 bits of sequence. Ids of one
/// generator grow strictly; two generators with different nodes never make the same one. When a millisecond
/// is used up, or the clock steps back, the id's time runs ahead of the clock. Thread-safe.
class IdGenerator {
public:
    static constexpr unsigned kMaxNode = 1023;

    /// `node` is at most kMaxNode and in use by no other generator on the same database.
    IdGenerator(const Clock& clock, unsigned node);

    /// From now on makes ids of that node, under the same conditions.
    void moveTo(unsigned node);

    [[nodiscard]] std::int64_t next();
    template <class StrongId>
    [[nodiscard]] StrongId make() {
        return StrongId{next()};
    }

private:
    const Clock& clock_;
    std::uint64_t node_;
    std::mutex mutex_;
    std::uint64_t lastSlot_ = 0;
};

}  // namespace kith::base

template <class Tag>
struct std::hash<kith::base::Id<Tag>> {
    std::size_t operator()(const kith::base::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
