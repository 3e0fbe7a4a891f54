// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::app {

/// One key of the configuration, declared as data: what it may hold and what it holds when left out.
struct Setting {
    enum class Kind {
        Text,
        Integer,
        Boolean,
        Duration,  ///< `30s`; milliseconds once read.
        Size,      ///< `8MiB`; bytes once read.
        Choice,    ///< One of `choices`.
        Object,    ///< The keys in `members`.
        List,      ///< Any number of `members.front()`.
        Map,       ///< Any keys, each holding `members.front()`.
        Options,   ///< Anything; a plugin's schema says more.
    };
    /// Nothing if the text is well-formed, else what is expected ("a port …"), to follow "expects".
    using Format = std::optional<std::string_view> (*)(std::string_view);

    std::string key;
    Kind kind = Kind::Text;
    std::string fallback;  ///< The default, as YAML; empty: left out of the result when not written.
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    /// How 0 is written, and what it means, where it is good though less than `least`; else empty.
    std::string_view zero;
    std::vector<std::string> choices;
    std::vector<Setting> members;
    Format format = nullptr;
    bool required = false;  ///< Has no default: must be written.
    bool secret = false;    ///< Its value is never shown.
    bool exact = false;     ///< Options: a number with more digits than a double holds is text, with all.
    bool sample = false;    ///< config/kith.yaml shows example entries where the default is empty.

    [[nodiscard]] const Setting* find(std::string_view name) const {
        for (const auto& member : members)
            if (member.key == name) return &member;
        return nullptr;
    }
};

/// Every key that `kith.yaml` may hold, in its order.
[[nodiscard]] const Setting& schema();

}  // namespace kith::app
