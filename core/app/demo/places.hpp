// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kith::app::demo {

/// A name as its bearer writes it, and as it stands in an address of mail.
struct Name {
    std::string_view native;
    std::string_view latin;
};

/// Telephone numbers that nobody has: `prefix` and a number of `digits` digits, from `first` on.
struct PhoneRange {
    std::string_view prefix;
    unsigned digits;
    unsigned first;
    unsigned count;
};

/// What people of one language are called. Last names are those that women and men share.
struct Names {
    std::span<const Name> female;
    std::span<const Name> male;
    std::span<const Name> last;
};

/// Where people live, and what follows from that.
struct Place {
    std::string_view language;
    std::string_view country;
    std::string_view timeZone;
    std::span<const std::string_view> towns;
    Names names;
    std::span<const PhoneRange> phones;  ///< Empty where no range is set aside for fiction.
};

[[nodiscard]] std::span<const Place> places() noexcept;

/// The place's number `slot`; nothing if it has not so many.
[[nodiscard]] std::optional<std::string> phoneNumber(const Place& place, unsigned slot);

}  // namespace kith::app::demo
