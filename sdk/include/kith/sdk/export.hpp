// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>
#include <variant>

#include <kith/plugin.h>
#include "declaration.hpp"
#include "host.hpp"
#include "plugin.hpp"

namespace kith::sdk::detail {

/// What stands behind the server's `void* instance`. The plugin goes first.
struct Instance {
    explicit Instance(const kith_host* raw) noexcept : host(raw) {}
    Host host;
    std::unique_ptr<Plugin> plugin;
};

[[nodiscard]] inline Plugin& pluginOf(void* instance) noexcept {
    return *static_cast<Instance*>(instance)->plugin;
}

template <class Part>
[[nodiscard]] Part& declared(Part* part) {
    if (part == nullptr)
        throw Failure(Status::Plugin, "not_there", "The plugin declares a part that it does not have.");
    return *part;
}

[[nodiscard]] inline Channel& channelOf(void* instance) {
    return declared(pluginOf(instance).channel());
}

template <class PluginClass>
kith_status create(const kith_host* host, void** instance, const kith_sink* out) noexcept {
    return guarded(out, [&] {
        if (host->struct_size < sizeof(kith_host) || host->abi_major != KITH_ABI_MAJOR) {
            throw Failure(Status::Plugin, "abi",
                          "The server is older than the kit that this plugin was built with.");
        }
        auto made = std::make_unique<Instance>(host);
        made->plugin = std::make_unique<PluginClass>(std::as_const(made->host));
        *instance = made.release();
    });
}
inline void destroy(void* instance) noexcept {
    delete static_cast<Instance*>(instance);
}
inline kith_status start(void* instance, const kith_sink* out) noexcept {
    return guarded(out, [&] { pluginOf(instance).start(); });
}
inline void stop(void* instance) noexcept {
    auto& self = *static_cast<Instance*>(instance);
    try {
        self.plugin->stop();
    } catch (...) {
        self.host.log(LogLevel::Error, "plugin_stop_failed");
    }
}
inline const void* extension(void* instance, kith_str id) noexcept {
    return pluginOf(instance).extension(view(id));
}

inline kith_status handle(void* instance, std::uint32_t route, const kith_request* request,
                          const kith_response* response, const kith_sink* out) noexcept {
    return guarded(out, [&] { pluginOf(instance).handle(route, Request{request}).writeTo(response); });
}

inline kith_status normalize(void* instance, std::uint32_t type, kith_str given,
                             const kith_sink* out) noexcept {
    kith_status status = KITH_OK;
    const auto failed = guarded(out, [&] {
        const auto outcome = declared(pluginOf(instance).identifierSource(type)).normalize(view(given));
        if (const auto* value = std::get_if<std::string>(&outcome)) {
            out->text(out->self, 0, raw(*value));
        } else {
            const auto& why = std::get<Rejection>(outcome);
            reject(out, "", why.code, why.detail);
            status = KITH_INVALID_INPUT;
        }
    });
    return failed == KITH_OK ? status : failed;
}

inline kith_status prepare(void* instance, std::uint32_t type, kith_str options, void** prepared,
                           const kith_sink* out) noexcept {
    return guarded(out, [&] {
        auto rule = declared(pluginOf(instance).fieldType(type)).prepare(view(options));
        *prepared = const_cast<FieldRule*>(rule.release());
    });
}
inline void release(void* /*instance*/, void* prepared) noexcept {
    delete static_cast<FieldRule*>(prepared);
}
inline kith_status validate(void* /*instance*/, const void* prepared, const kith_value* in,
                            const kith_sink* out) noexcept {
    kith_status status = KITH_OK;
    const auto failed = guarded(out, [&] {
        const auto outcome = static_cast<const FieldRule*>(prepared)->validate(
            Value{static_cast<ValueKind>(in->kind), in->integer, view(in->text)});
        if (const auto* stored = std::get_if<Stored>(&outcome)) {
            const kith_value value{static_cast<kith_value_kind>(stored->kind), 0, stored->integer,
                                   raw(stored->text)};
            out->value(out->self, &value);
        } else {
            const auto& why = std::get<Rejection>(outcome);
            reject(out, "", why.code, why.detail);
            status = KITH_INVALID_INPUT;
        }
    });
    return failed == KITH_OK ? status : failed;
}

inline kith_status apply(void* instance, kith_session* session, const kith_applied* items,
                         std::uint32_t count, const kith_sink* out) noexcept {
    return guarded(out, [&] { channelOf(instance).apply(Session{session}, {items, count}); });
}
inline kith_status merged(void* instance, kith_session* session, const kith_merge* merges,
                          std::uint32_t count, const kith_sink* out) noexcept {
    return guarded(out, [&] { channelOf(instance).merged(Session{session}, {merges, count}); });
}
inline kith_status undone(void* instance, kith_session* session, const kith_merge* merges,
                          std::uint32_t count, const kith_sink* out) noexcept {
    return guarded(out, [&] { channelOf(instance).undone(Session{session}, {merges, count}); });
}
inline kith_status panel(void* instance, kith_session* session, const kith_profile* profiles,
                         std::uint32_t count, const kith_sink* out) noexcept {
    return guarded(out, [&] {
        channelOf(instance).panel(Session{session}, {profiles, count}, ObjectSink{out});
    });
}
inline kith_status annotate(void* instance, kith_session* session, const kith_profile* profile,
                            kith_str activities, const kith_sink* out) noexcept {
    return guarded(out, [&] {
        channelOf(instance).annotate(Session{session}, Profile{profile}, view(activities), ObjectSink{out});
    });
}
inline kith_status erase(void* instance, kith_session* session, const kith_profile* person,
                         std::uint32_t most, std::uint32_t* removed, const kith_sink* out) noexcept {
    return guarded(out, [&] {
        *removed =
            static_cast<std::uint32_t>(channelOf(instance).erase(Session{session}, Profile{person}, most));
    });
}
inline kith_status exported(void* instance, kith_session* session, const kith_profile* person,
                            kith_str cursor, const kith_sink* out) noexcept {
    return guarded(out, [&] {
        const auto next =
            channelOf(instance).exported(Session{session}, Profile{person}, view(cursor), ObjectSink{out});
        if (!next.empty()) out->text(out->self, 1, raw(next));
    });
}

inline constexpr kith_identifier_functions kIdentifierFunctions{sizeof(kith_identifier_functions), 0,
                                                                &normalize};
inline constexpr kith_field_type_functions kFieldTypeFunctions{sizeof(kith_field_type_functions), 0, &prepare,
                                                               &release, &validate};
inline constexpr kith_channel_functions kChannelFunctions{
    sizeof(kith_channel_functions), 0, &apply, &merged, &panel, &annotate, &erase, &exported, &undone};

template <class PluginClass>
[[nodiscard]] constexpr kith_functions functions(const kith_declaration& what) noexcept {
    return {sizeof(kith_functions),
            0,
            &create<PluginClass>,
            &destroy,
            &start,
            &stop,
            &extension,
            &handle,
            what.identifier_type_count == 0 ? nullptr : &kIdentifierFunctions,
            what.field_type_count == 0 ? nullptr : &kFieldTypeFunctions,
            what.channel == nullptr ? nullptr : &kChannelFunctions};
}

}  // namespace kith::sdk::detail

/// Exports the plugin: its class, and a constexpr kith::sdk::Declaration. Once per plugin, outside of any
/// namespace.
#define KITH_EXPORT_PLUGIN(PluginClass, pluginDeclaration)                                                 \
    namespace {                                                                                            \
    constexpr kith_declaration kKithDeclaration = (pluginDeclaration);                                     \
    constexpr kith_functions kKithFunctions = kith::sdk::detail::functions<PluginClass>(kKithDeclaration); \
    }                                                                                                      \
    constinit const kith_descriptor kith_plugin = {sizeof(kith_descriptor),                                \
                                                   KITH_ABI_MAJOR,                                         \
                                                   KITH_ABI_MINOR,                                         \
                                                   kith::sdk::raw((pluginDeclaration).id),                 \
                                                   kith::sdk::raw((pluginDeclaration).version),            \
                                                   &kKithDeclaration,                                      \
                                                   &kKithFunctions}
