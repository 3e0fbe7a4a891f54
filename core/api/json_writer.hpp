// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/identifier.hpp"

namespace kith::api {

/// Writes JSON from front to back, members in the order in which they are documented. Texts are valid UTF-8.
/// Whoever writes keeps begin and end in balance.
class JsonWriter {
public:
    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return close('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return close(']'); }
    /// The name of the member whose value comes next.
    JsonWriter& key(std::string_view name);

    JsonWriter& text(std::string_view value);
    JsonWriter& number(std::int64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& time(base::Time value) { return text(base::formatRfc3339(value)); }
    /// JSON that is rendered already.
    JsonWriter& raw(std::string_view json);

    JsonWriter& member(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& member(std::string_view name, const char* value) { return key(name).text(value); }
    JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).number(value); }
    JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }
    JsonWriter& member(std::string_view name, base::Time value) { return key(name).time(value); }
    template <class Tag>
    JsonWriter& member(std::string_view name, base::Id<Tag> id) {
        return key(name).text(id.text());
    }
    /// Null if absent.
    template <class Value>
    JsonWriter& member(std::string_view name, const std::optional<Value>& value) {
        if (value) return member(name, *value);
        return key(name).null();
    }
    /// Null if empty.
    JsonWriter& textOrNull(std::string_view name, std::string_view value) {
        return value.empty() ? key(name).null() : member(name, value);
    }
    /// `{"type", "value"}`
    JsonWriter& identifier(const model::Identifier& identifier);

    /// What was written since the last call.
    [[nodiscard]] std::string take() { return std::exchange(json_, {}); }
    /// How much that is.
    [[nodiscard]] std::size_t size() const noexcept { return json_.size(); }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string json_;
    bool first_ = true;  ///< Nothing stands before the next value in its container.
};

}  // namespace kith::api
