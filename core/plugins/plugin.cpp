// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/plugin.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "core/base/input_error.hpp"
#include "core/plugins/abi.hpp"
#include "core/plugins/status.hpp"

namespace kith::plugins {
namespace {

using base::Error;
using base::ErrorCode;

/// Codes with which a plugin says that it failed, not that its caller did: their text is for the log.
bool isOwnFailure(ErrorCode code) noexcept {
    return code == ErrorCode::Plugin || code == ErrorCode::Internal || code == ErrorCode::Storage ||
           code == ErrorCode::MethodNotAllowed;
}

/// The kit tells the type of an exception as the compiler mangles it.
std::string typeName(const std::string& mangled) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> name(
        abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, &status), &std::free);
    return name ? std::string(name.get()) : std::string("an exception");
}

/// What may be logged of a failure: its code, and the type of an exception; other text may hold anything.
std::string reasonOf(const std::vector<base::Violation>& violations) {
    if (violations.empty()) return "no reason given";
    const auto& first = violations.front();
    return first.code == "exception" ? "it threw " + typeName(first.detail) : first.code;
}

}  // namespace

Plugin::Plugin(const Surroundings& surroundings, Descriptor descriptor, std::string options)
    : to_(surroundings),
      descriptor_(std::move(descriptor)),
      host_(to_, descriptor_.id, std::move(options),
            descriptor_.channel ? std::string_view(descriptor_.channel->name) : std::string_view{}) {}

Plugin::~Plugin() {
    stop();
    if (instance_ == nullptr) return;
    try {
        descriptor_.functions.plugin.destroy(instance_);
    } catch (...) {
        to_.log.error("plugin_threw",
                      {{"plugin", std::string_view(id())}, {"call", std::string_view("destroy")}});
    }
}

void Plugin::create() {
    CallSink sink(0);
    void* made = nullptr;
    call("create", sink, [&](void*, const Functions& functions) {
        return functions.plugin.create(host_.abi(), &made, sink.abi());
    });
    if (made == nullptr) fail("create", "it made no instance");
    instance_ = made;
}

void Plugin::start() {
    CallSink sink(0);
    if (descriptor_.functions.plugin.start != nullptr) {
        call("start", sink, [&](void* instance, const Functions& functions) {
            return functions.plugin.start(instance, sink.abi());
        });
    }
    running_ = true;
}

void Plugin::stop() noexcept {
    if (!running_.exchange(false) || descriptor_.functions.plugin.stop == nullptr) return;
    try {
        descriptor_.functions.plugin.stop(instance_);
    } catch (...) {
        to_.log.error("plugin_threw",
                      {{"plugin", std::string_view(id())}, {"call", std::string_view("stop")}});
    }
}

Answer Plugin::handle(std::size_t route, const Request& request) const {
    if (!running_) throw Error(ErrorCode::Unavailable, "The plugin " + id() + " is not running.");
    const RequestContext context(request, descriptor_.routes.at(route).right);
    AnswerSink answer;
    CallSink sink(0);
    call("handle", sink, [&](void* instance, const Functions& functions) {
        return functions.plugin.handle(instance, static_cast<std::uint32_t>(route), context.abi(),
                                       answer.abi(), sink.abi());
    });
    if (!answer.kept()) fail("handle", "it answered with a status, a header or a body that can't be sent");
    return answer.take();
}

void Plugin::fail(std::string_view call, std::string_view rule) const {
    to_.log.error("plugin_broke_a_rule",
                  {{"plugin", std::string_view(id())}, {"call", call}, {"rule", rule}});
    to_.services.called(id(), call, base::codeName(ErrorCode::Plugin), {});
    throw Error(ErrorCode::Plugin, "The plugin " + id() + " failed.",
                std::string(call) + ": " + std::string(rule));
}

void Plugin::finish(std::string_view name, kith_status status, CallSink& sink,
                    std::chrono::nanoseconds took) const {
    if (!sink.kept()) fail(name, "it wrote too much, or to an output that the call does not have");
    if (status == KITH_OK) {
        to_.services.called(id(), name, "ok", took);
        return;
    }
    const auto code = toErrorCode(status);
    to_.services.called(id(), name, base::codeName(code), took);
    auto& violations = sink.violations();
    if (isOwnFailure(code)) {
        const auto reason = reasonOf(violations);
        to_.log.error("plugin_failed", {{"plugin", std::string_view(id())},
                                        {"call", name},
                                        {"status", base::codeName(code)},
                                        {"reason", std::string_view(reason)}});
        throw Error(code == ErrorCode::Storage ? code : ErrorCode::Plugin, "The plugin " + id() + " failed.",
                    std::string(name) + ": " + reason);
    }
    const bool ofParts =
        violations.size() > 1 || (violations.size() == 1 && !violations.front().pointer.empty());
    if (code == ErrorCode::InvalidInput && ofParts) throw base::inputError(std::move(violations));
    std::string detail = violations.empty() ? "The plugin " + id() + " refused." : violations.front().detail;
    // One rejection of the whole is the problem's own detail, not a list of one.
    if (violations.size() == 1 && violations.front().pointer.empty()) {
        throw Error(code, std::move(detail), std::string(name) + ": " + violations.front().code);
    }
    throw Error(code, std::move(detail), std::move(violations));
}

}  // namespace kith::plugins
