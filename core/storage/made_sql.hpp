// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kith::storage {

/// The constants of a statement that is made at run time: its text only ever holds their names.
class MadeSql {
public:
    using Constant = std::variant<std::int64_t, std::string>;

    /// PostgreSQL's protocol counts them in 16 bits.
    static constexpr std::size_t kMost = 60'000;

    /// What stands for a constant in the text, `:c7`, as often as it is needed. Throws Error{Conflict} if
    /// there are kMost.
    [[nodiscard]] std::string bind(std::int64_t number) { return add(number); }
    [[nodiscard]] std::string bind(std::string_view text) { return add(std::string(text)); }

    /// How many constants there are.
    [[nodiscard]] std::size_t size() const noexcept { return constants_.size(); }

    /// In the order in which their names appear first in `text`.
    [[nodiscard]] std::vector<Constant> constantsOf(std::string_view text) const;

private:
    [[nodiscard]] std::string add(Constant constant);

    std::vector<Constant> constants_;
};

}  // namespace kith::storage
