// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::http {

/// Compares ASCII letters without case, as HTTP does for field names and tokens.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept;

/// The characters of a token (RFC 9110 section 5.6.2), at least one.
[[nodiscard]] bool isToken(std::string_view text) noexcept;

/// What a field value may hold (RFC 9110 section 5.5): no control character but the tab.
[[nodiscard]] bool isFieldValue(std::string_view text) noexcept;

/// Header fields in the order they came, names compared without case. A value type.
class Headers {
public:
    using Field = std::pair<std::string, std::string>;

    /// Adds a field beside those of the same name. Throws Error(Internal) if the name is no token or the
    /// value could split the message, so that outside text never becomes a header of its own.
    void add(std::string name, std::string value);
    /// Replaces every field of that name by one. Throws like add.
    void set(std::string name, std::string value);
    void remove(std::string_view name);

    /// The first value of that name; valid until the headers change.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    [[nodiscard]] bool has(std::string_view name) const noexcept { return find(name).has_value(); }
    [[nodiscard]] std::size_t count(std::string_view name) const noexcept;
    /// Whether one of the comma-separated members of the fields of that name is `token`, without case.
    [[nodiscard]] bool hasListMember(std::string_view name, std::string_view token) const noexcept;

    [[nodiscard]] auto begin() const noexcept { return fields_.begin(); }
    [[nodiscard]] auto end() const noexcept { return fields_.end(); }
    [[nodiscard]] std::size_t size() const noexcept { return fields_.size(); }

private:
    std::vector<Field> fields_;
};

}  // namespace kith::http
