// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/narrowing.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <system_error>

#include "core/model/json.hpp"

namespace kith::catalogue {
namespace {

using Json = nlohmann::json;

enum class Bound { None, Least, Most };

Bound boundOf(const std::string& option) {
    if (option.starts_with("min")) return Bound::Least;
    return option.starts_with("max") ? Bound::Most : Bound::None;
}

/// Days of the calendar sort as their texts do; of no other texts is known how they compare.
bool comparesAsText(const Json& a, const Json& b) {
    constexpr std::size_t kDay = 10;
    const auto isDay = [](const Json& value) {
        return value.is_string() && value.get_ref<const std::string&>().size() == kDay;
    };
    return isDay(a) && isDay(b);
}

/// A number, or a text that is one, as decimals are written: they have at most 18 digits, which fit.
std::optional<long double> numberOf(const Json& value) {
    static_assert(std::numeric_limits<long double>::digits10 >= 18);
    if (!value.is_number() && !value.is_string()) return std::nullopt;
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    long double number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

/// Whether `a` is known not to be above `b`.
bool isAtMost(const Json& a, const Json& b) {
    if (a == b) return true;
    const auto left = numberOf(a);
    const auto right = numberOf(b);
    if (left && right) return *left <= *right;
    return comparesAsText(a, b) && a < b;
}

/// What observations hold of an element, whatever people read in its place.
const Json& valueOf(const Json& element) {
    const auto value = element.is_object() ? element.find("value") : element.end();
    return value != element.end() ? *value : element;
}

bool holdsAll(const Json& list, const Json& elements) {
    return std::all_of(elements.begin(), elements.end(), [&](const Json& element) {
        return std::any_of(list.begin(), list.end(),
                           [&](const Json& other) { return valueOf(other) == valueOf(element); });
    });
}

/// Whether an option, null if it isn't there, takes what it took before.
bool isAsWide(const std::string& name, const Json& before, const Json& after) {
    if (before == after) return true;
    const auto bound = boundOf(name);
    if (after.is_null()) return bound != Bound::None || name == "pattern";
    if (bound != Bound::None)
        return bound == Bound::Least ? isAtMost(after, before) : isAtMost(before, after);
    return before.is_array() && after.is_array() && holdsAll(after, before);
}

const Json& optionOf(const Json& options, const std::string& name) {
    static const Json kAbsent;
    const auto found = options.find(name);
    return found == options.end() ? kAbsent : *found;
}

}  // namespace

std::optional<std::string> narrowedAt(const Json& before, const Json& after) {
    std::set<std::string> names;
    for (const auto& [name, value] : before.items()) names.insert(name);
    for (const auto& [name, value] : after.items()) names.insert(name);
    for (const auto& name : names) {
        if (!isAsWide(name, optionOf(before, name), optionOf(after, name)))
            return '/' + model::pointerToken(name);
    }
    return std::nullopt;
}

}  // namespace kith::catalogue
