// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <soci/soci.h>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::storage {

/// One bound value, of a parameter or of a column. SOCI binds it by reference, so it stays where it is.
struct Slot {
    enum class Kind : std::uint8_t { Integer, Text };
    Kind kind = Kind::Integer;
    soci::indicator state = soci::i_ok;
    long long number = 0;
    std::string text;
};

/// How a C++ type travels: integers, booleans, ids, times and enumerations as 64-bit integers, strings as
/// text, and std::optional of either with NULL.
template <class T>
struct Carried {
    static constexpr Slot::Kind kKind =
        std::is_convertible_v<T, std::string_view> ? Slot::Kind::Text : Slot::Kind::Integer;

    static std::int64_t number(const T& value) noexcept { return static_cast<std::int64_t>(value); }
    static void write(Slot& slot, const T& value) {
        slot.state = soci::i_ok;
        if constexpr (kKind == Slot::Kind::Text)
            slot.text.assign(std::string_view{value});
        else
            slot.number = number(value);
    }
    static T read(Slot& slot) {
        if constexpr (kKind == Slot::Kind::Text)
            return T{slot.text};
        else
            return static_cast<T>(slot.number);
    }
};

template <class Tag>
struct Carried<base::Id<Tag>> {
    static constexpr Slot::Kind kKind = Slot::Kind::Integer;
    static std::int64_t number(base::Id<Tag> id) noexcept { return id.value; }
    static void write(Slot& slot, base::Id<Tag> id) { Carried<std::int64_t>::write(slot, id.value); }
    static base::Id<Tag> read(Slot& slot) { return {slot.number}; }
};

template <>
struct Carried<base::Time> {
    static constexpr Slot::Kind kKind = Slot::Kind::Integer;
    static std::int64_t number(base::Time time) noexcept { return base::toMillis(time); }
    static void write(Slot& slot, base::Time time) {
        Carried<std::int64_t>::write(slot, base::toMillis(time));
    }
    static base::Time read(Slot& slot) { return base::fromMillis(slot.number); }
};

template <class T>
struct Carried<std::optional<T>> {
    static constexpr Slot::Kind kKind = Carried<T>::kKind;
    static void write(Slot& slot, const std::optional<T>& value) {
        if (value)
            Carried<T>::write(slot, *value);
        else
            slot.state = soci::i_null;
    }
    static std::optional<T> read(Slot& slot) {
        if (slot.state == soci::i_null) return std::nullopt;
        return Carried<T>::read(slot);
    }
};

template <class T>
inline constexpr bool kNullable = false;
template <class T>
inline constexpr bool kNullable<std::optional<T>> = true;

/// A statement prepared on one session with its bound values. Parameters are `:name`; the i-th value given
/// binds to the i-th distinct name, wherever it is repeated. Not thread-safe. Throws soci::soci_error.
class Statement {
public:
    Statement(soci::session& session, const std::string& sql, std::span<const Slot::Kind> parameters,
              std::span<const Slot::Kind> columns);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    [[nodiscard]] Slot& parameter(std::size_t index) { return parameters_[index]; }
    [[nodiscard]] Slot& column(std::size_t index) { return columns_[index]; }

    /// Runs a statement without rows and returns how many it touched.
    std::int64_t run();
    /// Runs a statement with rows; fetch() gives one after the other.
    void open();
    [[nodiscard]] bool fetch();

private:
    soci::statement statement_;
    std::deque<Slot> parameters_;
    std::deque<Slot> columns_;
};

/// The distinct names of `:name` parameters in order of first appearance; quoted text, comments and `::`
/// casts are passed over.
[[nodiscard]] std::vector<std::string> parameterNames(std::string_view sql);

}  // namespace kith::storage
