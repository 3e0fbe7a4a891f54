// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk/failure.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kith::fields {

/// The options of one field, which passed the schema of its type.
[[nodiscard]] nlohmann::json parseOptions(std::string_view options);

/// Throws what makes one option impossible.
[[noreturn]] void refuseOption(std::string pointer, std::string detail);

/// The smallest and the largest value that a field takes, both included.
template <class Value>
struct Range {
    std::optional<Value> min;
    std::optional<Value> max;

    [[nodiscard]] bool contains(const Value& value) const {
        return !(min && value < *min) && !(max && *max < value);
    }
};

/// What to say of a value outside of the options `min` and `max`, of which there is one at least.
[[nodiscard]] std::string rangeWords(const nlohmann::json& options);

/// The options `min` and `max`, each read by `parse(const json&)`, which gives nothing for what is no value.
template <class Value, class Parse>
[[nodiscard]] Range<Value> readRange(const nlohmann::json& options, Parse&& parse) {
    Range<Value> range;
    const auto read = [&](const char* name, std::optional<Value>& bound) {
        const auto found = options.find(name);
        if (found == options.end()) return;
        bound = parse(*found);
        if (!bound) refuseOption(std::string("/") + name, "It is no value of this type.");
    };
    read("min", range.min);
    read("max", range.max);
    if (range.min && range.max && *range.max < *range.min) refuseOption("/max", "It is below min.");
    return range;
}

}  // namespace kith::fields
