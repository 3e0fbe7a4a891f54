// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace kith::plugins {

struct SchemaNode;

/// The options that a plugin or a field type understands: the subset of JSON Schema named in kith/plugin.h.
/// Immutable; thread-safe.
class Schema {
public:
    /// An object without members.
    Schema();
    /// Throws Error{Plugin} with one violation per defect: not JSON, a member that the subset does not have,
    /// a pattern that is none. Empty text is the empty object.
    explicit Schema(std::string_view text);

    /// `value` with the defaults filled in. What is wrong is added to `violations`, each with `pointer`
    /// before its own JSON pointer; values themselves are never told, they may be secret.
    [[nodiscard]] nlohmann::json apply(const nlohmann::json& value, const std::string& pointer,
                                       std::vector<base::Violation>& violations) const;

    /// The schema itself, as JSON: as it was declared.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::shared_ptr<const SchemaNode> root_;
    std::string text_ = "{\"type\":\"object\"}";
};

}  // namespace kith::plugins
