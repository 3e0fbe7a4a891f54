// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/http/request.hpp"
#include "core/model/names.hpp"

namespace kith::api {

inline constexpr std::size_t kDefaultLimit = 50;
inline constexpr std::size_t kMaxLimit = 500;
inline constexpr std::size_t kMaxRef = 1'000;  ///< Of an id or `type:value`, in bytes.

/// A reference out of a query, in which an unescaped `+` became a blank.
[[nodiscard]] std::string refWithPlus(std::string ref);

/// The query of a request, strictly read: what is repeated, malformed or never asked for is wrong. Pointers
/// name a parameter as `?name`.
class Query {
public:
    /// The request outlives this.
    explicit Query(const http::Request& request) : request_(request) {}

    /// 1 to `most` bytes.
    [[nodiscard]] std::optional<std::string_view> text(std::string_view name, std::size_t most = 200);
    /// 1 to `most` code points.
    [[nodiscard]] std::optional<std::string_view> characters(std::string_view name, std::size_t most);
    /// An id or `type:value`. A value that begins with a blank began with a `+` that was not
    /// escaped, since no value begins with one.
    [[nodiscard]] std::optional<std::string> ref(std::string_view name);
    /// One of a list.
    template <class Choice, std::size_t Count, int First>
    [[nodiscard]] std::optional<Choice> choice(std::string_view name,
                                               const model::Names<Choice, Count, First>& choices) {
        const auto value = text(name);
        if (!value) return std::nullopt;
        const auto chosen = choices.find(*value);
        if (!chosen) wrong(name, "invalid_value", model::mustBeOneOf(choices.names));
        return chosen;
    }
    /// `true` or `false`.
    [[nodiscard]] std::optional<bool> flag(std::string_view name);
    /// RFC 3339.
    [[nodiscard]] std::optional<base::Time> time(std::string_view name);
    /// A day as YYYY-MM-DD, in UTC.
    [[nodiscard]] std::optional<std::chrono::sys_days> day(std::string_view name);
    /// 1 to kMaxLimit; kDefaultLimit if not given.
    [[nodiscard]] std::size_t limit();
    /// Empty if not given.
    [[nodiscard]] std::string cursor();

    void wrong(std::string_view name, std::string code, std::string detail);

    /// Throws Error{InvalidInput} with everything that was wrong, parameters that nobody asked for included.
    void finish();

private:
    /// Given once, and not empty.
    [[nodiscard]] std::optional<std::string_view> once(std::string_view name);

    const http::Request& request_;
    std::vector<std::string_view> asked_;
    std::vector<base::Violation> wrong_;
};

}  // namespace kith::api
