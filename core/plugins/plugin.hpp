// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "core/plugins/call_sink.hpp"
#include "core/plugins/descriptor.hpp"
#include "core/plugins/host.hpp"
#include "core/plugins/request.hpp"

namespace kith::plugins {

/// One plugin with its instance. Calls go through `call`, which no exception of the plugin's gets past: what
/// the plugin says went wrong, or throws, is thrown as base::Error. create, start, stop and the destructor
/// belong to the main thread, the rest to any.
class Plugin {
public:
    /// Calls nothing yet. `options` passed the schema. The library that `descriptor` came from outlives this.
    Plugin(const Surroundings& surroundings, Descriptor descriptor, std::string options);
    ~Plugin();
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;

    [[nodiscard]] const Descriptor& descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] const std::string& id() const noexcept { return descriptor_.id; }

    /// Throw Error{Configuration} with pointers into the options, or Error{Plugin}.
    void create();
    void start();
    void stop() noexcept;
    [[nodiscard]] bool isRunning() const noexcept { return running_; }

    /// Answers the declared route with that index. Throws Error{Unavailable} unless it is running.
    [[nodiscard]] Answer handle(std::size_t route, const Request& request) const;

    /// Runs `work(instance, functions)`, which returns a status, and counts it. Throws unless that is
    /// KITH_OK.
    template <class Work>
    void call(std::string_view name, CallSink& sink, Work&& work) const {
        const auto start = std::chrono::steady_clock::now();
        const auto status = attempt(sink, std::forward<Work>(work));
        finish(name, status, sink, std::chrono::steady_clock::now() - start);
    }

    /// The same for calls that answer "no" as a matter of course: whether it was yes. Only a failure is
    /// counted.
    template <class Work>
    [[nodiscard]] bool ask(std::string_view name, CallSink& sink, Work&& work) const {
        const auto status = attempt(sink, std::forward<Work>(work));
        if (status == KITH_OK && sink.kept()) return true;
        if (status == KITH_INVALID_INPUT && sink.kept() && !sink.violations().empty()) return false;
        finish(name, status == KITH_INVALID_INPUT ? KITH_PLUGIN : status, sink, {});
        return false;
    }

    /// Throws: the plugin broke a rule of the boundary.
    [[noreturn]] void fail(std::string_view call, std::string_view rule) const;

private:
    /// A plugin that does not use the kit might throw through the boundary; nothing of the exception is kept.
    template <class Work>
    [[nodiscard]] kith_status attempt(CallSink& sink, Work&& work) const {
        try {
            return std::forward<Work>(work)(instance_, descriptor_.functions);
        } catch (...) {
            sink.abi()->reject(sink.abi()->self, {}, {"exception", 9}, {});
            return KITH_PLUGIN;
        }
    }
    void finish(std::string_view name, kith_status status, CallSink& sink,
                std::chrono::nanoseconds took) const;

    const Surroundings& to_;
    Descriptor descriptor_;
    Host host_;
    void* instance_ = nullptr;
    std::atomic<bool> running_ = false;
};

}  // namespace kith::plugins
