// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/commands.h>
#include <kith/host.h>

#include <functional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "core/base/time.hpp"
#include "core/plugins/call_sink.hpp"
#include "core/plugins/services.hpp"
#include "core/plugins/tokens.hpp"

namespace kith::plugins {

/// What every plugin's host is made from; all of it outlives the plugins.
struct Surroundings {
    Services& services;
    base::Log& log;
    const base::Clock& clock;
    const Tokens& tokens;
    std::string baseUrl;  ///< Without a slash at the end.
    /// Whether there is something of that key to subscribe to, as it stands when it is asked. Thread-safe;
    /// empty: there is nothing.
    std::function<bool(std::string_view)> hasCategory = {};
};

/// The server as one plugin sees it: the struct of the boundary, and behind it the services. Thread-safe.
class Host {
public:
    /// `options` is the JSON text of the plugin's options, `channel` the name of its channel or empty.
    Host(const Surroundings& surroundings, std::string plugin, std::string options, std::string_view channel);
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    [[nodiscard]] const kith_host* abi() const noexcept { return &abi_; }

private:
    static const void* onExtension(void* self, kith_str id) noexcept;
    static std::int64_t onNow(void* self) noexcept;
    static void onLog(void* self, kith_log_level level, kith_str event, const kith_label* fields,
                      std::uint32_t count) noexcept;
    static void onMetric(void* self, kith_metric_kind kind, kith_str name, const kith_label* labels,
                         std::uint32_t count, double value) noexcept;
    static kith_status onObserve(void* self, const kith_request* request, const kith_observation* items,
                                 std::uint32_t count, const kith_sink* out) noexcept;
    static kith_status onCommand(void* self, const kith_request* request, kith_str json,
                                 const kith_sink* out) noexcept;
    static kith_status onWrite(void* self, kith_session_work work, void* context,
                               const kith_sink* out) noexcept;
    static kith_status onRead(void* self, kith_session_work work, void* context,
                              const kith_sink* out) noexcept;
    static kith_status onSign(void* self, kith_str purpose, kith_str payload, std::int64_t expires,
                              const kith_sink* out) noexcept;
    static kith_status onVerify(void* self, kith_str purpose, kith_str token, const kith_sink* out) noexcept;
    static kith_status onKeyedHash(void* self, kith_str purpose, kith_str bytes,
                                   const kith_sink* out) noexcept;
    static kith_status onHttpGet(void* self, const kith_http_get* get, std::int32_t* status,
                                 const kith_sink* out) noexcept;
    static std::uint32_t onHasCategory(void* self, kith_str key) noexcept;
    static kith_status onNormalize(void* self, kith_str type, kith_str given, const kith_sink* out) noexcept;

    void observe(const kith_request* request, const kith_observation* items, std::uint32_t count,
                 const kith_sink* out) const;
    [[nodiscard]] std::string command(const kith_request* request, std::string_view json) const;
    void fetch(const kith_http_get& get, std::int32_t& status, const kith_sink* out) const;

    const Surroundings& to_;
    std::string plugin_;
    std::string options_;
    std::string channelUrl_;
    kith_host abi_;
    kith_commands commands_;
};

/// Whether `url` is https to exactly one of `hosts`, on the usual port, without credentials.
[[nodiscard]] bool mayFetch(std::string_view url, const kith_str* hosts, std::size_t count) noexcept;

}  // namespace kith::plugins
