// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "frequency.hpp"

namespace kith::widget {

/// `{"kind": "unlimited" | "once" | "session"}` or `{"kind": "days", "days": 1 to 365}`; nothing if it is
/// none of them.
[[nodiscard]] std::optional<Frequency> readFrequency(const nlohmann::json& value);

[[nodiscard]] std::string_view kindName(Frequency::Kind kind) noexcept;
[[nodiscard]] Frequency::Kind kindFromName(std::string_view name) noexcept;

/// `once`, `session` or `7 days`.
[[nodiscard]] std::string describe(const Frequency& frequency);

/// What a site shows: `{"name", "active", "frequency", "delay_ms", "title", "text", "button", "url", "form":
/// ["email", …], "category"}`. Returns the whole document with its defaults filled in; throws
/// kith::sdk::Failure with a violation per wrong member. `hasCategory` knows the categories that there are.
[[nodiscard]] nlohmann::json readDefinition(std::string_view body,
                                            const std::function<bool(std::string_view)>& hasCategory);

/// A widget's id: `[a-z0-9][a-z0-9_-]{0,63}`.
[[nodiscard]] bool isWidgetId(std::string_view id) noexcept;

}  // namespace kith::widget
