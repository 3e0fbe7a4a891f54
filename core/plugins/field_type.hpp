// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/field_type.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "core/model/catalogue.hpp"
#include "core/plugins/plugin.hpp"

namespace kith::plugins {

/// One field type of a plugin, as the model knows it. Thread-safe.
class PluginFieldType final : public model::FieldType {
public:
    PluginFieldType(const Plugin& plugin, std::size_t index) : plugin_(plugin), index_(index) {}

    [[nodiscard]] std::string_view name() const override { return info().name; }
    [[nodiscard]] model::ValueKind kind() const override { return info().kind; }
    [[nodiscard]] bool isSet() const override { return info().isSet; }
    /// The core's operators that make sense for it.
    [[nodiscard]] kith_operators operators() const noexcept { return info().operators; }
    /// The plugin that brings it.
    [[nodiscard]] const std::string& plugin() const noexcept { return plugin_.id(); }
    [[nodiscard]] const Schema& options() const noexcept { return info().options; }

    /// Checks the options against the type's schema first. The validator is gone before the plugin is.
    [[nodiscard]] std::unique_ptr<model::FieldValidator> prepare(
        const nlohmann::json& options) const override;

private:
    [[nodiscard]] const FieldTypeInfo& info() const noexcept {
        return plugin_.descriptor().fieldTypes[index_];
    }

    const Plugin& plugin_;
    std::size_t index_;
};

}  // namespace kith::plugins
