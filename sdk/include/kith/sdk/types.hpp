// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <kith/types.h>

namespace kith::sdk {

[[nodiscard]] constexpr kith_str raw(std::string_view text) noexcept {
    return {text.data(), text.size()};
}
[[nodiscard]] constexpr std::string_view view(kith_str text) noexcept {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

/// A string literal as a template argument.
template <std::size_t Size>
struct Literal {
    char text[Size] = {};
    // NOLINTNEXTLINE(google-explicit-constructor): it is what makes kNames<"a", "b"> readable.
    consteval Literal(const char (&literal)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }
};

template <Literal... items>
inline constexpr kith_str kNames[] = {kith_str{items.text, sizeof(items.text) - 1}...};

/// A constant list of names for a declaration: `names<"application/json", "text/plain">()`.
template <Literal... items>
[[nodiscard]] constexpr std::span<const kith_str> names() noexcept {
    return kNames<items...>;
}

enum class Right : kith_right {
    None = KITH_RIGHT_NONE,
    Public = KITH_RIGHT_PUBLIC,
    Read = KITH_RIGHT_READ,
    Write = KITH_RIGHT_WRITE,
    Admin = KITH_RIGHT_ADMIN,
};

enum class Evidence : kith_evidence {
    Attested = KITH_EVIDENCE_ATTESTED,
    Claimed = KITH_EVIDENCE_CLAIMED,
};

/// Why an input is not accepted: a stable code in snake_case and a sentence for people.
struct Rejection {
    std::string code;
    std::string detail;
};

/// An expected outcome, good or bad. Failures that are not expected are thrown.
template <class Good>
using Outcome = std::variant<Good, Rejection>;

/// An array of size-prefixed structs of the server, seen as `View`, which is made from one `const Raw*`. The
/// server's structs may be longer than this header's: steps are as long as the first struct says. Borrowed.
template <class View, class Raw>
class Sequence {
public:
    class Iterator {
    public:
        Iterator(const std::byte* at, std::size_t step) noexcept : at_(at), step_(step) {}
        [[nodiscard]] View operator*() const noexcept { return View{reinterpret_cast<const Raw*>(at_)}; }
        Iterator& operator++() noexcept {
            at_ += step_;
            return *this;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) noexcept { return a.at_ == b.at_; }

    private:
        const std::byte* at_;
        std::size_t step_;
    };

    Sequence(const Raw* first, std::size_t count) noexcept
        : first_(reinterpret_cast<const std::byte*>(first)),
          count_(count),
          step_(count == 0 ? sizeof(Raw) : first->struct_size) {}

    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] View operator[](std::size_t index) const noexcept {
        return View{reinterpret_cast<const Raw*>(first_ + index * step_)};
    }
    [[nodiscard]] Iterator begin() const noexcept { return {first_, step_}; }
    [[nodiscard]] Iterator end() const noexcept { return {first_ + count_ * step_, step_}; }

private:
    const std::byte* first_;
    std::size_t count_;
    std::size_t step_;
};

/// A database session inside a call that has one; see sdk/soci.hpp. Never kept past the call.
class Session {
public:
    explicit Session(kith_session* session) noexcept : session_(session) {}
    [[nodiscard]] kith_session* raw() const noexcept { return session_; }

private:
    kith_session* session_;
};

}  // namespace kith::sdk
