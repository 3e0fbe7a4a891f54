// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "channel.hpp"
#include "field_type.hpp"
#include "identifier_source.hpp"

namespace kith::sdk {

/// What a plugin derives its one class from, with a constructor that takes `const sdk::Host&`; the
/// constructor checks the options as far as their schema can't, and throws Failure(Status::Configuration, …).
/// Objects that the functions below point to live as long as the plugin.
class Plugin {
public:
    Plugin() = default;
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    virtual ~Plugin() = default;

    /// Once before any request or write; the tables are there.
    virtual void start() {}
    /// Once after the last of them: own threads end here.
    virtual void stop() {}

    /// The source for the declared identifier type with that index.
    [[nodiscard]] virtual const IdentifierSource* identifierSource(std::size_t /*type*/) const {
        return nullptr;
    }
    /// The declared field type with that index.
    [[nodiscard]] virtual const FieldType* fieldType(std::size_t /*type*/) const { return nullptr; }
    /// The declared channel.
    [[nodiscard]] virtual Channel* channel() { return nullptr; }

    /// Answers the declared route with that index; a plugin with a channel leaves that to the channel.
    [[nodiscard]] virtual Response handle(std::size_t route, const Request& request) {
        auto* to = channel();
        if (to == nullptr) throw Failure(Status::NotFound, "not_found", "This plugin has no such route.");
        return to->handle(route, request);
    }

    /// A capability that the server may ask for: a struct that lives as long as the plugin, or null.
    [[nodiscard]] virtual const void* extension(std::string_view /*id*/) const noexcept { return nullptr; }
};

}  // namespace kith::sdk
